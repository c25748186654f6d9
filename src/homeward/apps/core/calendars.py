"""Working days of a jurisdiction: Monday to Friday without its public holidays."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

import holidays

from homeward.engine.facts import Fact
from homeward.engine.rules import Rule
from homeward.policy import Pack

_YEAR = re.compile(r"^((?:19|20)[0-9]{2})-[0-9]{2}-[0-9]{2}$")


def public_holidays(pack: Pack, years: Collection[int] = ()) -> Collection[dt.date]:
    """The public holidays where the pack is from; they come from the calendar library. It knows a day of any year that
    it is asked for; gone through, it gives those of `years`."""
    return holidays.country_holidays(pack.country, subdiv=pack.subdivision or None, years=years)


def working_days(pack: Pack) -> Callable[[dt.date], bool]:
    """Says of a day whether people work on it where the pack is from."""
    public = public_holidays(pack)
    return lambda day: day.weekday() < 5 and day not in public


def with_holidays(rule: Rule, facts: Any, pack: Pack) -> Any:
    """The facts with the public holidays of the pack's country, for the years they speak of and those beside them.

    The engine knows no calendar: public holidays are facts, of the rules that count working days. What the facts give
    themselves stays.
    """
    name = rule.holidays
    told = facts.model_dump() if isinstance(facts, Fact) else facts
    if name is None or not isinstance(told, Mapping) or told.get(name) is not None:
        return facts
    years = set(_years(told))
    if not years:
        return facts
    days = sorted(public_holidays(pack, range(min(years) - 1, max(years) + 2)))
    return facts.model_copy(update={name: days}) if isinstance(facts, Fact) else {**facts, name: days}


def _years(value: Any) -> Iterator[int]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _years(item)
    elif isinstance(value, dt.date):
        yield value.year
    elif isinstance(value, str) and (found := _YEAR.match(value)):
        yield int(found[1])
