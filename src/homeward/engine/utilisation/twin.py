"""The columnar twin on facts: the same lines and periods counted all at once, and compared with the reference."""

from __future__ import annotations

from collections.abc import Sequence

from homeward.engine.nights.columns import Columns, ColumnsBuilder, Counted, Reading, count
from homeward.engine.nights.segments import DISALLOWED, HOLD, PAUSE, RESPITE_ELSEWHERE, STATES
from homeward.engine.utilisation.facts import UtilisationFacts
from homeward.engine.utilisation.reads import read_for
from homeward.engine.utilisation.records import ADULT_AGE
from homeward.engine.values import Values
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
    )


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
    if types.attribute(facts.line.service_type, "respite") or values.is_(
        "nights.respite_elsewhere", "both_count"
    ):
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
