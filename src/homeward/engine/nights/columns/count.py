"""Runs the text and reads its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import duckdb
import pyarrow as pa

from homeward.engine.nights.columns.grid import Grid
from homeward.engine.nights.columns.readings import Bits
from homeward.engine.nights.columns.tables import Columns
from homeward.engine.nights.columns.text import build, text
from homeward.engine.nights.segments import HOLD, PAUSE, STATES
from homeward.kernel.ranges import DateRange

TABLES = ("stays", "spells", "common", "terms", "meanings")


@cache
def votes() -> pa.Table:
    """A vote for each bit. Made when first counted: Arrow looks for pandas then, which is 50 MB where it is installed."""
    return pa.table({"vote": pa.array([1 << place for place in range(42)], pa.int64())})


@dataclass
class Counted:
    """Child-nights of one line and period; the same figures as the reference's tally."""

    actual: int = 0
    excluded: Counter[str] = field(default_factory=Counter)
    carried: Counter[str] = field(default_factory=Counter)

    @property
    def stayed(self) -> int:
        return self.actual + sum(self.excluded.values())

    @property
    def included(self) -> dict[str, int]:
        return {state: self.carried[state] for state in STATES}

    @property
    def hold_counted(self) -> int:
        return self.carried[HOLD]

    @property
    def hold_excluded(self) -> int:
        return self.excluded[HOLD]

    @property
    def pause(self) -> int:
        return self.carried[PAUSE]

    def add(self, state: int, nights: int, bits: Bits) -> None:
        reason = bits.lost(state)
        if reason is not None:
            self.excluded[reason] += nights
            return
        self.actual += nights
        for name in bits.carried(state):
            self.carried[name] += nights


def connect(threads: int = 1) -> duckdb.DuckDBPyConnection:
    """A connection in memory that can reach nothing outside it."""
    return duckdb.connect(
        config={"enable_external_access": False, "preserve_insertion_order": False, "threads": threads}
    )


def hold(connection: duckdb.DuckDBPyConnection, **tables: pa.Table) -> None:
    """Copy tables into the connection: of its own tables it knows sizes and ranges, and joins them the short way."""
    for name, rows in tables.items():
        connection.register("given_rows", rows)
        connection.execute(f"CREATE OR REPLACE TEMPORARY TABLE {name} AS SELECT * FROM given_rows")
        connection.unregister("given_rows")


def count(
    columns: Columns, periods: Sequence[DateRange], *, sweep_all: bool = False
) -> dict[tuple[int, int], Counted]:
    """Figures by line and place of the period; those without a night are left out. Ends of terms count."""
    with connect() as connection:
        hold(connection, **{name: getattr(columns, name) for name in TABLES})
        return count_on(connection, columns, Grid.of(periods), sweep_all=sweep_all)


def count_on(
    connection: duckdb.DuckDBPyConnection, columns: Columns, grid: Grid, *, sweep_all: bool = False
) -> dict[tuple[int, int], Counted]:
    """The same on a connection that already holds the tables or views stays, spells, common, terms, meanings."""
    hold(connection, votes=votes(), calendar=grid.calendar(), cells=grid.cells())
    build(connection, sweep_all=sweep_all)
    rows = connection.execute(text("sums")).fetchall()
    periods_of_cell: dict[int, list[int]] = {}
    for place, cells in enumerate(grid.cells_of()):
        for cell in cells:
            periods_of_cell.setdefault(cell, []).append(place)
    found: dict[tuple[int, int], Counted] = {}
    for term, state, cell, nights in rows:
        for place in periods_of_cell.get(cell, ()):
            key = (columns.lines[term], place)
            found.setdefault(key, Counted()).add(state, nights, columns.bits)
    return found
