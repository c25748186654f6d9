"""What needs me today: each app says which duties it knows of, the start page sorts them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Duty:
    """Something a person has to do. Without a due date, `since` says how long it has waited."""

    title: str
    why: str
    verb: str
    url: str
    due: dt.date | None
    kind: str
    since: dt.date | None = None


Source = Callable[[Any], Iterable[Duty]]
_SOURCES: list[Source] = []


def duty_source(source: Source) -> Source:
    """Register a function from an actor to the duties its app knows for them."""
    _SOURCES.append(source)
    return source


def duties_of(actor: Any) -> list[Duty]:
    """All duties of a person, oldest first: by the day they fall due, else by the day they arose."""
    found = [d for source in _SOURCES for d in source(actor)]
    return sorted(found, key=lambda d: (d.due or d.since or dt.date.max, d.title))
