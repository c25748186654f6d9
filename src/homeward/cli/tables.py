"""Reads rows of a CSV or XLSX file as text, one at a time, and says what is wrong with the whole file."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO

MAX_CELL = 1_000_000
_DELIMITERS = ",;\t|"


class BadFile(Exception):
    """A file that cannot be read as a table; the text says why and what to do."""


Row = tuple[int, Sequence[str]]


@contextmanager
def open_table(name: str) -> Iterator[tuple[list[str], Iterator[Row]]]:
    """The header and the rows after it with their row numbers; the header is row 1. Raises BadFile."""
    if name != "-" and Path(name).suffix.lower() in (".xlsx", ".xlsm"):
        rows = _spreadsheet(Path(name))
        yield _header(rows), rows
        return
    with _text(name) as handle:
        rows = _csv_rows(handle)
        yield _header(rows), rows


@contextmanager
def _text(name: str) -> Iterator[IO[str]]:
    if name == "-":
        yield io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
        return
    with ExitStack() as stack:
        try:
            handle = stack.enter_context(Path(name).open(encoding="utf-8-sig", newline=""))
        except OSError as error:
            raise BadFile(f"{name} cannot be opened: {error.strerror}. Check the path.") from None
        yield handle


def _csv_rows(handle: IO[str]) -> Iterator[Row]:
    csv.field_size_limit(MAX_CELL)
    number = 0
    try:
        first = handle.readline()
        delimiter = max(_DELIMITERS, key=first.count) if first else ","
        for number, cells in enumerate(
            csv.reader(_chain(first, handle), delimiter=delimiter, strict=True), start=1
        ):
            if cells:
                yield number, cells
    except UnicodeDecodeError:
        raise BadFile(
            f"The file is not UTF-8 text (after row {number}). Save it again as CSV UTF-8."
        ) from None
    except csv.Error as error:
        raise BadFile(
            f"The file breaks off or is not CSV after row {number} ({error}). Export it again."
        ) from None


def _chain(first: str, rest: IO[str]) -> Iterator[str]:
    if first:
        yield first
    yield from rest


def _spreadsheet(path: Path) -> Iterator[Row]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        rows = sheet.iter_rows()
        for number, cells in enumerate(rows, start=1):
            texts = [_cell(cell) for cell in cells]
            if any(texts):
                yield number, texts
    except (CalamineError, OSError) as error:
        raise BadFile(f"{path} cannot be read as a spreadsheet: {error}. Save it again as XLSX.") from None


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _header(rows: Iterator[Row]) -> list[str]:
    _, cells = next(rows, (0, []))
    header = [cell.strip() for cell in cells]
    if not any(header):
        raise BadFile("The file is empty: its first row must name the columns.")
    seen: set[str] = set()
    for name in header:
        if name and name.casefold() in seen:
            raise BadFile(f"The header names the column {name} twice. Rename or remove one.")
        seen.add(name.casefold())
    return header
