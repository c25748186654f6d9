"""The columnar twin on facts: the same lines and periods counted all at once, and compared with the reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from homeward.engine.nights.columns import Columns, ColumnsBuilder, Counted, Reading, count
from homeward.engine.nights.segments import DISALLOWED, HOLD, PAUSE, RESPITE_ELSEWHERE, STATES, Segment
from homeward.engine.utilisation.decision import UtilisationDecision
from homeward.engine.utilisation.facts import UtilisationFacts
from homeward.engine.utilisation.reads import NIGHTS, read_for
from homeward.engine.utilisation.records import ADULT_AGE
from homeward.engine.utilisation.tally import tally
from homeward.engine.values import Values, read_values
from homeward.kernel.jsontypes import JSON
from homeward.kernel.ranges import DateRange, subtract
from homeward.kernel.years import birthday
from homeward.policy import Pack, Policy


def reading_of(values: Values, pack: Pack) -> Reading:
    """The values in force as columns; see the parameters under ``nights``."""
    excluded = [state for state in (*STATES, HOLD) if values.is_(f"nights.{state}", "excluded")]
    if values.is_("nights.provider_pause", "excluded"):
        excluded.append(PAUSE)
    care_types = (
        values.codes("nights.excluded_care_types") if values.is_("nights.care_type", "excluded") else ()
    )
    return Reading(
        excluded_care_types=frozenset(care_types),
        excluded=frozenset(excluded),
        deciders=frozenset(values.codes("nights.hold_deciders")),
        pausers=frozenset(pack.vocabulary("hold_deciders").codes),
        each_record=values.is_("nights.same_line_overlap", "each_record"),
        from_birthday=values.is_("nights.turning_18", "birthday"),
        respite_stops=values.is_("nights.respite_elsewhere", "primary_stops"),
    )


def reading_on(policy: Policy, on: date, service_type: str) -> Reading:
    """The readings of a service type on a day. Raises Refusal naming every value that is missing."""
    return reading_of(read_values(policy, on, service_type, NIGHTS), policy.pack)


def columns_of(facts: Sequence[UtilisationFacts], policy: Policy) -> Columns:
    """Facts that the reference has accepted, as columns; the line's number is its place in the list."""
    builder = ColumnsBuilder()
    for line, item in enumerate(facts):
        _add(builder, line, item, policy)
    return builder.build()


def _add(builder: ColumnsBuilder, line: int, facts: UtilisationFacts, policy: Policy) -> None:
    own = policy.with_overrides(facts.line.overrides)
    values = read_for(facts, own)
    window = facts.line.in_force.range.clip(DateRange(facts.period.start, facts.period.end))
    if window is None:
        return
    builder.term(line, reading_of(values, own.pack), window)
    by_id = {placement.id: placement for placement in facts.placements}
    for placement in facts.placements:
        builder.stay(line, placement.id, placement.child, placement.start, placement.end)
        for spell in placement.spells:
            code = spell.decided_by if spell.kind == HOLD else spell.code
            builder.spell(line, placement.id, placement.child, placement.range, spell.kind, code, spell.range)
    for item in facts.disallowed:
        stay = by_id[item.placement]
        builder.spell(line, stay.id, stay.child, stay.range, DISALLOWED, None, item.range)
    children = {placement.child for placement in facts.placements}
    for child in facts.children:
        if child.born_on is not None and child.id in children:
            builder.for_child(line, child.id, "birthday", DateRange(birthday(child.born_on, ADULT_AGE)))
    _elsewhere(builder, line, facts, values, own.pack)


def _elsewhere(
    builder: ColumnsBuilder, line: int, facts: UtilisationFacts, values: Values, pack: Pack
) -> None:
    types = pack.vocabulary("service_types")
    if types.attribute(facts.line.service_type, "respite"):
        return
    for stay in facts.other_lines:
        if stay.service_type is not None and types.attribute(stay.service_type, "respite"):
            for nights in subtract(stay.range, [hold.range for hold in stay.on_hold]):
                builder.for_child(line, stay.child, RESPITE_ELSEWHERE, nights)


