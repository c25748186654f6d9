"""What should not have happened, found from what is recorded. Recording is never refused for it.

Pure, and a function of the records alone: the order in which they were entered does not matter. An open
stay is taken as it is recorded for capacity and target, and as known up to today for a line's or a home's
end, because an open stay does not say that it will outlast them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from homeward.kernel.ranges import DateRange, subtract, union

OVER_CAPACITY = "over_capacity"
OVER_TARGET = "over_target"
HOME_CLOSED = "home_closed"
HOME_NOT_OPEN = "home_not_open"
LINE_NOT_IN_FORCE = "line_not_in_force"
AFTER_END_OF_AGREEMENT = "after_end_of_agreement"
NOT_THE_LINES_HOME = "not_the_lines_home"
RESTRICTED = "restricted"

ORDER = (
    OVER_CAPACITY,
    OVER_TARGET,
    HOME_CLOSED,
    HOME_NOT_OPEN,
    AFTER_END_OF_AGREEMENT,
    LINE_NOT_IN_FORCE,
    NOT_THE_LINES_HOME,
    RESTRICTED,
)
Nights = dict[str, list[DateRange]]


@dataclass(frozen=True)
class Occupant:
    """One stay among others in a home or on a line. On hold or missing, a child still has the place."""

    placement: int
    child: int
    stay: DateRange


@dataclass(frozen=True)
class Allowed:
    """How many children may be there at once, from one night to another."""

    period: DateRange
    places: Decimal


def known_nights(stay: DateRange, today: dt.date) -> DateRange:
    """The nights of a stay that are known: an open one up to and including tonight."""
    if stay.end is not None:
        return stay
    return DateRange(stay.start, max(stay.start, today) + dt.timedelta(days=1))


def beyond(occupants: Sequence[Occupant], allowed: Iterable[Allowed]) -> dict[int, list[DateRange]]:
    """Nights on which more children are there than allowed, by the stays that came last.

    A child counts once a night whatever the number of stays. Of the children present, those whose stay began
    first have the places; equal starts go by the child's key, so that the answer never depends on chance.
    """
    found: dict[int, list[DateRange]] = {}
    for limit in allowed:
        inside = [(o, cut) for o in occupants if (cut := o.stay.clip(limit.period)) is not None]
        for segment, here in _segments(inside):
            for o in _late(here, limit.places):
                found.setdefault(o.placement, []).append(segment)
    return {placement: union(nights) for placement, nights in found.items()}


def _segments(inside: list[tuple[Occupant, DateRange]]) -> Iterator[tuple[DateRange, list[Occupant]]]:
    """The time cut wherever somebody comes or goes, with who is there."""
    cuts = sorted({day for _, cut in inside for day in (cut.start, cut.end) if day is not None})
    coming = sorted(inside, key=lambda pair: pair[1].start)
    here: list[tuple[Occupant, DateRange]] = []
    for start, end in zip(cuts, [*cuts[1:], None], strict=False):
        here = [pair for pair in here if pair[1].end is None or pair[1].end > start]
        while coming and coming[0][1].start <= start:
            here.append(coming.pop(0))
        if here:
            yield DateRange(start, end), [o for o, _ in here]


def _late(here: list[Occupant], places: Decimal) -> list[Occupant]:
    """Those present whose child came after the places were taken."""
    first: dict[int, dt.date] = {}
    for o in here:
        first[o.child] = min(first.get(o.child, o.stay.start), o.stay.start)
    if len(first) <= places:
        return []
    ranked = sorted(first, key=lambda child: (first[child], child))
    late = {child for place, child in enumerate(ranked, start=1) if place > places}
    return [o for o in here if o.child in late]


def most_at_once(occupants: Sequence[Occupant], period: DateRange) -> int:
    """The most children present on any one night of a period."""
    inside = [(o, cut) for o in occupants if (cut := o.stay.clip(period)) is not None]
    return max((len({o.child for o in here}) for _, here in _segments(inside)), default=0)


def targets_with_approvals(targets: Iterable[Allowed], approved: Iterable[Allowed]) -> list[Allowed]:
    """The target of each night and the extra places approved for it. Without a target anything is allowed."""
    approved = list(approved)
    result: list[Allowed] = []
    for target in targets:
        cuts = {target.period.start}
        for extra in approved:
            cuts |= {
                d
                for d in (extra.period.start, extra.period.end)
                if d is not None and target.period.contains(d)
            }
        ordered: list[dt.date | None] = [*sorted(cuts), target.period.end]
        for start, end in zip(ordered, ordered[1:], strict=False):
            assert start is not None
            if start == end:
                continue
            extra_places = sum((e.places for e in approved if e.period.contains(start)), Decimal(0))
            result.append(Allowed(DateRange(start, end), target.places + extra_places))
    return result


def outside_home(
    stay: DateRange, opened_on: dt.date | None, closed_on: dt.date | None, today: dt.date
) -> Nights:
    """Nights in a home that had not opened yet, or had closed."""
    nights = known_nights(stay, today)
    found: Nights = {}
    if opened_on is not None and nights.start < opened_on:
        found[HOME_NOT_OPEN] = _kept(nights.clip(DateRange(nights.start, opened_on)))
    if closed_on is not None:
        found[HOME_CLOSED] = _kept(nights.clip(DateRange(closed_on, None)))
    return {code: ranges for code, ranges in found.items() if ranges}


def outside_line(stay: DateRange, line: DateRange, agreement: DateRange, today: dt.date) -> Nights:
    """Nights on which the line was not in force; those after the agreement's end are named apart."""
    nights = known_nights(stay, today)
    if nights.is_empty:
        return {}
    found: Nights = {}
    after = None if agreement.end is None else nights.clip(DateRange(agreement.end, None))
    found[AFTER_END_OF_AGREEMENT] = _kept(after)
    found[LINE_NOT_IN_FORCE] = subtract(nights, [line, *found[AFTER_END_OF_AGREEMENT]])
    return {code: ranges for code, ranges in found.items() if ranges}


def _kept(nights: DateRange | None) -> list[DateRange]:
    return [] if nights is None or nights.is_empty else [nights]
