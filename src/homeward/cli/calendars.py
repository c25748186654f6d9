"""Public holidays for a rule that counts working days, where its facts leave them out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import holidays

from homeward.engine.rules import Rule
from homeward.policy import Pack

_YEAR = re.compile(r"\b((?:19|20)[0-9]{2})-[0-9]{2}-[0-9]{2}")


def with_holidays(rule: Rule, facts: Any, pack: Pack) -> Any:
    """The facts with the public holidays of the pack's country, for the years the facts speak of and those beside them.

    The engine knows no calendar: public holidays are facts. What the facts give themselves stays.
    """
    name = rule.holidays
    if name is None or not isinstance(facts, Mapping) or facts.get(name) is not None:
        return facts
    years = [int(year) for year in _YEAR.findall(str(_texts(facts)))]
    if not years:
        return facts
    wanted = range(min(years) - 1, max(years) + 2)
    public = holidays.country_holidays(pack.country, subdiv=pack.subdivision or None, years=wanted)
    return {**facts, name: sorted(day.isoformat() for day in public)}


def _texts(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, (list, tuple)):
        return [text for item in value for text in _texts(item)]
    return [str(value)]
