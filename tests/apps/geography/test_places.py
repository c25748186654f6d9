"""Places, distances and what the law asks of them. Unknown stays unknown."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, getcontext
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from homeward.apps.geography import places
from homeward.apps.geography.places import Place, facts_of, miles, tenths_between
from homeward.apps.geography.postcodes import district_of, normal
from tests.factories.accounts import CommissioningBodyFactory
from tests.factories.geography import AreaFactory, PostcodeFactory

points = st.builds(Place, st.integers(0, 700_000), st.integers(0, 1_300_000))
half_known = st.one_of(st.none(), st.builds(Place), points)


@given(points, points)
def test_distance_is_the_same_both_ways_and_nought_to_itself(one: Place, other: Place) -> None:
    assert tenths_between(one, other) == tenths_between(other, one)
    assert tenths_between(one, one) == 0


@given(points, points)
def test_distance_is_the_returns_formula_to_one_decimal(one: Place, other: Place) -> None:
    getcontext().prec = 50
    assert one.easting is not None and one.northing is not None
    assert other.easting is not None and other.northing is not None
    east, north = Decimal(one.easting - other.easting), Decimal(one.northing - other.northing)
    whole = (east * east + north * north).sqrt() / 1000 / Decimal("1.6093")
    assert miles(tenths_between(one, other)) == f"{whole.quantize(Decimal('0.1'), ROUND_HALF_UP):,}"


@given(half_known, half_known)
def test_what_is_unknown_on_one_side_is_unknown_altogether(one: Place | None, other: Place | None) -> None:
    known = one is not None and other is not None and one.has_point and other.has_point
    assert (tenths_between(one, other) is not None) == known


@pytest.mark.parametrize(("metres", "over"), [(32_186, False), (32_266, False), (32_267, True)])
def test_over_twenty_miles_is_strictly_above_after_rounding(metres: int, over: bool) -> None:
    here, there = Place(100_000, 100_000), Place(100_000 + metres, 100_000)
    found = facts_of(there, here, None, 200)
    assert found.over_yardstick is over


def _area(code: str, adjoining: list[str] | None = None) -> SimpleNamespace:
    return SimpleNamespace(code=code, adjoining=adjoining)


@pytest.mark.parametrize(
    ("home_area", "own", "out", "distant"),
    [
        (_area("A"), _area("A", ["B"]), False, False),
        (_area("B"), _area("A", ["B"]), True, False),
        (_area("C"), _area("A", ["B"]), True, True),
        (_area("C"), _area("A", []), True, True),
        (_area("C"), _area("A", None), True, None),
        (None, _area("A", ["B"]), None, None),
        (_area("A"), None, None, None),
    ],
)
def test_out_of_area_and_at_a_distance(
    home_area: SimpleNamespace | None, own: SimpleNamespace | None, out: bool | None, distant: bool | None
) -> None:
    found = facts_of(SimpleNamespace(easting=None, northing=None, area=home_area), None, own, 200)  # type: ignore[arg-type]
    assert (found.tenths, found.out_of_area, found.at_a_distance) == (None, out, distant)


@pytest.mark.parametrize(
    ("typed", "whole", "district"),
    [
        ("qx12ab", "QX1 2AB", "QX1"),
        ("QX1", None, "QX1"),
        ("QX1A 2AB", "QX1A 2AB", "QX1A"),
        ("5000", None, None),
        ("", None, None),
        ("QX1 2A", None, None),
        ("ＱＸ1 2AB", None, None),
    ],
)
def test_how_postcodes_are_read(typed: str, whole: str | None, district: str | None) -> None:
    assert (normal(typed), district_of(typed)) == (whole, district)


@pytest.mark.django_db
def test_the_middle_of_a_district_and_what_it_cannot_say() -> None:
    body = CommissioningBodyFactory()
    one, other = AreaFactory(body=body), AreaFactory(body=body)
    PostcodeFactory(area=one, code="QX1 1AA", easting=100, northing=10)
    PostcodeFactory(area=one, code="QX1 1AB", easting=201, northing=10)
    PostcodeFactory(area=one, code="QX2 1AA", easting=1, northing=1)
    PostcodeFactory(area=other, code="QX2 1AB", easting=3, northing=3)
    PostcodeFactory(area=None, body=body, code="QX3 1AA")
    PostcodeFactory(code="QX9 1AA")  # another body's
    assert places.middle_of("qx1", body=body) == Place(150, 10, one, 2)
    assert places.middle_of("QX2", body=body) == Place(2, 2, None, 2)
    assert places.middle_of("QX3", body=body) == Place(300_000, 200_000, None, 1)
    assert places.middle_of("QX9", body=body) is None
    assert places.middle_of("Cwm", body=body) is None


@pytest.mark.django_db
def test_a_place_is_found_by_what_people_type() -> None:
    body = CommissioningBodyFactory()
    area = AreaFactory(body=body, code="BRE", name="Eleri Vale", name_cy="Bro Eleri")
    bare = AreaFactory(body=body, code="XX")
    PostcodeFactory(area=area, code="QX1 1AA", easting=100, northing=10)
    assert places.locate("qx11aa", body=body) == Place(100, 10, area)
    assert places.locate("QX1", body=body) == Place(100, 10, area, 1)
    for typed in ("bre", "eleri vale", "Bro  Eleri"):
        assert places.locate(typed, body=body) == Place(100, 10, area, 1)
    assert places.locate("xx", body=body) == Place(area=bare)
    assert places.locate("", body=body) is places.locate("QX1 9ZZ", body=body) is None
