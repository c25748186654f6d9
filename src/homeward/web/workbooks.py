"""Workbooks whose totals are live, and agree with ours.

A formula carries the figure it must give. It is written with that figure beside it, so that a reader without
recalculation sees the same. After writing, the file is read back and every formula worked out anew from the
cells in it by `homeward.web.formulas`; a file that differs is never handed out.

Text is written as text: never a formula, an address or a number. Properties name nobody. The same sheets give the
same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from homeward.web import formulas


class WorkbookError(RuntimeError):
    """A workbook whose live totals are not ours."""


@dataclass(frozen=True)
class Formula:
    """A live figure: its text without the equals sign, and the exact figure it must give."""

    text: str
    value: Fraction | Decimal | int
    style: str = "number"


@dataclass(frozen=True)
class Amount:
    """Money in a cell: shown with two decimals."""

    value: Decimal


Cell = str | int | Decimal | dt.date | Formula | Amount | None


@dataclass(frozen=True)
class Sheet:
    """A sheet: a head, rows, and rows at its foot in bold. Column widths in characters."""

    name: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]] = ()
    foot: Sequence[Sequence[Cell]] = ()
    widths: Sequence[int] = ()


STYLES: dict[str, Mapping[str, Any]] = {
    "head": {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1},
    "text": {"text_wrap": True, "valign": "top"},
    "number": {"num_format": "#,##0", "valign": "top"},
    "part": {"num_format": "#,##0.0###", "valign": "top"},
    "money": {"num_format": '#,##0.00;"\u2212 "#,##0.00', "valign": "top"},
    "percent": {"num_format": "0.0 %", "valign": "top"},
    "date": {"num_format": "d mmm yyyy", "valign": "top"},
}


def workbook(sheets: Sequence[Sheet], *, title: str, made: dt.date) -> bytes:
    """Write, read back, check. Raises WorkbookError when a live total differs from ours."""
    content = _written(sheets, title, made)
    wanted = {
        (sheet.name, f"{formulas.column_name(across)}{down}"): cell.value
        for sheet in sheets
        for down, row in enumerate([*sheet.rows, *sheet.foot], start=2)
        for across, cell in enumerate(row)
        if isinstance(cell, Formula)
    }
    check_totals(content, wanted)
    return content


def check_totals(content: bytes, wanted: Mapping[tuple[str, str], Any]) -> None:
    """Work out every formula of a written file from its own cells; each must give exactly the figure wanted."""
    found = formulas.evaluate_file(content)
    if set(found) != set(wanted):
        raise WorkbookError(f"Formulas stand where none was meant: {sorted(set(found) ^ set(wanted))}")
    for place, value in wanted.items():
        if found[place] != Fraction(value):
            raise WorkbookError(f"{place[0]} {place[1]} gives {found[place]}, but ours is {value}.")


def _written(sheets: Sequence[Sheet], title: str, made: dt.date) -> bytes:
    import xlsxwriter  # slow to import, and few requests need it

    buffer = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(buffer, options)
    moment = dt.datetime.combine(made, dt.time())
    book.set_properties({"title": title, "author": "", "created": moment})
    styles = {
        (name, bold): book.add_format({**values, "bold": bold or bool(values.get("bold"))})
        for name, values in STYLES.items()
        for bold in (False, True)
    }
    for sheet in sheets:
        _write_sheet(book.add_worksheet(sheet.name), sheet, styles)
    book.close()
    return buffer.getvalue()


def _write_sheet(target: Any, sheet: Sheet, styles: Mapping[tuple[str, bool], Any]) -> None:
    target.freeze_panes(1, 0)
    target.set_landscape()
    target.set_paper(9)
    target.fit_to_pages(1, 0)
    target.repeat_rows(0)
    for across, width in enumerate(sheet.widths):
        target.set_column(across, across, width)
    for across, words in enumerate(sheet.head):
        target.write_string(0, across, words, styles["head", True])
    for down, row in enumerate([*sheet.rows, *sheet.foot], start=1):
        bold = down > len(sheet.rows)
        for across, cell in enumerate(row):
            _write_cell(target, down, across, cell, styles, bold)


def _write_cell(
    target: Any, down: int, across: int, cell: Cell, styles: Mapping[tuple[str, bool], Any], bold: bool
) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, Formula):
        # A spreadsheet holds binary fractions: the cached figure is the nearest one, as the file's own would be.
        value = Fraction(cell.value)
        target.write_formula(down, across, f"={cell.text}", styles[cell.style, bold], float(value))
    elif isinstance(cell, Amount):
        target.write_number(down, across, cell.value, styles["money", bold])
    elif isinstance(cell, Decimal):
        target.write_number(down, across, cell, styles["part", bold])
    elif isinstance(cell, int):
        target.write_number(down, across, cell, styles["number", bold])
    elif isinstance(cell, dt.date):
        target.write_datetime(down, across, cell, styles["date", bold])
    else:
        target.write_string(down, across, cell, styles["text", bold])
