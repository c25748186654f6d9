"""What the services share: who may write, problems as reasons, and the news before the writing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import Line
from homeward.apps.core.events import publish, publish_many
from homeward.apps.core.refusals import Refused
from homeward.apps.placements.events import NightsChanging
from homeward.apps.placements.models import Placement, Spell
from homeward.kernel.problems import Problem
from homeward.kernel.ranges import DateRange, subtract, union
from homeward.kernel.reasons import Reason

Changes = list[tuple[Line, list[DateRange]]]


def may_write(by: Actor, body_id: int, organisation_id: int | None) -> bool:
    """Whether `by` keeps placements of that body and provider."""
    if not by.holds(Permission.PLACEMENT_WRITE) or body_id != by.body.pk:
        return False
    return not by.scope_ids or organisation_id in by.scope_ids


def reason_of(problem: Problem) -> Reason:
    return Reason(
        f"placements.{problem.code}",
        {
            "message": problem.message,
            "remedy": problem.remedy,
            "column": problem.column,
            "value": problem.value,
        },
    )


def reasons_of(problems: Iterable[Problem]) -> list[Reason]:
    """The errors among the problems; warnings refuse nothing."""
    return [reason_of(p) for p in problems if p.severity == "error"]


def warnings_of(problems: Iterable[Problem]) -> list[Problem]:
    return [p for p in problems if p.severity == "warning"]


def reason_wanted(reason: str) -> list[Reason]:
    """A change of what was recorded says why."""
    return [] if reason.strip() else [Reason("placements.reason_missing", {})]


def changed_nights(before: Iterable[DateRange], after: Iterable[DateRange]) -> list[DateRange]:
    """Nights covered on one side only."""
    before, after = list(before), list(after)
    return union([*subtract(before, after), *subtract(after, before)])


def tell_before_writing(changes: Changes, by: Actor) -> list[Reason]:
    """Publish `NightsChanging` for each line and gather what its handlers have against it.

    Line by line in the order of their keys, because handlers lock what stands on a line.
    """
    reasons: list[Reason] = []
    for line, ranges in sorted(changes, key=lambda change: change[0].pk):
        kept = tuple(union(ranges))
        if not kept:
            continue
        try:
            publish(NightsChanging(line=line, ranges=kept, by=by))
        except Refused as refused:
            reasons.extend(refused.reasons)
    return reasons


def may_all_change(changes: Changes, by: Actor) -> bool:
    """Whether no handler has anything against all of these changes, asked at once; then each has been heard."""
    kept = [(line, tuple(union(ranges))) for line, ranges in sorted(changes, key=lambda change: change[0].pk)]
    try:
        publish_many([NightsChanging(line=line, ranges=ranges, by=by) for line, ranges in kept if ranges])
    except Refused:
        return False
    return True


def hold(placement: Placement, what: str) -> None:
    """Lock a stay until the transaction ends; refused when somebody changed it after it was read.

    Asked after `tell_before_writing`: the lock on a quarter always comes before the lock on a stay.
    """
    found = Placement.objects.select_for_update(of=("self",)).filter(pk=placement.pk).first()
    if found is None or _recorded(found) != _recorded(placement):
        raise Refused(what, [Reason("record.collides")])


def _recorded(p: Placement) -> tuple[object, ...]:
    return (p.child_id, p.home_id, p.line_id, p.stay, p.placement_type, p.end_reason, p.source, p.source_key)


def spells_of(placement: Placement) -> list[Spell]:
    return list(placement.spells.order_by("kind", "period", "id"))


def iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def detail_of(stay: DateRange) -> dict[str, Any]:
    return {"start": iso(stay.start), "end": iso(stay.end)}
