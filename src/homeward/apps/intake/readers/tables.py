"""What a reader hands on: tables of text cells, each row with the number a spreadsheet shows for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from homeward.kernel.problems import Problem

CellNote = Literal["", "formula", "error", "time", "imprecise"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as text. `note` says what a spreadsheet knew about it that its text does not show."""

    text: str
    note: CellNote = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file or sheet before its header is known."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_empty(self) -> bool:
        return not any(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Long:
    """A cell below the header with more characters than are read: its row and how many."""

    row: int
    characters: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """All lines of one file or sheet, header included. They can be gone through again and again, and a long file is
    read anew each time. `long`: the first cell that is longer than may be."""

    name: str
    lines: Iterable[Line]
    format: Literal["csv", "xlsx"]
    long: Long | None = None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A data row: cells by column name, with what the reader already noticed about it."""

    sheet: str
    number: int
    cells: dict[str, str]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, read as they are gone through. `letters` leads from a column name to the letter a
    spreadsheet shows; `shape` names what the rows were matched to."""

    name: str
    headers: tuple[str, ...]
    rows: Iterable[SourceRow]
    letters: dict[str, str] = field(default_factory=dict)
    shape: str = ""


@dataclass(slots=True)
class Reading:
    """What came of reading files: their tables, or the problems for which they are refused whole."""

    tables: list[Table] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        return any(p.severity == "error" for p in self.problems)


def column_letter(index: int) -> str:
    """The letter of the n-th column, counted from 0.

    >>> column_letter(0), column_letter(25), column_letter(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
