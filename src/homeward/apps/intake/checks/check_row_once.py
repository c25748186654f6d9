"""A thing named by two rows of one file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error
from homeward.apps.intake.kinds.world import World

KEYS = {"homes": "reference", "children": "client_number", "areas": "code", "postcodes": "postcode"}


def check_row_once(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    """The second row about the same thing is left out: which of the two is right is not guessed."""
    first: dict[str, CheckedRow] = {}
    for row in rows:
        column = KEYS[row.table]
        key = str(getattr(row.data, column))
        if key in first:
            yield error(
                row,
                "row_twice",
                f"Row {first[key].number} already has {column} {key}.",
                "Keep one row for each; the first is used.",
                column,
            )
        first.setdefault(key, row)
