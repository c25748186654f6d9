"""Who lives in a home, over every body's record of it: an authority keeps its own record of a framework's home it uses."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q

from homeward.apps.core.periods import from_db, to_db
from homeward.apps.placements.models import Placement
from homeward.apps.providers.models import Home
from homeward.kernel.ranges import DateRange

Registration = tuple[int | None, str]


def registration_of(home: Home) -> Registration:
    """What two bodies' records of one home have in common: its provider, and its registration or else its name."""
    return home.organisation_id, home.urn or f"={home.name}"


@dataclass(frozen=True)
class Stay:
    """One child's stay in a home, as far as matching asks about it."""

    child: int
    period: DateRange
    recorded_at: dt.datetime


def stays_of(homes: Iterable[Home], period: DateRange) -> dict[int, list[Stay]]:
    """The stays in each home on the nights of a period, over every body's record of the home; one query."""
    homes = list(homes)
    shared = [home for home in homes if home.organisation_id]
    alike = Q(home__urn__in={home.urn for home in shared if home.urn})
    alike |= Q(home__urn="", home__name__in={home.name for home in shared if not home.urn})
    same = Q(home__in=[home.pk for home in homes])
    same |= alike & Q(home__organisation__in={home.organisation_id for home in shared})
    rows = Placement.objects.filter(same, period__overlap=to_db(period))
    by_home: dict[int, list[Stay]] = defaultdict(list)
    by_number: dict[Registration, list[Stay]] = defaultdict(list)
    asked = ("home", "home__organisation", "home__urn", "home__name", "child", "period", "recorded_at")
    for home, organisation, urn, name, child, nights, recorded in rows.values_list(*asked):
        stay = Stay(child, from_db(nights), recorded)
        by_home[home].append(stay)
        if organisation:
            by_number[organisation, urn or f"={name}"].append(stay)
    return {home.pk: by_number.get(registration_of(home)) or by_home[home.pk] for home in homes}


def there_on(stays: Iterable[Stay], day: dt.date, besides: Collection[int]) -> list[Stay]:
    """Who lives there on a night, but for those sought for."""
    return [stay for stay in stays if stay.period.contains(day) and stay.child not in besides]
