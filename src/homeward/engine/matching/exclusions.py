"""Hard exclusions: each a test and the facts it is told with. The pack says which exclude and which only warn.

The order is the order of the bits in a mask. Columns hold the same tests; a property test keeps both equal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from homeward.engine.matching.distance import tenths_of_miles
from homeward.engine.matching.rows import Ask, Row, as_day, stale_from
from homeward.kernel.jsontypes import JSON

Told = dict[str, JSON]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """``test`` is true where the exclusion stands; ``told`` says with which facts."""

    code: str
    test: Callable[[Row, Ask], bool]
    told: Callable[[Row, Ask], Told]


def tenths_between(row: Row, ask: Ask) -> int | None:
    """Tenths of a mile from home, or None while either point is unknown."""
    if row.easting is None or row.northing is None or ask.easting is None or ask.northing is None:
        return None
    return tenths_of_miles(row.easting - ask.easting, row.northing - ask.northing)


def room(row: Row) -> int:
    """Children who can come: the places, and not more than a carer's approval allows."""
    return row.places if row.carer_room is None else min(row.places, row.carer_room)


def in_force(row: Row, day: int, scope: str) -> tuple[str, int, int | None] | None:
    """The first restriction of a scope in force on a day; its lift date is free."""
    for restriction in row.restricted:
        kind, start, end = restriction
        if kind == scope and start <= day and (end is None or day < end):
            return restriction
    return None


def _restricted(scope: str) -> Exclusion:
    def told(row: Row, ask: Ask) -> Told:
        found = in_force(row, ask.today, scope)
        _, start, end = found or (scope, 0, None)
        return {"since": as_day(start), "lifts_on": None if end is None else as_day(end)}

    return Exclusion(
        f"{scope}_restricted", lambda row, ask: in_force(row, ask.today, scope) is not None, told
    )


def _too_far(row: Row, ask: Ask) -> bool:
    found = tenths_between(row, ask)
    return found is not None and ask.most_tenths is not None and found > ask.most_tenths


def miles(tenths: int | None) -> str | None:
    """Tenths of a mile as text with one decimal.

    >>> miles(205), miles(None)
    ('20.5', None)
    """
    return None if tenths is None else f"{tenths // 10}.{tenths % 10}"


def _ages(row: Row, ask: Ask, low: int, high: int) -> Told:
    return {"youngest": ask.ages[0], "oldest": ask.ages[1], "from_age": low, "to_age": high}


def _alone(row: Row, ask: Ask) -> bool:
    return row.service_type in ask.other_arrangements and ask.youngest_alone < ask.other_age


