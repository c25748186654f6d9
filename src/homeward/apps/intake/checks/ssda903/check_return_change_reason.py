"""A reason for a placement change where none can be given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.checks.ssda903.limits import limit
from homeward.apps.intake.kinds.returns import birth_dates
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, only, warning
from homeward.apps.intake.kinds.ssda903 import EpisodeRow
from homeward.apps.intake.kinds.world import World
from homeward.kernel.years import birthday


def check_return_change_reason(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    born, places = birth_dates(rows, world), world.vocabulary("placement_types")
    for row in only(rows, EpisodeRow):
        d = row.data
        if not d.REASON_PLACE_CHANGE:
            continue
        found, birth = limit(world, "return.custody_age", d.DECOM), born.get(d.CHILD)
        day = d.DEC or d.DECOM
        if d.REASON_PLACE_CHANGE == "CUSTOD" and found and birth and day < birthday(birth, found[0]):
            yield warning(
                row,
                "custody_age",
                f"Custody is no reason for a child under {found[0]}.",
                "Correct the reason, or tick this.",
                "REASON_PLACE_CHANGE",
            )
        if places is not None and places.attribute(d.PLACE, "temporary", d.DECOM):
            yield warning(
                row,
                "change_reason_temporary",
                "A temporary placement has no reason for its change.",
                "Leave the cell empty, or tick this.",
                "REASON_PLACE_CHANGE",
            )
