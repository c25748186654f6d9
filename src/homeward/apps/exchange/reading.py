"""A return as it was sent, into rows that were looked at: CSV files, a workbook, a package, or one JSON document.

The importer's readers do it; a JSON document is turned into the same lines a file has, so that one set of rules holds.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from homeward.apps.exchange.profiles import Group, asked
from homeward.apps.exchange.values import shape_of, to_cell
from homeward.apps.intake.kinds.columns import Shape
from homeward.apps.intake.kinds.rows import CheckedRow, parse_row
from homeward.apps.intake.readers import GivenFile, Limits, Reading, read_files
from homeward.apps.intake.readers.csv_files import note_of
from homeward.apps.intake.readers.headers import table_of
from homeward.apps.intake.readers.tables import Cell, Line, Sheet
from homeward.kernel.problems import Problem
from homeward.policy import Pack

FORMAT = "homeward-data-exchange/1"
# A month of a partner: far more than the largest would send.
MOST = Limits(
    bytes=10_000_000, package_bytes=10_000_000, unpacked_bytes=50_000_000, rows=20_000, workbook_rows=20_000
)
AGAIN = "Download the prefilled return and fill it in."


@dataclass(slots=True)
class Looked:
    """What came of looking at a return: its rows by group, and what is wrong with the files as a whole."""

    rows: dict[str, list[CheckedRow]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def every(self) -> list[CheckedRow]:
        return [row for rows in self.rows.values() for row in rows]


def look_at(files: Sequence[GivenFile], groups: Sequence[Group], month: dt.date, pack: Pack) -> Looked:
    """Read the files of a return, row by row. A file that cannot be read whole is refused whole."""
    shapes = [shape_of(group) for group in asked(groups)]
    reading = _read(list(files), shapes, month)
    found = Looked(problems=list(reading.problems))
    if reading.is_refused:
        return found
    by_name = {shape.name: shape for shape in shapes}
    for table in reading.tables:
        shape = by_name[table.shape]
        found.rows[shape.name] = [parse_row(shape, source, pack) for source in table.rows]
    return found


def _read(files: list[GivenFile], shapes: Sequence[Shape], month: dt.date) -> Reading:
    documents = [f for f in files if f.name.lower().endswith(".json")]
    if not documents:
        return read_files(files, shapes, MOST, optional=[s.name for s in shapes])
    if len(files) > 1:
        return _refused(
            "file_too_many",
            "A JSON document is a whole return, and other files came with it.",
            "Send it alone.",
        )
    return _document(documents[0], shapes, month)


def _refused(code: str, message: str, remedy: str) -> Reading:
    return Reading(problems=[Problem(code, message, remedy)])


def _document(file: GivenFile, shapes: Sequence[Shape], month: dt.date) -> Reading:
    if file.size > MOST.bytes:
        return _refused(
            "file_too_large",
            f"{file.name} has {file.size:,} bytes; at most {MOST.bytes:,} are read.",
            "Send it as CSV.",
        )
    try:
        told = json.loads(
            file.read().decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant
        )
    except UnicodeDecodeError as error:
        return _refused(
            "file_encoding",
            f"{file.name} is not UTF-8: byte {error.start + 1}.",
            "Write the document in UTF-8.",
        )
    except (ValueError, RecursionError) as error:
        return _refused("json_broken", f"{file.name} is no JSON document: {str(error)[:120]}.", AGAIN)
    if not _is_storable(told):
        return _refused(
            "json_letters", f"{file.name} holds a character that is no letter or sign.", "Type it again."
        )
    if problem := _head_problem(file.name, told, month):
        return Reading(problems=[problem])
    reading = Reading()
    by_name = {shape.name: shape for shape in shapes}
    for name, rows in told["groups"].items():
        if name not in by_name:
            reading.problems.append(
                Problem(
                    "group_unknown",
                    f"{file.name}: no group is called “{name[:40]}”.",
                    f"Known are: {', '.join(by_name)}.",
                )
            )
        elif not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            reading.problems.append(
                Problem("json_rows", f"{file.name}: the group {name} is not a list of objects.", AGAIN)
            )
        elif rows:
            _take(reading, by_name[name], rows)
    return reading


def _take(reading: Reading, shape: Shape, rows: list[dict[str, Any]]) -> None:
    """The objects of a group as the lines of a file: the header first, then row 1."""
    header = list(dict.fromkeys(name for row in rows for name in row))
    faults = [
        Problem(
            "json_value", f"{shape.name}: the value is neither a text, a whole number, yes or no, nor a list of texts.",
            "Write a text or a whole number, true or false; a decimal as text.", row=number, column=name,
        )
        for number, row in enumerate(rows, start=1) for name, value in row.items() if not _is_plain(value)
    ]  # fmt: skip
    reading.problems += faults
    if faults:
        return
    lines = [Line(0, tuple(Cell(name) for name in header))]
    lines += [
        Line(
            number,
            tuple(Cell(text.strip(), note_of(text)) for text in (to_cell(row.get(name)) for name in header)),
        )
        for number, row in enumerate(rows, start=1)
    ]
    table, problems = table_of(Sheet(shape.name, lines, "csv"), shape.known, shape.required, MOST)
    reading.problems += problems
    if table:
        reading.tables.append(replace(table, shape=shape.name))


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(isinstance(part, str) for part in value)
    return value is None or isinstance(value, str | bool) or type(value) is int


def _head_problem(name: str, told: Any, month: dt.date) -> Problem | None:
    if not isinstance(told, dict) or not isinstance(told.get("groups"), dict):
        return Problem("json_shape", f"{name} holds no groups.", AGAIN)
    if told.get("format") != FORMAT:
        return Problem(
            "json_format",
            f"{name} says its format is “{str(told.get('format'))[:40]}”.",
            f"It is “{FORMAT}”.",
        )
    if told.get("month") != f"{month:%Y-%m}":
        return Problem(
            "month_other", f"{name} is of the month “{str(told.get('month'))[:20]}”, not of {month:%Y-%m}.",
            "Choose its month, or send the document of this one.", column="month",
        )  # fmt: skip
    return None


def _is_storable(told: Any) -> bool:
    """Whether every text of it can be kept: no half of a character pair, no zero."""
    try:
        return b"\x00" not in json.dumps(told, ensure_ascii=False).replace("\\u0000", "\x00").encode()
    except UnicodeEncodeError:
        return False


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return made


def _no_constant(text: str) -> Any:
    raise ValueError(f"{text} is no value")
