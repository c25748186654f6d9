"""A criminal-justice status of a child too young for it (rule 358)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.checks.ssda903.limits import limit
from homeward.apps.intake.kinds.returns import birth_dates
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, only, warning
from homeward.apps.intake.kinds.ssda903 import EpisodeRow
from homeward.apps.intake.kinds.world import World
from homeward.kernel.years import birthday


def check_return_status_age(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    born = birth_dates(rows, world)
    for row in only(rows, EpisodeRow):
        found, birth = (
            limit(world, "return.status_age", row.data.DECOM, row.data.LS),
            born.get(row.data.CHILD),
        )
        if found and birth and birthday(birth, found[0]) > row.data.DECOM:
            yield warning(
                row,
                "rule_358",
                f"{row.data.LS} needs a child of {found[0]} or older ({found[1].lower()}).",
                "Correct the status or the date of birth, or tick this.",
                "LS",
            )
