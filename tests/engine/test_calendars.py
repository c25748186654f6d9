"""Working days: each clock names its calendar, and two calendars of one country differ."""

from __future__ import annotations

from datetime import date

import pytest

from homeward.engine.calendars import WorkingDays, working_days
from homeward.policy import load_pack

NEW_YEAR = (date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1), date(2027, 1, 4))  # as observed


def calendar(name: str, pack: str = "nz") -> WorkingDays:
    return working_days(name, frozenset(NEW_YEAR), load_pack(pack).policy(), date(2026, 12, 1))


@pytest.mark.parametrize(
    ("name", "day", "worked"),
    [
        ("general", date(2026, 12, 24), True),
        ("general", date(2026, 12, 31), False),
        ("general", date(2027, 1, 4), False),
        ("general", date(2027, 1, 5), True),
        ("privacy", date(2027, 1, 5), False),
        ("privacy", date(2027, 1, 15), False),
        ("privacy", date(2027, 1, 18), True),
        ("general", date(2026, 12, 19), False),
    ],
)
def test_the_closed_days_are_those_of_the_calendar_named(name: str, day: date, worked: bool) -> None:
    assert calendar(name).is_worked(day) is worked


def test_a_count_over_the_turn_of_the_year() -> None:
    assert calendar("general").after(date(2026, 12, 23), 2) == date(2027, 1, 5)
    assert calendar("privacy").after(date(2026, 12, 23), 2) == date(2027, 1, 18)


def test_no_days_are_the_day_itself() -> None:
    assert calendar("general").after(date(2026, 12, 26), 0) == date(2026, 12, 26)


def test_the_last_working_day_is_the_day_itself_where_it_is_worked() -> None:
    assert calendar("general").last_on_or_before(date(2027, 1, 3)) == date(2026, 12, 24)
    assert calendar("general").last_on_or_before(date(2027, 1, 5)) == date(2027, 1, 5)


def test_a_pack_without_closed_days_has_weekends_and_holidays() -> None:
    days = calendar("general", "au_sa")
    assert days.used is None
    assert days.is_worked(date(2026, 12, 31))
    assert not days.is_worked(date(2026, 12, 28))


def test_closed_days_within_one_year_do_not_wrap() -> None:
    days = WorkingDays("summer", (), ("07-06", "07-10"), None)
    assert not days.is_worked(date(2026, 7, 6))
    assert not days.is_worked(date(2026, 7, 10))
    assert days.is_worked(date(2026, 7, 13))
