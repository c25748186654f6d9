"""Which rate a night carries: each rate until the next of its kind begins, additional rates until their review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from homeward.engine.partner_funding.reads import ADDITIONAL_END
from homeward.engine.partner_funding.terms import KIND_OF, AdditionalFact, FundedLineFact, FundedRateFact
from homeward.engine.values import Values
from homeward.kernel.ranges import DateRange, earlier_end, subtract


@dataclass(frozen=True, slots=True)
class Rated:
    """A rate with the nights it holds on. ``index``: its place among the line's rates as given."""

    index: int
    rate: FundedRateFact
    range: DateRange

    @property
    def amount(self) -> Decimal:
        return self.rate.amount


@dataclass(frozen=True, slots=True)
class Additional:
    """An additional rate with the nights it holds on. ``ended_at_review``: it ends because nobody renewed it."""

    index: int
    fact: AdditionalFact
    range: DateRange
    ended_at_review: bool

    @property
    def name(self) -> str:
        return self.fact.id or f"additional_support.{self.index}"


def rates_of(line: FundedLineFact) -> list[Rated]:
    """The rates of the line's method in order. One without an end holds until the next begins."""
    wanted = KIND_OF[line.method]
    rows = [
        (index, rate)
        for index, rate in enumerate(line.rates)
        if (rate.kind or wanted) == wanted and not rate.is_reversed
    ]
    rows.sort(key=lambda item: (item[1].start, item[0]))
    found = []
    for place, (index, rate) in enumerate(rows):
        following = [other.start for _, other in rows[place + 1 :] if other.start > rate.start]
        end = rate.end if rate.end is not None else min(following, default=None)
        found.append(Rated(index, rate, DateRange(rate.start, end)))
    return found


def unrated(line: FundedLineFact, window: DateRange) -> list[DateRange]:
    """Nights of the window without a rate."""
    return subtract([window], [item.range for item in rates_of(line)])


def additional_of(line: FundedLineFact, values: Values) -> list[Additional]:
    """The additional rates that hold at all, in the order given. Raises KeyError for a line that reads none."""
    found = []
    for index, fact in enumerate(line.additional_support):
        if fact.is_reversed or fact.last_review is None:
            continue
        review = fact.last_review
        if values.is_(ADDITIONAL_END, "through_review"):
            review = days_after(review, 1)
        end = earlier_end(fact.end, review)
        if end is not None and end > fact.start:
            at_review = fact.end is None or review < fact.end
            found.append(Additional(index, fact, DateRange(fact.start, end), at_review))
    return found


def ending_within(rates: Sequence[Additional], window: DateRange) -> list[Additional]:
    """Additional rates that end at their review while the window runs, or on the day after it."""
    return [item for item in rates if item.ended_at_review and _within(item.range.end, window)]


def _within(end: date | None, window: DateRange) -> bool:
    return end is not None and window.start < end and (window.end is None or end <= window.end)


def days_after(day: date, days: int) -> date:
    """So many days later; nothing lies after the last day of the calendar.

    >>> days_after(date(2026, 7, 5), 14)
    datetime.date(2026, 7, 19)
    """
    return date.max if days > (date.max - day).days else day + timedelta(days=days)
