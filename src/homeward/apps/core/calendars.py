"""Working days of a jurisdiction: Monday to Friday without its public holidays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import holidays

from homeward.policy import Pack


def working_days(pack: Pack) -> Callable[[dt.date], bool]:
    """Says of a day whether people work on it where the pack is from; the holidays come from the calendar library."""
    public = holidays.country_holidays(pack.country, subdiv=pack.subdivision or None)
    return lambda day: day.weekday() < 5 and day not in public
