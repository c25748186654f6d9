"""Growth and abatement of loadings: one line a category, and the net. Exact until money, rounded once a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from homeward.engine.loadings.carried import Attribution, Carried
from homeward.engine.loadings.contract import LoadingPiece
from homeward.engine.loadings.rates import NO_RATES, Rates
from homeward.engine.utilisation.contracted import UnitPrice
from homeward.kernel.money import Money
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Authority, ValueUsed

NET = "net"


@dataclass(frozen=True, slots=True)
class LoadingLine:
    """One category. ``status``: growth, abatement, even, netted, not_configured (no contract loading is on
    record), not_assessed (the period is no quarter), price_not_configured, rate_not_configured.

    ``both_nights``: nights that carry the identity too; they matter only where loadings compound: ``uplift`` is what
    the rate is multiplied by for them.
    ``exact``: money of the difference, above nought for growth; None when it cannot be told.
    """

    category: str
    status: str
    base_nights: int
    actual_nights: int
    both_nights: int
    pieces: tuple[LoadingPiece, ...] | None
    rates: Rates
    uplift: Fraction
    exact: Fraction | None
    currency: str

    @property
    def rate(self) -> ValueUsed | None:
        """The rate of the first night in force."""
        return self.rates.first

    @property
    def percent(self) -> Fraction | None:
        """What is paid on the base unit: the rate, weighted by nights where it changes, compounded where that is so."""
        percent = self.rates.percent
        return None if percent is None else percent * self.uplift

    @property
    def contract_nights(self) -> Fraction | None:
        return None if self.pieces is None else sum((p.nights for p in self.pieces), Fraction(0))

    @property
    def actual(self) -> Fraction:
        return Fraction(self.actual_nights, self.base_nights)

    @property
    def contract(self) -> Fraction | None:
        nights = self.contract_nights
        return None if nights is None else nights / self.base_nights

    @property
    def difference(self) -> Fraction | None:
        contract = self.contract
        return None if contract is None else self.actual - contract

    @property
    def amount(self) -> Money | None:
        """Money of the difference, rounded once; below nought for an abatement."""
        return None if self.exact is None else Money.rounded(self.exact, self.currency)

    @property
    def growth(self) -> Money | None:
        """What the quarter's funding grows by."""
        return self.amount if self.status == "growth" else None

    @property
    def limit(self) -> Money | None:
        """The most that may be abated; the actual size is decided."""
        return -self.amount if self.status == "abatement" and self.amount is not None else None


@dataclass(frozen=True, slots=True)
class Gap:
    """Counted nights whose class or identity is not on record."""

    code: str
    range: DateRange
    nights: int
    child: str
    home: str | None = None


@dataclass(frozen=True, slots=True)
class Loadings:
    """What was found about the loadings of one line. ``status``: assessed, not_configured, not_assessed,
    price_not_configured, not_applicable."""

    status: str
    base_nights: int = 0
    lines: tuple[LoadingLine, ...] = ()
    net: LoadingLine | None = None
    carried: tuple[Carried, ...] = ()
    gaps: tuple[Gap, ...] = ()
    price: UnitPrice | None = None
    rule: Attribution | None = None
    is_netted: bool = False
    authority: Authority | None = None
    exact_limit: bool = False

    @property
    def settled(self) -> tuple[LoadingLine, ...]:
        """What growth and limits stand on: each category, or the net where categories are netted."""
        if not self.is_netted:
            return self.lines
        return () if self.net is None else (self.net,)

    def limit_of(self, category: str) -> tuple[Money | None, Fraction | None]:
        """The limit of a category as shown, and the amount a decision is tested against."""
        line = next((item for item in self.settled if item.category == category), None)
        if line is None or line.exact is None:
            return None, None
        if line.limit is None:
            return Money.zero(line.currency), Fraction(0)
        return line.limit, -line.exact if self.exact_limit else Fraction(line.limit.amount)


def direction(difference: Fraction) -> str:
    if difference == 0:
        return "even"
    return "growth" if difference > 0 else "abatement"


def net_line(
    lines: Sequence[LoadingLine], base_nights: int, currency: str, is_netted: bool
) -> LoadingLine | None:
    """The sum over categories. Netted: exact, then rounded; else the sum of the lines as they are shown."""
    found = [line for line in lines if line.exact is not None]
    if not found or len(found) < len(lines):
        return None
    if is_netted:
        exact = sum((line.exact for line in found if line.exact is not None), Fraction(0))
    else:
        exact = sum((Fraction(line.amount.amount) for line in found if line.amount is not None), Fraction(0))
    status = direction(exact)
    return LoadingLine(NET, status, base_nights, 0, 0, None, NO_RATES, Fraction(1), exact, currency)
