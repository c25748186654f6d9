"""The decision as JSON: the same facts give the same bytes, in whatever order they were given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from homeward.engine.loadings.output import loadings_json
from homeward.engine.nights.segments import Segment
from homeward.kernel.jsontypes import JSON
from homeward.kernel.reasons import ValueUsed

if TYPE_CHECKING:
    from homeward.engine.utilisation.decision import UtilisationDecision


def decision_json(decision: UtilisationDecision) -> dict[str, JSON]:
    figures, facts = decision.figures, decision.facts
    line = facts.line
    return {
        "rule": "utilisation",
        "pack": {"id": decision.pack.id, "version": decision.pack.version, "digest": decision.pack.digest},
        "line": {
            "id": line.id,
            "service_type": line.service_type,
            "placement_type": line.placement_type,
            "method": line.method,
            "in_utilisation": line.method == "block",
        },
        "period": {
            **decision.period.to_json(),
            "nights": decision.period.nights,
            "label": None if decision.quarter is None else decision.quarter.label,
        },
        "in_force": {**decision.in_force.to_json(), "nights": decision.in_force.nights},
        "nights": figures.nights.to_json() | _hold_nights(decision) | {"paid": figures.paid_nights},
        "contracted": _contracted(decision),
        "share": None if figures.share is None else _share(decision),
        "level": figures.level.to_json(),
        "over_performance": figures.is_over,
        "growth": figures.growth.to_json(),
        "abatement_limit": figures.limit.to_json(),
        "loadings": loadings_json(figures.loadings),
        "contract_loading": figures.contract_loading.to_json(),
        "exceed": None if figures.exceed is None else figures.exceed.to_json(),
        "money": [item.to_json() for item in figures.money],
        "children": _children(decision),
        "flags": [flag.to_json() for flag in decision.flags],
        "blocked": decision.is_blocked,
        "warnings": [warning.to_json() for warning in decision.warnings],
        "readings": [
            _reading(decision, used) for used in decision.authority.values if used.kind == "reading"
        ],
        "values": [used.to_json() for used in decision.authority.values],
        "placeholders": [used.path for used in decision.authority.values if used.standing == "placeholder"],
        "explanations": {key: item.to_json() for key, item in sorted(decision.explanations.items())},
    }


def _hold_nights(decision: UtilisationDecision) -> dict[str, JSON]:
    """Residential hold nights stand apart, so that both readings of the blank cell can be shown."""
    types = decision.pack.vocabulary("service_types")
    if types.attribute(decision.facts.line.service_type, "family_based"):
        return {}
    tally = decision.nights
    return {"residential_hold_nights": tally.hold_counted + tally.hold_excluded}


def _contracted(decision: UtilisationDecision) -> JSON:
    contracted = decision.figures.contracted
    if contracted is None:
        return None
    return {
        "nights": contracted.nights,
        "base_nights": contracted.base_nights,
        "targets": [piece.to_json() for piece in contracted.pieces],
    }


def _share(decision: UtilisationDecision) -> JSON:
    share = decision.figures.share
    assert share is not None
    return {**share.to_json(), "shown": share.shown_to(decision.values.whole("utilisation.shown_decimals"))}


def _children(decision: UtilisationDecision) -> list[JSON]:
    """Every child with a record on the line, also those without a night in the period."""
    placements: dict[str, list[str]] = {}
    for placement in sorted(decision.facts.placements, key=lambda item: (item.start, item.id)):
        placements.setdefault(placement.child, []).append(placement.id)
    flags: dict[str, list[JSON]] = {}
    for flag in decision.flags:
        if flag.child is not None:
            flags.setdefault(flag.child, []).append(flag.code)
    result: list[JSON] = []
    for child in sorted(placements):
        segments = decision.segments.get(child, ())
        result.append(
            {
                "child": child,
                "placements": placements[child],
                "nights": sum(segment.nights for segment in segments),
                "excluded": sum(segment.excluded_nights for segment in segments),
                "flags": flags.get(child, []),
                "segments": _segments(segments),
            }
        )
    return result


def _segments(segments: Sequence[Segment]) -> list[JSON]:
    return [
        {
            **segment.range.to_json(),
            "last_night": _iso(segment.range.last_night),
            "nights": segment.range.nights,
            "counted": segment.counted,
            "counted_nights": segment.nights,
            "excluded_nights": segment.excluded_nights,
            "reason": segment.reason,
            "states": list(segment.states),
            "placements": list(segment.placements),
            "homes": list(segment.homes),
        }
        for segment in segments
    ]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _reading(decision: UtilisationDecision, used: ValueUsed) -> JSON:
    options = decision.pack.parameters[used.path].options
    chosen = str(used.value)
    return {
        "path": used.path,
        "key": used.key,
        "chosen": chosen,
        "meaning": options[chosen],
        "others": {name: meaning for name, meaning in options.items() if name != chosen},
        "standing": used.standing,
        "clause": None if used.clause is None else used.clause.to_json(),
        "overridden_by": used.overridden_by,
        "note": used.note,
    }
