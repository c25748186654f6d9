from __future__ import annotations

from datetime import date

import pytest

from homeward.engine.due_dates import acquittal_due, data_due, information_due, reminder_is_due
from homeward.engine.refusal import Refusal
from homeward.kernel.quarters import Quarter
from homeward.kernel.ranges import DateRange
from homeward.policy import load_pack


def test_the_acquittal_of_the_first_quarter_is_due_on_31_october() -> None:
    due = acquittal_due(Quarter(2023, 1).range, load_pack("au_sa").policy())
    assert (due.on, due.value.standing) == (date(2023, 10, 31), "sourced")


def test_the_data_is_due_by_the_same_number_of_days_a_placeholder() -> None:
    due = data_due(Quarter(2023, 3).range, load_pack("au_sa").policy())
    assert (due.on, due.value.standing) == (date(2024, 5, 1), "placeholder")


def test_ten_working_days_leave_out_weekends_and_holidays() -> None:
    holidays = {date(2023, 10, 2)}  # Labour Day

    def is_working_day(day: date) -> bool:
        return day.weekday() < 5 and day not in holidays

    due = information_due(date(2023, 9, 22), load_pack("au_sa").policy(), is_working_day)
    assert due.on == date(2023, 10, 9)


def test_impossible_calendars_are_refused() -> None:
    policy = load_pack("au_sa").policy()
    with pytest.raises(Refusal, match="No working days"):
        information_due(date(2023, 9, 22), policy, lambda day: False)
    with pytest.raises(ValueError, match="last date"):
        data_due(DateRange(date(2023, 1, 1)), policy)


@pytest.mark.parametrize(
    ("reminded", "today", "due"),
    [
        (None, "2026-10-23", False),  # eight days before
        (None, "2026-10-24", True),  # seven days before
        ("2026-10-24", "2026-10-28", False),  # once is enough before the day
        ("2026-10-24", "2026-10-31", False),
        ("2026-10-24", "2026-11-01", True),  # the first day too late
        ("2026-11-01", "2026-11-07", False),
        ("2026-11-01", "2026-11-08", True),  # each week from then on
        (None, "2026-12-24", True),  # nobody reminded: made up for
    ],
)
def test_reminders_come_once_before_and_again_and_again_after(
    reminded: str | None, today: str, due: bool
) -> None:
    before = date.fromisoformat(reminded) if reminded else None
    policy = load_pack("au_sa").policy()
    assert reminder_is_due(date(2026, 10, 31), before, date.fromisoformat(today), policy) is due
