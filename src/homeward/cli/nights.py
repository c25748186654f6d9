"""``homeward nights``: placement nights and unique child-nights of a file, without a database.

Columns are found by their names, in any case, spaces or underscores alike:

- child: ``child``, ``child_id``, ``child_ref``
- start: ``start``, ``start_date``, ``start_on``, ``from``
- end (exclusive, empty while open): ``end``, ``end_date``, ``end_on``, ``to``, ``until``

A header with CHILD, DECOM and DEC is an SSDA903 episodes file. Dates are year-month-day or day/month/year.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from homeward.cli.tables import BadFile, Row, folded, open_table
from homeward.engine.nights.count import NightCount
from homeward.kernel.problems import Problem

NAMES = {
    "child": ("child", "child_id", "child_ref"),
    "start": ("start", "start_date", "start_on", "from"),
    "end": ("end", "end_date", "end_on", "to", "until"),
}
SSDA903 = {"child": "child", "start": "decom", "end": "dec"}
FIGURES = ("placement_nights", "child_nights", "children", "placements")


@dataclass(frozen=True)
class Columns:
    """Where the columns stand; ``by`` is the column to group by."""

    child: int
    start: int
    end: int
    by: int | None
    names: list[str]
    layout: str


class Figures(Protocol):
    """The figures of a group of stays."""

    @property
    def placement_nights(self) -> int: ...
    @property
    def child_nights(self) -> int: ...
    @property
    def children(self) -> int: ...
    @property
    def placements(self) -> int: ...
    def to_json(self) -> dict[str, Any]: ...


@dataclass(frozen=True)
class NightFigures:
    """Figures as they come from columns."""

    placement_nights: int
    child_nights: int
    children: int
    placements: int

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in FIGURES}


@dataclass
class Counted:
    """What was found in a file."""

    whole: Figures
    groups: dict[str, Figures] = field(default_factory=dict)
    rows: int = 0
    rows_counted: int = 0
    problems: list[Problem] = field(default_factory=list)


def run(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="homeward nights",
        description="Count nights of stays in a file. A stay counts night d when start <= d < end.",
    )
    parser.add_argument(
        "file",
        metavar="FILE",
        help="CSV, XLSX, SSDA903 episodes.csv, Parquet or a folder of Parquet; - for standard input",
    )
    parser.add_argument(
        "--period", required=True, metavar="START:END", help="first day and the day after the last"
    )
    parser.add_argument("--by", metavar="COLUMN", help="count per value of a column as well")
    parser.add_argument(
        "--engine",
        choices=("here", "spark"),
        default="here",
        help="where Parquet is counted: on this machine, or on Spark (needs homeward[spark] and Java)",
    )
    parser.add_argument("--format", choices=("json", "table", "csv"), default="table")
    options = parser.parse_intermixed_args(argv)
    try:
        start, end = period(options.period)
        if is_parquet(options.file):
            columns, counted = count_parquet(options.file, options.by, start, end, options.engine)
        else:
            if options.engine == "spark":
                raise BadFile("Spark reads Parquet: a file that ends in .parquet, or a folder of them.")
            with open_table(options.file) as (header, rows):
                columns = find_columns(header, options.by)
                counted = count(rows, columns, start, end)
    except BadFile as error:
        print(f"homeward nights: {error}", file=sys.stderr)
        return 2
    report(counted, columns, start, end, options)
    return 0


def is_parquet(name: str) -> bool:
    """Whether the file is counted in columns; the readers of columns load only then."""
    return name != "-" and (Path(name).suffix.lower() in (".parquet", ".pq") or Path(name).is_dir())


def count_parquet(
    name: str, by: str | None, start: date, end: date, engine: str = "here"
) -> tuple[Columns, Counted]:
    """The same figures and problem rows as row by row. Raises BadFile."""
    from homeward.cli.parquet import ParquetStays, texts_of

    stays = ParquetStays(name)
    columns = find_columns(stays.header, by)
    names = columns.names
    stays.prepare(
        names[columns.child],
        names[columns.start],
        names[columns.end],
        None if columns.by is None else names[columns.by],
    )
    first, last = start.toordinal(), end.toordinal()
    counted = Counted(NightCount(first, last), rows=stays.rows())
    places = (columns.child, columns.start, columns.end)
    for number, *texts in stays.faulty():
        problem = read_row(number, texts_of(names, places, texts), columns)
        if not isinstance(problem, Problem):
            raise BadFile(
                f"Row {number} of {name} reads as text, not as a value of its column. Write it again."
            )
        counted.problems.append(problem)
    counted.rows_counted = counted.rows - len(counted.problems)
    if engine == "spark":
        from homeward.cli.spark import count_stays

        figures = count_stays(stays, start, end, by_part=by is not None)
    else:
        figures = stays.count(start, end, by_part=by is not None)
    counted.whole = NightFigures(*figures.pop(None))
    counted.groups = {value or "": NightFigures(*found) for value, found in figures.items()}
    return columns, counted


def period(text: str) -> tuple[date, date]:
    """The period of START:END. Raises BadFile."""
    first, colon, second = text.partition(":")
    start, end = day(first.strip()), day(second.strip())
    if not colon or start is None or end is None:
        raise BadFile(f"The period {text!r} is not START:END. Write e.g. 2023-01-01:2023-04-01.")
    if start >= end:
        raise BadFile(f"The period {text} has no night. END is the first day after the period.")
    return start, end


@lru_cache(maxsize=100_000)
def day(text: str) -> date | None:
    """A date written year-month-day or day/month/year; None when it is neither or not in the calendar."""
    try:
        if len(text) == 10 and text[4] == text[7] == "-" and text[5] != "W":
            return date.fromisoformat(text)
        first, second, third = text.split("/")
        if len(third) == 4 and len(first) <= 2 and len(second) <= 2 and (first + second + third).isdecimal():
            return date(int(third), int(second), int(first))
    except ValueError:
        return None
    return None


def find_columns(header: list[str], by: str | None) -> Columns:
    """The columns of a header. Raises BadFile naming what is missing and what is there."""
    places = {folded(name): index for index, name in enumerate(header)}
    if all(name in places for name in SSDA903.values()):
        found = {role: places[name] for role, name in SSDA903.items()}
        layout = "ssda903"
    else:
        layout = "plain"
        found = {}
        for role, names in NAMES.items():
            at = [places[name] for name in names if name in places]
            if len(at) != 1:
                problem = "no" if not at else "more than one"
                raise BadFile(
                    f"The file has {problem} column for the {role}. Name one column {' or '.join(names)}."
                    f" It has: {', '.join(header)}."
                )
            found[role] = at[0]
    if by is not None and folded(by) not in places:
        raise BadFile(f"There is no column {by}. Use one of: {', '.join(name for name in header if name)}.")
    return Columns(
        found["child"],
        found["start"],
        found["end"],
        None if by is None else places[folded(by)],
        header,
        layout,
    )


def count(rows: Iterator[Row], columns: Columns, start: date, end: date) -> Counted:
    """Count row by row; a row that cannot be counted is left out and becomes a problem."""
    first, last = start.toordinal(), end.toordinal()
    whole = NightCount(first, last)
    groups: dict[str, NightCount] = {}
    counted = Counted(whole)
    told = _Ticker()
    for number, cells in rows:
        counted.rows += 1
        told.row(counted.rows)
        stay = read_row(number, cells, columns)
        if isinstance(stay, Problem):
            counted.problems.append(stay)
            continue
        counted.rows_counted += 1
        whole.add(*stay)
        if columns.by is not None:
            value = cells[columns.by].strip()
            if value not in groups:
                groups[value] = NightCount(first, last)
            groups[value].add(*stay)
    told.wipe()
    counted.groups = dict(groups)
    return counted


class _Ticker:
    """Rows read so far, on stderr, where that is a terminal."""

    EVERY = 50_000

    def __init__(self) -> None:
        self.shown = False
        self.on = sys.stderr.isatty()

    def row(self, number: int) -> None:
        if self.on and number % self.EVERY == 0:
            print(f"\r{number:,} rows read ", end="", file=sys.stderr, flush=True)
            self.shown = True

    def wipe(self) -> None:
        if self.shown:
            print("\r" + " " * 30 + "\r", end="", file=sys.stderr)


def read_row(number: int, cells: Sequence[str], columns: Columns) -> tuple[str, int, int | None] | Problem:
    """Child, start and end of a row as day numbers, or the problem that keeps it out."""
    names = columns.names
    if len(cells) != len(names):
        return Problem(
            "row_width",
            f"The row has {len(cells)} cells, the header {len(names)}.",
            "Complete the row; a comma within a value needs quotes.",
            row=number,
            column=names[min(len(cells), len(names) - 1)],
        )
    child = cells[columns.child].strip()
    if not child:
        return _problem(
            "child_missing",
            "The child is empty.",
            "Enter the child's identifier.",
            number,
            names[columns.child],
            "",
        )
    start_text, end_text = cells[columns.start].strip(), cells[columns.end].strip()
    start, end = day(start_text), day(end_text) if end_text else None
    if start is None:
        what = f"{start_text!r} is no date" if start_text else "The start is empty"
        return _problem("start_wrong", f"{what}.", _REMEDY, number, names[columns.start], start_text)
    if end is None and end_text:
        return _problem(
            "end_wrong", f"{end_text!r} is no date.", _REMEDY, number, names[columns.end], end_text
        )
    if end is not None and end < start:
        text = f"The end {end} lies before the start {start}."
        return _problem(
            "dates_reversed", text, "Correct the start or the end.", number, names[columns.end], end_text
        )
    return child, start.toordinal(), None if end is None else end.toordinal()


_REMEDY = "Write a date of the calendar as 2023-02-28 or 28/02/2023."


def _problem(code: str, message: str, remedy: str, row: int, column: str, value: str) -> Problem:
    return Problem(code, message, remedy, row=row, column=column, value=value)


def report(counted: Counted, columns: Columns, start: date, end: date, options: Any) -> None:
    if options.format == "json":
        print(json.dumps(as_json(counted, columns, start, end), indent=2, ensure_ascii=False))
        return
    label = "all" if columns.by is None else columns.names[columns.by]
    table = [(value or "(empty)", group) for value, group in sorted(counted.groups.items())]
    table.append(("all", counted.whole))
    if options.format == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow([label, *FIGURES])
        writer.writerows([name, *_figures(item)] for name, item in table)
    else:
        print(f"{(end - start).days} nights from {start} up to, not including, {end}")
        width = max(len(name) for name, _ in [*table, (label, None)])
        print("  ".join([f"{label:<{width}}", *(f"{name.replace('_', ' '):>16}" for name in FIGURES)]))
        for name, item in table:
            print("  ".join([f"{name:<{width}}", *(f"{figure:>16}" for figure in _figures(item))]))
    if counted.problems:
        print(f"{len(counted.problems)} of {counted.rows} rows were left out:", file=sys.stderr)
        for problem in counted.problems:
            print(f"  {problem}", file=sys.stderr)


def _figures(item: Figures) -> list[int]:
    return [item.placement_nights, item.child_nights, item.children, item.placements]


def as_json(counted: Counted, columns: Columns, start: date, end: date) -> dict[str, Any]:
    result: dict[str, Any] = {
        "layout": columns.layout,
        "period": {"start": start.isoformat(), "end": end.isoformat(), "nights": (end - start).days},
        **counted.whole.to_json(),
        "rows": counted.rows,
        "rows_counted": counted.rows_counted,
        "problems": [problem.to_json() for problem in counted.problems],
    }
    if columns.by is not None:
        result["by"] = columns.names[columns.by]
        result["groups"] = [
            {"value": value, **group.to_json()} for value, group in sorted(counted.groups.items())
        ]
    return result
