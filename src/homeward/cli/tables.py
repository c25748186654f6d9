"""Reads rows of a CSV or XLSX file as text, one at a time, and says what is wrong with the whole file."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from itertools import chain
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
        rows = _csv_rows(handle, name)
        yield _header(rows), rows


def folded(name: str) -> str:
    """A column's name as it is looked for: in any case, spaces, hyphens and underscores alike."""
    return "_".join(name.replace("_", " ").replace("-", " ").casefold().split())


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


def _csv_rows(handle: IO[str], name: str) -> Iterator[Row]:
    """Rows with at least one filled cell; a line of delimiters alone is a blank line."""
    csv.field_size_limit(MAX_CELL)
    number = 0
    try:
        leading = _leading_lines(handle)
        delimiter = max(_DELIMITERS, key=leading[-1].count)
        for number, cells in enumerate(
            csv.reader(chain(leading, handle), delimiter=delimiter, strict=True), start=1
        ):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except UnicodeDecodeError:
        raise BadFile(
            f"The file is not UTF-8 text{_undecodable_line(name)}. Save it again as CSV UTF-8."
        ) from None
    except csv.Error as error:
        raise BadFile(
            f"The file breaks off or is not CSV after row {number} ({error}). Export it again."
        ) from None


def _leading_lines(handle: IO[str]) -> list[str]:
    """Lines up to the first that is not blank, which is the header."""
    lines = [handle.readline()]
    while lines[-1] and not lines[-1].strip():
        lines.append(handle.readline())
    return lines


def _undecodable_line(name: str) -> str:
    """Which line cannot be read, where the file can be looked at again."""
    if name == "-":
        return ""
    with Path(name).open("rb") as handle:
        for number, line in enumerate(handle, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return f" (line {number})"
    return ""


def _spreadsheet(path: Path) -> Iterator[Row]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0)
        _no_formulas(path)
        rows = sheet.iter_rows()
        for number, cells in enumerate(rows, start=1):
            texts = [_cell(cell) for cell in cells]
            if any(texts):
                yield number, texts
    except (CalamineError, OSError) as error:
        raise BadFile(f"{path} cannot be read as a spreadsheet: {error}. Save it again as XLSX.") from None


def _no_formulas(path: Path) -> None:
    """Refuse formulas: one that was never worked out reads as empty, and an empty end is an open stay."""
    if not _mentions_formulas(path):
        return
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.data_type == "f":
                raise BadFile(
                    f"The cell {cell.coordinate} holds a formula. Paste the values over the formulas"
                    " and save again."
                )


def _mentions_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                with archive.open(part) as handle:
                    tail = b""
                    while block := handle.read(1 << 20):
                        if b"<f>" in tail + block or b"<f " in tail + block:
                            return True
                        tail = block[-2:]
    return False


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
        if name and folded(name) in seen:
            raise BadFile(f"The header names the column {name} twice. Rename or remove one.")
        seen.add(folded(name))
    return header
