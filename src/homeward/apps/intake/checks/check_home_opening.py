"""A home that is to open later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, warning
from homeward.apps.intake.kinds.world import World


def check_home_opening(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    for row in rows:
        if row.data.opened_on and row.data.opened_on > world.today:
            yield warning(
                row,
                "opens_later",
                "The home opens in the future; stays before that day are flagged.",
                "Check the date.",
                "opened_on",
            )
