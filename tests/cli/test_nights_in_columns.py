"""``homeward nights`` on Parquet: the same figures and problem rows as the same rows in a CSV file."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from homeward.cli import main

PERIOD = ["--period", "2023-01-01:2023-04-01"]
Rows = list[tuple[str, str, str, str]]


def counted(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert main(["nights", *arguments, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def crowded(seed: int = 903, rows: int = 400) -> Rows:
    random, first = Random(seed), date(2022, 11, 1)
    found = []
    for _ in range(rows):
        start = first + timedelta(days=random.randrange(200))
        end = None if random.randrange(9) == 0 else start + timedelta(days=random.randrange(60))
        found.append((f"c{random.randrange(60)}", f"{start}", f"{end or ''}", random.choice(["x", "y", ""])))
    return found


FAULTY: Rows = [
    ("", "2023-01-01", "", "x"),
    ("a", "", "", "x"),
    ("a", "2023-02-30", "", "x"),
    ("a", "2023-01-05", "2023-01-01", "y"),
    ("a", "2023-01-01", "soon", "y"),
    (" a ", "01/01/2023", "3/1/2023", "z"),
    ("a", "2023-W02-1", "", "x"),
]


def write_csv(path: Path, rows: Rows) -> str:
    with path.open("w", newline="") as handle:
        csv.writer(handle).writerows([("child", "start", "end", "line"), *rows])
    return str(path)


def write_parquet(path: Path, rows: Rows, *, typed: bool = False) -> str:
    columns = list(zip(*rows, strict=True))
    names = ["child", "start", "end", "line"]
    if typed:
        days = [[date.fromisoformat(text) if text else None for text in columns[place]] for place in (1, 2)]
        arrays = [
            pa.array(columns[0]),
            *(pa.array(found, pa.date32()) for found in days),
            pa.array(columns[3]),
        ]
    else:
        arrays = [pa.array(column, pa.string()) for column in columns]
    path.parent.mkdir(exist_ok=True)
    pq.write_table(pa.table(dict(zip(names, arrays, strict=True))), path)
    return str(path)


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("by", [[], ["--by", "line"]])
def test_parquet_counts_like_csv(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], typed: bool, by: list[str]
) -> None:
    rows = crowded()
    plain = counted(capsys, write_csv(tmp_path / "stays.csv", rows), *PERIOD, *by)
    columns = counted(capsys, write_parquet(tmp_path / "stays.parquet", rows, typed=typed), *PERIOD, *by)
    assert columns == plain
    assert columns["child_nights"] < columns["placement_nights"]


def test_rows_that_cannot_be_counted_are_the_same_problems(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [*FAULTY, *crowded(rows=20)]
    plain = counted(capsys, write_csv(tmp_path / "stays.csv", rows), *PERIOD, "--by", "line")
    columns = counted(capsys, write_parquet(tmp_path / "stays.parquet", rows), *PERIOD, "--by", "line")
    header_rows = 1  # a CSV file's first row names the columns
    for problem in plain["problems"]:
        problem["row"] -= header_rows
    assert len(plain["problems"]) == 6
    assert columns == plain


def test_a_folder_of_parts_counts_like_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [*crowded(), FAULTY[2], *crowded(7, 50), FAULTY[0]]
    whole = counted(capsys, write_parquet(tmp_path / "whole.parquet", rows), *PERIOD)
    write_parquet(tmp_path / "parts" / "1.parquet", rows[:300])
    write_parquet(tmp_path / "parts" / "2.parquet", rows[300:])
    assert counted(capsys, str(tmp_path / "parts"), *PERIOD) == whole
    assert [problem["row"] for problem in whole["problems"]] == [401, 452]


def test_ssda903_in_parquet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = pa.table({"CHILD": [1, 1], "DECOM": ["31/03/2023", "01/01/2023"], "DEC": [None, "03/01/2023"]})
    pq.write_table(table, tmp_path / "e.parquet")
    found = counted(capsys, str(tmp_path / "e.parquet"), *PERIOD)
    assert (found["layout"], found["placement_nights"]) == ("ssda903", 3)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda folder: folder / "none.parquet", "cannot be opened"),
        (lambda folder: folder, "holds no Parquet file"),
    ],
)
def test_files_that_are_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], make: Any, expected: str
) -> None:
    assert main(["nights", str(make(tmp_path)), *PERIOD]) == 2
    assert expected in capsys.readouterr().err


def test_files_that_are_no_parquet_or_lack_a_column(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "f.parquet").write_bytes(b"nothing of the kind")
    assert main(["nights", str(tmp_path / "f.parquet"), *PERIOD]) == 2
    assert "cannot be read as Parquet" in capsys.readouterr().err
    pq.write_table(pa.table({"child": ["a"], "start": ["2023-01-01"]}), tmp_path / "g.parquet")
    assert main(["nights", str(tmp_path / "g.parquet"), *PERIOD]) == 2
    assert "no column for the end" in capsys.readouterr().err


def test_spark_is_asked_for_parquet_only(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = write_csv(tmp_path / "stays.csv", crowded(rows=3))
    assert main(["nights", file, *PERIOD, "--engine", "spark"]) == 2
    assert "Spark reads Parquet" in capsys.readouterr().err
