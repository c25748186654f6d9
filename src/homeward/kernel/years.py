"""Days of a life and of a year."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from homeward.kernel.ranges import DateRange


def birthday(born_on: date, age: int) -> date:
    """The day on which a person reaches an age in full years.

    Somebody born on 29 February has it on 1 March of a common year: the year is full only when
    28 February is over.

    >>> birthday(date(2004, 2, 29), 18)
    datetime.date(2022, 3, 1)
    """
    year = born_on.year + age
    try:
        return born_on.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def months_after(day: date, months: int) -> date:
    """The day so many calendar months later; where that month is too short, its last day.

    >>> months_after(date(2026, 10, 31), 4), months_after(date(2027, 10, 31), 4)
    (datetime.date(2027, 2, 28), datetime.date(2028, 2, 29))
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def age_on(born_on: date, day: date) -> int:
    """Age in full years on a day; somebody born on 29 February is older on 1 March.

    >>> age_on(date(2004, 2, 29), date(2022, 2, 28)), age_on(date(2004, 2, 29), date(2022, 3, 1))
    (17, 18)
    """
    years = day.year - born_on.year
    return years if birthday(born_on, years) <= day else years - 1


def financial_year(day: date, first_month: int = 7) -> DateRange:
    """The financial year that contains a day, e.g. 1 Jul 2023 to 30 Jun 2024.

    >>> financial_year(date(2024, 2, 29)).nights
    366
    """
    year = day.year if day.month >= first_month else day.year - 1
    return DateRange(date(year, first_month, 1), date(year + 1, first_month, 1))


def year_label(year: DateRange) -> str:
    """A financial year as people write it.

    >>> year_label(financial_year(date(2024, 2, 29)))
    '2023-24'
    """
    return f"{year.start.year}-{(year.start.year + 1) % 100:02d}"
