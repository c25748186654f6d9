"""The units a value may have, and what a lawful value of each looks like.

Numbers that matter are whole numbers or decimal text; floats never reach this point.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise

Check = Callable[[object], str | None]


@dataclass(frozen=True, slots=True)
class Unit:
    """``check`` answers None for a lawful value, else what was expected."""

    name: str
    meaning: str
    check: Check


def _whole(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        return "a whole number, 0 or more"
    return None


def _decimal(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        return 'a decimal number in quotes, e.g. "4" or "12.5"'
    try:
        number = Decimal(value)
    except InvalidOperation:
        return 'a decimal number in quotes, e.g. "4" or "12.5"'
    if not number.is_finite() or number < 0:
        return "a number that is 0 or more"
    return None


def _yes_no(value: object) -> str | None:
    return None if isinstance(value, bool) else "true or false"


def _code(value: object) -> str | None:
    return None if isinstance(value, str) and value else "a code"


def _codes(value: object) -> str | None:
    if isinstance(value, list) and all(isinstance(item, str) and item for item in value):
        return None if len(set(value)) == len(value) else "each code once"
    return "a list of codes"


def _bands(value: object) -> str | None:
    expected = (
        'a list of {level: "1", at_least: "95"}, best level first, each level and edge once, edges falling'
    )
    if not isinstance(value, list):
        return expected
    edges: list[Decimal] = []
    levels: list[str] = []
    for band in value:
        if not isinstance(band, dict) or set(band) != {"level", "at_least"}:
            return expected
        if not isinstance(band["level"], str) or _decimal(band["at_least"]) is not None:
            return expected
        levels.append(band["level"])
        edges.append(Decimal(band["at_least"]))
    if len(set(levels)) != len(levels) or any(low >= high for high, low in pairwise(edges)):
        return expected
    if edges and edges[-1] != 0:
        return expected + '; the last level reaches down to "0"'
    return None


def _responses(value: object) -> str | None:
    expected = 'a list of {level: "1", responses: [codes]}, each level once'
    if not isinstance(value, list):
        return expected
    for row in value:
        if (
            not isinstance(row, dict)
            or set(row) != {"level", "responses"}
            or not isinstance(row["level"], str)
        ):
            return expected
        if _codes(row["responses"]) is not None:
            return expected
    return None if len({row["level"] for row in value}) == len(value) else expected


def _escalation(value: object) -> str | None:
    expected = '{level: "3", consecutive_periods: 2, response: code}'
    if not isinstance(value, dict) or set(value) != {"level", "consecutive_periods", "response"}:
        return expected
    periods = value["consecutive_periods"]
    if isinstance(periods, bool) or not isinstance(periods, int) or periods < 2:
        return expected + " with 2 periods or more"
    return None if isinstance(value["level"], str) and isinstance(value["response"], str) else expected


_MONTH_DAY = re.compile(r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")


def _month_day(value: object) -> str | None:
    if isinstance(value, str) and _MONTH_DAY.match(value):
        return None
    return 'a month and day in quotes, e.g. "07-01"'


def _window(value: object) -> str | None:
    expected = '{first: "07-01", last: "12-31"}, both days included'
    if not isinstance(value, dict) or set(value) != {"first", "last"}:
        return expected
    return expected if _month_day(value["first"]) or _month_day(value["last"]) else None


UNITS: dict[str, Unit] = {
    unit.name: unit
    for unit in (
        Unit("reading", "a named method or a named reading of an unclear text", _code),
        Unit("percent", "percent of the whole", _decimal),
        Unit("percent_of_base_unit", "percent of the base unit price", _decimal),
        Unit("nights", "nights", _whole),
        Unit("days", "calendar days", _whole),
        Unit("business_days", "working days of the jurisdiction", _whole),
        Unit("weeks", "weeks", _whole),
        Unit("months", "calendar months", _whole),
        Unit("years", "full years", _whole),
        Unit("hours", "hours", _whole),
        Unit("places", "places", _whole),
        Unit("miles", "miles, by the formula of the statutory return", _decimal),
        Unit("count", "a plain number of things", _whole),
        Unit("decimal_places", "digits after the point", _whole),
        Unit("money", "an amount in the pack's currency", _decimal),
        Unit("money_per_night", "an amount for each night, in the pack's currency", _decimal),
        Unit("yes_no", "true or false", _yes_no),
        Unit("code", "one code of a vocabulary", _code),
        Unit("codes", "codes of a vocabulary", _codes),
        Unit("level_bands", "levels with their lower edge in percent, best first", _bands),
        Unit("responses_by_level", "what each level asks for", _responses),
        Unit("escalation", "what the same level in a row asks for", _escalation),
        Unit("month_day", "a day of each year", _month_day),
        Unit("date_window", "a window of each year, both days included", _window),
    )
}
