"""What a line is contracted to cost: the part that has run by a day, and what is still committed.

The base of a quarter and each contracted loading are rounded once, as in its statement. The part up to a day is
rounded once too, and the rest is the difference, so that the two always make the whole to the cent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from homeward.engine.facts import parse_facts
from homeward.engine.loadings.planned import contract_lines
from homeward.engine.refusal import Refusal, from_override
from homeward.engine.utilisation.contracted import contracted_nights, cut_together, unit_price
from homeward.engine.utilisation.facts import LineFact
from homeward.engine.values import read_values
from homeward.kernel.jsontypes import JSON, exact_text
from homeward.kernel.money import Money
from homeward.kernel.quarters import Quarter
from homeward.kernel.ranges import DateRange, subtract
from homeward.kernel.reasons import ValueUsed
from homeward.kernel.years import financial_year
from homeward.policy import OverrideRefused, Policy

READS = (
    "utilisation.contracted_nights",
    "funding.quarter_price",
    "funding.part_quarter_price",
    "funding.rounding",
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Nights with one target and one price: ``placements`` × ``quarterly`` × nights ÷ ``over``, exact.

    ``category``: of a contracted loading, which takes ``percent`` of that; None for the base itself.
    """

    range: DateRange
    placements: Fraction
    quarterly: Fraction
    over: int
    category: str | None = None
    percent: Fraction = Fraction(100)

    @property
    def amount(self) -> Fraction:
        return self.placements * self.percent / 100 * self.quarterly * self.range.nights / self.over

    def upto(self, day: date) -> Piece | None:
        """The nights before a day, or None when there are none."""
        cut = self.range.clip(DateRange(self.range.start, max(day, self.range.start)))
        return None if cut is None or not cut.nights else replace(self, range=cut)

    def to_json(self) -> dict[str, JSON]:
        return {
            **self.range.to_json(),
            "nights": self.range.nights,
            "category": self.category,
            "placements": exact_text(self.placements),
            "percent": exact_text(self.percent),
            "quarterly": exact_text(self.quarterly),
            "over": self.over,
            "amount": exact_text(self.amount),
        }


@dataclass(frozen=True, slots=True)
class QuarterBase:
    """The contracted base of one line in one quarter, with the contracted loadings due beside it.

    ``status``: priced, or why there is no amount: price_not_configured, target_not_configured, paid_per_night, paid_per_week,
    not_in_force. ``values`` are the policy values it rests on. ``untold``: contracted loading categories without a
    rate on record, of which no amount is known.
    """

    quarter: Quarter
    status: str
    pieces: tuple[Piece, ...]
    currency: str
    values: tuple[ValueUsed, ...]
    untold: tuple[str, ...] = ()

    @property
    def total(self) -> Money:
        """The whole quarter, the base and each loading rounded once."""
        return self._rounded(self.pieces)

    def upto(self, day: date) -> Money:
        """The nights before ``day``, the base and each loading rounded once."""
        return self._rounded(self.pieces_upto(day))

    def rest(self, day: date) -> Money:
        """The nights from ``day`` on: the whole less what had run, so that nothing is lost to rounding."""
        return self.total - self.upto(day)

    def pieces_upto(self, day: date) -> tuple[Piece, ...]:
        return tuple(cut for piece in self.pieces if (cut := piece.upto(day)) is not None)

    def pieces_from(self, day: date) -> Iterator[Piece]:
        for piece in self.pieces:
            cut = piece.range.clip(DateRange(max(day, piece.range.start), None))
            if cut is not None and cut.nights:
                yield replace(piece, range=cut)

    def _rounded(self, pieces: tuple[Piece, ...]) -> Money:
        sums: dict[str | None, Fraction] = {}
        for piece in pieces:
            sums[piece.category] = sums.get(piece.category, Fraction(0)) + piece.amount
        return Money.total((Money.rounded(amount, self.currency) for amount in sums.values()), self.currency)


def quarter_base(line: LineFact | Mapping[str, Any], quarter: Quarter, policy: Policy) -> QuarterBase:
    """The contracted base and loadings of a line in a quarter by the terms on record, variations included.

    Raises Refusal when a policy value or a fact is missing; a missing target or price is a status.
    """
    given = parse_facts(LineFact, line)
    try:
        own = policy.with_overrides(given.overrides)
    except OverrideRefused as error:
        raise Refusal(from_override(error)) from None
    window = given.in_force.range.clip(quarter.range)
    on = max(quarter.range.start, given.in_force.start)
    values = read_values(own, on, given.service_type, READS)
    currency = own.pack.currency

    def none(status: str) -> QuarterBase:
        return QuarterBase(quarter, status, (), currency, own.used)

    if window is None or not window.nights:
        return none("not_in_force")
    if given.method != "block":
        return none(f"paid_{given.method}")
    if subtract(window, [target.range for target in given.targets]):
        return none("target_not_configured")
    year_days = financial_year(quarter.range.start, own.pack.financial_year_first_month).nights
    price = unit_price(given, "base_unit_annual", quarter.range, window, year_days, values)
    if price is None:
        return none("price_not_configured")
    contracted = contracted_nights(given, quarter.range, window, values)
    over = price.quarter_nights if price.part_quarter else window.nights
    cuts = cut_together(window, [p.range for p in contracted.pieces], [p.range for p in price.pieces])
    base = [Piece(cut, Fraction(contracted.target_on(cut)), price.quarterly_on(cut), over) for cut in cuts]
    lines = contract_lines(given, quarter.range, window, price, values, own, on)
    loaded = [
        Piece(piece.range, piece.placements, piece.quarterly, piece.over, line.category, piece.percent)
        for line in lines
        if line.status == "due"
        for piece in line.pieces
    ]
    untold = tuple(line.category for line in lines if line.status == "rate_not_configured")
    return QuarterBase(quarter, "priced", (*base, *loaded), currency, own.used, untold)


def quarters_from(day: date, first_month: int) -> list[Quarter]:
    """The quarters from the one of a day to the last of its financial year."""
    found = [Quarter.containing(day, first_month)]
    while found[-1].number < 4:
        found.append(found[-1].next())
    return found
