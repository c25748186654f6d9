"""The columnar twin apart from the rule: its text, its parts, what is kept of it, and Spark."""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import pytest
import sqlglot

from homeward.cli.spark import in_spark, nights_of, session, views
from homeward.engine.nights.columns import Columns, ColumnsBuilder, Grid, Reading, count
from homeward.engine.nights.columns import parts as kept
from homeward.engine.nights.columns.count import votes
from homeward.engine.nights.columns.text import PARTS, build, text
from homeward.kernel.quarters import Quarter
from homeward.kernel.ranges import DateRange

FAMILY = Reading(
    excluded_care_types=frozenset({"post_18"}), excluded=frozenset({"hold"}),
    deciders=frozenset({"dcp"}), pausers=frozenset({"provider"}),
)  # fmt: skip
RESIDENTIAL = Reading(deciders=frozenset({"dcp"}), pausers=frozenset({"provider"}), each_record=True)
FIRST = date(2023, 7, 1)


def quarters(number: int = 4) -> list[DateRange]:
    found = [Quarter.containing(FIRST, 7)]
    while len(found) < number:
        found.append(found[-1].next())
    return [quarter.range for quarter in found]


def crowd(children: range, seed: int = 1, terms: list[DateRange] | None = None) -> ColumnsBuilder:
    """Invented stays of some children on three lines, with everything that can happen on top of each other."""
    builder = ColumnsBuilder()
    for line, reading in enumerate((FAMILY, FAMILY, RESIDENTIAL)):
        for nights in terms or [Grid.of(quarters()).span]:
            builder.term(line, reading, nights)
    for child in children:
        dice = Random(seed * 1000 + child)
        for number in range(dice.randrange(1, 5)):
            _stay(builder, dice, f"r{child}-{number}", f"c{child}")
    return builder


def _stay(builder: ColumnsBuilder, dice: Random, record: str, child: str) -> None:
    line = dice.randrange(3)
    stay = _range(dice, -60, 300)
    builder.stay(line, record, child, stay.start, stay.end)
    for _ in range(dice.choice([0, 0, 1, 2, 4])):
        kind, code = dice.choice(
            [("hold", "dcp"), ("hold", "dcp"), ("hold", "provider"), ("missing", None), ("absent", None),
             ("shared_care", None), ("care_type", "post_18"), ("care_type", "other"), ("disallowed", None)]
        )  # fmt: skip
        builder.spell(line, record, child, stay, kind, code, _range(dice, -60, 300))


def _range(dice: Random, low: int, high: int) -> DateRange:
    start = dice.randrange(low, high)
    end = (
        None if dice.random() < 0.15 else date.fromordinal(FIRST.toordinal() + start + dice.randrange(0, 90))
    )
    return DateRange(date.fromordinal(FIRST.toordinal() + start), end)


def cube_of(columns: Columns, grid: Grid) -> Any:
    with duckdb.connect() as connection:
        connection.register("stays", columns.stays)
        connection.register("spells", columns.spells)
        kept.prepare(connection, columns, grid)
        return kept.cube(connection)


def figures(table: Any) -> dict[tuple[int, int, int], int]:
    return {(row["term"], row["state"], row["cell"]): row["nights"] for row in table.to_pylist()}


def test_parts_of_whole_children_add_up() -> None:
    grid = Grid.of(quarters())
    whole = cube_of(crowd(range(60)).build(), grid)
    parts = [cube_of(crowd(range(low, low + 20)).build(), grid) for low in (0, 20, 40)]
    assert figures(kept.nights(kept.fold(parts), grid)) == figures(kept.nights(whole, grid))
    assert sum(figures(kept.nights(whole, grid)).values()) > 3000


def test_a_changed_part_is_put_in_as_the_difference_of_two_cubes() -> None:
    grid = Grid.of(quarters())
    steady, old, new = (cube_of(crowd(range(*ends), seed).build(), grid) for ends, seed in
                        (((0, 30), 1), ((30, 50), 1), ((30, 50), 2)))  # fmt: skip
    whole = kept.fold([steady, old])
    changed = kept.fold([whole, kept.less(old), new])
    assert figures(kept.nights(changed, grid)) == figures(kept.nights(kept.fold([steady, new]), grid))
    assert figures(kept.nights(changed, grid)) != figures(kept.nights(whole, grid))


def test_kept_segments_give_the_same_cube(tmp_path: Path) -> None:
    grid, columns = Grid.of(quarters()), crowd(range(40)).build()
    path = tmp_path / "pieces.parquet"
    with duckdb.connect() as connection:
        connection.register("stays", columns.stays)
        connection.register("spells", columns.spells)
        kept.prepare(connection, columns, grid)
        connection.execute(f"COPY ({kept.pieces(connection)}) TO '{path}' (FORMAT parquet)")
    with duckdb.connect() as connection:
        connection.register("calendar", grid.calendar())
        connection.execute(f"CREATE VIEW pieces AS SELECT * FROM '{path}'")
        again = kept.cube_of_kept(connection)
    assert figures(kept.nights(again, grid)) == figures(kept.nights(cube_of(columns, grid), grid))


def test_sweeping_every_stay_gives_the_same_figures() -> None:
    columns = crowd(range(60)).build()
    assert count(columns, quarters()) == count(columns, quarters(), sweep_all=True)


