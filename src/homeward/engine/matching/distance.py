"""How far a home is, by the formula of the statutory return, and what the law asks of the place.

PL_DISTANCE of the return: the square root of the squared differences of easting and northing in metres, ÷ 1000
÷ 1.6093, in miles to one decimal. Worked in whole numbers, so that every way of counting agrees.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import isqrt

_TENTH = 16_093  # hundredths of a metre in a tenth of a mile, by the return's 1.6093 km a mile


def tenths_of_miles(east: int, north: int) -> int:
    """Distance in tenths of a mile, rounded half-up; arguments are differences in metres.

    >>> tenths_of_miles(32_186, 0), tenths_of_miles(3_000, 4_000), tenths_of_miles(0, 0)
    (200, 31, 0)
    """
    # t is the largest whole number with t - 1/2 <= 100 d / 16093, that is (2t - 1) * 16093 <= 200 d
    return (isqrt(40_000 * (east * east + north * north)) // _TENTH + 1) // 2


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a home stands to the child's own. None is unknown, never no.

    ``tenths``: distance in tenths of a mile. ``over_yardstick``: strictly above, after rounding (20 miles is a
    yardstick of statistics, not of law). ``out_of_area``: not in the responsible area. ``at_a_distance``: not in
    an adjoining one either.
    """

    tenths: int | None
    over_yardstick: bool | None
    out_of_area: bool | None
    at_a_distance: bool | None


def whereabouts(
    tenths: int | None,
    yardstick_tenths: int,
    own_area: str | None,
    area: str | None,
    adjoining: Collection[str] | None,
) -> Whereabouts:
    """The three facts of a place, each by itself: none follows from another's being unknown."""
    over = None if tenths is None else tenths > yardstick_tenths
    if own_area is None or area is None:
        return Whereabouts(tenths, over, None, None)
    if own_area == area:
        return Whereabouts(tenths, over, False, False)
    return Whereabouts(tenths, over, True, None if adjoining is None else area not in adjoining)
