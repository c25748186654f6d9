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
from homeward.kernel.ranges import DateRange

OVER, NOT_HELD, MISSING_UNPAID = "absence_over_limit", "home_not_held_open", "missing_not_paid"
_FAR = date.max


@dataclass(frozen=True, slots=True)
class Away:
    """Nights away under one stay. ``cause``: why they are not paid, or None."""

    placement: str
    kind: str | None
    range: DateRange
    cause: str | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """An absence as recorded, cut to its stay: nights before the stay are not counted."""

    placement: str
    absence: AbsenceFact
    range: DateRange


def aways_of(stays: Sequence[tuple[str, FundedPlacementFact]], values: Values) -> list[Away]:
    """The absences of one child, in order, cut where they stop being paid.

    By ``absence_episode`` nights away without a night between are one episode, whatever they are recorded as,
    or each record is one. An approval on any record of an episode is of the episode.
    """
    found: list[Away] = []
    for episode in _episodes(_pieces(stays), values.is_(EPISODE, "unbroken")):
        paid_to = _paid_to(episode, values)
        for piece in episode:
            found += _cut(piece, paid_to, values)
    return found


def _pieces(stays: Sequence[tuple[str, FundedPlacementFact]]) -> list[_Piece]:
    found: list[_Piece] = []
    for name, stay in stays:
        for absence in stay.absences:
            cut = absence.range.clip(stay.range)
            if cut is not None:
                found.append(_Piece(name, absence, cut))
    return sorted(found, key=lambda item: (item.range.start, item.placement, item.range.end or _FAR))


def _episodes(pieces: Sequence[_Piece], joined: bool) -> list[list[_Piece]]:
    """Records that touch or overlap stand together, or each by itself."""
    found: list[list[_Piece]] = []
    reached = date.min
    for piece in pieces:
        if found and joined and piece.range.start <= reached:
            found[-1].append(piece)
        else:
            found.append([piece])
            reached = date.min
        reached = max(reached, piece.range.end or _FAR)
    return found


def _paid_to(episode: Sequence[_Piece], values: Values) -> date:
    """The first night of the episode that is not paid: so many from its first, or more by an approval."""
    approvals = [piece.absence.approval for piece in episode if piece.absence.approval is not None]
    days = [item.until or _FAR for item in approvals if item.approved_by is not None]
    return max([days_after(episode[0].range.start, values.whole(ABSENCE_NIGHTS)), *days])


def _cut(piece: _Piece, paid_to: date, values: Values) -> list[Away]:
    """The nights of one record up to the last one paid, and those after."""
    absence, span = piece.absence, piece.range

    def away(part: DateRange, cause: str | None) -> list[Away]:
        return [] if part.is_empty else [Away(piece.placement, absence.kind, part, cause)]

    if not absence.home_held_open:
        return away(span, NOT_HELD)
    if absence.kind == "missing" and values.is_(MISSING, "not_paid"):
        return away(span, MISSING_UNPAID)
    border = max(span.start, paid_to)
    if border == _FAR or (span.end is not None and border >= span.end):
        return away(span, None)
    return [*away(DateRange(span.start, border), None), *away(DateRange(border, span.end), OVER)]
