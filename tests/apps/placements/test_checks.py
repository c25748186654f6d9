"""Every mistake in a stay is found, and all of them at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from homeward.apps.core.refusals import registered_codes
from homeward.apps.placements.checks import HomeFacts, LineFacts, OtherStay, StayFacts, check_stay, shown_stay
from homeward.apps.placements.sentences import PROBLEMS
from homeward.policy import load_pack
from tests.apps.placements.conftest import stay

TODAY = dt.date(2026, 11, 3)
PACK = load_pack("au_sa")
HOME = HomeFacts(1, "Wattle household", organisation=7)
LINE = LineFacts(5, "A-1 line 1", organisation=7)
GOOD = StayFacts(
    start=dt.date(2026, 7, 1), end=dt.date(2026, 8, 15), today=TODAY, home=HOME, line=LINE,
    born_on=dt.date(2014, 3, 9), placement_type="foster_care",
    placement_types=PACK.vocabulary("placement_types"),
)  # fmt: skip


def found(facts: StayFacts) -> dict[str, str]:
    return {p.code: p.severity for p in check_stay(facts)}


def test_a_sound_stay_has_no_problem() -> None:
    assert check_stay(GOOD) == []


def test_a_stay_may_begin_and_end_on_one_day() -> None:
    assert check_stay(replace(GOOD, end=GOOD.start)) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"start": None}, "start_missing"),
        ({"start": dt.date(1931, 7, 1), "born_on": None, "placement_type": ""}, "start_too_early"),
        ({"end": dt.date(2026, 6, 30)}, "dates_reversed"),
        ({"start": dt.date(2029, 1, 1), "end": None}, "start_far_ahead"),
        ({"end": dt.date(2203, 8, 15)}, "end_far_ahead"),
        ({"start": dt.date(2014, 3, 8)}, "start_before_birth"),
        ({"child_known": False}, "unknown_child"),
        ({"home": None}, "unknown_home"),
        ({"placement_type": "castle"}, "unknown_code"),
        ({"line": LineFacts(9, "A-2 line 1", organisation=8)}, "line_of_another_provider"),
        ({"end": None, "end_reason": "moved"}, "end_reason_without_end"),
    ],
)
def test_each_mistake_is_an_error(change: dict[str, object], code: str) -> None:
    assert found(replace(GOOD, **change)) == {code: "error"}  # type: ignore[arg-type]


def test_born_and_placed_on_one_day_is_possible() -> None:
    assert check_stay(replace(GOOD, start=dt.date(2014, 3, 9))) == []


def test_a_start_still_to_come_is_a_warning() -> None:
    assert found(replace(GOOD, start=dt.date(2026, 11, 10), end=None)) == {"start_ahead": "warning"}


def test_a_home_whose_provider_nobody_named_is_a_warning() -> None:
    assert found(replace(GOOD, home=HomeFacts(1, "Home in a return"))) == {"home_without_provider": "warning"}


def test_a_code_is_judged_on_its_day() -> None:
    types = PACK.vocabulary("placement_types")
    facts = replace(GOOD, start=dt.date(1999, 12, 31), born_on=None, placement_types=types)
    assert found(facts) == {"code_not_in_force": "error"}


def test_without_a_code_list_any_word_will_do() -> None:
    assert check_stay(replace(GOOD, placement_type="whatever it was", placement_types=None)) == []


def test_all_problems_are_told_at_once() -> None:
    facts = replace(
        GOOD,
        start=dt.date(2013, 1, 1),
        end=dt.date(2012, 1, 1),
        child_known=False,
        home=None,
        placement_type="castle",
    )
    assert set(found(facts)) == {
        "start_before_birth",
        "dates_reversed",
        "unknown_child",
        "unknown_home",
        "unknown_code",
    }


def other(
    home: int = 1, line: int | None = 5, start: str = "2026-08-14", end: str | None = None
) -> OtherStay:
    return OtherStay("P1", home, "Wattle household", line, stay(start, end))


def test_a_second_stay_in_the_same_home_and_line_is_an_error_that_names_the_first() -> None:
    problems = check_stay(replace(GOOD, others=[other()]))
    assert [(p.code, p.severity, p.value) for p in problems] == [("overlap", "error", "P1")]
    assert "Wattle household from 14 Aug 2026, still open" in problems[0].message


@pytest.mark.parametrize(
    "neighbour",
    [
        other(start="2026-08-15"),  # begins on the day the child left
        other(start="2026-06-01", end="2026-07-01"),  # ends on the day the child came
        other(start="2026-07-10", end="2026-07-10"),  # no night at all
        other(line=6),  # another line
        other(line=None),
    ],
)
def test_stays_that_share_no_night_or_line_do_not_meet(neighbour: OtherStay) -> None:
    assert check_stay(replace(GOOD, others=[neighbour])) == []


def test_another_home_on_the_same_line_is_shared_care_and_flagged() -> None:
    assert found(replace(GOOD, others=[other(home=2)])) == {"shared_care": "warning"}


def test_stays_without_a_line_in_two_homes_are_left_to_the_import() -> None:
    assert check_stay(replace(GOOD, line=None, others=[other(home=2, line=None)])) == []


def test_screens_name_the_last_night() -> None:
    assert shown_stay(stay("2026-07-01", "2026-08-15")) == "from 1 Jul 2026 to 14 Aug 2026"
    assert shown_stay(stay("2026-07-01")) == "from 1 Jul 2026, still open"
    assert shown_stay(stay("2026-07-01", "2026-07-01")) == "on 1 Jul 2026, without a night"


def test_every_problem_has_its_sentence() -> None:
    assert {f"placements.{code}" for code in PROBLEMS} <= registered_codes()
