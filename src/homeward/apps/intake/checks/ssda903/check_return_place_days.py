"""A temporary placement that lasts longer than its kind allows (rules 375, 376, 379)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.checks.ssda903.limits import limit
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, only, warning
from homeward.apps.intake.kinds.ssda903 import EpisodeRow
from homeward.apps.intake.kinds.world import World


def check_return_place_days(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    for row in only(rows, EpisodeRow):
        found = limit(world, "return.placement_days", row.data.DECOM, row.data.PLACE)
        if found and row.data.DEC and (row.data.DEC - row.data.DECOM).days > found[0]:
            lasted = (row.data.DEC - row.data.DECOM).days
            yield warning(
                row,
                found[1].lower().replace(" ", "_"),
                f"{row.data.PLACE} lasts {lasted} days here; more than {found[0]} fires {found[1].lower()}.",
                "Correct the dates or the code, or tick this.",
                "PLACE",
            )
