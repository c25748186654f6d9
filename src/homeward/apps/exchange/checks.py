"""What is looked at in a return beyond the single cell. An error keeps it from being submitted; a warning goes with it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from homeward.apps.exchange.held import Held, month_of
from homeward.apps.exchange.profiles import Group
from homeward.apps.exchange.reading import Looked
from homeward.apps.exchange.values import to_cell, to_plain
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error, run_checks, warning
from homeward.kernel.jsontypes import JSON
from homeward.kernel.problems import Problem

CHILD_KEY = "child.key"
CHILDREN = "child"  # the group that names them


@dataclass(frozen=True)
class ReturnWorld:
    """What a return is checked against: its profile, its month, its partner, and what the records hold."""

    groups: dict[str, Group]
    month: dt.date
    business_number: str
    held: Held
    child_keys: frozenset[str] = frozenset()

    def columns(self, row: CheckedRow, source: str) -> list[str]:
        return [f.column for f in self.groups[row.table].on if f.source == source]

    def key_of(self, row: CheckedRow) -> tuple[Any, ...]:
        group = self.groups[row.table]
        return tuple(to_plain(getattr(row.data, f.column), f.kind) for f in group.on if f.key)


def check_return_itself(rows: Sequence[CheckedRow], world: ReturnWorld) -> Iterator[Finding]:
    """The month and the partner's number stand as they were chosen."""
    wanted = {"return.month": f"{world.month:%Y-%m}", "partner.number": world.business_number}
    for row in rows:
        for source, value in wanted.items():
            for column in world.columns(row, source):
                given = getattr(row.data, column)
                if value and given is not None and given != value:
                    yield error(
                        row, "return_other", f"“{given}” is not this return’s: it is made for {value}.",
                        "Write that, or choose the return it belongs to.", column,
                    )  # fmt: skip


def check_row_once(rows: Sequence[CheckedRow], world: ReturnWorld) -> Iterator[Finding]:
    """Keys stand once in their group: no child twice, no night twice; a group of one row has one."""
    first: dict[tuple[Any, ...], CheckedRow] = {}
    for row in rows:
        group = world.groups[row.table]
        if not group.keys and group.rows != "one":
            continue
        key = (row.table, *world.key_of(row))
        before = first.setdefault(key, row)
        if before is not row:
            said = ", ".join(to_cell(part) for part in key[1:]) or group.label
            yield error(
                row, "row_twice", f"{said} stands in row {before.number} already.", "Keep one of the two rows.",
                group.keys[0] if group.keys else "",
            )  # fmt: skip


def check_own_key(rows: Sequence[CheckedRow], world: ReturnWorld) -> Iterator[Finding]:
    """A child's key is the partner's own: an agency's number may not become it (information privacy principle 13)."""
    for row in rows:
        own = {to_cell(getattr(row.data, c)) for c in world.columns(row, "child.number")} - {""}
        for column in _child_columns(row, world):
            given = getattr(row.data, column)
            if given in own | world.held.numbers:
                yield error(
                    row, "key_of_agency", "The agency’s number is used as the key of the child.",
                    "Use the partner’s own key, or the one in the prefilled return.", column,
                )  # fmt: skip


def check_child_known(rows: Sequence[CheckedRow], world: ReturnWorld) -> Iterator[Finding]:
    """Each child named in another group stands in the group of children, where there is one."""
    if CHILDREN not in world.groups:
        return
    for row in rows:
        for column in _child_columns(row, world) if row.table != CHILDREN else ():
            given = getattr(row.data, column)
            if given not in world.child_keys:
                yield error(
                    row, "child_unknown", f"“{given}” is not among the children of this return.",
                    f"Add a row to {CHILDREN}, or correct the key.", column,
                )  # fmt: skip


def check_in_month(rows: Sequence[CheckedRow], world: ReturnWorld) -> Iterator[Finding]:
    """What must lie in the month lies in it."""
    period = month_of(world.month)
    for row in rows:
        for asked in world.groups[row.table].on:
            day = getattr(row.data, asked.column) if asked.within else None
            if day is not None and not period.contains(day):
                yield error(
                    row, "not_this_month", f"{day.isoformat()} does not lie in {world.month:%Y-%m}.",
                    "Move the row to the return of its month, or correct the date.", asked.column,
                )  # fmt: skip


