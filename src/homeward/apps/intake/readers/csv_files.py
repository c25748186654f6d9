"""CSV text into lines: commas only, quotes closed, nothing cut."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from homeward.apps.intake.readers.decoding import Text, look_at
from homeward.apps.intake.readers.given import GivenFile
from homeward.apps.intake.readers.limits import FROM_DISK, Limits
from homeward.apps.intake.readers.tables import Cell, CellNote, Line, Long, Sheet
from homeward.kernel.problems import Problem

COMMAS = "Save it as “CSV UTF-8 (comma delimited)”. Where the computer's region writes semicolons, send the XLSX file."
_WRONG_DELIMITERS = ((";", "semicolons"), ("\t", "tabs"), ("|", "upright bars"))


class CsvLines:
    """The lines of a CSV file, read from its bytes each time they are gone through."""

    def __init__(self, file: GivenFile) -> None:
        self._file = file

    def __iter__(self) -> Iterator[Line]:
        for number, record in records(self._file):
            yield Line(number, tuple([Cell(cell.strip(), note_of(cell)) for cell in record]))


def records(file: GivenFile) -> Iterator[tuple[int, list[str]]]:
    """The records of a file with their numbers. Raises csv.Error where its quotes are broken."""
    with file.open() as source, io.TextIOWrapper(source, encoding="utf-8-sig", newline="") as text:
        yield from enumerate(csv.reader(text, strict=True), start=1)


def read_csv(file: GivenFile, limits: Limits) -> tuple[Sheet | None, list[Problem]]:
    """The lines of a CSV file, or the reasons why it is refused whole.

    The file is gone through to its end before a line is handed on, so that nothing of a broken file is used.
    """
    name = file.name
    text, problems = look_at(file)
    if problems:
        return None, problems
    if text.is_blank:
        return None, [
            Problem("file_empty", f"{name} is empty.", "Send a file with a header and at least one row.")
        ]
    wrong = _wrong_delimiter(name, text.head)
    if wrong:
        return None, [wrong]
    return _whole(file, text, limits)


def _wrong_delimiter(name: str, head: str) -> Problem | None:
    if head.lower().startswith("sep="):
        return Problem(
            "file_delimiter",
            f"{name} begins with a line “{head.strip()}” meant for a spreadsheet program.",
            f"Remove that line. {COMMAS}",
            row=1,
        )
    for mark, words in _WRONG_DELIMITERS:
        if head.count(mark) > head.count(","):
            return Problem(
                "file_delimiter",
                f"{name} separates its columns by {words}; only commas are read.",
                COMMAS,
                row=1,
            )
    return None


@dataclass(slots=True)
class _Ends:
    """The first and the last record that holds anything, and how many there are."""

    filled: int = 0
    header: list[str] = field(default_factory=list)
    number: int = 0
    last: list[str] = field(default_factory=list)


def _whole(file: GivenFile, text: Text, limits: Limits) -> tuple[Sheet | None, list[Problem]]:
    """The sheet after every record was looked at once: how many, how wide, how long, and whether the quotes close."""
    name, number, long, ends = file.name, 0, None, _Ends()
    try:
        for number, record in records(file):
            if number > limits.rows + 1 and any(record):
                return None, [too_many_rows(name, limits)]
            if len(record) > limits.columns:
                return None, [too_many_columns(name, number, len(record), limits)]
            if not any(map(str.strip, record)):
                continue
            if long is None and ends.filled and sum(map(len, record)) > limits.cell_characters:
                long = too_long(number, (cell.strip() for cell in record), limits)
            ends.filled, ends.number, ends.last = ends.filled + 1, number, record
            ends.header = ends.header or record
    except csv.Error as error:
        return None, [_broken(name, number + 1, str(error))]
    return Sheet(name, CsvLines(file), "csv", long), [] if text.is_ended else _end(name, ends)


def too_long(row: int, cells: Iterable[str], limits: Limits) -> Long | None:
    """The first cell of a row that has more characters than are read."""
    return next((Long(row, len(cell)) for cell in cells if len(cell) > limits.cell_characters), None)


def note_of(cell: str) -> CellNote:
    """What is to be noted of a cell: whether a spreadsheet would take it for a formula."""
    bare = cell.lstrip()
    return "formula" if bare[:1] in ("=", "+", "-", "@") or cell[:1] in ("\t", "\r") else ""


def _broken(name: str, row: int, reason: str) -> Problem:
    if "unexpected end" in reason:
        return Problem(
            "file_truncated",
            f"{name} ends inside a quoted cell that begins in row {row}: it was cut.",
            "Export it again and send the whole file.",
            row=row,
        )
    if "field larger" in reason:
        return Problem(
            "cell_too_long",
            f"{name}: a cell in row {row} is far too long; perhaps a quotation mark is not closed.",
            "Close the quotation mark, or shorten the cell.",
            row=row,
        )
    return Problem(
        "file_quotes",
        f"{name}: row {row} has a quotation mark where none may stand.",
        "Double a quotation mark inside a cell, or export the file again.",
        row=row,
    )


def _end(name: str, ends: _Ends) -> list[Problem]:
    """A file cut in its last row is refused whole; one that may be cut inside its last cell says so."""
    if ends.filled < 2:
        return []
    if len(ends.last) < len(ends.header):
        return [
            Problem(
                "file_truncated",
                f"{name} ends in row {ends.number} after {len(ends.last)} of {len(ends.header)} columns:"
                " it was cut.",
                "Export it again and send the whole file.",
                row=ends.number,
            )
        ]
    shown = ends.last[-1].strip() or "empty"
    return [
        Problem(
            "file_end_unsure",
            f"{name} has no line break after row {ends.number}, so its last cell (“{shown[:40]}”) may be cut.",
            "Compare the last row with its source. If it is whole, tick this warning.",
            "warning",
            row=ends.number,
        )
    ]


def too_many_rows(name: str, limits: Limits, most: int = 0) -> Problem:
    most = most or limits.rows
    remedy = f"Split it into files of at most {most:,} rows."
    if limits.rows < FROM_DISK.rows:
        remedy += f" As CSV the command “homeward import” reads up to {FROM_DISK.rows:,}."
    return Problem("file_too_many_rows", f"{name} has more than {most:,} rows.", remedy, row=most + 2)


def too_many_columns(name: str, row: int, found: int, limits: Limits) -> Problem:
    return Problem(
        "file_too_many_columns",
        f"{name}: row {row} has {found:,} columns; at most {limits.columns} are read.",
        "Keep the columns of the template and remove the others.",
        row=row,
    )
