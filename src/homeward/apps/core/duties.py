"""What needs me today: each app says which duties it knows of, the start page sorts them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone


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

    def is_late(self, today: dt.date) -> bool:
        """Whether the day it was due has passed. What has no such day waits, but is never late."""
        return self.due is not None and self.due < today


Source = Callable[[Any], Iterable[Duty]]
_SOURCES: list[Source] = []


def duty_source(source: Source) -> Source:
    """Register a function from an actor to the duties its app knows for them."""
    _SOURCES.append(source)
    return source


def duties_of(actor: Any) -> list[Duty]:
    """All duties of a person: what is late first, then the others; within each the oldest first.

    A duty stands by the day it falls due, else by the day it arose; one with neither stands last. Days are those
    of the actor's body, whoever's clock runs outside.
    """
    with timezone.override(actor.body.time_zone):
        found = [d for source in _SOURCES for d in source(actor)]
    return sorted(found, key=lambda d: (not d.is_late(actor.today), d.due or d.since or dt.date.max, d.title))
