"""A birth in the future, long ago, or after a stay that is recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.core.periods import say_day
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error, warning
from homeward.apps.intake.kinds.world import World

OLDEST = 40


def check_child_born(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    for row in rows:
        born = row.data.born_on
        if born > world.today:
            yield error(
                row, "born_later", "The date of birth lies in the future.", "Correct the date.", "born_on"
            )
            continue
        if born.year < world.today.year - OLDEST:
            yield warning(
                row, "born_long_ago", f"The child would be over {OLDEST} today.", "Check the year.", "born_on"
            )
        stored = world.children.get(row.data.client_number)
        first = (
            min((s.period.start for s in world.stays.get(stored.pk, [])), default=None) if stored else None
        )
        if first and first < born:
            yield error(
                row,
                "placed_before_birth",
                f"A stay of this child is recorded from {say_day(first)}, before that birth.",
                "Correct the date of birth, or the stay.",
                "born_on",
            )
