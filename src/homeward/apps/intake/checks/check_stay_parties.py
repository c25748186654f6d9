"""A child, home or line that these records do not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error
from homeward.apps.intake.kinds.world import World
from homeward.apps.placements.checks import unknown_child, unknown_home, unknown_line
from homeward.kernel.problems import Problem


def check_stay_parties(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    for row in rows:
        if row.data.child not in world.children:
            yield found(row, unknown_child(row.data.child))
        if row.data.home not in world.homes:
            yield found(row, unknown_home(row.data.home))
        if (row.data.agreement is None) != (row.data.line is None):
            yield error(
                row,
                "line_not_whole",
                "An agreement needs its line's number, and a line its agreement.",
                "Fill both columns, or leave both empty.",
                "line",
            )
        elif row.data.agreement and (row.data.agreement, row.data.line) not in world.lines:
            yield found(row, unknown_line(f"{row.data.agreement} line {row.data.line}"))


def found(row: CheckedRow, problem: Problem) -> Finding:
    return row, replace(problem, row=row.number)
