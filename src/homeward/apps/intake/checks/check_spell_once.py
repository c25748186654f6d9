"""The same spell named by two rows, or two care types at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from homeward.apps.intake.checks.check_spell_placement import placement_of
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error
from homeward.apps.intake.kinds.world import World
from homeward.kernel.ranges import DateRange


def check_spell_once(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], CheckedRow] = {}
    cares: dict[int, list[CheckedRow]] = defaultdict(list)
    for row in rows:
        stay = placement_of(row, world)
        if stay is None:
            continue
        key = (stay.pk, row.data.kind, row.data.start)
        if key in seen:
            yield error(
                row,
                "row_twice",
                f"Row {seen[key].number} already has this spell of this stay.",
                "Keep one row for each; the first is used.",
                "start",
            )
            continue
        seen[key] = row
        if row.data.kind == "care_type":
            for other in cares[stay.pk]:
                if other.data.code != row.data.code and _period(other).overlaps(_period(row)):
                    yield error(
                        row,
                        "two_care_types",
                        f"Row {other.number} has another care type on some of these nights.",
                        "End one on the day the other begins.",
                        "start",
                    )
            cares[stay.pk].append(row)


def _period(row: CheckedRow) -> DateRange:
    return DateRange(row.data.start, row.data.end)
