"""What a quarter owes for contracted loadings, night by night as the block amount is made (policy 4.5, Attachment 5).

Contracted placements of the category × rate × quarterly base unit ÷ nights of the quarter, over the nights in force.
Exact until each category is rounded once. What the actual loading differs by stands in ``adjust``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from homeward.engine.loadings.contract import LoadingPiece
from homeward.engine.loadings.rates import Rates, percent_of
from homeward.engine.utilisation.contracted import UnitPrice, cut_together
from homeward.kernel.jsontypes import JSON, exact_text
from homeward.kernel.money import Money
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import ValueUsed

READING = "funding.contract_loading"
OWN_LINE, IN_PRICE, ELSEWHERE = "own_line", "in_price", "elsewhere"
STATUS = {OWN_LINE: "due", IN_PRICE: "inside", ELSEWHERE: "elsewhere"}  # of a line, by the reading
CODE = "contract_loading."  # money lines of contracted loadings: the category follows


@dataclass(frozen=True, slots=True)
class DuePiece:
    """Nights with one contract loading, one rate and one price.

    ``percent``: of the base unit; ``quarterly``: the base unit of a whole quarter; ``over``: nights it is spread over.
    """

    range: DateRange
    placements: Fraction
    percent: Fraction
    quarterly: Fraction
    over: int

    @property
    def amount(self) -> Fraction:
        return self.placements * self.percent / 100 * self.quarterly * self.range.nights / self.over

    def to_json(self) -> dict[str, JSON]:
        return {
            **self.range.to_json(),
            "nights": self.range.nights,
            "placements": exact_text(self.placements),
            "percent": exact_text(self.percent),
            "quarterly": exact_text(self.quarterly),
            "over": self.over,
            "amount": exact_text(self.amount),
        }


@dataclass(frozen=True, slots=True)
class ContractLine:
    """One category. ``status``: due, inside (the price holds it already), elsewhere (paid apart from the statement),
    nothing (no money comes of it), rate_not_configured, price_not_configured, not_assessed (the period is no quarter).

    ``pieces`` are empty where no amount can be told.
    """

    category: str
    status: str
    pieces: tuple[DuePiece, ...]
    rates: Rates
    currency: str

    @property
    def amount(self) -> Money | None:
        """The category's amount, rounded once; None where it cannot be told."""
        if self.status not in (*STATUS.values(), "nothing"):
            return None
        return Money.rounded(sum((piece.amount for piece in self.pieces), Fraction(0)), self.currency)

    def to_json(self) -> dict[str, JSON]:
        amount = self.amount
        return {
            "category": self.category,
            "status": self.status,
            "amount": None if amount is None else amount.text,
            "pieces": [piece.to_json() for piece in self.pieces],
        }


@dataclass(frozen=True, slots=True)
class ContractLoading:
    """``status``: the reading, not_configured (no contract loading is on record) or not_applicable."""

    status: str = "not_applicable"
    lines: tuple[ContractLine, ...] = ()
    reading: ValueUsed | None = None

    def to_json(self) -> dict[str, JSON]:
        return {"status": self.status, "lines": [line.to_json() for line in self.lines]}


def due_pieces(
    contract: Sequence[LoadingPiece], rates: Rates, price: UnitPrice, window: DateRange, uplift: Fraction
) -> tuple[DuePiece, ...]:
    """The contract loading of each night at that night's rate and price, cut where any of them changes.

    ``uplift`` multiplies the rate where a second loading is taken on the price with the first.
    """
    over = price.quarter_nights if price.part_quarter else window.nights
    found = []
    layers = ([p.range for p in contract], [p.range for p in rates.pieces], [p.range for p in price.pieces])
    for cut in cut_together(window, *layers):
        placements = next(p.placements for p in contract if p.range.covers(cut))
        used = next(p.used for p in rates.pieces if p.range.covers(cut))
        assert used is not None  # asked for only where every night has a rate
        percent = percent_of(used) * uplift
        if placements:
            found.append(DuePiece(cut, placements, percent, price.quarterly_on(cut), over))
    return tuple(found)


def contract_line(
    category: str,
    contract: Sequence[LoadingPiece],
    rates: Rates,
    price: UnitPrice | None,
    window: DateRange,
    currency: str,
    *,
    reading: str,
    uplift: Fraction = Fraction(1),
) -> ContractLine:
    """One category's contract loading in money, or why none can be told."""
    if not any(piece.nights for piece in contract):
        return ContractLine(category, "nothing", (), rates, currency)
    if rates.percent is None:
        return ContractLine(category, "rate_not_configured", (), rates, currency)
    if price is None:
        return ContractLine(category, "price_not_configured", (), rates, currency)
    pieces = due_pieces(contract, rates, price, window, uplift)
    found = ContractLine(category, STATUS[reading], pieces, rates, currency)
    if found.amount is not None and not found.amount.amount:
        return ContractLine(category, "nothing", pieces, rates, currency)
    return found
