"""Moments of a decision: written with their offset, or as the local time of the pack's jurisdiction."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, WithJsonSchema

from homeward.engine.calendars import WorkingDays


def _moment(value: object) -> object:
    if isinstance(value, datetime):
        return value
    try:
        if not isinstance(value, str) or len(value) < 16 or value[10] not in "T ":
            raise ValueError
        return datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(
            f"{value!r} is no moment; write date and time, e.g. 2026-03-01T09:30 (local) or with its offset"
        ) from None


Moment = Annotated[
    datetime, BeforeValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment in the jurisdiction's own time; without an offset it is that already."""
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The date on which a moment falls there: midnight begins the new day."""
    return local(moment, zone).date()


def working_days_after(day: date, count: int, holidays: Collection[date]) -> date:
    """The last day of ``count`` working days after a day; Monday to Friday without the holidays given."""
    return WorkingDays("", holidays, None, None).after(day, count)


def working_days_before(day: date, count: int, holidays: Collection[date]) -> date:
    """The first day from which ``count`` working days are left before a day; the day itself for 0."""
    return WorkingDays("", holidays, None, None).before(day, count)
