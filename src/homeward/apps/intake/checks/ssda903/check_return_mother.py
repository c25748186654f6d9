"""A mark for mothers that is neither 0 nor 1."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, only, warning
from homeward.apps.intake.kinds.ssda903 import HeaderRow
from homeward.apps.intake.kinds.world import World


def check_return_mother(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    for row in only(rows, HeaderRow):
        if row.data.MOTHER and row.data.MOTHER not in ("0", "1"):
            yield warning(
                row,
                "mother_code",
                f"“{row.data.MOTHER}” is not a code here, so it is not recorded.",
                "Write 1 for a mother, else 0.",
                "MOTHER",
            )
