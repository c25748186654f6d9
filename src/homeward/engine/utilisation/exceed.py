"""Nights over a residential target, and which of them an approved exceed request covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from homeward.engine.nights.segments import ChildRecords
from homeward.engine.utilisation.contracted import Contracted
from homeward.engine.utilisation.facts import ExceedApprovalFact
from homeward.kernel.jsontypes import JSON
from homeward.kernel.ranges import DateRange, union


@dataclass(frozen=True, slots=True)
class OverTarget:
    """Nights on which more residents had an active placement than the target; missing and held ones count."""

    range: DateRange
    occupied: int
    target: int
    approved: int

    @property
    def unapproved_places(self) -> int:
        return max(0, self.occupied - self.target - self.approved)

    def to_json(self) -> dict[str, JSON]:
        return {
            **self.range.to_json(),
            "nights": self.range.nights,
            "occupied": self.occupied,
            "target": self.target,
            "approved": self.approved,
            "unapproved_places": self.unapproved_places,
        }


@dataclass(frozen=True, slots=True)
class Exceed:
    """``status``: within_target, over_target_approved, over_target_unapproved.

    ``unapproved_nights`` counts nights, ``unapproved_place_nights`` one for each resident too many.
    """

    check: str
    over_nights: int
    unapproved_nights: int
    unapproved_place_nights: int
    ranges: tuple[OverTarget, ...] = ()

    @property
    def status(self) -> str:
        if self.unapproved_nights:
            return "over_target_unapproved"
        return "over_target_approved" if self.over_nights else "within_target"

    def to_json(self) -> dict[str, JSON]:
        return {
            "check": self.check,
            "status": self.status,
            "over_target_nights": self.over_nights,
            "unapproved_nights": self.unapproved_nights,
            "unapproved_place_nights": self.unapproved_place_nights,
            "ranges": [item.to_json() for item in self.ranges],
        }


def nightly_exceed(
    children: Sequence[ChildRecords],
    contracted: Contracted,
    approvals: Sequence[ExceedApprovalFact],
    window: DateRange,
) -> Exceed:
    """Compare every night's residents with its target and approved places."""
    stays = [span for child in children for span in union(record.stay for record in child.records)]
    over = []
    for piece in _pieces(
        window,
        [*stays, *(item.range for item in contracted.pieces), *(approval.range for approval in approvals)],
    ):
        occupied = sum(stay.covers(piece) for stay in stays)
        target = contracted.target_on(piece)
        if occupied > target:
            approved = sum(item.places for item in approvals if item.range.covers(piece))
            over.append(OverTarget(piece, occupied, target, approved))
    unapproved = [item for item in over if item.unapproved_places]
    return Exceed(
        "nightly",
        sum(item.range.nights for item in over),
        sum(item.range.nights for item in unapproved),
        sum(item.range.nights * item.unapproved_places for item in unapproved),
        tuple(_joined(over)),
    )


def quarter_exceed(
    actual: int, contracted: int, approvals: Sequence[ExceedApprovalFact], window: DateRange
) -> Exceed:
    """For the period as a whole: counted nights above contracted nights plus approved place nights."""
    over = max(0, actual - contracted)
    approved = sum(
        item.places * cut.nights for item in approvals if (cut := item.range.clip(window)) is not None
    )
    unapproved = max(0, over - approved)
    return Exceed("quarter_total", over, unapproved, unapproved)


def _pieces(window: DateRange, ranges: Sequence[DateRange]) -> list[DateRange]:
    cuts = {window.start, window.end}
    for item in ranges:
        cut = item.clip(window)
        if cut is not None:
            cuts |= {cut.start, cut.end}
    days = sorted(day for day in cuts if day is not None)
    return [DateRange(start, end) for start, end in pairwise(days)]


def _joined(items: Sequence[OverTarget]) -> list[OverTarget]:
    result: list[OverTarget] = []
    for item in items:
        last = result[-1] if result else None
        if (
            last
            and last.range.end == item.range.start
            and ((last.occupied, last.target, last.approved) == (item.occupied, item.target, item.approved))
        ):
            result[-1] = OverTarget(
                DateRange(last.range.start, item.range.end), item.occupied, item.target, item.approved
            )
        else:
            result.append(item)
    return result
