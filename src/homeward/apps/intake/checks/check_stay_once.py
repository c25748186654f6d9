"""The same stay named by two rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error
from homeward.apps.intake.kinds.world import World


def check_stay_once(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    keys: dict[str, CheckedRow] = {}
    stays: dict[tuple[object, ...], CheckedRow] = {}
    for row in rows:
        d = row.data
        stay = (d.child, d.home, d.agreement, d.line, d.start)
        if d.placement and d.placement in keys:
            yield error(
                row,
                "row_twice",
                f"Row {keys[d.placement].number} already has the stay {d.placement}.",
                "Keep one row for each stay; the first is used.",
                "placement",
            )
        elif stay in stays:
            yield error(
                row,
                "row_twice",
                f"Row {stays[stay].number} already has this child, home, line and start.",
                "Keep one row for each stay; the first is used.",
                "start",
            )
        stays.setdefault(stay, row)
        if d.placement:
            keys.setdefault(d.placement, row)
