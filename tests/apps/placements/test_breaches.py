"""What should not have happened is a function of the records: order of entry and chance do not matter."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeward.apps.placements import breaches
from homeward.apps.placements.breaches import Allowed, Occupant, beyond, targets_with_approvals
from homeward.kernel.ranges import DateRange
from tests.apps.placements.conftest import stay

TODAY = dt.date(2026, 11, 3)
FEBRUARY = stay("2023-01-01", "2023-04-01")


def house(*later: Occupant) -> list[Occupant]:
    """Four residents all quarter."""
    return [*(Occupant(n, n, FEBRUARY) for n in range(1, 5)), *later]


FIFTH = Occupant(5, 5, stay("2023-02-01", "2023-02-11"))
TARGET = Allowed(FEBRUARY, Decimal(4))


def over(approved: list[Allowed], *occupants: Occupant) -> dict[int, int]:
    found = beyond(house(*occupants), targets_with_approvals([TARGET], approved))
    return {placement: sum(r.nights for r in ranges) for placement, ranges in found.items()}


def test_the_fifth_child_without_approval_is_over_target_for_ten_nights() -> None:
    assert over([], FIFTH) == {5: 10}


def test_an_approval_covers_the_nights_it_names() -> None:
    whole = Allowed(stay("2023-02-01", "2023-02-11"), Decimal(1))
    part = Allowed(stay("2023-02-01", "2023-02-07"), Decimal(1))
    assert over([whole], FIFTH) == {}
    assert over([part], FIFTH) == {5: 4}


def test_two_approvals_add_up() -> None:
    sixth = Occupant(6, 6, stay("2023-02-01", "2023-02-11"))
    one = Allowed(stay("2023-02-01", "2023-02-11"), Decimal(1))
    assert over([one], FIFTH, sixth) == {6: 10}
    assert over([one, one], FIFTH, sixth) == {}


def test_a_place_left_free_is_free_for_the_next() -> None:
    residents = house(FIFTH)
    residents[0] = Occupant(1, 1, stay("2023-01-01", "2023-02-01"))
    assert beyond(residents, [TARGET]) == {}


def test_a_child_with_two_stays_takes_one_place() -> None:
    assert over([], Occupant(9, 1, stay("2023-02-01", "2023-02-11"))) == {}


def test_part_of_a_place_is_none() -> None:
    three = [Occupant(n, n, FEBRUARY) for n in range(1, 4)]
    assert set(beyond(three, [Allowed(FEBRUARY, Decimal("2.5"))])) == {3}


days = st.integers(0, 12).map(lambda n: dt.date(2026, 7, 1) + dt.timedelta(days=n))
ranges = st.tuples(days, st.integers(1, 6) | st.none()).map(
    lambda t: DateRange(t[0], t[0] + dt.timedelta(days=t[1]) if t[1] else None)
)
stays = st.lists(st.tuples(st.integers(1, 5), ranges), max_size=9).map(
    lambda found: [Occupant(n, child, period) for n, (child, period) in enumerate(found)]
)


# A busy machine makes drawing slow, which says nothing about the rule.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stays, st.integers(0, 4), st.randoms())
def test_nights_beyond_the_places_agree_with_counting_night_by_night(occupants, places, random) -> None:  # type: ignore[no-untyped-def]
    ever = Allowed(stay("2026-07-01"), Decimal(places))
    found = beyond(occupants, [ever])
    shuffled = list(occupants)
    random.shuffle(shuffled)
    assert beyond(shuffled, [ever]) == found
    for night in stay("2026-07-01", "2026-07-25").days():
        here = {o.child for o in occupants if o.stay.contains(night)}
        late = {o.child for o in occupants if any(r.contains(night) for r in found.get(o.placement, ()))}
        assert len(late) == max(0, len(here) - places)
        assert late <= here


def test_an_open_stay_does_not_outlast_what_is_known() -> None:
    line, agreement = stay("2024-07-01", "2027-07-01"), stay("2024-07-01", "2027-07-01")
    assert breaches.outside_line(stay("2026-07-01"), line, agreement, TODAY) == {}
    past = breaches.outside_line(stay("2026-07-01"), line, stay("2024-07-01", "2026-11-01"), TODAY)
    assert past == {breaches.AFTER_END_OF_AGREEMENT: [stay("2026-11-01", "2026-11-04")]}


def test_nights_before_the_line_and_after_the_agreement_are_named_apart() -> None:
    found = breaches.outside_line(
        stay("2024-06-25", "2027-07-03"),
        stay("2024-07-01", "2027-07-01"),
        stay("2024-06-28", "2027-07-01"),
        TODAY,
    )
    assert found == {
        breaches.AFTER_END_OF_AGREEMENT: [stay("2027-07-01", "2027-07-03")],
        breaches.LINE_NOT_IN_FORCE: [stay("2024-06-25", "2024-07-01")],
    }


def test_nights_in_a_home_before_and_after_it_was_open() -> None:
    found = breaches.outside_home(
        stay("2026-07-01", "2026-08-01"), dt.date(2026, 7, 3), dt.date(2026, 7, 30), TODAY
    )
    assert found == {
        breaches.HOME_NOT_OPEN: [stay("2026-07-01", "2026-07-03")],
        breaches.HOME_CLOSED: [stay("2026-07-30", "2026-08-01")],
    }
    assert breaches.outside_home(stay("2026-07-01"), None, dt.date(2026, 12, 1), TODAY) == {}