def check_start_before_end(rows: Sequence[CheckedRow], world: ReturnWorld) -> Iterator[Finding]:
    """A placement does not end before it starts."""
    for row in rows:
        starts, ends = world.columns(row, "placement.start"), world.columns(row, "placement.end")
        if starts and ends:
            start, end = getattr(row.data, starts[0]), getattr(row.data, ends[0])
            if start and end and end < start:
                yield error(
                    row,
                    "end_first",
                    f"It ends on {end.isoformat()}, before it starts.",
                    "Correct one of the two days.",
                    ends[0],
                )


def check_against_records(rows: Sequence[CheckedRow], world: ReturnWorld) -> Iterator[Finding]:
    """Where the records say otherwise, both sides are told; which is right is not guessed."""
    for code, group in world.groups.items():
        if group.of not in ("placement", "night") or not group.keys:
            continue
        there = {tuple(row[k] for k in group.keys): row for row in world.held.told(code)}
        for row in (r for r in rows if r.table == code):
            known = there.get(world.key_of(row))
            if known is None:
                yield warning(
                    row, "not_in_records", "The records hold no such row.",
                    "Submit it as it is if it is right, and tell the contract manager, who corrects the records.", group.keys[0],
                )  # fmt: skip
            else:
                yield from _differences(row, group, known)


def _differences(row: CheckedRow, group: Group, known: dict[str, JSON]) -> Iterator[Finding]:
    for asked in group.on:
        said = to_plain(getattr(row.data, asked.column), asked.kind)
        if asked.source and not asked.key and known[asked.column] not in (None, said):
            yield warning(
                row, "differs_from_records", f"The records say “{to_cell(known[asked.column])}”.",
                "Submit it as it is if it is right, and tell the contract manager, who corrects the records.", asked.column,
            )  # fmt: skip


CHECKS = (
    check_return_itself, check_row_once, check_own_key, check_child_known, check_in_month, check_start_before_end,
    check_against_records,
)  # fmt: skip


def check_return(looked: Looked, world: ReturnWorld) -> None:
    """Run every check, and tell what a whole group lacks."""
    run_checks(looked.every, world, CHECKS)
    looked.problems += list(_left_out(looked, world))


def _left_out(looked: Looked, world: ReturnWorld) -> Iterator[Problem]:
    for code, group in world.groups.items():
        if group.of not in ("child", "placement", "night") or not group.keys:
            continue
        there = Counter(tuple(row[k] for k in group.keys) for row in world.held.told(code))
        rows = looked.rows.get(code, [])
        given = {world.key_of(r) for r in rows if r.data is not None}
        unread = sum(r.data is None for r in rows)  # any of them may be one that seems to be left out
        missing = max(0, len(set(there) - given) - unread)
        if missing and (group.of != "child" or rows):
            yield Problem(
                "left_out", f"{group.label}: {missing} of {len(there)} rows of the records are not in the return.",
                "Add them where they are right; otherwise tell the contract manager, who corrects the records.",
                "warning", column=code,
            )  # fmt: skip


def keys_of_children(looked: Looked, groups: Iterable[Group]) -> frozenset[str]:
    """The keys in the group of children, those of rows with an error too."""
    columns = [f.column for g in groups if g.code == CHILDREN for f in g.on if f.source == CHILD_KEY]
    return frozenset(
        unicodedata.normalize("NFC", row.raw.get(c, ""))
        for row in looked.rows.get(CHILDREN, [])
        for c in columns
    )


def _child_columns(row: CheckedRow, world: ReturnWorld) -> list[str]:
    """The column that names a child: the one the records fill with its key, or one called like it."""
    named = {f.column for g in world.groups.values() for f in g.on if f.source == CHILD_KEY}
    return [f.column for f in world.groups[row.table].on if f.column in named]
