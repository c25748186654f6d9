"""Where a home is: by its postcode, by hand with a source, or not known."""

from __future__ import annotations

import datetime as dt

import pytest

from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.core.periods import from_db
from homeward.apps.core.refusals import Refused, present
from homeward.apps.providers import queries
from homeward.apps.providers.locating import set_place
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import actor_in
from tests.factories.geography import AreaFactory, PostcodeFactory
from tests.factories.providers import HomeFactory, HomePlaceFactory
from tests.records import signed_in

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 1, 1)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    assert all(present(r).fact for r in refused.value.reasons)
    return [r.code for r in refused.value.reasons]


def test_a_postcode_of_the_table_brings_point_and_area() -> None:
    home = HomeFactory()
    by = actor_in(Role.PLACEMENT_OFFICER, home.body)
    known = PostcodeFactory(area=AreaFactory(body=home.body), code="QX1 1AB", easting=7, northing=8)
    place = set_place(home=home, start=DAY, postcode="qx1 1ab", by=by)
    assert (place.easting, place.northing, place.area, place.postcode) == (7, 8, known.area, "QX1 1AB")
    assert place.source.startswith("Table of postcodes")
    event = AuditEvent.objects.get(action="set_place")
    assert "QX1" not in str(event.detail) and event.detail["known"] is True


def test_a_household_that_moves_keeps_where_it_was() -> None:
    home = HomeFactory()
    by = actor_in(Role.PLACEMENT_OFFICER, home.body)
    set_place(home=home, start=DAY, easting=1, northing=1, source="Map", by=by)
    set_place(home=home, start=dt.date(2026, 6, 1), easting=2, northing=2, source="Map", by=by)
    first, second = home.whereabouts.order_by("period")
    assert from_db(first.period) == DateRange(DAY, dt.date(2026, 6, 1))
    assert queries.place_on(home, dt.date(2026, 6, 1)) == second
    assert queries.place_on(home, dt.date(2025, 12, 31)) is None
    assert queries.places_on([home.pk], dt.date(2026, 5, 31)) == {home.pk: first}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["place.nothing"]),
        ({"postcode": "Cwm"}, ["place.no_postcode"]),
        ({"postcode": "QX9 9ZZ"}, ["place.unknown_postcode"]),
        ({"easting": 5}, ["place.half_a_point", "place.no_source"]),
        ({"easting": 5, "northing": 5}, ["place.no_source"]),
        ({"easting": 800_000, "northing": 5, "source": "Map"}, ["place.off_the_grid"]),
    ],
)
def test_what_a_place_is_refused_for(given: dict[str, object], expected: list[str]) -> None:
    home = HomeFactory()
    with pytest.raises(Refused) as refused:
        set_place(home=home, start=DAY, by=actor_in(Role.PLACEMENT_OFFICER, home.body), **given)  # type: ignore[arg-type]
    assert codes(refused) == expected
    assert not home.whereabouts.exists()


def test_an_area_alone_is_a_place_without_a_point() -> None:
    home = HomeFactory()
    area = AreaFactory(body=home.body)
    by = actor_in(Role.PLACEMENT_OFFICER, home.body)
    place = set_place(home=home, start=DAY, area=area, source="Registration certificate", by=by)
    assert (place.easting, place.northing, place.area) == (None, None, area)
    other = AreaFactory(body=home.body)
    PostcodeFactory(area=area, code="QX1 1AB")
    with pytest.raises(Refused) as refused:
        set_place(home=home, start=DAY, postcode="QX1 1AB", area=other, by=by)
    assert codes(refused) == ["place.other_area"]


def test_only_who_keeps_the_home_reads_its_postcode() -> None:
    home = HomeFactory()
    area = AreaFactory(body=home.body, name="Bro Eleri")
    HomePlaceFactory(home=home, postcode="QX1 1AB", easting=311_222, northing=204_333, area=area)
    address = f"/homes/{home.public_id}/"
    keeper = signed_in(actor_in(Role.PLACEMENT_OFFICER, home.body)).get(address).content.decode()
    reader = signed_in(actor_in(Role.SENIOR_PRACTITIONER, home.body)).get(address).content.decode()
    assert "QX1 1AB" in keeper
    assert "QX1 1AB" not in reader and "QX1" in reader and "Bro Eleri" in reader
    assert not any(word in page for page in (keeper, reader) for word in ("311222", "311,222"))
    assert signed_in(actor_in(Role.SENIOR_PRACTITIONER, home.body)).get(f"{address}place/").status_code == 404


def test_a_place_is_recorded_on_its_page_and_the_history_tells_no_point() -> None:
    home = HomeFactory()
    AreaFactory(body=home.body)
    client = signed_in(actor_in(Role.PLACEMENT_OFFICER, home.body))
    address = f"/homes/{home.public_id}/"
    assert "Nobody has said where this home is" in client.get(address).content.decode()
    wrong = client.post(f"{address}place/", {"postcode": "QX9 9ZZ", "start": "2026-01-01"})
    assert "does not hold QX9 9ZZ" in wrong.content.decode()
    given = {"easting": "311222", "northing": "204333", "source": "Map sheet", "start": "2026-01-01"}
    page = client.post(f"{address}place/", given, follow=True).content.decode()
    assert "The place is recorded." in page and "Map sheet" in page
    assert "311" not in page and "204" not in page.replace("2045", "")
