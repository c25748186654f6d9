"""Parameters with their dated values."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from homeward.kernel.jsontypes import JSON
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Clause, Origin, Standing
from homeward.policy.units import UNITS


@dataclass(frozen=True, slots=True)
class Value:
    """One value while it is in force, for one key (None where the parameter is not keyed)."""

    in_force: DateRange
    value: JSON
    clause: Clause
    standing: Standing
    key: str | None = None
    note: str | None = None
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a pack. ``options`` are the readings it may take, with their meaning."""

    path: str
    file: str
    description: str
    kind: Literal["value", "reading"]
    unit: str
    values: tuple[Value, ...]
    keyed_by: str | None = None
    vocabulary: str | None = None
    options: dict[str, str] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[str | None, ...]:
        return tuple(dict.fromkeys(value.key for value in self.values))

    def rows(self, key: str | None) -> list[Value]:
        """The values of one key, oldest first."""
        return sorted((v for v in self.values if v.key == key), key=lambda v: v.in_force.start)

    def on(self, day: date, key: str | None) -> Value | None:
        """The value in force on a day, or None."""
        return next((value for value in self.rows(key) if value.in_force.contains(day)), None)

    def placeholders_on(self, day: date) -> tuple[str | None, ...]:
        """The keys for which no source gives the value in force on a day."""
        return tuple(
            key for key in self.keys if (found := self.on(day, key)) and found.standing == "placeholder"
        )

    def fault(self, value: object) -> str | None:
        """None when a value is lawful for this parameter, else what was expected."""
        if self.kind == "reading":
            if isinstance(value, str) and value in self.options:
                return None
            return "one of " + ", ".join(self.options)
        return UNITS[self.unit].check(value)
