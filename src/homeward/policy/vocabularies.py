"""Dated code lists: which codes are valid on a day, and what they are called in a language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from homeward.kernel.jsontypes import JSON
from homeward.kernel.ranges import DateRange, union
from homeward.kernel.reasons import Clause, Standing


@dataclass(frozen=True, slots=True)
class Code:
    """One code while it is valid; the same code may return later with another label."""

    code: str
    valid: DateRange
    labels: dict[str, str]
    also: dict[str, list[str]] = field(default_factory=dict)
    attributes: dict[str, JSON] = field(default_factory=dict)
    clause: Clause | None = None
    standing: Standing = "sourced"
    note: str | None = None

    def called(self, text: str) -> bool:
        """Whether this code, one of its labels or one of its other names reads like the text."""
        wanted = _folded(text)
        names = [self.code, *self.labels.values(), *(name for names in self.also.values() for name in names)]
        return any(_folded(name) == wanted for name in names)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A code list of a pack. Order is the order of the file, which is the order to offer choices in."""

    name: str
    description: str
    rows: tuple[Code, ...]
    languages: tuple[str, ...]
    edition: str | None = None

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code there ever was, in order, once."""
        return tuple(dict.fromkeys(row.code for row in self.rows))

    def codes_on(self, day: date) -> tuple[str, ...]:
        """The codes valid on a day, in order."""
        return tuple(row.code for row in self.rows if row.valid.contains(day))

    def codes_during(self, period: DateRange) -> tuple[str, ...]:
        """The codes valid on every night of a period (an open one: from its start onwards)."""
        return tuple(code for code in self.codes if any(r.covers(period) for r in self.ranges(code)))

    def ranges(self, code: str) -> tuple[DateRange, ...]:
        """When the code was valid; touching rows are joined. Empty for an unknown code."""
        return tuple(union(row.valid for row in self.rows if row.code == code))

    def knows(self, code: str) -> bool:
        return any(row.code == code for row in self.rows)

    def is_valid(self, code: str, on: date) -> bool:
        return self.row(code, on) is not None

    def row(self, code: str, on: date | None = None) -> Code | None:
        """The row of a code on a day; without a day the latest."""
        found = [row for row in self.rows if row.code == code and (on is None or row.valid.contains(on))]
        return max(found, key=lambda row: row.valid.start) if found else None

    def label(self, code: str, language: str, on: date | None = None) -> str:
        """The label in a language, else in the pack's first language, else the code itself.

        An unknown code reads as itself, so that an old record can always be shown.
        """
        row = self.row(code, on) or self.row(code)
        if row is None:
            return code
        for wanted in (language, *self.languages):
            if wanted in row.labels:
                return row.labels[wanted]
        return code

    def attribute(self, code: str, name: str, on: date | None = None) -> JSON:
        """A fact about the code, or None."""
        row = self.row(code, on)
        return None if row is None else row.attributes.get(name)

    def find(self, text: str, on: date | None = None) -> str | None:
        """The code meant by a code, a label or another name, old or new; None when none or several are."""
        found = {row.code for row in self.rows if (on is None or row.valid.contains(on)) and row.called(text)}
        return found.pop() if len(found) == 1 else None

    def choices(self, language: str, on: date) -> list[tuple[str, str]]:
        """Code and label of each code valid on a day, for a form."""
        return [(code, self.label(code, language, on)) for code in self.codes_on(on)]


def _folded(text: str) -> str:
    return " ".join(text.replace("_", " ").casefold().split())


def overlaps(rows: Iterable[Code]) -> list[tuple[Code, Code]]:
    """Pairs of rows that make one code valid twice on a day."""
    ordered = sorted(rows, key=lambda row: (row.code, row.valid.start))
    return [
        (one, two) for one, two in pairwise(ordered) if one.code == two.code and one.valid.overlaps(two.valid)
    ]
