"""What needs me today: each app says which duties it knows of, the start page sorts them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Duty:
    """Something a person has to do. `due` None means: when you can."""

    title: str
    why: str
    verb: str
    url: str
    due: dt.date | None
    kind: str


Source = Callable[[Any], Iterable[Duty]]
_SOURCES: list[Source] = []


def duty_source(source: Source) -> Source:
    """Register a function from an actor to the duties its app knows for them."""
    _SOURCES.append(source)
    return source


def duties_of(actor: Any) -> list[Duty]:
    """All duties of a person, oldest first; those without a date last."""
    found = [d for source in _SOURCES for d in source(actor)]
    return sorted(found, key=lambda d: (d.due is None, d.due or dt.date.max, d.title))
