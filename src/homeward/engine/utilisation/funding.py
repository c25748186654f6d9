"""Growth, abatement limit and money lines. Figures stay exact; each money line is rounded once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from homeward.engine.utilisation.contracted import UnitPrice
from homeward.engine.values import Values
from homeward.kernel.jsontypes import JSON, exact_text
from homeward.kernel.money import Money, round_cents
from homeward.kernel.quarters import Quarter
from homeward.kernel.rounding import shown

PLACEMENT_DECIMALS = 4
ADJUSTMENT = "adjustment"  # the code of money that was taken in from an earlier quarter
LOADING = "loading."  # money lines of loading growth: the category follows


@dataclass(frozen=True, slots=True)
class Growth:
    """Nights above the contracted ones as placements, and what is payable for them.

    ``status``: none, payable_when_approved, by_decision (zero target), shown_only, not_applicable,
    not_assessed, price_not_configured.
    ``payment`` is what becomes payable; None when it cannot be told.
    """

    status: str
    nights: int | None = None
    placements: Fraction | None = None
    paid_placements: Fraction | None = None
    payment: Money | None = None
    price_kind: str | None = None
    paid_in: str | None = None

    def to_json(self) -> dict[str, JSON]:
        return {
            "status": self.status,
            "nights": self.nights,
            "placements": placements_json(self.placements),
            "paid_placements": placements_json(self.paid_placements),
            "payment": None if self.payment is None else self.payment.text,
            "price_kind": self.price_kind,
            "paid_in": self.paid_in,
        }


@dataclass(frozen=True, slots=True)
class AbatementLimit:
    """The most that may be abated. ``status``: limited, not_configured, not_assessed, not_applicable,
    price_not_configured."""

    status: str
    threshold_percent: Fraction | None = None
    nights: Fraction | None = None
    placements: Fraction | None = None
    exact_amount: Fraction | None = None
    amount: Money | None = None
    test: str = "limit_in_cents"

    def to_json(self) -> dict[str, JSON]:
        return {
            "status": self.status,
            "threshold_percent": _exact(self.threshold_percent),
            "nights": _exact(self.nights),
            "placements": placements_json(self.placements),
            "amount": None if self.amount is None else self.amount.text,
        }

    @property
    def highest(self) -> Fraction | None:
        """The amount a decision is tested against."""
        if self.amount is None or self.exact_amount is None:
            return None
        return self.exact_amount if self.test == "exact_limit" else Fraction(self.amount.amount)


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """One line of money. ``status``: due, payable_when_approved, by_decision, not_payable."""

    code: str
    amount: Money
    status: str

    def to_json(self) -> dict[str, JSON]:
        return {"code": self.code, **self.amount.to_json(), "status": self.status}


def growth(
    actual: int,
    contracted: int,
    base_nights: int,
    is_over: bool | None,
    price: UnitPrice | None,
    currency: str,
    values: Values,
) -> Growth:
    """Growth by the reading for the service type. ``is_over`` None: nothing contracted (zero target)."""
    method = values.text("funding.growth")
    if method == "none":
        return Growth("not_applicable", payment=Money.zero(currency))
    nights = max(0, actual - contracted) if is_over is not False else 0
    placements = Fraction(nights, base_nights)
    paid = (
        Fraction(int(placements)) if values.is_("funding.growth_fraction", "whole_placements") else placements
    )
    if method == "shown_only" and nights:
        return Growth("shown_only", nights, placements, Fraction(0), Money.zero(currency))
    if nights == 0:
        return Growth("none", 0, placements, paid, Money.zero(currency))
    status = "by_decision" if is_over is None else "payable_when_approved"
    if price is None:
        return Growth("price_not_configured", nights, placements, paid)
    return Growth(
        status, nights, placements, paid, Money.rounded(paid * price.unit(base_nights), currency), price.kind
    )


def abatement_limit(
    actual: int,
    contracted: int,
    base_nights: int,
    threshold_percent: Fraction | None,
    price: UnitPrice | None,
    currency: str,
    values: Values,
) -> AbatementLimit:
    """max(0, threshold × contracted − actual) ÷ nights, and its money at the base unit."""
    test = values.text("funding.abatement_refusal")
    if not values.raw("funding.abatement"):
        return AbatementLimit("not_applicable", test=test)
    if contracted == 0:
        none = Fraction(0)
        return AbatementLimit("limited", threshold_percent, none, none, none, Money.zero(currency), test)
    if threshold_percent is None:
        return AbatementLimit("not_configured", test=test)
    nights = max(Fraction(0), threshold_percent / 100 * contracted - actual)
    placements = nights / base_nights
    if price is None and nights:
        return AbatementLimit("price_not_configured", threshold_percent, nights, placements, test=test)
    exact = placements * price.unit(base_nights) if price is not None else Fraction(0)
    return AbatementLimit(
        "limited", threshold_percent, nights, placements, exact, Money(round_cents(exact), currency), test
    )


def growth_paid_in(received: Quarter, values: Values) -> str:
    """The label of the quarter in which growth money is paid."""
    after = values.is_("funding.growth_paid_in", "after_receipt")
    return (received.next() if after else received).label


def placements_json(value: Fraction | None) -> JSON:
    if value is None:
        return None
    return {"exact": exact_text(value), "shown": shown(value, PLACEMENT_DECIMALS)}


def _exact(value: Fraction | None) -> JSON:
    return None if value is None else exact_text(value)


def as_decimal(amount: object) -> Decimal:
    """An amount someone decided on, exact. Raises TypeError for floats, ValueError for what is no amount."""
    if isinstance(amount, bool) or not isinstance(amount, (int, str, Decimal)):
        raise TypeError("give the amount as text, e.g. 12000.00")
    try:
        number = Decimal(amount)
    except ArithmeticError:
        raise ValueError(f"{amount} is no amount") from None
    if not number.is_finite():
        raise ValueError(f"{amount} is no amount")
    return number
