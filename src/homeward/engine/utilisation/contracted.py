"""Contracted nights and prices of the nights in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from homeward.engine.utilisation.check import rates_of
from homeward.engine.utilisation.facts import LineFact
from homeward.engine.values import Values
from homeward.kernel.jsontypes import JSON
from homeward.kernel.ranges import DateRange, subtract


@dataclass(frozen=True, slots=True)
class TargetPiece:
    """Nights with one target."""

    range: DateRange
    placements: int

    @property
    def nights(self) -> int:
        return self.range.nights * self.placements

    def to_json(self) -> dict[str, JSON]:
        return {
            **self.range.to_json(),
            "placements": self.placements,
            "nights": self.range.nights,
            "contracted_nights": self.nights,
        }


@dataclass(frozen=True, slots=True)
class Contracted:
    """``base_nights``: the nights a placement is measured over (N); ``nights``: contracted nights (C)."""

    pieces: tuple[TargetPiece, ...]
    base_nights: int

    @property
    def nights(self) -> int:
        return sum(piece.nights for piece in self.pieces)

    def target_on(self, piece: DateRange) -> int:
        return next(item.placements for item in self.pieces if item.range.covers(piece))


def contracted_nights(line: LineFact, period: DateRange, window: DateRange, values: Values) -> Contracted:
    """Targets of the nights in force, or the first target for the whole period, as the reading says."""
    nightly = targets_in_force(line, window)
    if values.is_("utilisation.contracted_nights", "whole_quarter"):
        return Contracted((TargetPiece(period, nightly.pieces[0].placements),), period.nights)
    return nightly


def targets_in_force(line: LineFact, window: DateRange) -> Contracted:
    """The target of each night in force: what a night may be held against, however contracted nights are read."""
    targets = sorted(line.targets, key=lambda target: target.start)
    cuts = ((target.range.clip(window), target.placements) for target in targets)
    pieces = tuple(TargetPiece(cut, placements) for cut, placements in cuts if cut is not None)
    return Contracted(pieces, window.nights)


@dataclass(frozen=True, slots=True)
class PricedPiece:
    """Nights with one price; ``quarterly`` is the base unit for a whole quarter at that price."""

    range: DateRange
    amount: Fraction
    quarterly: Fraction


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """The price of one placement for the period: each night carries the price in force.

    ``average``: the quarterly base unit, weighted by nights where the price changes.
    ``part_quarter``: whether a placement measured over a part of the quarter costs that part.
    """

    kind: str
    pieces: tuple[PricedPiece, ...]
    quarter_nights: int
    part_quarter: bool
    method: str

    @property
    def nights(self) -> int:
        return sum(piece.range.nights for piece in self.pieces)

    @property
    def average(self) -> Fraction:
        weighted = sum((piece.quarterly * piece.range.nights for piece in self.pieces), Fraction(0))
        return weighted / self.nights

    def unit(self, base_nights: int) -> Fraction:
        """The price of one placement measured over ``base_nights``."""
        return self.average * base_nights / self.quarter_nights if self.part_quarter else self.average

    def quarterly_on(self, piece: DateRange) -> Fraction:
        return next(item.quarterly for item in self.pieces if item.range.covers(piece))


def unit_price(
    line: LineFact, kind: str, quarter: DateRange, window: DateRange, year_days: int, values: Values
) -> UnitPrice | None:
    """The unit price from an annual rate, or None when a night in force has no rate of that kind."""
    rates = rates_of(line, kind)
    if subtract(window, [rate.range for rate in rates]):
        return None
    method = values.text("funding.quarter_price")
    pieces = []
    for rate in rates:
        cut = rate.range.clip(window)
        if cut is not None:
            annual = Fraction(rate.amount)
            quarterly = annual / 4 if method == "quarter_of_annual" else annual * quarter.nights / year_days
            pieces.append(PricedPiece(cut, annual, quarterly))
    part_quarter = values.is_("funding.part_quarter_price", "nights_in_force")
    return UnitPrice(kind, tuple(pieces), quarter.nights, part_quarter, method)


def base_payment(contracted: Contracted, price: UnitPrice, window: DateRange) -> Fraction:
    """Σ over nights in force of target × quarterly base unit ÷ nights of the quarter, unrounded.

    Where a part of a quarter costs the whole, the nights in force stand for the quarter.
    """
    over = price.quarter_nights if price.part_quarter else window.nights
    total = Fraction(0)
    for piece in cut_together(window, [p.range for p in contracted.pieces], [p.range for p in price.pieces]):
        total += contracted.target_on(piece) * price.quarterly_on(piece) * piece.nights / over
    return total


def cut_together(window: DateRange, *layers: Sequence[DateRange]) -> list[DateRange]:
    """The window cut at every border of every layer, in order."""
    pieces = [window]
    for layer in layers:
        pieces = [cut for piece in pieces for span in layer if (cut := piece.clip(span)) is not None]
    return sorted(pieces, key=lambda piece: piece.start)
