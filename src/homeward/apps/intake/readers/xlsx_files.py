"""XLSX workbooks into lines. Formulas, macros and error values are named by sheet and cell.

openpyxl is used because it tells a formula from its remembered value; with defusedxml installed it reads the
parts without entities. Sheets are read row by row, so that a lonely cell far out costs nothing.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterable
from typing import Any

from openpyxl import load_workbook
from openpyxl.xml import DEFUSEDXML

from homeward.apps.intake.readers.csv_files import too_long, too_many_columns, too_many_rows
from homeward.apps.intake.readers.limits import Limits
from homeward.apps.intake.readers.packages import BadPackage, Package
from homeward.apps.intake.readers.tables import Cell, Line, Long, Sheet, column_letter
from homeward.kernel.problems import Problem

_MAX_NAMED = 20
_DAMAGED = "Open it in the spreadsheet program, save it again as XLSX and send that."
_DECLARATION = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


def read_xlsx(name: str, data: bytes, limits: Limits) -> tuple[list[Sheet], list[Problem]]:
    """The sheets of a workbook that hold anything, or the reasons why it is refused whole."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return [], [
            Problem(
                "file_not_xlsx",
                f"{name} is an old Excel workbook (.xls) or has a password.",
                "Save it as XLSX without a password.",
            )
        ]
    try:
        package = Package(name, data, limits)
        _check_parts(name, package)
    except BadPackage as bad:
        return [], [bad.problem]
    if not DEFUSEDXML:  # the guard against entities is part of the promise, not a nicety
        raise RuntimeError("defusedxml is missing")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # openpyxl remarks on styles it does not know; they carry no value
            return _sheets(name, data, limits)
    except (
        Exception
    ):  # openpyxl fails in many ways on a file that lies about itself; each means the same to the sender
        return [], [Problem("file_damaged", f"{name} is not a sound XLSX workbook.", _DAMAGED)]


def _check_parts(name: str, package: Package) -> None:
    if "[Content_Types].xml" not in package.names or "xl/workbook.xml" not in package.names:
        raise BadPackage(
            Problem("file_not_xlsx", f"{name} is not an XLSX workbook.", "Send CSV UTF-8 or XLSX.")
        )
    if any(
        part.lower().endswith(("vbaproject.bin", ".vbs")) for part in package.names
    ) or b"macroEnabled" in package.read("[Content_Types].xml"):
        raise BadPackage(Problem("file_macros", f"{name} holds macros.", "Save it as XLSX, without macros."))
    package.check_all()
    for part in package.names:
        if part.endswith((".xml", ".rels")) and _DECLARATION.search(package.read(part)[:4096]):
            raise BadPackage(
                Problem(
                    "file_bomb",
                    f"{name} declares its own entities in {part}, which no spreadsheet program does.",
                    _DAMAGED,
                )
            )


def _sheets(name: str, data: bytes, limits: Limits) -> tuple[list[Sheet], list[Problem]]:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    try:
        for source in book.worksheets:
            lines, found = _lines(f"{name}, sheet {source.title}", source, limits)
            problems += found
            if lines:
                sheets.append(Sheet(source.title, tuple(lines), "xlsx", _long(lines[1:], limits)))
    finally:
        book.close()
    if not sheets and not problems:
        problems.append(
            Problem("file_empty", f"{name} is empty.", "Send a file with a header and at least one row.")
        )
    return sheets, problems


def _long(lines: Iterable[Line], limits: Limits) -> Long | None:
    long = (too_long(line.number, (cell.text for cell in line.cells), limits) for line in lines)
    return next((found for found in long if found is not None), None)


def _lines(name: str, source: Any, limits: Limits) -> tuple[list[Line], list[Problem]]:
    source.reset_dimensions()  # what a sheet declares as its size may be wrong
    lines: list[Line] = []
    formulas: list[str] = []
    for number, cells in enumerate(source.iter_rows(), start=1):
        if not any(cell.value is not None for cell in cells):
            if number > limits.workbook_rows * 2:
                return [], [too_many_rows(name, limits, limits.workbook_rows)]
            continue
        if len(lines) > limits.workbook_rows:
            return [], [too_many_rows(name, limits, limits.workbook_rows)]
        used = max(i for i, cell in enumerate(cells) if cell.value is not None) + 1
        if used > limits.columns:
            return [], [too_many_columns(name, number, used, limits)]
        line = Line(number, tuple(_cell(cell) for cell in cells[:used]))
        formulas += [
            f"{column_letter(i)}{number}" for i, cell in enumerate(line.cells) if cell.note == "formula"
        ]
        if not line.is_empty:
            lines.append(line)
    return lines, [_formulas(name, formulas)] if formulas else []


def _formulas(name: str, where: list[str]) -> Problem:
    more = f" and {len(where) - _MAX_NAMED} more" if len(where) > _MAX_NAMED else ""
    word = "cell" if len(where) == 1 else "cells"
    return Problem(
        "file_formulas",
        f"{name} has formulas in {word} {', '.join(where[:_MAX_NAMED])}{more}. A formula may show another value elsewhere.",
        "Copy the cells and paste them as values.",
        column=where[0],
    )


def _cell(cell: Any) -> Cell:
    value = cell.value
    if value is None:
        return Cell("")
    if cell.data_type == "f":
        return Cell(_text(value), "formula")
    if cell.data_type == "e":
        return Cell(str(value), "error")
    if isinstance(value, dt.datetime):
        if value.time() != dt.time():
            return Cell(value.isoformat(sep=" "), "time")
        return Cell(value.date().isoformat())
    if isinstance(value, dt.date):
        return Cell(value.isoformat())
    if isinstance(value, (dt.time, dt.timedelta)):
        return Cell(str(value), "time")
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, (int, float)):
        return _number(value)
    return Cell(_text(value).strip())


def _text(value: Any) -> str:
    """A cell's text. A zero byte, which a workbook can write in code, cannot be stored."""
    return str(value).replace("\x00", "\ufffd")


def _number(value: int | float) -> Cell:
    """A whole number without its ".0"; beyond fifteen digits a spreadsheet has already lost some."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    if abs(value) >= 1e15:
        return Cell(f"{value:.0f}" if abs(value) < 1e300 else str(value), "imprecise")
    return Cell(str(value))
