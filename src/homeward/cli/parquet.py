"""Parquet as a table of stays: one file, or a folder of parts. Counted in columns, never row by row."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from homeward.cli.tables import BadFile
from homeward.engine.nights.columns.text import text

SHOWN_PROBLEMS = 1_000_000


def parts_of(name: str) -> list[str]:
    """The files in order of their names. Raises BadFile when there is none."""
    path = Path(name)
    if not path.is_dir():
        if not path.is_file():
            raise BadFile(f"{name} cannot be opened: there is no such file. Check the path.")
        return [str(path)]
    parts = sorted(str(part) for part in path.rglob("*.parquet"))
    if not parts:
        raise BadFile(f"The folder {name} holds no Parquet file. Name a file, or a folder of .parquet files.")
    return parts


class ParquetStays:
    """The stays of a Parquet file. ``header`` names its columns; rows are numbered from 1 through all parts."""

    def __init__(self, name: str) -> None:
        self.parts = parts_of(name)
        self.connection = duckdb.connect(config={"preserve_insertion_order": True})
        try:
            # parts by child bring the same columns in the same order; a part that does not is refused by name
            self.connection.read_parquet(self.parts, file_row_number=True, filename=True).create_view(
                "source"
            )
            found = self.connection.execute("DESCRIBE source").fetchall()
        except duckdb.Error as error:
            text_of = str(error).splitlines()[0]
            raise BadFile(f"{name} cannot be read as Parquet: {text_of}. Write it again.") from None
        self.types = {row[0]: row[1] for row in found if row[0] not in ("file_row_number", "filename")}
        self.header = list(self.types)

    def day(self, column: str) -> str:
        """SQL for a column as a date: a date itself, or text year-month-day or day/month/year; else null."""
        quoted, kind = _quoted(column), self.types[column]
        if kind == "DATE" or kind.startswith("TIMESTAMP"):
            whole = "" if kind == "DATE" else f" AND CAST({quoted} AS TIME) = TIME '00:00:00'"
            return f"CASE WHEN {quoted} IS NOT NULL{whole} THEN CAST({quoted} AS DATE) END"
        word = f"trim(CAST({quoted} AS VARCHAR))"
        return (
            f"CASE WHEN regexp_full_match({word}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}')"
            f" THEN TRY_CAST({word} AS DATE)"
            f" WHEN regexp_full_match({word}, '[0-9]{{1,2}}/[0-9]{{1,2}}/[0-9]{{4}}')"
            f" THEN CAST(try_strptime({word}, '%d/%m/%Y') AS DATE) END"
        )

    def word(self, column: str) -> str:
        return f"trim(coalesce(CAST({_quoted(column)} AS VARCHAR), ''))"

    def prepare(self, child: str, start: str, end: str, by: str | None) -> None:
        """Split the rows into those that can be counted (``sound``) and those that cannot (``faulty``)."""
        self.roles = (child, start, end, by)
        part = "NULL" if by is None else self.word(by)
        self.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW read AS SELECT {self.word(child)} AS child, {self.word(start)} AS start_text,"
            f" {self.word(end)} AS end_text, {self.day(start)} AS start, {self.day(end)} AS until, {part} AS part,"
            " filename, file_row_number FROM source"
        )
        sound = "child <> '' AND start IS NOT NULL AND (end_text = '' OR until >= start)"
        self.connection.execute(
            f"CREATE OR REPLACE TEMP VIEW sound AS SELECT part, child, start, until FROM read WHERE {sound}"
        )
        self.connection.execute(
            "CREATE OR REPLACE TEMP VIEW faulty AS SELECT child, start_text, end_text, filename, file_row_number"
            f" FROM read WHERE ({sound}) IS NOT TRUE"
        )

    def rows(self) -> int:
        """How many rows there are, from the files' own account."""
        found = self.connection.execute("SELECT count(*) FROM source").fetchone()
        assert found is not None
        return int(found[0])

    def faulty(self) -> list[tuple[int, str, str, str]]:
        """Row number, child, start and end, as text, of rows that cannot be counted."""
        counts = self.connection.execute("SELECT filename, count(*) FROM source GROUP BY filename").fetchall()
        before, offsets = 0, {}
        for name, rows in sorted(counts):
            offsets[name] = before
            before += rows
        found = self.connection.execute(
            "SELECT filename, file_row_number, child, start_text, end_text FROM faulty"
            f" ORDER BY filename, file_row_number LIMIT {SHOWN_PROBLEMS}"
        ).fetchall()
        return [(offsets[name] + row + 1, *texts) for name, row, *texts in found]

    def count(self, low: date, high: date, *, by_part: bool) -> dict[str | None, tuple[int, int, int, int]]:
        """Placement nights, child-nights, children and placements: whole under None, and by part."""
        connection = self.connection
        connection.execute("CREATE OR REPLACE TEMP TABLE bounds AS SELECT ? AS low, ? AS high", [low, high])
        figures: dict[str | None, tuple[int, int, int, int]] = {None: (0, 0, 0, 0)}
        for part in ("NULL", "part") if by_part else ("NULL",):
            connection.execute(
                f"CREATE OR REPLACE TEMP VIEW stays AS SELECT {part} AS part, child, start, until FROM sound"
            )
            for value, *found in self._watched(text("children")):
                figures[value] = (found[0], found[1], found[2], found[3])
        if by_part:
            for (value,) in connection.execute("SELECT DISTINCT part FROM sound").fetchall():
                figures.setdefault(value, (0, 0, 0, 0))
        return figures

    def _watched(self, statement: str) -> list[tuple[Any, ...]]:
        with Progress(lambda: f"{max(0.0, self.connection.query_progress()):.0f} %"):
            return self.connection.execute(statement).fetchall()


class Progress:
    """Says on stderr, where that is a terminal, how far the work has come; wiped out at the end."""

    def __init__(self, say: Callable[[], str], every: float = 0.5) -> None:
        self.say, self.every = say, every
        self.done = threading.Event()
        self.thread: threading.Thread | None = None

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            self.thread = threading.Thread(target=self._run, daemon=True)
            self.thread.start()
        return self

    def _run(self) -> None:
        began = time.monotonic()
        while not self.done.wait(self.every):
            print(
                f"\rcounting: {self.say()} after {time.monotonic() - began:.0f} s ", end="", file=sys.stderr
            )

    def __exit__(self, *_: object) -> None:
        self.done.set()
        if self.thread is not None:
            self.thread.join()
            print("\r" + " " * 60 + "\r", end="", file=sys.stderr)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def texts_of(names: Sequence[str], places: Sequence[int], values: Sequence[str]) -> list[str]:
    """A row as wide as the header, with values at the given places."""
    row = [""] * len(names)
    for place, value in zip(places, values, strict=True):
        row[place] = value
    return row
