"""CSV text into lines: commas only, quotes closed, nothing cut."""

from __future__ import annotations

import csv
import io

from homeward.apps.intake.readers.decoding import decode
from homeward.apps.intake.readers.limits import Limits
from homeward.apps.intake.readers.tables import Cell, CellNote, Line, Sheet
from homeward.kernel.problems import Problem

COMMAS = "Save it as “CSV UTF-8 (comma delimited)”. Where the computer's region writes semicolons, send the XLSX file."
_WRONG_DELIMITERS = ((";", "semicolons"), ("\t", "tabs"), ("|", "upright bars"))


def read_csv(name: str, data: bytes, limits: Limits) -> tuple[Sheet | None, list[Problem]]:
    """The lines of a CSV file, or the reasons why it is refused whole."""
    text, problems = decode(name, data)
    if problems:
        return None, problems
    if not text.strip():
        return None, [
            Problem("file_empty", f"{name} is empty.", "Send a file with a header and at least one row.")
        ]
    wrong = _wrong_delimiter(name, text)
    if wrong:
        return None, [wrong]
    return _lines(name, text, limits)


def _wrong_delimiter(name: str, text: str) -> Problem | None:
    head = text.lstrip("\r\n").split("\n", 1)[0]
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


def _lines(name: str, text: str, limits: Limits) -> tuple[Sheet | None, list[Problem]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    lines: list[Line] = []
    number = 0
    try:
        for number, record in enumerate(reader, start=1):
            if number > limits.rows + 1 and any(record):
                return None, [too_many_rows(name, limits)]
            if len(record) > limits.columns:
                return None, [too_many_columns(name, number, len(record), limits)]
            lines.append(Line(number, tuple(Cell(cell.strip(), _note(cell)) for cell in record)))
    except csv.Error as error:
        return None, [_broken(name, number + 1, str(error))]
    return Sheet(name, tuple(lines), "csv"), _end(name, text, lines)


def _note(cell: str) -> CellNote:
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


def _end(name: str, text: str, lines: list[Line]) -> list[Problem]:
    """A file cut in its last row is refused whole; one that may be cut inside its last cell says so."""
    filled = [line for line in lines if not line.is_empty]
    if len(filled) < 2 or text.endswith(("\n", "\r")):
        return []
    header, last = filled[0], filled[-1]
    if len(last.cells) < len(header.cells):
        return [
            Problem(
                "file_truncated",
                f"{name} ends in row {last.number} after {len(last.cells)} of {len(header.cells)} columns:"
                " it was cut.",
                "Export it again and send the whole file.",
                row=last.number,
            )
        ]
    shown = last.cells[-1].text or "empty"
    return [
        Problem(
            "file_end_unsure",
            f"{name} has no line break after row {last.number}, so its last cell (“{shown[:40]}”) may be cut.",
            "Compare the last row with its source. If it is whole, tick this warning.",
            "warning",
            row=last.number,
        )
    ]


def too_many_rows(name: str, limits: Limits) -> Problem:
    return Problem(
        "file_too_many_rows",
        f"{name} has more than {limits.rows:,} rows.",
        f"Split it into files of at most {limits.rows:,} rows.",
        row=limits.rows + 2,
    )


def too_many_columns(name: str, row: int, found: int, limits: Limits) -> Problem:
    return Problem(
        "file_too_many_columns",
        f"{name}: row {row} has {found:,} columns; at most {limits.columns} are read.",
        "Keep the columns of the template and remove the others.",
        row=row,
    )
