"""What is paid ahead of a year: yearly nights × rate × share ÷ (months ÷ 3), in quarterly instalments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from homeward.engine.partner_funding.rates import rates_of
from homeward.engine.partner_funding.reads import MONTHS, SHARE
from homeward.engine.partner_funding.terms import CommittedFact, FundedLineFact
from homeward.engine.values import Values
from homeward.kernel.jsontypes import JSON, exact_text
from homeward.kernel.money import Money
from homeward.kernel.ranges import DateRange
from homeward.kernel.years import financial_year, months_after

QUARTERS, MONTHS_OF_A_QUARTER = 4, 3


@dataclass(frozen=True, slots=True)
class Instalment:
    """One quarter of the year with what is paid ahead in it; nought in quarters after the committed months."""

    number: int
    range: DateRange
    exact: Fraction
    amount: Money

    def to_json(self) -> dict[str, JSON]:
        return {"quarter": self.number, **self.range.to_json(), "amount": self.amount.text}


@dataclass(frozen=True, slots=True)
class Ahead:
    """The instalments of one line's year."""

    line: str
    yearly_nights: int
    rate: Decimal
    share: Fraction
    months: int
    instalments: tuple[Instalment, ...]

    @property
    def year(self) -> Fraction:
        """Volume × rate of the whole year, before the share."""
        return self.yearly_nights * Fraction(self.rate)

    def to_json(self) -> dict[str, JSON]:
        committed = self.year * self.share
        return {
            "line": self.line,
            "yearly_nights": self.yearly_nights,
            "rate": format(self.rate, "f"),
            "yearly_amount": exact_text(self.year),
            "committed_share_percent": exact_text(self.share * 100),
            "committed_months": self.months,
            "committed_amount": exact_text(committed),
            "instalments": [item.to_json() for item in self.instalments],
        }


def ahead_of(
    line: FundedLineFact, period: DateRange, first_month: int, currency: str, values: Values
) -> Ahead | None:
    """The year that the period lies in; None for a line that is not paid ahead, or without a rate."""
    given = line.committed
    if given is None:
        return None
    start = year_start(given, period.start, first_month)
    rate = given.rate if given.rate is not None else rate_on(line, start)
    if rate is None:
        return None
    share, months = values.number(SHARE) / 100, values.whole(MONTHS)
    quarters = Fraction(months, MONTHS_OF_A_QUARTER)
    each = given.yearly_nights * Fraction(rate) * share / quarters
    found = []
    for number in range(QUARTERS):
        part = min(Fraction(1), max(Fraction(0), quarters - number))  # the last one may be for a month or two
        span = DateRange(months_after(start, 3 * number), months_after(start, 3 * (number + 1)))
        found.append(Instalment(number + 1, span, each * part, Money.rounded(each * part, currency)))
    return Ahead(line.id, given.yearly_nights, rate, share, months, tuple(found))


def beginning_in(ahead: Ahead, period: DateRange) -> list[Instalment]:
    """The instalments of quarters that begin in the period."""
    return [item for item in ahead.instalments if period.contains(item.range.start) and item.exact]


def year_start(given: CommittedFact, day: date, first_month: int) -> date:
    """The first day of the year that is paid ahead: as given, else of the financial year."""
    return given.start or financial_year(day, first_month).start


def rate_on(line: FundedLineFact, day: date) -> Decimal | None:
    return next((item.amount for item in rates_of(line) if item.range.contains(day)), None)
