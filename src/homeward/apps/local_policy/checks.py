"""What keeps a local value from standing: the checks of pack files, and those that only the body's rows can answer."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from homeward.apps.core.periods import say_day
from homeward.apps.local_policy.layer import confirmed, lay, standing
from homeward.apps.local_policy.models import LocalValue
from homeward.kernel.reasons import Reason
from homeward.policy import Pack, PackError, PackProblem

FIELDS = {"source.title": "source_title", "source.clause": "source_clause", "for": "keys"}
MAY_EXCEED = frozenset({"utilisation.over_threshold"})
TEXTS = {
    "source_title": "The title of the document",
    "source_clause": "The place in the document",
    "note": "The note",
}


def faults_of(value: LocalValue) -> list[Reason]:
    """Every reason why the body's policy could not hold this row; empty when it can."""
    rows = confirmed(value.body)
    reasons = _own(value, rows)
    if reasons:
        return reasons
    try:
        laid = lay(value.body, [*rows, value])
    except PackError as error:
        return [_reason(problem) for problem in error.problems]
    return [] if value.withdraws_id else [*_share(value, laid), *_levels(value, laid)]


def _own(value: LocalValue, rows: list[LocalValue]) -> list[Reason]:
    """What can be said before the policy room is asked."""
    if value.withdraws_id:
        stands = {row.pk for row in standing(rows)}
        return [] if value.withdraws_id in stands else [Reason("local_policy.not_standing", {})]
    reasons = []
    today = value.body.today
    if value.source_read_on is None:
        reasons.append(Reason("local_policy.read_on_missing", {"field": "source_read_on"}))
    elif value.source_read_on > today:
        told = {
            "field": "source_read_on",
            "day": value.source_read_on.isoformat(),
            "today": today.isoformat(),
        }
        reasons.append(Reason("local_policy.read_in_future", told))
    for field, words in TEXTS.items():
        most = getattr(LocalValue._meta.get_field(field), "max_length", None) or 2000
        if len(getattr(value, field)) > most:
            reasons.append(Reason("local_policy.too_long", {"field": field, "what": words, "most": most}))
    return reasons


def _reason(problem: PackProblem) -> Reason:
    field = FIELDS.get(problem.key, problem.key.split(" ")[0])
    told: dict[str, Any] = {
        "field": field,
        "parameter": problem.file,
        "expected": problem.expected,
        "remedy": problem.remedy,
        "on": say_day(problem.on) if problem.on else "",
    }
    return Reason("local_policy.fault", told)


def _share(value: LocalValue, laid: Pack) -> list[Reason]:
    """A percentage of a whole is 100 at most. What is delivered may be more than the target, so its edge may lie above."""
    parameter = laid.parameters[value.path]
    if parameter.unit != "percent" or value.path in MAY_EXCEED or Decimal(str(value.value)) <= 100:
        return []
    told = {"field": "value", "parameter": parameter.description, "value": str(value.value)}
    return [Reason("local_policy.above_whole", told)]


def _levels(value: LocalValue, laid: Pack) -> list[Reason]:
    """The level below which an abatement may be decided must be one of the levels entered."""
    if value.path != "utilisation.levels" or "utilisation.abatement_level" not in laid.parameters:
        return []
    floor = laid.parameters["utilisation.abatement_level"].on(_first_day(value, laid), None)
    levels = [band["level"] for band in value.value or []]
    if floor is None or not levels or floor.value in levels:
        return []
    told = {"field": "value", "level": str(floor.value), "levels": ", ".join(levels)}
    return [Reason("local_policy.abatement_level", told)]


def _first_day(value: LocalValue, laid: Pack) -> dt.date:
    """The first day on which both say something: the pack may begin later than the value."""
    begins = laid.parameters["utilisation.abatement_level"].rows(None)[0].in_force.start
    return max(value.period.lower if hasattr(value.period, "lower") else value.period[0], begins)
