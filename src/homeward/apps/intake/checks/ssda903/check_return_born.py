"""A birth after today."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error, only
from homeward.apps.intake.kinds.ssda903 import HeaderRow
from homeward.apps.intake.kinds.world import World


def check_return_born(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    for row in only(rows, HeaderRow):
        if world.today < row.data.DOB:
            yield error(
                row, "born_later", "The date of birth lies in the future.", "Correct the date.", "DOB"
            )
