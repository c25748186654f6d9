"""What is already recorded for a body, as plain data: the checks compare rows with it and touch no database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from homeward.kernel.ranges import DateRange
from homeward.policy import Pack


@dataclass(frozen=True, slots=True)
class Known:
    """A stored record: its key, its address and the values a file could change."""

    pk: int
    public_id: str
    values: dict[str, Any]
    organisation: int | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class KnownStay:
    """A stored placement. `child` and `home` are keys."""

    pk: int
    public_id: str
    child: int
    home: int
    line: int | None
    period: DateRange
    placement_type: str = ""
    end_reason: str = ""
    source_key: str = ""
    home_name: str = ""


@dataclass(frozen=True, slots=True)
class KnownSpell:
    pk: int
    public_id: str
    placement: int
    kind: str
    period: DateRange
    code: str = ""
    decided_by: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class KnownStatus:
    """A stored legal status spell of a child."""

    pk: int
    child: int
    code: str
    period: DateRange


@dataclass(slots=True)
class World:
    """Everything a check may ask. `children` are found by client number and by the house's own reference."""

    pack: Pack
    today: dt.date
    providers: dict[str, Known] = field(default_factory=dict)
    homes: dict[str, Known] = field(default_factory=dict)
    homes_by_urn: dict[str, Known] = field(default_factory=dict)
    homes_by_postcode: dict[str, Known] = field(default_factory=dict)
    children: dict[str, Known] = field(default_factory=dict)
    lines: dict[tuple[str, int], Known] = field(default_factory=dict)
    stays: dict[int, list[KnownStay]] = field(default_factory=dict)
    stays_by_key: dict[str, KnownStay] = field(default_factory=dict)
    spells: dict[int, list[KnownSpell]] = field(default_factory=dict)
    statuses: dict[int, list[KnownStatus]] = field(default_factory=dict)
    facts: dict[tuple[int, str], str] = field(default_factory=dict)
    areas: dict[str, Known] = field(default_factory=dict)
    postcodes: dict[str, Known] = field(default_factory=dict)
    key: bytes = b""

    def vocabulary(self, name: str) -> Any:
        """A code list of the pack, or None where the jurisdiction has no such list."""
        return self.pack.vocabularies.get(name)
