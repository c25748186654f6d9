from __future__ import annotations

from datetime import date

import pytest

from homeward.kernel.ranges import DateRange, count_nights, intersect, subtract, union


def january(start: int, end: int | None) -> DateRange:
    return DateRange(date(2023, 1, start), None if end is None else date(2023, 1, end))


def test_two_nights_from_the_first_to_the_third() -> None:
    assert january(1, 3).nights == 2
    assert january(1, 3).last_night == date(2023, 1, 2)


def test_the_night_of_departure_is_not_counted() -> None:
    assert january(1, 3).contains(date(2023, 1, 2))
    assert not january(1, 3).contains(date(2023, 1, 3))


def test_a_stay_of_one_day_has_no_night() -> None:
    stay = january(5, 5)
    assert (stay.nights, stay.last_night, stay.is_empty) == (0, None, True)


def test_an_open_stay_has_no_number_of_nights() -> None:
    with pytest.raises(ValueError, match="open"):
        _ = january(5, None).nights
    assert january(5, None).last_night is None


def test_reversed_dates_are_refused() -> None:
    with pytest.raises(ValueError, match="before the start"):
        january(5, 4)


def test_touching_stays_do_not_overlap() -> None:
    assert not january(1, 5).overlaps(january(5, 9))
    assert january(1, 6).overlaps(january(5, 9))
    assert january(1, None).overlaps(january(5, None))
    assert not january(3, 3).overlaps(january(1, 9))


def test_clip_keeps_the_shared_nights() -> None:
    assert january(1, None).clip(january(3, 9)) == january(3, 9)
    assert january(1, 4).clip(january(3, None)) == january(3, 4)
    assert january(1, 3).clip(january(3, 9)) is None


def test_covers() -> None:
    assert january(1, None).covers(january(3, None))
    assert january(1, 9).covers(january(9, 9))
    assert not january(1, 9).covers(january(3, None))
    assert not january(2, 9).covers(january(1, 3))


def test_union_joins_overlapping_and_touching_ranges() -> None:
    assert union([january(10, 20), january(15, 25), january(25, 27), january(1, 2)]) == [
        january(1, 2),
        january(10, 27),
    ]
    assert union([january(10, None), january(12, 20)]) == [january(10, None)]
    assert union([january(3, 3)]) == []


def test_subtract_takes_no_night_twice() -> None:
    left = subtract(january(1, 31), [january(10, 20), january(15, 25), january(30, None)])
    assert left == [january(1, 10), january(25, 30)]
    assert count_nights(left) == 14
    assert subtract([january(1, 3), january(5, 7)], []) == [january(1, 3), january(5, 7)]


def test_intersect() -> None:
    assert intersect([january(1, 10), january(20, None)], [january(5, 25)]) == [
        january(5, 10),
        january(20, 25),
    ]


def test_days_in_order() -> None:
    assert list(january(1, 3).days()) == [date(2023, 1, 1), date(2023, 1, 2)]
