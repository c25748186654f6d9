"""A kind of placement of a child too young for it (rules 370 to 373)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.checks.ssda903.limits import limit
from homeward.apps.intake.kinds.returns import birth_dates
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, only, warning
from homeward.apps.intake.kinds.ssda903 import EpisodeRow
from homeward.apps.intake.kinds.world import World
from homeward.kernel.years import birthday


def check_return_place_age(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    born = birth_dates(rows, world)
    for row in only(rows, EpisodeRow):
        found, birth = (
            limit(world, "return.placement_age", row.data.DECOM, row.data.PLACE),
            born.get(row.data.CHILD),
        )
        if found and birth and birthday(birth, found[0]) > row.data.DECOM:
            code = found[1].lower().replace(" ", "_") if found[1].startswith("Rule") else "place_age"
            yield warning(
                row,
                code,
                f"{row.data.PLACE} needs a child of {found[0]} or older ({found[1].lower()}).",
                "Correct the code or the date of birth, or tick this.",
                "PLACE",
            )
