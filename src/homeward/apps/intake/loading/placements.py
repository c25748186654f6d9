"""Loads placements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from homeward.apps.agreements.models import Line
from homeward.apps.children.models import Child
from homeward.apps.intake.kinds.rows import CheckedRow
from homeward.apps.intake.loading.writing import Load, by_fate, by_key, changing, refuse
from homeward.apps.placements.models import Placement
from homeward.apps.placements.services import change_placement
from homeward.apps.placements.services.bulk import load_placements
from homeward.apps.placements.services.placements import Draft
from homeward.apps.providers.models import Home
from homeward.kernel.ranges import DateRange


def write_placements(rows: Sequence[CheckedRow], load: Load) -> None:
    world, new, changed = load.world, by_fate(rows, "new"), by_fate(rows, "changed")
    things = _Things(rows, load)
    drafts = [
        Draft(
            child=things.children[world.children[row.data.child].pk],
            home=things.homes[world.homes[row.data.home].pk],
            line=things.lines[world.lines[row.data.agreement, row.data.line].pk]
            if row.data.agreement
            else None,
            period=DateRange(row.data.start, row.data.end),
            placement_type=row.data.placement_type or "",
            end_reason=row.data.end_reason or "",
            source=row.where,
            source_key=row.data.placement or "",
        )
        for row in new
    ]
    loaded = load_placements(drafts=drafts, source=load.source, by=load.by)
    for index, row in enumerate(new):
        if index in loaded.refused:
            refuse(row, loaded.refused[index])
        else:
            row.things = {"placement": loaded.records[index].public_id}
    load.tell(len(new), "Placements recorded")
    stored = stored_placements([row.target.pk for row in changed])

    def change(row: CheckedRow) -> None:
        changes = things.named(row.changes)
        change_placement(placement=stored[row.target.pk], by=load.by, reason=load.reason, **changes)

    changing(changed, load, change)
    for row in rows:
        if row.target is not None:
            row.things["placement"] = row.target.public_id
        child, home = world.children.get(row.data.child), world.homes.get(row.data.home)
        row.things |= {"child": child.public_id} if child else {}
        row.things |= {"home": home.public_id} if home else {}


def stored_placements(keys: Sequence[int]) -> dict[int, Placement]:
    """Placements to change, each with what the change service asks of it."""
    rows = Placement.objects.select_related("child__body", "home", "line__agreement", "line__body", "body")
    return by_key(rows, keys)


class _Things:
    """The children, homes and lines that the rows name, fetched at once."""

    def __init__(self, rows: Sequence[CheckedRow], load: Load) -> None:
        world = load.world
        named = [row.data for row in rows]
        self.children: dict[int, Child] = by_key(
            Child.objects.all(), {world.children[d.child].pk for d in named if d.child in world.children}
        )
        self.homes = load.kept(
            Home.objects.all(), {world.homes[d.home].pk for d in named if d.home in world.homes}
        )
        self.lines = load.kept(
            Line.objects.select_related("agreement", "body", "organisation"),
            {world.lines[d.agreement, d.line].pk for d in named if (d.agreement, d.line) in world.lines},
        )

    def named(self, changes: dict[str, Any]) -> dict[str, Any]:
        """Changes with records in the place of their keys."""
        books: dict[str, dict[int, Any]] = {"child": self.children, "home": self.homes, "line": self.lines}
        return {
            name: books[name][value] if name in books and value is not None else value
            for name, value in changes.items()
        }
