"""A spell whose placement is not named, or not recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error
from homeward.apps.intake.kinds.world import KnownStay, World


def check_spell_placement(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    for row in rows:
        d = row.data
        if not d.placement and not (d.child and d.home and d.placement_start):
            yield error(
                row,
                "placement_not_named",
                "The row does not say which stay it belongs to.",
                "Fill placement, or child, home and placement_start.",
                "placement",
            )
        elif placement_of(row, world) is None:
            yield error(
                row,
                "unknown_placement",
                "No stay in these records answers to that.",
                "Check it, or load the stay first.",
                "placement" if d.placement else "placement_start",
            )


def placement_of(row: CheckedRow, world: World) -> KnownStay | None:
    """The recorded stay a spell belongs to. Several lines at once need the stay's own number."""
    d = row.data
    if d.placement:
        return world.stays_by_key.get(d.placement)
    child, home = world.children.get(d.child), world.homes.get(d.home)
    if child is None or home is None:
        return None
    met = [
        s for s in world.stays.get(child.pk, []) if (s.home, s.period.start) == (home.pk, d.placement_start)
    ]
    return met[0] if len(met) == 1 else None
