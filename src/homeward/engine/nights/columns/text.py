"""The SQL text that ships with the package, and the order in which its parts build on each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources

import duckdb


@dataclass(frozen=True)
class Part:
    """One SELECT under a name. ``kept``: several parts read it, so it is worked out once. ``ordered``: it compares
    neighbours, and marks as "late" those that do not stand in order."""

    name: str
    kept: bool = False
    ordered: bool = False


# From stays, spells, common, terms, meanings, votes and calendar to "ends"; "sums" makes nights of them.
PARTS = (
    Part("close", kept=True, ordered=True),
    Part("spelled", kept=True),
    Part("crowded", kept=True, ordered=True),
    Part("broad", kept=True),
    Part("touching", kept=True),
    Part("swept", kept=True),
    Part("held"),
    Part("hard", kept=True),
    Part("given", kept=True),
    Part("own", kept=True),
    Part("aside", kept=True),
    Part("segments", kept=True),
    Part("pieces"),
    Part("ends", kept=True),
)
SWEEP_ALL = "SELECT record, child, line, start, until FROM stays"  # as "touching": every stay is swept
_NEIGHBOURS = re.compile(r"WINDOW beside AS \([^)]*\)")
# The text names the larger table of a join first and what is looked up in it after: taken as it stands, that is the
# quick order, where guesses of sizes through so many parts are poor; nor do a join's ranges spare any reading. Plain
# nights are summed by term and cell in a table of up to 2^20 places; more would cost more memory than it saves time.
_SETTINGS = {
    "disabled_optimizers": "'join_order,build_side_probe_side,cte_filter_pusher,join_filter_pushdown'",
    "perfect_ht_threshold": "20",
}


@cache
def text(name: str) -> str:
    """The SELECT of a part, in DuckDB's dialect."""
    return resources.files(__package__).joinpath(f"sql/{name}.sql").read_text(encoding="utf-8").strip()


def selects(*, as_stored: bool = False, sweep_all: bool = False) -> Iterator[tuple[Part, str]]:
    """Each part with its SELECT. ``as_stored``: rows already stand in order (stays by child, line and start, spells
    by record, line and start), so neighbours are compared as they come and nothing is sorted."""
    for part in PARTS:
        select = SWEEP_ALL if sweep_all and part.name == "touching" else text(part.name)
        yield part, _NEIGHBOURS.sub("WINDOW beside AS ()", select) if as_stored else select


def build(
    connection: duckdb.DuckDBPyConnection,
    *,
    until: str = "ends",
    sweep_all: bool = False,
    as_stored: bool = True,
) -> None:
    """Make the table of the part named, on a connection that has the tables the text reads. Rows are taken as stored;
    when one of them turns out not to stand in order, it is made again with sorting."""
    select = whole(until, as_stored=as_stored, sweep_all=sweep_all)
    with settings(connection):
        connection.execute(f"CREATE OR REPLACE TEMPORARY TABLE {until} AS {select}")
    if as_stored and connection.execute(f"SELECT 1 FROM {until} WHERE late LIMIT 1").fetchone():
        build(connection, until=until, sweep_all=sweep_all, as_stored=False)


def whole(until: str, *, as_stored: bool, sweep_all: bool) -> str:
    """All parts up to the one named as one statement, so that what does not wait for each other runs side by side.
    A row with "late" set tells that rows do not stand in order, and nothing else."""
    parts, found = [], f"SELECT * FROM {until}"
    for part, select in selects(as_stored=as_stored, sweep_all=sweep_all):
        parts.append(f"{part.name} AS {'' if part.kept else 'NOT '}MATERIALIZED (\n{select}\n)")
        if part.ordered:
            found += f"\nUNION ALL BY NAME SELECT late FROM {part.name} WHERE late"
        if part.name == until:
            return "WITH " + ",\n".join(parts) + "\n" + found
    raise ValueError(f"there is no part {until}")


@contextmanager
def settings(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """The connection as the text wants it, and as it was after."""
    for name, value in _SETTINGS.items():
        connection.execute(f"SET {name} = {value}")
    try:
        yield
    finally:
        for name in _SETTINGS:
            connection.execute(f"RESET {name}")
