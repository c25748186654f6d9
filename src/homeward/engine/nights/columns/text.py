"""The SQL text that ships with the package, and the order in which its parts build on each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    Part("held"),
    Part("close", kept=True, ordered=True),
    Part("together", kept=True),
    Part("spelled"),
    Part("crowded", kept=True, ordered=True),
    Part("marks", kept=True),
    Part("hard", kept=True),
    Part("aside", kept=True),
    Part("segments", kept=True),
    Part("pieces"),
    Part("ends", kept=True),
)
SWEEP_ALL = "SELECT record, child, term, start, until FROM held"  # as "together": every stay is swept
_NEIGHBOURS = re.compile(r"WINDOW beside AS \([^)]*\)")


@cache
def text(name: str) -> str:
    """The SELECT of a part, in DuckDB's dialect."""
    return resources.files(__package__).joinpath(f"sql/{name}.sql").read_text(encoding="utf-8").strip()


def selects(*, as_stored: bool = False, sweep_all: bool = False) -> Iterator[tuple[Part, str]]:
    """Each part with its SELECT. ``as_stored``: rows already stand in order (stays by child, line and start, spells
    by record, line and start), so neighbours are compared as they come and nothing is sorted."""
    for part in PARTS:
        select = SWEEP_ALL if sweep_all and part.name == "together" else text(part.name)
        yield part, _NEIGHBOURS.sub("WINDOW beside AS ()", select) if as_stored else select


def build(
    connection: duckdb.DuckDBPyConnection,
    *,
    until: str = "ends",
    sweep_all: bool = False,
    as_stored: bool = True,
) -> None:
    """Make each part up to and with the one named, on a connection that has the tables the text reads. Rows are taken
    as stored; when one of them turns out not to stand in order, all is made again with sorting."""
    for part, select in selects(as_stored=as_stored, sweep_all=sweep_all):
        kind = "TABLE" if part.kept else "VIEW"
        connection.execute(f"CREATE OR REPLACE TEMPORARY {kind} {part.name} AS {select}")
        if part.ordered and connection.execute(f"SELECT 1 FROM {part.name} WHERE late LIMIT 1").fetchone():
            return build(connection, until=until, sweep_all=sweep_all, as_stored=False)
        if part.name == until:
            return None
    raise ValueError(f"there is no part {until}")
