from __future__ import annotations

from datetime import date

import pytest

from homeward.kernel.quarters import Quarter
from homeward.kernel.ranges import DateRange
from homeward.kernel.years import birthday, financial_year


@pytest.mark.parametrize(
    ("quarter", "label", "start", "nights"),
    [
        (Quarter(2022, 2), "Q2 2022-23", date(2022, 10, 1), 92),
        (Quarter(2022, 3), "Q3 2022-23", date(2023, 1, 1), 90),
        (Quarter(2022, 4), "Q4 2022-23", date(2023, 4, 1), 91),
        (Quarter(2023, 1), "Q1 2023-24", date(2023, 7, 1), 92),
        (Quarter(2023, 3), "Q3 2023-24", date(2024, 1, 1), 91),
        (Quarter(2099, 1), "Q1 2099-00", date(2099, 7, 1), 92),
        (Quarter(2023, 4, first_month=4), "Q4 2023-24", date(2024, 1, 1), 91),
        (Quarter(2023, 1, first_month=1), "Q1 2023", date(2023, 1, 1), 90),
    ],
)
def test_quarters(quarter: Quarter, label: str, start: date, nights: int) -> None:
    assert (quarter.label, quarter.range.start, quarter.nights) == (label, start, nights)
    assert Quarter.containing(start, quarter.first_month) == quarter
    last = quarter.range.last_night
    assert last is not None
    assert Quarter.containing(last, quarter.first_month) == quarter
    assert quarter.next().range.start == quarter.range.end
    assert quarter.next().previous() == quarter
    assert Quarter.of(quarter.range, quarter.first_month) == quarter


def test_a_period_that_is_no_quarter() -> None:
    assert Quarter.of(DateRange(date(2023, 1, 1), date(2023, 3, 31))) is None


def test_impossible_quarters_are_refused() -> None:
    with pytest.raises(ValueError, match="quarters 1 to 4"):
        Quarter(2023, 5)
    with pytest.raises(ValueError, match="months 1 to 12"):
        Quarter(2023, 1, first_month=13)


def test_financial_years() -> None:
    assert financial_year(date(2024, 6, 30)) == DateRange(date(2023, 7, 1), date(2024, 7, 1))
    assert financial_year(date(2024, 7, 1)).nights == 365
    assert financial_year(date(2024, 3, 31), first_month=4).start == date(2023, 4, 1)


def test_birthdays() -> None:
    assert birthday(date(2005, 2, 15), 18) == date(2023, 2, 15)
    assert birthday(date(2004, 2, 29), 18) == date(2022, 3, 1)
    assert birthday(date(2004, 2, 29), 20) == date(2024, 2, 29)
