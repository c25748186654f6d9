"""Working days of a jurisdiction: Monday to Friday without its public holidays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

import holidays

from homeward.policy import Pack


def public_holidays(pack: Pack, years: Collection[int] = ()) -> Collection[dt.date]:
    """The public holidays where the pack is from; they come from the calendar library. It knows a day of any year that
    it is asked for; gone through, it gives those of `years`."""
    return holidays.country_holidays(pack.country, subdiv=pack.subdivision or None, years=years)


def working_days(pack: Pack) -> Callable[[dt.date], bool]:
    """Says of a day whether people work on it where the pack is from."""
    public = public_holidays(pack)
    return lambda day: day.weekday() < 5 and day not in public
