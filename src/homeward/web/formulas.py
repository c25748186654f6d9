"""Working out the formulas that our workbooks hold: sums, the four operations, cells of this and other sheets.

It knows exactly what `homeward.web.workbooks` is given to write, and refuses everything else: whatever a
spreadsheet can do beyond this does not belong in a statement. Figures are exact fractions of the decimals in the
file, so a check against ours is exact too.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

Place = tuple[str, str]  # sheet and cell: ("Money", "C4")
TOKEN = re.compile(
    r"\s*(?:(?P<range>(?:'[^']+'!|[A-Za-z]+!)?[A-Z]{1,2}[0-9]+(?::[A-Z]{1,2}[0-9]+)?)|(?P<number>[0-9]+(?:\.[0-9]+)?)"
    r"|(?P<sum>SUM)(?=\()|(?P<sign>[-+*/()]))"
)


class FormulaError(ValueError):
    """A formula that our workbooks do not write."""


def column_name(across: int) -> str:
    """`A` for 0, `AA` for 26."""
    return chr(65 + across) if across < 26 else column_name(across // 26 - 1) + chr(65 + across % 26)


def evaluate_file(content: bytes) -> dict[Place, Fraction]:
    """The result of every formula of an XLSX file, worked out from the values in it, never from its cached results."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    cells: dict[Place, Any] = {
        (sheet.title, cell.coordinate): cell
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }
    values = {place: cell.value for place, cell in cells.items() if cell.data_type in "nf"}
    return {
        place: _Evaluation(values, frozenset()).at(place)
        for place, cell in cells.items()
        if cell.data_type == "f"
    }


class _Evaluation:
    """One formula, read from left to right; `open_` holds the cells being worked out, to refuse circles."""

    def __init__(self, values: Mapping[Place, Any], open_: frozenset[Place]) -> None:
        self.values, self.open = values, open_

    def at(self, place: Place) -> Fraction:
        value = self.values.get(place, 0)
        if not isinstance(value, str):
            return Fraction(Decimal(repr(value)))
        if place in self.open:
            raise FormulaError(f"{place} leads back to itself")
        inner = _Evaluation(self.values, self.open | {place})
        return inner.formula(place[0], value.removeprefix("="))

    def formula(self, sheet: str, text: str) -> Fraction:
        self.sheet, self.tokens = sheet, _tokens(text)
        result = self._sum_of_terms()
        if self.tokens:
            raise FormulaError(f"not understood: {text}")
        return result

    def _sum_of_terms(self) -> Fraction:
        result = self._term()
        while self.tokens and self.tokens[0][1] in "+-":
            sign = self.tokens.pop(0)[1]
            result += self._term() if sign == "+" else -self._term()
        return result

    def _term(self) -> Fraction:
        result = self._factor()
        while self.tokens and self.tokens[0][1] in "*/":
            sign, other = self.tokens.pop(0)[1], self._factor()
            result = result * other if sign == "*" else result / other
        return result

    def _factor(self) -> Fraction:
        kind, text = self._next()
        if kind == "number":
            return Fraction(text)
        if kind == "range" and ":" not in text:
            return self.at(self._place(text))
        if text == "-":
            return -self._factor()
        if kind == "sum":
            self._expect("(")
            total = sum((self.at(place) for place in self._places(self._next()[1])), Fraction(0))
            self._expect(")")
            return total
        if text == "(":
            inner = self._sum_of_terms()
            self._expect(")")
            return inner
        raise FormulaError(f"not understood: {text}")

    def _next(self) -> tuple[str, str]:
        if not self.tokens:
            raise FormulaError("the formula ends too early")
        return self.tokens.pop(0)

    def _expect(self, sign: str) -> None:
        if self._next()[1] != sign:
            raise FormulaError(f"{sign} is missing")

    def _place(self, text: str) -> Place:
        sheet, _, cell = text.rpartition("!")
        return (sheet.strip("'") or self.sheet, cell)

    def _places(self, text: str) -> list[Place]:
        """Every cell of a range within one column; a sum passes over text, as a spreadsheet's does."""
        first, _, last = text.partition(":")
        sheet, start = self._place(first)
        column = start.rstrip("0123456789")
        if last and last.rstrip("0123456789") != column:
            raise FormulaError(f"{text} is more than one column")
        rows = range(int(start[len(column) :]), int((last or start)[len(column) :]) + 1)
        places = [(sheet, f"{column}{row}") for row in rows]
        return [p for p in places if p in self.values]


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise FormulaError(f"not understood: {text[at:]}")
        found.append((match.lastgroup, match.group(match.lastgroup)))
        at = match.end()
    return found
