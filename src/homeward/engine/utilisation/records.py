"""From facts and readings to the records and the rule the segments are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from homeward.engine.nights.facts import PlacementFact
from homeward.engine.nights.segments import (
    DISALLOWED,
    HOLD,
    PAUSE,
    STATES,
    ChildRecords,
    CountingRule,
    Record,
)
from homeward.engine.utilisation.facts import UtilisationFacts
from homeward.engine.values import Values
from homeward.kernel.ranges import DateRange, intersect, subtract, union
from homeward.kernel.years import birthday
from homeward.policy import Pack

ADULT_AGE = 18
POST_18 = "post_18"

Spans = dict[str, list[DateRange]]


def counting_rule(values: Values) -> CountingRule:
    """The readings in force as the rule the segments follow."""
    states = [state for state in STATES if values.is_(f"nights.{state}", "excluded")]
    if values.is_("nights.hold", "excluded"):
        states.append(HOLD)
    if values.is_("nights.provider_pause", "excluded"):
        states.append(PAUSE)
    care_types = (
        values.codes("nights.excluded_care_types") if values.is_("nights.care_type", "excluded") else ()
    )
    return CountingRule(
        frozenset(care_types), frozenset(states), values.is_("nights.same_line_overlap", "each_record")
    )


def child_records(
    facts: UtilisationFacts, window: DateRange, values: Values, pack: Pack
) -> list[ChildRecords]:
    """Each child's records clipped to the nights looked at, children in order of their identifier."""
    by_child: dict[str, list[PlacementFact]] = {}
    for placement in facts.placements:
        by_child.setdefault(placement.child, []).append(placement)
    born = {child.id: child.born_on for child in facts.children}
    elsewhere = _respite_elsewhere(facts, values, pack)
    return [
        _child(child, by_child[child], facts, window, values, born.get(child), elsewhere.get(child, []))
        for child in sorted(by_child)
    ]


def _child(
    child: str,
    placements: Sequence[PlacementFact],
    facts: UtilisationFacts,
    window: DateRange,
    values: Values,
    born_on: date | None,
    elsewhere: Sequence[DateRange],
) -> ChildRecords:
    records = []
    for placement in sorted(placements, key=lambda item: (item.start, item.id)):
        stay = placement.range.clip(window)
        if stay is not None:
            records.append(Record(placement.id, placement.home, stay, _marks(placement, stay, facts, values)))
    care_types = _care_types(placements, window)
    if born_on is not None and values.is_("nights.turning_18", "birthday"):
        grown = DateRange(birthday(born_on, ADULT_AGE)).clip(window)
        if grown is not None:
            care_types.setdefault(POST_18, []).append(grown)
    joined = {code: union(spans) for code, spans in care_types.items()}
    return ChildRecords(child, records, joined, intersect(elsewhere, [window]))


def _marks(
    placement: PlacementFact, stay: DateRange, facts: UtilisationFacts, values: Values
) -> Mapping[str, list[DateRange]]:
    deciders = values.codes("nights.hold_deciders")
    marks: Spans = {}
    for spell in placement.spells:
        if spell.kind == "care_type":
            continue
        kind: str = spell.kind
        if kind == HOLD and spell.decided_by not in deciders:
            kind = PAUSE
        marks.setdefault(kind, []).append(spell.range)
    for item in facts.disallowed:
        if item.placement == placement.id:
            marks.setdefault(DISALLOWED, []).append(item.range)
    return {kind: intersect(spans, [stay]) for kind, spans in marks.items()}


def _care_types(placements: Sequence[PlacementFact], window: DateRange) -> Spans:
    """Care types with their nights. Facts about the child: they hold for all its records that night."""
    found: Spans = {}
    for placement in placements:
        for spell in placement.spells:
            if spell.kind == "care_type" and spell.code is not None:
                inside = spell.range.clip(placement.range)
                cut = None if inside is None else inside.clip(window)
                if cut is not None:
                    found.setdefault(spell.code, []).append(cut)
    return found


def _respite_elsewhere(facts: UtilisationFacts, values: Values, pack: Pack) -> dict[str, list[DateRange]]:
    """Nights in respite under another line, where the reading says that the primary placement stops."""
    types = pack.vocabulary("service_types")
    own_is_respite = bool(types.attribute(facts.line.service_type, "respite"))
    if own_is_respite or values.is_("nights.respite_elsewhere", "both_count"):
        return {}
    found: dict[str, list[DateRange]] = {}
    for stay in facts.other_lines:
        if stay.service_type is not None and types.attribute(stay.service_type, "respite"):
            holds = [hold.range for hold in stay.on_hold]
            found.setdefault(stay.child, []).extend(subtract(stay.range, holds))
    return found
