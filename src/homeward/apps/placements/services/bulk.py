"""Stays and spells of a whole file at once, by the rules of the single services, written set by set.

What a locked quarter or another handler refuses is handed back row by row with its reasons; the rest is written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line
from homeward.apps.core import audit
from homeward.apps.core.bulk import insert_many
from homeward.apps.core.writing import permit, writing
from homeward.apps.placements import breaches
from homeward.apps.placements.models import Placement, Spell
from homeward.apps.placements.services import flags, gate
from homeward.apps.placements.services.placements import Draft, may_hold
from homeward.apps.placements.services.rechecking import recheck_at_the_end
from homeward.apps.placements.services.spells import Draft as SpellDraft
from homeward.apps.placements.watching import watch
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

Change = tuple[Line, list[DateRange]]


@dataclass
class Loaded:
    """What came of a load: records by the index of what was given, and reasons by the index of what was refused."""

    records: dict[int, Placement | Spell] = field(default_factory=dict)
    refused: dict[int, list[Reason]] = field(default_factory=dict)


def load_placements(*, drafts: Sequence[Draft], source: str, by: Actor) -> Loaded:
    """Record new stays. Each was checked before; each gets its breaches, its event and its history."""
    what = "These placements cannot be recorded"
    permit(all(may_hold(by, draft) for draft in drafts), what)
    with writing(by, "record_placement", what, source):
        loaded = Loaded(refused=_refused([(d.line, [d.period]) if d.line else None for d in drafts], by))
        kept = [index for index in range(len(drafts)) if index not in loaded.refused]
        rows = [Placement(body=by.body, **drafts[index].columns()) for index in kept]
        look = watch({row.home_id: row.home for row in rows}.values())
        for row in rows:
            found = flags.own_breaches(row, by.today, look)
            row.breaches = sorted(found, key=breaches.ORDER.index)
        made = insert_many(rows)
        loaded.records = dict(zip(kept, made, strict=True))
        audit.record_many(by, "record_placement", made, source=source)
        audit.record_many(by, "flag_breach", [p for p in made if p.breaches], source=source)
        recheck_at_the_end(
            homes={d.home.pk for d in drafts}, lines={d.line.pk for d in drafts if d.line}, by=by
        )
    return loaded


def load_spells(*, drafts: Sequence[tuple[Placement, SpellDraft]], source: str, by: Actor) -> Loaded:
    """Record new spells, each clipped to its stay. A spell wholly outside its stay must not be given."""
    what = "These spells cannot be recorded"
    permit(all(gate.may_write(by, p.body_id, p.organisation_id) for p, _ in drafts), what)
    with writing(by, "record_spell", what, source):
        inside = [_inside(placement, draft) for placement, draft in drafts]
        changes = [
            (p.line, [period]) if p.line else None for (p, _), period in zip(drafts, inside, strict=True)
        ]
        loaded = Loaded(refused=_refused(changes, by))
        kept = [index for index in range(len(drafts)) if index not in loaded.refused]
        made = insert_many(_spell(*drafts[i], inside[i], by) for i in kept)
        loaded.records = dict(zip(kept, made, strict=True))
        audit.record_each(by, "record_spell", (_told(drafts[i][0], s, inside[i]) for i, s in zip(kept, made, strict=True)),
                          source=source)  # fmt: skip
    return loaded


def _refused(changes: Sequence[Change | None], by: Actor) -> dict[int, list[Reason]]:
    """Which changes a handler refuses. All lines are asked at once, then line by line, then night by night, each only
    when the answer was no."""
    by_line: dict[Line, list[tuple[int, Change]]] = defaultdict(list)
    for index, change in enumerate(changes):
        if change is not None:
            by_line[change[0]].append((index, change))
    refused: dict[int, list[Reason]] = {}
    together = [
        (line, [night for _index, (_line, nights) in own for night in nights])
        for line, own in sorted(by_line.items(), key=lambda item: item[0].pk)
    ]
    if gate.may_all_change(together, by):
        return refused
    for line, nights in together:
        if not gate.tell_before_writing([(line, nights)], by):
            continue
        for index, change in by_line[line]:
            if reasons := gate.tell_before_writing([change], by):
                refused[index] = reasons
    return refused


def _told(placement: Placement, spell: Spell, inside: DateRange) -> tuple[Placement, dict[str, object]]:
    """What the trail of a placement says of a spell in it."""
    detail = {
        "spell": spell.public_id,
        "spell_kind": spell.kind,
        "code": spell.code,
        "decided_by": spell.decided_by,
    }
    return placement, detail | gate.detail_of(inside)


def _inside(placement: Placement, draft: SpellDraft) -> DateRange:
    inside = draft.period.clip(placement.stay)
    if inside is None:
        raise ValueError("a spell outside its placement was not checked before")
    return inside


def _spell(placement: Placement, draft: SpellDraft, inside: DateRange, by: Actor) -> Spell:
    columns = replace(draft.tidy(), period=inside).columns()
    return Spell(body=by.body, organisation_id=placement.organisation_id, placement=placement, **columns)
