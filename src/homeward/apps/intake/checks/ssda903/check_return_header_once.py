"""A child with two header rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error, only
from homeward.apps.intake.kinds.ssda903 import HeaderRow
from homeward.apps.intake.kinds.world import World


def check_return_header_once(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    first: dict[str, CheckedRow] = {}
    for row in only(rows, HeaderRow):
        child = row.data.CHILD
        if child in first:
            yield error(
                row,
                "row_twice",
                f"Row {first[child].number} already has the header of this child.",
                "Keep one; the first is used.",
                "CHILD",
            )
        first.setdefault(child, row)
