"""Clocks of the privacy law: which calendar, from when, in elapsed hours; and silence where a pack says nothing."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from homeward.engine import privacy
from homeward.policy import Policy, load_pack

AUCKLAND = ZoneInfo("Pacific/Auckland")
TURN_OF_YEAR = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1), date(2027, 1, 4)})


def policy(pack: str = "nz") -> Policy:
    return load_pack(pack).policy()


def test_a_request_counts_neither_its_own_day_nor_the_closed_days_of_its_calendar() -> None:
    due = privacy.answer_due(date(2026, 12, 14), TURN_OF_YEAR, policy())
    # eight working days to 24 December, then twelve from 18 January on
    assert due is not None and (due.on, due.calendar, due.working_days) == (date(2027, 2, 2), "privacy", 20)
    plain = privacy.answer_due(date(2026, 11, 2), frozenset(), policy())
    assert plain is not None and plain.on == date(2026, 11, 30)


def test_a_jurisdiction_without_the_law_has_no_clock() -> None:
    elsewhere = policy("au_sa")
    assert privacy.answer_due(date(2026, 11, 2), frozenset(), elsewhere) is None
    assert privacy.breach_target(datetime(2026, 11, 2, 9, tzinfo=AUCKLAND), elsewhere) is None
    assert privacy.owes_notice(date(2026, 11, 2), elsewhere) is None


@pytest.mark.parametrize(
    ("discovered", "wall"),
    [
        (datetime(2026, 9, 25, 16, 30, tzinfo=AUCKLAND), "2026-09-28 17:30"),  # clocks go forward on the 27th
        (datetime(2027, 4, 2, 16, 30, tzinfo=AUCKLAND), "2027-04-05 15:30"),  # and back on 4 April
        (datetime(2026, 11, 2, 9, 0, tzinfo=AUCKLAND), "2026-11-05 09:00"),
    ],
)
def test_72_hours_pass_whatever_the_clocks_do(discovered: datetime, wall: str) -> None:
    target = privacy.breach_target(discovered, policy())
    assert target is not None
    assert f"{target[0].astimezone(AUCKLAND):%Y-%m-%d %H:%M}" == wall
    assert (target[0] - discovered).total_seconds() == 72 * 3600


def test_a_breach_without_a_zone_is_no_moment() -> None:
    with pytest.raises(ValueError, match="time zone"):
        privacy.breach_target(datetime(2026, 11, 2, 9), policy())  # noqa: DTZ001


@pytest.mark.parametrize(("day", "owed"), [(date(2026, 4, 30), False), (date(2026, 5, 1), True)])
def test_notice_is_owed_from_the_day_the_rule_came_into_force(day: date, owed: bool) -> None:
    assert (privacy.owes_notice(day, policy()) is not None) is owed


def test_a_class_without_a_rule_is_kept() -> None:
    assert privacy.kept_until("child_record", date(2026, 1, 31), policy()) is None
    found = privacy.kept_until("intake_record", date(2026, 1, 31), policy())
    assert found is not None and (found[0], found[1].standing) == (date(2028, 1, 31), "placeholder")