def count_facts(facts: Sequence[UtilisationFacts], policy: Policy) -> list[Counted]:
    """The twin's figures of each line and period, all counted by one run of the text."""
    if not facts:
        return []
    columns = columns_of(facts, policy)
    first = min(item.period.start for item in facts)
    last = max(item.period.end for item in facts)
    found = count(columns, [DateRange(first, last)])
    return [found.get((line, 0), Counted()) for line in range(len(facts))]


@dataclass(frozen=True)
class Difference:
    """Where the twin and the reference part: the figures, and the first night and child, where one can be named."""

    figures: Mapping[str, tuple[int, int]]
    child: str | None = None
    night: date | None = None

    def to_json(self) -> dict[str, JSON]:
        return {
            "figures": {
                name: {"reference": one, "columns": two} for name, (one, two) in self.figures.items()
            },
            "child": self.child,
            "night": None if self.night is None else self.night.isoformat(),
        }

    def __str__(self) -> str:
        where = "" if self.night is None else f" first on the night of {self.night}, child {self.child}"
        figures = (f"{name}: reference {one}, columns {two}" for name, (one, two) in self.figures.items())
        return f"the columnar twin differs{where} ({'; '.join(figures)})"


def figures_of(nights: Mapping[str, Any]) -> dict[str, int]:
    """The figures to compare, by name, from the ``nights`` of a decision as JSON. Zeros are left out."""
    flat = {
        "stayed": nights["stayed"],
        "actual": nights["actual"],
        "provider_pause": nights["provider_pause"],
    }
    flat |= {f"excluded {reason}": found for reason, found in nights["excluded"].items() if reason != "total"}
    flat |= {f"included {state}": found for state, found in nights["included"].items()}
    flat["hold counted"] = nights["hold"]["counted"]
    return {name: found for name, found in flat.items() if found}


def _twin_figures(counted: Counted) -> dict[str, int]:
    return figures_of(
        {
            "stayed": counted.stayed,
            "actual": counted.actual,
            "provider_pause": counted.pause,
            "excluded": counted.excluded,
            "included": counted.included,
            "hold": {"counted": counted.hold_counted},
        }
    )


def parted(nights: Mapping[str, Any], counted: Counted) -> dict[str, tuple[int, int]]:
    """Figures that differ between a decision's ``nights`` and the twin; empty when all are equal."""
    one, two = figures_of(nights), _twin_figures(counted)
    names = sorted(one.keys() | two.keys())
    return {
        name: (one.get(name, 0), two.get(name, 0)) for name in names if one.get(name, 0) != two.get(name, 0)
    }


def compare(decision: UtilisationDecision, policy: Policy) -> Difference | None:
    """Count a decided line again in columns; None when every figure is the same.

    ``policy`` is the one the decision was made with.
    """
    counted = count_facts([decision.facts], policy)[0]
    figures = parted(decision.nights.to_json(), counted)
    return Difference(figures, *first_night(decision, policy)) if figures else None


def first_night(decision: UtilisationDecision, policy: Policy) -> tuple[str | None, date | None]:
    """The first night, and on it the first child, that the twin counts otherwise than the reference."""
    children = sorted(decision.segments)
    columns = columns_of([_of_child(decision.facts, child) for child in children], policy)
    return first_parted(decision.segments, decision.in_force, columns)


def first_parted(
    segments: Mapping[str, Sequence[Segment]], window: DateRange, columns: Columns
) -> tuple[str | None, date | None]:
    """``columns`` hold each child as a line of its own, in order; each night is counted as a period."""
    nights = [DateRange(night, night + timedelta(days=1)) for night in window.days()]
    found = count(columns, nights)
    for place, night in enumerate(nights):
        for line, child in enumerate(sorted(segments)):
            pieces = [replace(piece, range=night) for piece in segments[child] if piece.range.covers(night)]
            if parted(tally(pieces, ()).to_json(), found.get((line, place), Counted())):
                return child, night.start
    return None, None


def _of_child(facts: UtilisationFacts, child: str) -> UtilisationFacts:
    placements = [item for item in facts.placements if item.child == child]
    ids = {item.id for item in placements}
    return facts.model_copy(
        update={
            "placements": placements,
            "disallowed": [item for item in facts.disallowed if item.placement in ids],
            "other_lines": [item for item in facts.other_lines if item.child == child],
        }
    )
