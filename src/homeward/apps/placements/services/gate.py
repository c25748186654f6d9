"""What the services share: who may write, problems as reasons, and the news before the writing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import Line
from homeward.apps.core.events import publish
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
    """Publish `NightsChanging` for each line and gather what its handlers have against it."""
    reasons: list[Reason] = []
    for line, ranges in changes:
        kept = tuple(union(ranges))
        if not kept:
            continue
        try:
            publish(NightsChanging(line=line, ranges=kept, by=by))
        except Refused as refused:
            reasons.extend(refused.reasons)
    return reasons


def spells_of(placement: Placement) -> list[Spell]:
    return list(placement.spells.order_by("kind", "period", "id"))


def iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def detail_of(stay: DateRange) -> dict[str, Any]:
    return {"start": iso(stay.start), "end": iso(stay.end)}
