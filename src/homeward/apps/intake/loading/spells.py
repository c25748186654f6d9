"""Loads spells within placements."""

from __future__ import annotations

from collections.abc import Sequence

from homeward.apps.intake.checks.check_spell_placement import placement_of
from homeward.apps.intake.kinds.rows import CheckedRow
from homeward.apps.intake.loading.writing import Load, by_fate, by_key, changing, refuse
from homeward.apps.placements.models import Placement, Spell
from homeward.apps.placements.services import change_spell
from homeward.apps.placements.services.bulk import load_spells
from homeward.apps.placements.services.spells import Draft
from homeward.kernel.ranges import DateRange


def write_spells(rows: Sequence[CheckedRow], load: Load) -> None:
    new, changed = by_fate(rows, "new"), by_fate(rows, "changed")
    stays = {row.number: stay for row in rows if (stay := placement_of(row, load.world)) is not None}
    placements = by_key(
        Placement.objects.select_related("child", "home", "line"), {stays[row.number].pk for row in new}
    )
    drafts = [(placements[stays[row.number].pk], _draft(row)) for row in new]
    loaded = load_spells(drafts=drafts, source=load.source, by=load.by)
    for index, row in enumerate(new):
        if index in loaded.refused:
            refuse(row, loaded.refused[index])
    load.tell(len(new), "Spells recorded")
    stored = Spell.objects.select_related(
        "placement__child", "placement__home", "placement__line__agreement", "placement__body"
    ).in_bulk([row.target.pk for row in changed])

    def change(row: CheckedRow) -> None:
        change_spell(spell=stored[row.target.pk], by=load.by, reason=load.reason, **row.changes)

    changing(changed, load, change)
    for row in rows:
        if row.number in stays and not row.has_error:
            row.things = {"placement": stays[row.number].public_id}


def _draft(row: CheckedRow) -> Draft:
    d = row.data
    return Draft(
        kind=d.kind,
        period=DateRange(d.start, d.end),
        code=d.code or "",
        decided_by=d.decided_by or "",
        reference=d.reference or "",
        source=row.where,
    )
