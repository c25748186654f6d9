"""How many rows there are, how many stand, what they would do, and how often each problem occurs; part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from homeward.apps.intake.kinds.rows import CheckedRow


@dataclass(slots=True)
class Counts:
    """The counts of a file, as the parts of it are added. A problem is told in the words of its first row."""

    rows: int = 0
    sound: int = 0  # of a load: rows that stood their check, before any service refused one
    errors: int = 0
    warned: int = 0
    tables: Counter[str] = field(default_factory=Counter)
    fates: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)

    def add(self, rows: Sequence[CheckedRow]) -> None:
        for row in rows:
            self.rows += 1
            self.tables[row.table] += 1
            if not row.problems:
                self.fates[row.fate] += 1
                continue
            self._add_problems(row)

    def _add_problems(self, row: CheckedRow) -> None:
        has_error = row.has_error
        self.errors += has_error
        self.warned += row.has_warning and not has_error
        self.fates[row.fate] += not has_error
        for problem in {p.code: p for p in row.problems}.values():
            entry = self.codes.setdefault(problem.code, {"rows": 0})
            entry["rows"] += 1
            if row.number < self.first.setdefault(problem.code, row.number + 1):
                self.first[problem.code] = row.number
                entry |= {"severity": problem.severity, "message": problem.message, "remedy": problem.remedy}

    def to_json(self) -> dict[str, Any]:
        by_weight = sorted(
            self.codes.items(), key=lambda item: (item[1]["severity"], -item[1]["rows"], item[0])
        )
        return {
            "rows": self.rows,
            "tables": dict(self.tables),
            "errors": self.errors,
            "warned": self.warned,
            "new": self.fates["new"],
            "changed": self.fates["changed"],
            "same": self.fates["same"],
            "codes": dict(by_weight),
        }

    def of_load(self) -> dict[str, Any]:
        """The counts by what became of the rows."""
        done = self.outcomes
        return {
            **self.to_json(),
            "new": done["new"],
            "changed": done["changed"],
            "same": done["same"],
            "errors": done["error"],
            "left_out": done["left_out"],
        }
