"""Large records part by part: each part's event cube, cubes added up, cubes and segments kept.

A part holds whole children. Cubes of parts add up to the cube of the whole; a part that changed is put in as the
difference of its new cube and its old one. Where tables are read from and written to is the caller's choice: every
connection is the caller's, with views or tables named as in the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import duckdb
import pyarrow as pa

from homeward.engine.nights.columns.count import hold, votes
from homeward.engine.nights.columns.grid import Grid
from homeward.engine.nights.columns.tables import Columns
from homeward.engine.nights.columns.text import build, settings, text

CUBE = pa.schema(
    [("term", pa.int32()), ("state", pa.int32()), ("cell", pa.int32()), ("n", pa.int64()), ("d", pa.int64())]
)

ENDS = "SELECT term, state, cell, n, d FROM ends"
ADDED = (
    "SELECT term, state, cell, sum(n)::BIGINT AS n, sum(d)::BIGINT AS d FROM ({}) GROUP BY term, state, cell"
)


def prepare(connection: duckdb.DuckDBPyConnection, columns: Columns, grid: Grid) -> None:
    """Put the readings and the grid beside the views ``stays`` and ``spells`` the connection already has."""
    hold(connection, votes=votes(), calendar=grid.calendar())
    hold(connection, **{name: getattr(columns, name) for name in ("common", "terms", "meanings")})


def cube(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The event cube of one part: term, state, cell, n, d."""
    build(connection)
    return cube_of_ends(connection)


def pieces(connection: duckdb.DuckDBPyConnection) -> str:
    """Make the kept form of a part's segments ready; returns the SELECT that reads it, in order of term and start."""
    build(connection, until="pieces")
    return "SELECT term, state, net, start, until, weight FROM pieces ORDER BY state, term, start"


def cube_of_kept(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The event cube of kept segments: the view ``pieces`` stands for them."""
    count_kept(connection)
    return cube_of_ends(connection)


def count_kept(connection: duckdb.DuckDBPyConnection) -> None:
    """The same as the connection's table ``ends``, for `nights_beside`; of raw records `build` makes it."""
    with settings(connection):
        connection.execute(f"CREATE OR REPLACE TEMPORARY TABLE ends AS {text('ends')}")


def nights_beside(connection: duckdb.DuckDBPyConnection, others: Sequence[pa.Table], grid: Grid) -> pa.Table:
    """`nights` of the part the connection has counted and of other parts' cubes.

    Its ``ends`` are taken where they lie: a part of a million is counted in a third of a second, and bringing its cube
    to another connection would be a tenth of that.
    """
    if others:
        hold(connection, others=pa.concat_tables(others))
        both = f"SELECT * FROM ({ENDS}) UNION ALL SELECT * FROM others"
        connection.execute(f"CREATE OR REPLACE TEMPORARY TABLE ends AS {ADDED.format(both)}")
    hold(connection, cells=grid.cells())
    return connection.sql(text("sums")).to_arrow_table()


def cube_of_ends(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The event cube of the part the connection has counted."""
    return _taken(connection, ENDS)


def _taken(connection: duckdb.DuckDBPyConnection, select: str) -> pa.Table:
    """A cube of its own: a result as Arrow would keep the whole part's tables in memory as long as it is held."""
    found = connection.execute(select).fetchnumpy()
    return pa.table({name: found[name] for name in CUBE.names}).cast(CUBE)


def fold(cubes: Iterable[pa.Table]) -> pa.Table:
    """Cubes added up."""
    given = list(cubes)
    if len(given) == 1:
        return given[0]
    with duckdb.connect() as connection:
        hold(connection, cubes=pa.concat_tables(given))
        return _taken(connection, ADDED.format("SELECT * FROM cubes"))


def less(old: pa.Table) -> pa.Table:
    """A cube with its signs turned: added to a whole, it takes the part out."""
    import pyarrow.compute as pc

    turned = {name: pc.negate(old[name]) for name in ("n", "d")}
    return pa.table({**{name: old[name] for name in ("term", "state", "cell")}, **turned}).cast(CUBE)


def nights(whole: pa.Table, grid: Grid) -> pa.Table:
    """term, state, cell, nights of a cube, whatever the history behind it."""
    with duckdb.connect() as connection:
        hold(connection, ends=whole, cells=grid.cells())
        return connection.sql(text("sums")).to_arrow_table()
