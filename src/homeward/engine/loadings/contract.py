"""The contract loading of a category over the nights of the period, weighted by nights like targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from homeward.engine.loadings.facts import LoadingFact
from homeward.engine.utilisation.contracted import Contracted, cut_together, targets_in_force
from homeward.engine.utilisation.facts import LineFact
from homeward.kernel.jsontypes import JSON, exact_text
from homeward.kernel.ranges import DateRange
from homeward.policy import Policy


@dataclass(frozen=True, slots=True)
class LoadingPiece:
    """Nights with one contract loading. ``percent`` and ``target`` where the contract states a percentage."""

    range: DateRange
    placements: Fraction
    percent: Fraction | None = None
    target: int | None = None
    reference: str | None = None

    @property
    def nights(self) -> Fraction:
        return self.placements * self.range.nights

    def to_json(self) -> dict[str, JSON]:
        return {
            **self.range.to_json(),
            "placements": exact_text(self.placements),
            "percent": None if self.percent is None else exact_text(self.percent),
            "target": self.target,
            "nights": self.range.nights,
            "loading_nights": exact_text(self.nights),
            "reference": self.reference,
        }


def contract_pieces(
    rows: Sequence[LoadingFact], category: str, targets: Contracted, window: DateRange
) -> tuple[LoadingPiece, ...]:
    """The category's contract loading, night by night of the window; nights without a row have none.

    ``targets`` are those of the nights in force; a percentage is taken of each night's target.
    """
    own = sorted((row for row in rows if row.category == category), key=lambda row: row.start)
    pieces: list[LoadingPiece] = []
    for row in own:
        cut = row.range.clip(window)
        if cut is None:
            continue
        if row.placements is not None:
            pieces.append(LoadingPiece(cut, Fraction(row.placements), reference=row.reference))
            continue
        assert row.percent is not None  # a row has one of the two
        percent = Fraction(row.percent)
        for span in cut_together(cut, [piece.range for piece in targets.pieces]):
            target = targets.target_on(span)
            pieces.append(LoadingPiece(span, percent / 100 * target, percent, target, row.reference))
    return tuple(pieces)


def whole_period(
    pieces: Sequence[LoadingPiece], window: DateRange, period: DateRange
) -> tuple[LoadingPiece, ...]:
    """What stands on the first night in force held for the whole period, as targets are under that reading."""
    first = next((piece for piece in pieces if piece.range.contains(window.start)), None)
    if first is None:
        return ()
    return (LoadingPiece(period, first.placements, first.percent, first.target, first.reference),)


def pieces_of(
    line: LineFact, category: str, window: DateRange, whole: DateRange | None
) -> tuple[LoadingPiece, ...]:
    """The category's contract loading on the nights in force; ``whole``: the period for which the first one holds."""
    pieces = contract_pieces(line.loadings or (), category, targets_in_force(line, window), window)
    return pieces if whole is None else whole_period(pieces, window, whole)


def carries_loadings(line: LineFact, policy: Policy, on: date) -> bool:
    """Whether the line's service type carries loadings; a line paid per night has no contract loading."""
    if line.method != "block" or "loadings.applies" not in policy.pack.parameters:
        return False
    found = policy.look_or_none("loadings.applies", on=on, key=line.service_type)
    return found is not None and found.value is True
