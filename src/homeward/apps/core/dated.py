"""Facts that hold one after the other: a new one from a day on ends what stood that day and leaves what begins later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from homeward.apps.core.periods import from_db, to_db
from homeward.kernel.ranges import DateRange


def room_from(rows: Iterable[Any], start: dt.date) -> DateRange:
    """The dates a new fact will hold: from a day to the next fact that begins later, or open."""
    later = [row.period.lower for row in rows if row.period.lower > start]
    return DateRange(start, min(later, default=None))


def give_way(rows: Iterable[Any], start: dt.date) -> None:
    """End what holds on a day; what began that very day is replaced. For services, inside their writing."""
    for row in rows:
        period = from_db(row.period)
        if period.start == start:
            row.delete()
        elif period.contains(start):
            row.period = to_db(DateRange(period.start, start))
            row.save(update_fields=["period"])
