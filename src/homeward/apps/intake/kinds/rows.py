"""Rows while they are checked: the raw cells, what was read from them, and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from homeward.apps.intake.kinds.columns import Shape
from homeward.apps.intake.readers.tables import SourceRow
from homeward.kernel.problems import Problem
from homeward.policy import Pack


@dataclass(slots=True)
class CheckedRow:
    """A row with its table, what it says and its problems. `data` is None while a cell could not be read.

    `fate` is new, changed or same; `target` is the record it meets, `changes` what it would change there.
    """

    table: str
    sheet: str
    number: int
    raw: dict[str, str]
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    fate: str = ""
    target: Any = None
    changes: dict[str, Any] = field(default_factory=dict)
    things: dict[str, str] = field(default_factory=dict)

    @property
    def has_error(self) -> bool:
        return bool(self.problems) and any(p.severity == "error" for p in self.problems)

    @property
    def has_warning(self) -> bool:
        return bool(self.problems) and any(p.severity == "warning" for p in self.problems)

    @property
    def where(self) -> str:
        """How the loaded record names its source."""
        return f"{self.sheet}, row {self.number}"


Finding = tuple[CheckedRow, Problem]
Check = Callable[[Sequence[CheckedRow], Any], Iterable[Finding]]


def warning(row: CheckedRow, code: str, message: str, remedy: str, column: str = "") -> Finding:
    return row, Problem(
        code, message, remedy, "warning", row.number, column or None, row.raw.get(column) or None
    )


def error(row: CheckedRow, code: str, message: str, remedy: str, column: str = "") -> Finding:
    return row, Problem(
        code, message, remedy, "error", row.number, column or None, row.raw.get(column) or None
    )


def parse_row(shape: Shape, source: SourceRow, pack: Pack) -> CheckedRow:
    """A row read cell by cell. A required cell that is empty is a problem, never a default."""
    row = CheckedRow(shape.name, source.sheet, source.number, source.cells, problems=list(source.problems))
    given = {name: text for name, text in source.cells.items() if text}
    row.problems += [
        Problem(
            "cell_empty",
            f"{c.name} is empty.",
            f"Write {_lower(c.meaning)}",
            row=source.number,
            column=c.name,
        )
        for c in shape.columns
        if c.required and c.name not in given
    ]
    try:
        row.data = shape.model.model_validate(given, context={"pack": pack})
    except ValidationError as refusal:
        row.problems += list(_problems(refusal, source))
    return row


def _lower(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _problems(refusal: ValidationError, source: SourceRow) -> Iterator[Problem]:
    for fault in refusal.errors(include_url=False):
        column = str(fault["loc"][0]) if fault["loc"] else None
        value = source.cells.get(column or "") or None
        if fault["type"] == "missing":
            continue  # told as an empty cell
        if fault["type"] == "string_too_long":
            most = fault["ctx"]["max_length"]
            yield Problem(
                "cell_too_long",
                f"The text is longer than {most} characters.",
                "Shorten it.",
                row=source.number,
                column=column,
                value=(value or "")[:60],
            )
            continue
        remedy = str(fault.get("ctx", {}).get("remedy", "Correct the cell."))
        yield Problem(
            fault["type"], fault["msg"], remedy, row=source.number, column=column, value=(value or "")[:60]
        )


def run_checks(rows: Sequence[CheckedRow], world: Any, checks: Iterable[Check]) -> None:
    """Run each check over the rows that still stand, and write down what it finds."""
    for check in checks:
        sound = [row for row in rows if row.data is not None and not row.has_error]
        for row, problem in check(sound, world):
            if problem not in row.problems:
                row.problems.append(problem)


def only(rows: Iterable[CheckedRow], model: type[BaseModel]) -> list[CheckedRow]:
    return [row for row in rows if isinstance(row.data, model)]
