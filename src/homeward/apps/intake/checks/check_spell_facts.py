"""What the placements app itself asks of a spell within its stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from homeward.apps.intake.checks.check_spell_placement import placement_of
from homeward.apps.intake.kinds.rows import CheckedRow, Finding
from homeward.apps.intake.kinds.world import World
from homeward.apps.placements.spell_checks import OtherSpell, SpellFacts, check_spell


def check_spell_facts(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    for row in rows:
        stay = placement_of(row, world)
        if stay is None:
            continue
        d = row.data
        others = [
            OtherSpell(s.public_id, s.kind, s.code, s.period)
            for s in world.spells.get(stay.pk, [])
            if (s.kind, s.period.start) != (d.kind, max(d.start, stay.period.start))
        ]
        facts = SpellFacts(
            kind=d.kind,
            start=d.start,
            end=d.end,
            today=world.today,
            stay=stay.period,
            code=d.code or "",
            decided_by=d.decided_by or "",
            care_types=world.vocabulary("care_types"),
            deciders=world.vocabulary("hold_deciders"),
            others=others,
        )
        for problem in check_spell(facts):
            yield row, replace(problem, row=row.number)
