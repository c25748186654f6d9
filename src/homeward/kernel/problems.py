"""What is wrong with what was handed in, said so that the reader can put it right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from homeward.kernel.jsontypes import JSON

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: what, where and the remedy.

    ``row`` counts as the reader's tool counts (a CSV's header is row 1); ``column`` is a column's name
    or the path of a field. An error stops the row or the decision; a warning does not.
    """

    code: str
    message: str
    remedy: str
    severity: Severity = "error"
    row: int | None = None
    column: str | None = None
    value: str | None = None

    @property
    def where(self) -> str:
        parts = []
        if self.row is not None:
            parts.append(f"row {self.row}")
        if self.column:
            parts.append(self.column)
        return ", ".join(parts)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.message} {self.remedy}"

    def to_json(self) -> dict[str, JSON]:
        return {
            "code": self.code,
            "severity": self.severity,
            "row": self.row,
            "column": self.column,
            "value": self.value,
            "message": self.message,
            "remedy": self.remedy,
        }


def errors(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity == "error"]
