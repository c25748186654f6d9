"""A row that says a stay is still open which is recorded as ended."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.core.periods import say_day
from homeward.apps.intake.checks.check_stay_facts import stored_stay
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, warning
from homeward.apps.intake.kinds.world import World


def check_stay_reopened(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    for row in rows:
        stored = stored_stay(row, world)
        if stored is not None and stored.period.end is not None and row.data.end is None:
            yield warning(
                row,
                "stay_reopened",
                f"This stay is recorded as ended on {say_day(stored.period.end)}; the row would open it again.",
                "Tick this if the child is still there. An older file does not need loading again.",
                "end",
            )
