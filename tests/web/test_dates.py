"""Dates as the house writes them, in each language."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import timezone, translation

from homeward.kernel.ranges import DateRange
from homeward.web import dates


@pytest.fixture(autouse=True)
def _on_23_november():
    with time_machine.travel(datetime(2026, 11, 23, 1, tzinfo=UTC), tick=False), timezone.override("UTC"):
        yield


@pytest.mark.parametrize(
    ("language", "short", "week_day", "full"),
    [
        ("en", "6 Nov 2026", "Fri 6 Nov", "Friday 6 November 2026"),
        ("cy", "6 Tach 2026", "Gwe 6 Tach", "Dydd Gwener 6 Tachwedd 2026"),
        ("mi", "6 Noe 2026", "Par 6 Noe", "Paraire 6 Noema 2026"),
    ],
)
def test_a_day_is_written_in_the_language_of_the_page(language, short, week_day, full):
    friday = date(2026, 11, 6)
    with translation.override(language):
        assert [dates.short_date(friday), dates.day(friday), dates.full_date(friday)] == [
            short,
            week_day,
            full,
        ]


@pytest.mark.parametrize("language", ["en", "cy", "mi"])
def test_short_numeric_dates_put_the_day_first(language):
    from django.utils.formats import date_format

    with translation.override(language):
        assert date_format(date(2026, 4, 3), "SHORT_DATE_FORMAT") == "03/04/2026"


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (date(2026, 7, 1), date(2026, 8, 15), "1 Jul to 14 Aug 2026"),
        (date(2026, 8, 14), date(2026, 8, 21), "14 to 20 Aug 2026"),
        (date(2025, 8, 21), date(2026, 3, 9), "21 Aug 2025 to 8 Mar 2026"),
        (date(2026, 8, 20), None, "20 Aug 2026, continuing"),
        (date(2026, 8, 9), date(2026, 8, 10), "9 Aug 2026"),
        (date(2026, 8, 9), date(2026, 8, 9), "no nights"),
    ],
)
def test_a_range_is_shown_with_its_last_night(start, end, shown):
    assert dates.nights((start, end)) == shown


def test_ranges_are_read_from_the_kernel_and_joined_in_welsh():
    with translation.override("cy"):
        assert dates.nights_short(DateRange(date(2026, 7, 1), date(2026, 8, 15))) == "1 Gorff hyd 14 Awst"


def test_the_last_night_of_a_stay_that_ended_on_15_august_is_the_14th():
    assert dates.last_night(DateRange(date(2026, 7, 1), date(2026, 8, 15))) == "14 Aug 2026"


def test_another_year_is_named():
    assert dates.day(date(2027, 1, 14)) == "Thu 14 Jan 2027"


@pytest.mark.parametrize(
    ("day", "words", "state"),
    [
        (date(2026, 11, 6), "17 days late", "late"),
        (date(2026, 11, 22), "1 day late", "late"),
        (date(2026, 11, 23), "Today", "soon"),
        (date(2026, 11, 24), "Tomorrow", "soon"),
        (date(2026, 11, 27), "In 4 days", "later"),
    ],
)
def test_a_duty_says_how_it_stands(day, words, state):
    assert dates.due(day) == dates.Due(words, state)


def test_moments_are_local_and_have_a_point_between_hours_and_minutes():
    with timezone.override("Australia/Adelaide"):
        assert dates.moment(datetime(2026, 11, 23, 0, 12, tzinfo=UTC)) == "23 November 2026, 10.42 am"
        assert dates.clock(datetime(2026, 11, 23, 3, 30, tzinfo=UTC)) == "2 pm"


def test_the_days_of_an_engines_sentence_are_written_as_people_read_them() -> None:
    assert dates.days_in_words("No target is set for the nights 2026-01-01 to 2026-03-31: add it.") == (
        "No target is set for the nights 1 Jan 2026 to 31 Mar 2026: add it."
    )
    assert (
        dates.days_in_words("Nothing of that sort, but B-20261015.")
        == "Nothing of that sort, but B-20261015."
    )
