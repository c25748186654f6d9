"""Two rows of one file that put a child into one home and line twice on a night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error
from homeward.apps.intake.kinds.world import World
from homeward.kernel.ranges import DateRange


def check_stays_apart(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    """Both rows are left out: which of them is right is not guessed."""
    together: dict[tuple[object, ...], list[CheckedRow]] = defaultdict(list)
    for row in rows:
        together[row.data.child, row.data.home, row.data.agreement, row.data.line].append(row)
    for group in together.values():
        group.sort(key=lambda row: row.data.start)
        for index, one in enumerate(group):
            for two in group[index + 1 :]:
                if one.data.end is not None and two.data.start >= one.data.end:
                    break
                if DateRange(one.data.start, one.data.end).overlaps(DateRange(two.data.start, two.data.end)):
                    for row, other in ((one, two), (two, one)):
                        yield error(
                            row,
                            "overlap",
                            f"Row {other.number} has this child in the same home and line on some of these nights.",
                            "End one where the other begins, or remove one.",
                            "start",
                        )
