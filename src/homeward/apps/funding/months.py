"""Months of payment: the month a day lies in, and the months between two."""

from __future__ import annotations

import datetime as dt

from django.utils.formats import date_format

from homeward.kernel.ranges import DateRange


def month_of(day: dt.date) -> DateRange:
    """The calendar month a day lies in.

    >>> month_of(dt.date(2026, 12, 5))
    DateRange(start=datetime.date(2026, 12, 1), end=datetime.date(2027, 1, 1))
    """
    first = day.replace(day=1)
    return DateRange(first, (first + dt.timedelta(days=32)).replace(day=1))


def month_words(day: dt.date) -> str:
    """A month by any of its days: June 2026."""
    return date_format(day, "F Y")


def months_back(day: dt.date, count: int) -> list[dt.date]:
    """The first days of a day's month and those before it, newest first."""
    found = [day.replace(day=1)]
    while len(found) < count:
        found.append((found[-1] - dt.timedelta(days=1)).replace(day=1))
    return found
