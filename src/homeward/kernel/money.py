"""Exact money. Figures stay fractions until they are money, and are rounded once, half-up, to cents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from homeward.kernel.rounding import half_up

Exact = Fraction | Decimal | int


def round_cents(value: Exact) -> Decimal:
    """Half-up to two places; a half goes away from zero.

    >>> round_cents(Fraction(6000, 90))
    Decimal('66.67')
    """
    return half_up(value, 2)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in whole cents with its currency code.

    >>> str(Money(Decimal("12000"), "AUD"))
    '12000.00 AUD'

    Raises TypeError for a float and ValueError for parts of a cent: round first, where it is named.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        given: object = self.amount  # whatever the caller passed, in spite of the annotation
        if isinstance(given, float):
            raise TypeError("money is never a float; give the amount as Decimal")
        cents = round_cents(Decimal(self.amount))
        if cents != self.amount:
            raise ValueError(f"{self.amount} has parts of a cent; use Money.rounded where rounding is meant")
        object.__setattr__(self, "amount", cents)

    @classmethod
    def rounded(cls, value: Exact, currency: str) -> Money:
        """The one place where an exact figure becomes money."""
        return cls(round_cents(value), currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(Decimal("0.00"), currency)

    @classmethod
    def total(cls, parts: Iterable[Money], currency: str) -> Money:
        result = cls.zero(currency)
        for part in parts:
            result = result + part
        return result

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.amount < other.amount

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.amount <= other.amount

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    @property
    def text(self) -> str:
        """The amount alone, with its cents: "66.67"."""
        return format(self.amount, "f")

    def to_json(self) -> dict[str, str]:
        return {"amount": self.text, "currency": self.currency}

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")


def apportion(total: Money, weights: Sequence[Exact]) -> list[Money]:
    """Split a sum by weights so that the parts add up to it (largest remainder; ties to the earlier part).

    >>> [str(part.amount) for part in apportion(Money(Decimal("100.00"), "AUD"), [1, 1, 1])]
    ['33.34', '33.33', '33.33']

    Raises ValueError when a weight is negative or all are zero.
    """
    shares = [Fraction(weight) for weight in weights]
    whole = sum(shares, Fraction(0))
    if whole <= 0 or any(share < 0 for share in shares):
        raise ValueError("weights must not be negative and at least one must be above zero")
    sign = -1 if total.amount < 0 else 1
    cents = int(abs(total.amount) * 100)
    exact = [cents * share / whole for share in shares]
    floors = [part.numerator // part.denominator for part in exact]
    order = sorted(range(len(exact)), key=lambda index: (floors[index] - exact[index], index))
    for index in order[: cents - sum(floors)]:
        floors[index] += 1
    return [Money(Decimal(sign * part) / 100, total.currency) for part in floors]
