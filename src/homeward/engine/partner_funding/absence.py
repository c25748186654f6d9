"""Absences as episodes: which nights away are paid, counted from the first night of the episode.

An episode keeps its count across periods: what a month before it used up is gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from homeward.engine.partner_funding.facts import AbsenceFact, FundedPlacementFact
from homeward.engine.partner_funding.rates import days_after
from homeward.engine.partner_funding.reads import ABSENCE_NIGHTS, EPISODE, MISSING
from homeward.engine.values import Values
from homeward.kernel.ranges import DateRange, earlier_end

OVER, NOT_HELD, MISSING_UNPAID = "absence_over_limit", "home_not_held_open", "missing_not_paid"
_FAR = date.max


@dataclass(frozen=True, slots=True)
class Away:
    """Nights away under one stay. ``cause``: why they are not paid, or None; ``first``: the episode's first night."""

    placement: str
    kind: str | None
    range: DateRange
    first: date
    cause: str | None
    approved_by: str | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """An absence as recorded, cut to its stay, without the nights an earlier record of it covers."""

    placement: str
    absence: AbsenceFact
    range: DateRange


def aways_of(stays: Sequence[tuple[str, FundedPlacementFact]], values: Values) -> list[Away]:
    """The absences of one child, in order, cut where they stop being paid.

    By ``absence_episode`` nights away without a night between are one episode, whatever they are recorded as,
    or each record is one.
    """
    joined = values.is_(EPISODE, "unbroken")
    found: list[Away] = []
    first: date | None = None
    reached: date | None = None
    for piece in _pieces(stays):
        if first is None or not joined or reached is None or piece.range.start > reached:
            first = _begun(piece)
        found += _cut(piece, first, values)
        end = piece.range.end or _FAR
        reached = end if reached is None else max(reached, end)
    return found


def _begun(piece: _Piece) -> date:
    """An absence that was recorded as begun before its stay has its nights counted from the stay."""
    return piece.range.start


def _pieces(stays: Sequence[tuple[str, FundedPlacementFact]]) -> list[_Piece]:
    found: list[_Piece] = []
    for name, stay in stays:
        for absence in stay.absences:
            cut = absence.range.clip(stay.range)
            if cut is not None:
                found.append(_Piece(name, absence, cut))
    return sorted(found, key=lambda item: (item.range.start, item.placement, item.range.end or _FAR))


def _cut(piece: _Piece, first: date, values: Values) -> list[Away]:
    """The nights of one record up to the last one paid, and those after."""
    absence, span = piece.absence, piece.range

    def away(part: DateRange | None, cause: str | None) -> list[Away]:
        if part is None or part.is_empty:
            return []
        by = None if absence.approval is None else absence.approval.approved_by
        return [Away(piece.placement, absence.kind, part, first, cause, by)]

    if not absence.home_held_open:
        return away(span, NOT_HELD)
    if absence.kind == "missing" and values.is_(MISSING, "not_paid"):
        return away(span, MISSING_UNPAID)
    paid_to = days_after(first, values.whole(ABSENCE_NIGHTS))
    approval = absence.approval
    if approval is not None and approval.approved_by is not None:
        paid_to = max(paid_to, approval.until or _FAR)
    border = max(span.start, paid_to)
    if border == _FAR:
        return away(span, None)
    if span.end is not None and border >= span.end:
        return away(span, None)
    head = DateRange(span.start, earlier_end(span.end, border))
    return [*away(head, None), *away(DateRange(border, span.end), OVER)]
