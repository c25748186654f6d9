"""Periods between the database and the rules: the same half-open dates in two shapes.

A period of no night cannot be stored: an empty range keeps no dates.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange as StoredRange
from django.utils.formats import date_format
from django.utils.translation import gettext

from homeward.kernel.ranges import DateRange

ONE_DAY = dt.timedelta(days=1)


def to_db(period: DateRange) -> Any:
    """What a `PeriodField` stores. Raises ValueError for a period without a night."""
    if period.is_empty:
        raise ValueError(f"the period on {period.start} holds no night and cannot be stored")
    return StoredRange(period.start, period.end, "[)")


def from_db(value: Any) -> DateRange:
    """The period of a stored range or a pair `(start, end or None)`."""
    if hasattr(value, "lower"):
        return DateRange(value.lower, value.upper)
    start, end = value
    return DateRange(start, end)


def end_after(last_night: dt.date | None) -> dt.date | None:
    """The exclusive end of a period whose last night a person has named; None stays open."""
    return None if last_night is None else last_night + ONE_DAY


def last_night_before(end: dt.date | None) -> dt.date | None:
    """The last night before an exclusive end, for a form that asks for one."""
    return None if end is None else end - ONE_DAY


def say_day(day: dt.date | None) -> str:
    """A date in words for a sentence: "14 Aug 2026"; an open end reads "no end"."""
    return gettext("no end") if day is None else date_format(day, "j M Y")


def say(period: DateRange) -> str:
    """A period by its first and last night: "1 Jul 2026 to 14 Aug 2026"."""
    if period.end is None:
        return gettext("%(start)s, continuing") % {"start": say_day(period.start)}
    if period.is_empty:
        return gettext("%(start)s, no night") % {"start": say_day(period.start)}
    return gettext("%(start)s to %(last)s") % {
        "start": say_day(period.start),
        "last": say_day(period.last_night),
    }
