"""Episodes of one child that overlap (rule 501), or put the child into one home twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.returns import episodes_by_child, home_key
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error, warning
from homeward.apps.intake.kinds.world import World
from homeward.kernel.ranges import DateRange


def check_return_apart(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    """In two homes at once can be recorded and is flagged: each stay has its nights, the child each night once.
    In one home twice cannot be recorded, and which of the two is right is not guessed."""
    for items in episodes_by_child(rows).values():
        for index, one in enumerate(items):
            for two in items[index + 1 :]:
                if one.data.DEC is not None and two.data.DECOM >= one.data.DEC:
                    break
                if DateRange(one.data.DECOM, one.data.DEC).overlaps(DateRange(two.data.DECOM, two.data.DEC)):
                    yield from _findings(one, two, world)


def _findings(one: CheckedRow, two: CheckedRow, world: World) -> Iterator[Finding]:
    if home_key(one, world) == home_key(two, world):
        for row, other in ((one, two), (two, one)):
            yield error(
                row,
                "overlap",
                f"Row {other.number} has this child in the same home on some of these nights.",
                "End one episode where the other starts, or remove one.",
                "DECOM",
            )
        return
    yield warning(
        two,
        "rule_501",
        f"The episode starts before that of row {one.number} ceases (rule 501).",
        "Correct a date. If both stand, both stays are kept and the child counts each night once.",
        "DECOM",
    )
