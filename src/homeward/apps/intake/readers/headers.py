"""Lines into a table: the header found, its columns known and once each, every row as long as the header."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from homeward.apps.intake.readers.limits import Limits
from homeward.apps.intake.readers.tables import Cell, Line, Sheet, SourceRow, Table, column_letter
from homeward.kernel.problems import Problem

_NOTES = {
    "formula": ("cell_formula", "begins like a formula", "Write the plain value, or leave the cell empty."),
    "error": ("cell_error", "is a spreadsheet error", "Correct it, or write the plain value."),
    "time": ("cell_time", "holds a time of day; only dates are read", "Write the date alone."),
    "imprecise": (
        "cell_imprecise",
        "is a number of more than 15 digits, of which the spreadsheet lost some",
        "Format the column as text and write it again.",
    ),
}
# Codes of what only the reader can notice; a later check cannot find them again in the text of the cell.
READER_CODES = frozenset(
    {"row_too_long", "row_too_short", "cell_damaged", "cell_control", "cell_twice_encoded"}
    | {code for code, _, _ in _NOTES.values()}
)
# What UTF-8 looks like after it was read as Windows-1252 once too often.
_TWICE_ENCODED = ("Ã©", "Ã¨", "Ã¡", "Ã¢", "Ä\x81", "Äģ", "Å«", "â€™", "â€“", "Ã¼", "Ã¶")
# Whether there is anything at all to say of a cell's letters: nearly always there is not.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]|" + "|".join(map(re.escape, _TWICE_ENCODED)))


def fold_header(text: str) -> str:
    """Column names are compared without case, and with spaces and hyphens as underscores."""
    return "_".join(text.replace("-", " ").replace("_", " ").casefold().split())


def table_of(
    sheet: Sheet, known: Iterable[str], required: Iterable[str], limits: Limits
) -> tuple[Table | None, list[Problem]]:
    """The table of a sheet, or every reason at once why its header or size is refused."""
    filled = (line for line in sheet.lines if not line.is_empty)
    header, first = next(filled, None), next(filled, None)
    if header is None:
        return None, [
            Problem(
                "file_empty", f"{sheet.name} is empty.", "Send a file with a header and at least one row."
            )
        ]
    width = max((i + 1 for i, c in enumerate(header.cells) if c.text), default=0)
    names = [cell.text for cell in header.cells[:width]]
    problems = list(_header_problems(sheet, header, names, list(known), list(required)))
    if first is None and not problems:
        problems.append(
            Problem(
                "file_no_rows",
                f"{sheet.name} has a header and no rows.",
                "Send a file with at least one row.",
            )
        )
    if problems:
        return None, problems
    spelled = {fold_header(k): k for k in known}
    columns = tuple(spelled[fold_header(n)] for n in names)
    if sheet.long is not None:
        return None, [
            Problem(
                "cell_too_long",
                f"{sheet.name}: a cell in row {sheet.long.row} has {sheet.long.characters:,} characters; at most"
                f" {limits.cell_characters:,} are read.",
                "Shorten it.",
                row=sheet.long.row,
            )
        ]
    letters = {c: column_letter(i) for i, c in enumerate(columns)}
    return Table(sheet.name, columns, TableRows(sheet, columns), letters), []


class TableRows:
    """The rows below the header, read as they are gone through."""

    def __init__(self, sheet: Sheet, columns: tuple[str, ...]) -> None:
        self._sheet, self._columns = sheet, columns

    def __iter__(self) -> Iterator[SourceRow]:
        filled = (line for line in self._sheet.lines if not line.is_empty)
        next(filled)  # the header
        for line in filled:
            yield _row(self._sheet, self._columns, line)


def _header_problems(
    sheet: Sheet, header: Line, names: list[str], known: list[str], required: list[str]
) -> Iterator[Problem]:
    row, folded = header.number, [fold_header(n) for n in names]
    spelled = {fold_header(k): k for k in known}
    for index, name in enumerate(names):
        letter = column_letter(index)
        if not name:
            yield Problem(
                "header_empty",
                f"{sheet.name}: column {letter} has no name in row {row}.",
                "Name it as in the template, or remove the column.",
                row=row,
                column=letter,
            )
        elif folded.index(folded[index]) != index:
            first = column_letter(folded.index(folded[index]))
            yield Problem(
                "header_duplicate",
                f"{sheet.name}: the column {name} stands in {first} and again in {letter}.",
                "Keep one of them.",
                row=row,
                column=name,
            )
        elif folded[index] not in spelled:
            near = get_close_matches(folded[index], spelled, n=1)
            meant = f"Perhaps {spelled[near[0]]} is meant. " if near else ""
            yield Problem(
                "header_unknown",
                f"{sheet.name}: the column “{name[:60]}” ({letter}) is not known.",
                f"{meant}Rename it as in the template, or remove it.",
                row=row,
                column=name[:60],
            )
    for name in required:
        if fold_header(name) not in folded:
            yield Problem(
                "header_missing",
                f"{sheet.name}: the column {name} is missing from row {row}.",
                "Add it; the template shows every column.",
                row=row,
                column=name,
            )


def _row(sheet: Sheet, columns: tuple[str, ...], line: Line) -> SourceRow:
    cells = dict.fromkeys(columns, "")
    problems: list[Problem] = []
    for name, cell in zip(columns, line.cells, strict=False):
        cells[name] = cell.text
        if cell.note or _ODD.search(cell.text):
            problems += _cell_problems(line.number, name, cell)
    extra = [c.text for c in line.cells[len(columns) :] if c.text]
    if extra:
        problems.append(
            Problem(
                "row_too_long",
                f"The row has {len(line.cells)} cells, the header {len(columns)}.",
                "Put cells that hold commas between quotation marks, or remove what stands beyond the last column.",
                row=line.number,
                value=extra[0][:60],
            )
        )
    if sheet.format == "csv" and len(line.cells) < len(columns):
        problems.append(
            Problem(
                "row_too_short",
                f"The row has {len(line.cells)} cells, the header {len(columns)}.",
                "Write every column, empty ones too.",
                row=line.number,
            )
        )
    return SourceRow(sheet.name, line.number, cells, tuple(problems))


def _cell_problems(row: int, name: str, cell: Cell) -> Iterator[Problem]:
    if cell.note:
        code, says, remedy = _NOTES[cell.note]
        yield Problem(code, f"The cell {says}.", remedy, row=row, column=name, value=cell.text[:60])
    if "\ufffd" in cell.text:
        yield Problem(
            "cell_damaged",
            "A letter was lost before the file came here (\ufffd stands in its place).",
            "Correct it at its source and export again.",
            row=row,
            column=name,
            value=cell.text[:60],
        )
    if any(ord(c) < 32 and c not in "\t\n\r" for c in cell.text):
        yield Problem(
            "cell_control",
            "The cell holds a character that cannot be seen.",
            "Type the cell again.",
            row=row,
            column=name,
        )
    if any(mark in cell.text for mark in _TWICE_ENCODED):
        yield Problem(
            "cell_twice_encoded",
            "Some letters look as if the file had been saved in the wrong encoding once.",
            "Compare with the source; correct it, or tick this warning if it is meant.",
            "warning",
            row=row,
            column=name,
            value=cell.text[:60],
        )