EXCLUSIONS: tuple[Exclusion, ...] = (
    Exclusion(
        "type_not_sought",
        lambda row, ask: row.types.isdisjoint(ask.types),
        lambda row, ask: {"sought": sorted(ask.types), "offered": sorted(row.types)},
    ),
    Exclusion("not_admitted", lambda row, ask: row.framework and not row.admitted, lambda row, ask: {}),
    _restricted("provider"),
    _restricted("home"),
    Exclusion("place_blocked", lambda row, ask: row.blocked, lambda row, ask: {}),
    Exclusion("place_taken", lambda row, ask: row.places < 1, lambda row, ask: {"places": row.places}),
    Exclusion(
        "place_not_free_yet",
        lambda row, ask: row.from_day > ask.day,
        lambda row, ask: {"free_from": as_day(row.from_day), "needed_from": as_day(ask.day)},
    ),
    Exclusion(
        "age_outside_registration",
        lambda row, ask: ask.ages[0] < row.age_low or ask.ages[1] > row.age_high,
        lambda row, ask: _ages(row, ask, row.age_low, row.age_high),
    ),
    Exclusion(
        "sex_outside_registration",
        lambda row, ask: row.sexes is not None and not ask.sexes <= row.sexes,
        lambda row, ask: {"registered_for": sorted(row.sexes or ()), "children": sorted(ask.sexes)},
    ),
    Exclusion(
        "approval_number",
        lambda row, ask: row.carer_room is not None and row.carer_room < (ask.size if ask.required else 1),
        lambda row, ask: {"more_allowed": row.carer_room, "children": ask.size if ask.required else 1},
    ),
    Exclusion(
        "approval_ages",
        lambda row, ask: ask.ages[0] < row.carer_low or ask.ages[1] > row.carer_high,
        lambda row, ask: _ages(row, ask, row.carer_low, row.carer_high),
    ),
    Exclusion(
        "approval_other_child",
        lambda row, ask: row.only_for is not None and not ask.children <= row.only_for,
        lambda row, ask: {"named": len(row.only_for or ())},
    ),
    Exclusion(
        "siblings_do_not_fit",
        lambda row, ask: ask.required and room(row) < ask.size,
        lambda row, ask: {"children": ask.size, "room": room(row)},
    ),
    Exclusion(
        "beyond_limit",
        _too_far,
        lambda row, ask: {"miles": miles(tenths_between(row, ask)), "limit": miles(ask.most_tenths)},
    ),
    Exclusion(
        "area_to_avoid",
        lambda row, ask: row.area is not None and row.area in ask.avoid_areas,
        lambda row, ask: {"area": row.area},
    ),
    Exclusion(
        "under_age_alone",
        _alone,
        lambda row, ask: {"youngest": ask.youngest_alone, "from_age": ask.other_age},
    ),
    Exclusion(
        "registration_missing",
        lambda row, ask: row.service_type in ask.registered_types and not row.registered,
        lambda row, ask: {"service_type": row.service_type},
    ),
    Exclusion(
        "matching_exclusion",
        lambda row, ask: row.traits is not None and not ask.avoid.isdisjoint(row.traits),
        lambda row, ask: {"traits": sorted(ask.avoid & (row.traits or frozenset()))},
    ),
    Exclusion(
        "essential_need_unmet",
        lambda row, ask: any(row.meets.get(code) == 0 for code in ask.essential),
        lambda row, ask: {"needs": [code for code in ask.essential if row.meets.get(code) == 0]},
    ),
    Exclusion(
        "impact_not_acceptable",
        lambda row, ask: row.children_there > 0 and row.impact is False,
        lambda row, ask: {"children_there": row.children_there},
    ),
    Exclusion(
        "impact_missing",
        lambda row, ask: row.children_there > 0 and row.impact is None,
        lambda row, ask: {"children_there": row.children_there},
    ),
    Exclusion(
        "siblings_split",
        lambda row, ask: not ask.required and ask.size > 1 and 0 < room(row) < ask.size,
        lambda row, ask: {"children": ask.size, "room": room(row)},
    ),
    Exclusion(
        "vacancy_stale",
        lambda row, ask: row.confirmed_day is None or ask.today - row.confirmed_day > ask.stale_days,
        lambda row, ask: {
            "confirmed_on": None if row.confirmed_day is None else as_day(row.confirmed_day),
            "stale_from": None
            if row.confirmed_day is None
            else stale_from(row.confirmed_day, ask.stale_days),
            "days": ask.stale_days,
        },
    ),
)
CODES: tuple[str, ...] = tuple(item.code for item in EXCLUSIONS)
BITS: dict[str, int] = {code: 1 << place for place, code in enumerate(CODES)}


def mask_of(row: Row, ask: Ask) -> int:
    """Every exclusion that stands, as bits in the order of CODES, whatever the pack makes of it."""
    return sum(1 << place for place, item in enumerate(EXCLUSIONS) if item.test(row, ask))


def named(mask: int) -> tuple[str, ...]:
    """The codes of a mask, in order.

    >>> named(0b101)
    ('type_not_sought', 'provider_restricted')
    """
    return tuple(code for place, code in enumerate(CODES) if mask >> place & 1)
