"""Files that leave the house: templates to fill in, and the rows that need correcting with what is wrong beside them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from homeward.apps.intake.kinds.columns import Column, Shape
from homeward.apps.intake.kinds.registry import Kind
from homeward.apps.intake.models import ImportBatch, ImportRow
from homeward.policy import Pack
from homeward.web.lists.exports import safe_text

PROBLEM_COLUMNS = ("problem_row", "problem_severity", "problem_columns", "problem_text", "problem_remedy")
Rows = Iterable[Sequence[Any]]


def csv_bytes(rows: Rows) -> bytes:
    """UTF-8 with its mark, so that a spreadsheet shows macrons; no cell is taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([safe_text(cell) for cell in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def xlsx_bytes(sheets: Sequence[tuple[str, Rows]]) -> bytes:
    """A workbook of text cells only: nothing is run, nothing is read as a number or a date."""
    import xlsxwriter  # slow to import, and few requests need it

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    bold, plain = book.add_format({"bold": True}), book.add_format({"num_format": "@"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name[:31])
        sheet.freeze_panes(1, 0)
        widest: dict[int, int] = {}
        for down, row in enumerate(rows):
            for across, cell in enumerate(row):
                sheet.write_string(down, across, str(cell), bold if down == 0 else plain)
                widest[across] = min(max(widest.get(across, 10), len(str(cell)) + 2), 60)
        for across, width in widest.items():
            sheet.set_column(across, across, width, plain)
    book.close()
    return buffer.getvalue()


def template_csv(shape: Shape) -> bytes:
    """The header alone: a file of examples would be loaded one day."""
    return csv_bytes([shape.known])


def template_xlsx(kind: Kind, shape: Shape, pack: Pack, language: str) -> bytes:
    return xlsx_bytes(
        [
            (shape.name.capitalize(), [shape.known]),
            ("Code lists", code_rows(shape, pack, language)),
            ("Instructions", instruction_rows(kind, shape)),
        ]
    )


def code_rows(shape: Shape, pack: Pack, language: str) -> list[tuple[str, ...]]:
    """Every code a column may hold, with its words and the days from and until which it is valid."""
    rows: list[tuple[str, ...]] = [
        ("column", "code", "meaning", "valid from", "valid until, that day excluded")
    ]
    for column in shape.columns:
        rows += [(column.name, code, label, "", "") for code, label in column.choices]
        codes = pack.vocabularies.get(column.code_list) if column.code_list else None
        for row in codes.rows if codes else ():
            label = row.labels.get(language) or next(iter(row.labels.values()))
            until = row.valid.end.isoformat() if row.valid.end else ""
            rows.append((column.name, row.code, label, row.valid.start.isoformat(), until))
    return rows


def instruction_rows(kind: Kind, shape: Shape) -> list[tuple[str, ...]]:
    head = ("column", "needed", "what to write", "example")
    general = [
        ("", "", kind.words, ""),
        (
            "",
            "",
            "Dates are written 2026-08-14 or 14/08/2026. An end is the first day after, not the last night.",
            "",
        ),
        ("", "", "An empty cell says that nothing is known. It never clears what is recorded.", ""),
        ("", "", "Write plain values: a formula, or a cell that begins with = + - or @, is refused.", ""),
    ]
    return [head, *general, *(_instruction(column) for column in shape.columns)]


def _instruction(column: Column) -> tuple[str, ...]:
    return (column.name, "yes" if column.required else "no", column.meaning, column.example)


def problem_sheets(batch: ImportBatch, rows: Iterable[ImportRow]) -> list[tuple[str, Rows]]:
    """For each table its own columns with what is wrong beside them, so that the rows can be mended and sent again."""
    by_table: dict[str, list[ImportRow]] = {}
    for row in rows:
        by_table.setdefault(row.table, []).append(row)
    return [(table, _problem_table(batch, table, found)) for table, found in by_table.items()]


def _problem_table(batch: ImportBatch, table: str, rows: list[ImportRow]) -> Rows:
    columns = batch.columns.get(table) or list(rows[0].raw)
    yield [*columns, *PROBLEM_COLUMNS]
    for row in rows:
        cells = [row.raw.get(column, "") for column in columns]
        worst = "error" if row.has_error else "warning"
        named = dict.fromkeys(p["column"] for p in row.problems if p["column"])
        says = " ".join(p["message"] for p in row.problems)
        remedy = " ".join(dict.fromkeys(p["remedy"] for p in row.problems))
        yield [*cells, str(row.number), worst, ", ".join(named), says, remedy]
