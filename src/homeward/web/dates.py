"""Dates as the house writes them, in the language of the page.

Inside the system every range is half-open; a reader sees the last night slept. The conversion happens here
and nowhere else. Every function takes ``date`` or ``datetime`` (an aware one is turned to local time first).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

NONE = "–"
ONE_NIGHT = timedelta(days=1)
_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def today() -> date:
    """Today in the time zone of the page."""
    return timezone.localdate()


def _as_date(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def short_date(value: date | None) -> str:
    """ "6 Nov 2026" """
    return NONE if value is None else date_format(_as_date(value), "j M Y")


def days_in_words(text: str) -> str:
    """A sentence of the engine, which writes days as 2026-08-14, with its days as people read them."""
    return _ISO.sub(lambda found: short_date(date.fromisoformat(found[0])), text)


def long_date(value: date | None) -> str:
    """ "6 November 2026" """
    return NONE if value is None else date_format(_as_date(value), "j F Y")


def full_date(value: date | None) -> str:
    """ "Friday 6 November 2026" """
    return NONE if value is None else date_format(_as_date(value), "l j F Y")


def day(value: date | None) -> str:
    """ "Fri 6 Nov"; with its year when that is not this year, where it could be doubted."""
    if value is None:
        return NONE
    which = _as_date(value)
    return date_format(which, "D j M" if which.year == today().year else "D j M Y")


def day_month(value: date | None) -> str:
    """ "6 Nov", for a place where the year stands beside it."""
    return NONE if value is None else date_format(_as_date(value), "j M")


def month(value: date | None) -> str:
    """ "November 2026" """
    return NONE if value is None else date_format(_as_date(value), "F Y")


def clock(value: datetime | None) -> str:
    """ "9.14 am", "2 pm" in local time."""
    if value is None:
        return NONE
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    figures = date_format(local, "g.i" if local.minute else "g")
    return (gettext("%(time)s am") if local.hour < 12 else gettext("%(time)s pm")) % {"time": figures}


def moment(value: datetime | None) -> str:
    """ "23 November 2026, 10.42 am" """
    return NONE if value is None else f"{long_date(value)}, {clock(value)}"


def _ends(value: Any) -> tuple[date | None, date | None]:
    """Start and exclusive end of a DateRange, a database range or a pair."""
    if hasattr(value, "start"):
        return value.start, value.end
    if hasattr(value, "lower") and hasattr(value, "upper") and not isinstance(value, str):
        return value.lower, value.upper
    start, end = value
    return start, end


def last_night(value: Any) -> str:
    """The last night of a half-open range: one that ends on 15 August is shown "14 Aug 2026"."""
    end = _ends(value)[1]
    return gettext("continuing") if end is None else short_date(end - ONE_NIGHT)


def nights(value: Any) -> str:
    """First and last night of a half-open range, years only where they differ from each other.

    "1 Jul to 14 Aug 2026", "14 to 20 Aug 2025", "20 Aug 2026, continuing", "9 Aug 2026" (one night).
    """
    return _range(value, with_year=True)


def nights_short(value: Any) -> str:
    """As :func:`nights` for a place where the year is plain: "1 Jul to 14 Aug", "20 Aug, continuing"."""
    return _range(value, with_year=False)


def _range(value: Any, *, with_year: bool) -> str:
    first, end = _ends(value)
    last = None if end is None else end - ONE_NIGHT
    whole = "j M Y" if with_year else "j M"
    if first is None:
        return NONE if last is None else gettext("until %(last)s") % {"last": date_format(last, whole)}
    if last is None:
        return gettext("%(first)s, continuing") % {"first": date_format(first, whole)}
    if last < first:
        return gettext("no nights")
    if last == first:
        return date_format(first, whole)
    if (first.year, first.month) == (last.year, last.month):
        start = date_format(first, "j")
    elif first.year == last.year or not with_year:
        start = date_format(first, "j M")
    else:
        start = date_format(first, whole)
    return gettext("%(first)s to %(last)s") % {
        "first": start,
        "last": date_format(last, whole),
    }


def quarter(value: Any) -> str:
    """Label of a quarter of the financial year: "Q1 2026-27"."""
    return NONE if value is None else str(value.label)


@dataclass(frozen=True)
class Due:
    """How a duty stands today: the words, and "late", "soon" or "later" for its colour."""

    words: str
    state: str


def due(value: date | datetime, on: date | None = None, soon_days: int = 3) -> Due:
    """ "17 days late", "Today", "Tomorrow", "In 4 days"."""
    left = (_as_date(value) - (on or today())).days
    if left < 0:
        return Due(
            ngettext("%(days)d day late", "%(days)d days late", -left) % {"days": -left},
            "late",
        )
    if left == 0:
        return Due(gettext("Today"), "soon")
    if left == 1:
        return Due(gettext("Tomorrow"), "soon")
    words = ngettext("In %(days)d day", "In %(days)d days", left) % {"days": left}
    return Due(words, "soon" if left <= soon_days else "later")


FILTERS: dict[str, Callable[..., Any]] = {
    "short_date": short_date,
    "long_date": long_date,
    "full_date": full_date,
    "day": day,
    "day_month": day_month,
    "month": month,
    "clock": clock,
    "moment": moment,
    "last_night": last_night,
    "nights": nights,
    "nights_short": nights_short,
    "quarter": quarter,
    "due": due,
}
