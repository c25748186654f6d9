"""An episode of a child who has no header row that can be loaded, and is not recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.returns import header_by_child
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error, only
from homeward.apps.intake.kinds.ssda903 import EpisodeRow
from homeward.apps.intake.kinds.world import World


def check_return_child(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    headed = header_by_child(rows)
    for row in only(rows, EpisodeRow):
        if row.data.CHILD not in headed and row.data.CHILD not in world.children:
            yield error(
                row,
                "unknown_child",
                "No header row of this child can be loaded, and the child is not recorded.",
                "Add the child to header.csv, or correct the header row.",
                "CHILD",
            )