def test_a_year_in_four_terms_has_the_nights_of_a_year_in_one() -> None:
    """What is swept in one term of a line is swept in all of them."""
    in_four = count(crowd(range(60), terms=quarters()).build(), quarters())
    assert in_four == count(crowd(range(60)).build(), quarters())


def test_the_connection_keeps_its_own_settings() -> None:
    columns, grid = crowd(range(5)).build(), Grid.of(quarters())
    names = ("disabled_optimizers", "perfect_ht_threshold")
    with duckdb.connect() as connection:
        before = [connection.execute(f"SELECT current_setting('{name}')").fetchall() for name in names]
        connection.register("stays", columns.stays)
        connection.register("spells", columns.spells)
        kept.prepare(connection, columns, grid)
        kept.cube(connection)
        after = [connection.execute(f"SELECT current_setting('{name}')").fetchall() for name in names]
    assert after == before


def test_rows_out_of_order_are_sorted_and_give_the_same_nights() -> None:
    """Neighbours are compared as stored only while they stand in order."""
    columns, grid = crowd(range(60)).build(), Grid.of(quarters())
    dice = Random(3)
    mixed = {}
    for name in ("stays", "spells"):
        rows = getattr(columns, name)
        mixed[name] = rows.take(dice.sample(range(rows.num_rows), rows.num_rows))
    want = figures(kept.nights(cube_of(columns, grid), grid))
    for changed in ({"stays": mixed["stays"]}, {"spells": mixed["spells"]}, mixed):
        found = cube_of(replace(columns, **changed), grid)
        assert figures(kept.nights(found, grid)) == want


def test_as_stored_and_sorted_the_text_gives_the_same_cube() -> None:
    columns, grid = crowd(range(60)).build(), Grid.of(quarters())
    found = []
    for as_stored in (True, False):
        with duckdb.connect() as connection:
            connection.register("stays", columns.stays)
            connection.register("spells", columns.spells)
            kept.prepare(connection, columns, grid)
            build(connection, as_stored=as_stored)
            found.append(sorted(connection.execute("SELECT * FROM ends").fetchall()))
    assert found[0] == found[1]


def test_plain_nights_equal_the_union_of_ranges_in_postgresql(db: None) -> None:
    """An independent second for the plain case: multiranges of the database itself."""
    from django.db import connection

    builder = ColumnsBuilder()
    quarter = quarters(1)[0]
    builder.term(0, FAMILY, quarter)
    dice, rows = Random(7), []
    for number in range(120):
        stay = _range(dice, -60, 120)
        builder.stay(0, f"r{number}", f"c{dice.randrange(25)}", stay.start, stay.end)
        rows.append((builder.stays[-1][1], stay.start, stay.end))
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE stay (child text, nights daterange) ON COMMIT DROP")
        cursor.executemany("INSERT INTO stay VALUES (%s, daterange(%s, %s))", rows)
        cursor.execute(
            "SELECT sum(upper(r) - lower(r)) FROM (SELECT unnest(range_agg(nights * daterange(%s, %s))) AS r"
            " FROM stay GROUP BY child) AS joined",
            [quarter.start, quarter.end],
        )
        expected = cursor.fetchone()[0]
    assert count(builder.build(), [quarter])[(0, 0)].actual == expected > 300


def test_more_care_types_than_the_text_has_places_for_are_refused() -> None:
    builder = ColumnsBuilder()
    builder.term(0, Reading(excluded_care_types=frozenset(f"t{n}" for n in range(20))), quarters(1)[0])
    with pytest.raises(ValueError, match="places for 20"):
        builder.build()


def test_a_connection_of_the_engine_opens_no_file(tmp_path: Path) -> None:
    from homeward.engine.nights.columns.count import connect

    (tmp_path / "a.csv").write_text("a\n1\n")
    with connect() as connection, pytest.raises(duckdb.PermissionException):
        connection.execute(f"SELECT * FROM '{tmp_path}/a.csv'")


@pytest.mark.parametrize("name", [*(part.name for part in PARTS), "sums", "children"])
def test_every_part_can_be_said_in_sparks_dialect(name: str) -> None:
    """With an error for anything Spark cannot say, and none of what is known to mean something else there."""
    said = in_spark(text(name))
    assert sqlglot.parse_one(said, read="spark") is not None
    for word in ("QUALIFY", "ASOF", "LIST(", "ISODOW", "UNNEST"):
        assert word not in text(name).upper()


def test_the_same_text_on_spark_gives_the_same_nights() -> None:
    pyspark = pytest.importorskip(
        "pyspark", reason="LOUD: Spark is not installed, so the text was not run on it"
    )
    if shutil.which("java") is None:
        pytest.skip("LOUD: there is no Java, so the text was not run on Spark")
    assert pyspark and views()
    columns, grid = crowd(range(20)).build(), Grid.of(quarters())
    tables = {name: getattr(columns, name) for name in ("stays", "spells", "common", "terms", "meanings")}
    tables |= {"votes": votes(), "calendar": grid.calendar(), "cells": grid.cells()}
    spark = session()
    frames = {name: spark.createDataFrame(table) for name, table in tables.items()}
    found = Counter({(term, state, cell): nights for term, state, cell, nights in nights_of(spark, frames)})
    spark.stop()
    assert found == figures(kept.nights(cube_of(columns, grid), grid))
