"""Free places as the records count them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from homeward.apps.vacancies.counting import count

known = st.one_of(st.none(), st.integers(0, 12))


def test_the_lesser_of_places_and_approval_counts() -> None:
    assert count(places=4, approved=2, children=[1]).free == 1
    assert count(places=1, approved=3, children=[]).free == 1
    assert count(places=None, approved=3, children=[1]).free == 2


def test_nothing_known_is_not_nought() -> None:
    counted = count(places=None, approved=None, children=[1, 2])
    assert (counted.free, counted.holds, counted.over, counted.stays) == (None, None, 0, 2)
    assert count(places=0, approved=None, children=[]).free == 0


def test_a_child_with_two_stays_takes_one_place() -> None:
    assert count(places=3, approved=None, children=[7, 7]).stays == 1


@given(known, known, st.lists(st.integers(0, 20)), st.integers(0, 5))
def test_places_are_conserved(
    places: int | None, approved: int | None, children: list[int], blocked: int
) -> None:
    counted = count(places=places, approved=approved, children=children, blocked=blocked)
    if counted.holds is None:
        assert counted.free is None
        return
    assert counted.free is not None and 0 <= counted.free <= counted.holds
    assert counted.over == 0 or counted.free == 0
    if counted.stays + blocked <= counted.holds:
        assert counted.free + counted.stays + blocked == counted.holds
