"""Placements by area and distance: counted, unknown where unknown, and nobody named."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import Role
from homeward.apps.children.models import Child
from homeward.apps.core.periods import to_db
from homeward.apps.placements.areas import board
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.factories.children import ChildFactory, StatusFactFactory
from tests.factories.geography import AreaFactory, PostcodeFactory
from tests.factories.placements import PlacementFactory
from tests.factories.providers import HomeFactory, HomePlaceFactory, ProviderFactory
from tests.records import signed_in

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)
SINCE = dt.date(2026, 1, 1)


@pytest.fixture
def body(time_machine: Any) -> CommissioningBody:
    """An authority of area AA, which adjoins BB and not CC, with its own district QX1 at the middle of AA."""
    time_machine.move_to(dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC))
    made = CommissioningBodyFactory(pack="gb_wls", time_zone="Europe/London")
    own = AreaFactory(body=made, code="AA", name="Alpha", adjoining=["BB"], column=1, row=1, is_own=True)
    AreaFactory(body=made, code="BB", name="Beta", adjoining=["AA"], column=2, row=1)
    AreaFactory(body=made, code="CC", name="Gamma", adjoining=[], column=3, row=1)
    PostcodeFactory(area=own, code="QX1 1AA", easting=300_000, northing=200_000)
    return made


def lives(
    body: CommissioningBody,
    area: str,
    east: int | None,
    *,
    district: str = "QX1",
    child: Child | None = None,
    **home: Any,
) -> Child:
    """A child in a home of its own in an area, so many metres east of the district's middle."""
    made = HomeFactory(provider=ProviderFactory(body=body), **home)
    if area:
        found = body_area(body, area)
        point = (
            {"easting": None, "northing": None}
            if east is None
            else {"easting": 300_000 + east, "northing": 200_000}
        )
        HomePlaceFactory(home=made, area=found, **point)
    child = child or ChildFactory(body=body)
    if district:
        StatusFactFactory(
            child=child, body=body, kind="home_district", value=district, recorded_at=timezone.now()
        )
    PlacementFactory(home=made, line=None, child=child, period=to_db(DateRange(SINCE)))
    return child


def body_area(body: CommissioningBody, code: str) -> Any:
    from homeward.apps.geography.models import Area

    return Area.objects.get(body=body, code=code)


def told(rows: list[Any]) -> dict[str, tuple[int, int]]:
    return {row.key: (len(row.children), row.placements) for row in rows if row.placements}


def test_children_and_placements_are_counted_apart(body: CommissioningBody) -> None:
    twice = lives(body, "AA", 0)
    lives(body, "AA", 0, child=twice, district="")
    lives(body, "BB", 16_093)
    found = board(actor_in(Role.PLACEMENT_OFFICER, body), TODAY)
    assert told(found.areas) == {"AA": (1, 2), "BB": (1, 1)}
    assert (len(found.total.children), found.total.placements) == (2, 3)
    assert told(found.bands) == {"within_5": (1, 2), "within_10": (1, 1)}


def test_what_is_unknown_has_a_row_of_its_own(body: CommissioningBody) -> None:
    lives(body, "", None)
    lives(body, "CC", None)
    lives(body, "AA", 0, district="")
    lives(body, "AA", 0, district="ZZ9")
    found = board(actor_in(Role.PLACEMENT_OFFICER, body), TODAY)
    assert told(found.areas) == {"AA": (2, 2), "CC": (1, 1), "?": (1, 1)}
    assert told(found.bands) == {"?": (4, 4)}
    assert told(found.law) == {
        "in_area": (2, 2),
        "out_of_area": (1, 1),
        "at_a_distance": (1, 1),
        "area_unknown": (1, 1),
    }


def test_the_law_and_the_yardstick_are_separate_facts(body: CommissioningBody) -> None:
    lives(body, "AA", 40_000)
    lives(body, "BB", 0)
    lives(body, "CC", 32_186)  # 20.0 miles: not above
    found = board(actor_in(Role.HEAD_OF_SERVICE, body), TODAY)
    assert told(found.law) == {
        "in_area": (1, 1),
        "out_of_area": (2, 2),
        "at_a_distance": (1, 1),
        "over": (1, 1),
    }
    assert told(found.bands) == {"within_5": (1, 1), "within_20": (1, 1), "within_50": (1, 1)}


def test_one_day_one_kind_one_area(body: CommissioningBody) -> None:
    lives(body, "AA", 0, kind="residential_home")
    lives(body, "BB", 0)
    officer = actor_in(Role.PLACEMENT_OFFICER, body)
    assert told(board(officer, TODAY, "residential_home").areas) == {"AA": (1, 1)}
    assert told(board(officer, TODAY, "", "BB").bands) == {"within_5": (1, 1)}
    assert told(board(officer, SINCE - dt.timedelta(days=1)).areas) == {}


def test_the_page_and_its_map_name_nobody(body: CommissioningBody) -> None:
    child = lives(body, "BB", 0)
    client = signed_in(actor_in(Role.PLACEMENT_OFFICER, body))
    page = client.get("/placements/areas/?on=2026-11-19&area=BB").content.decode()
    assert "19 Nov 2026" in page and "Beta" in page and child.reference not in page
    drawn = client.get("/placements/areas/map.svg")
    assert drawn["Content-Type"] == "image/svg+xml" and drawn.content.startswith(b"<?xml")
    assert client.get("/placements/areas/map.svg").content == drawn.content
    assert client.get("/placements/areas/?on=never").status_code == 200
    assert signed_in(actor_in(Role.FINANCE_OFFICER, body)).get("/placements/areas/").status_code == 404
