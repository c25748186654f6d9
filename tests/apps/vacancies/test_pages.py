"""The pages of vacancies, as each role meets them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.vacancies.models import ApprovalTerms, Vacancy
from tests.apps.vacancies.conftest import TODAY, House
from tests.factories.accounts import actor_in
from tests.factories.geography import AreaFactory, PostcodeFactory
from tests.factories.providers import HomePlaceFactory
from tests.factories.restrictions import RestrictionFactory
from tests.factories.vacancies import ApprovalTermsFactory, VacancyFactory
from tests.records import signed_in


def text(response: Any) -> str:
    return response.content.decode()


def sent(house: House, **more: Any) -> dict[str, Any]:
    return {
        f"places_{house.home.public_id}": 1,
        f"places_{house.second.public_id}": 0,
        "press": "all",
        **more,
    }


def test_a_manager_confirms_all_homes_in_one_form(house: House) -> None:
    client = signed_in(house.manager)
    house.lives(house.home)
    page = text(client.get("/vacancies/confirm/"))
    assert "Confirm what is free in 2 homes" in page and "1 child there, 3 places" in page
    assert "Own household" not in page
    done = client.post("/vacancies/confirm/", sent(house), follow=True)
    assert "2 homes are confirmed." in text(done)
    assert dict(Vacancy.objects.values_list("home__name", "places")) == {"Household A": 1, "House B": 0}


def test_an_error_stands_beside_its_row_and_in_the_summary(house: House) -> None:
    key = house.second.public_id
    response = signed_in(house.manager).post(
        "/vacancies/confirm/", sent(house, **{f"places_{key}": 9, f"blocked_places_{key}": 1})
    )
    page = text(response)
    assert "9 free and 1 blocked are more than the 4 it may hold" in page
    assert f'href="#id_places_{key}"' in page and f'id="id_places_{key}-error"' in page
    assert not Vacancy.objects.exists()


def test_nothing_changed_is_one_press(house: House, time_machine: Any) -> None:
    old = VacancyFactory(home=house.home, places=2)
    VacancyFactory(home=house.second, places=1)
    time_machine.shift(dt.timedelta(days=2))
    client = signed_in(house.manager)
    page = text(client.get("/vacancies/confirm/"))
    assert "Nothing changed since 20 Nov 2026" in page
    seen = {
        f"seen_{v.home.public_id}": v.confirmed_at.isoformat() for v in Vacancy.objects.select_related("home")
    }
    assert "2 homes are confirmed." in text(
        client.post("/vacancies/confirm/", {**seen, "press": "unchanged"}, follow=True)
    )
    old.refresh_from_db()
    assert (old.places, old.confirmed_by) == (2, house.manager.user)
    assert client.post("/vacancies/confirm/", {**seen, "press": "unchanged"}).status_code == 409


def test_an_officer_finds_a_home_by_distance(house: House) -> None:
    area = AreaFactory(body=house.body, name="Bro Eleri")
    PostcodeFactory(area=area, code="QX4 1AA", easting=300_000, northing=200_000)
    for home, east in ((house.home, 316_093), (house.second, 300_000)):
        HomePlaceFactory(home=home, easting=east, northing=200_000, area=area)
        VacancyFactory(home=home)
    VacancyFactory(home=house.own)
    client = signed_in(house.officer)
    page = text(client.get("/vacancies/?near=QX4"))
    assert page.index("House B") < page.index("Household A") < page.index("Own household")
    assert "10.0" in page and "from the middle of QX4" in page
    near = text(client.get("/vacancies/?near=QX4&within=9.9"))
    assert "House B" in near and "Household A" not in near and "Own household" not in near
    unknown = text(client.get("/vacancies/?near=ZZ9"))
    assert "no distance is known" in unknown and "Household A" in unknown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("free=now", {"Household A"}),
        ("free=later", {"Household A", "House B"}),
        ("kind=residential_home", {"House B"}),
        ("age=4", {"House B", "Own household"}),
        ("can_be=foster_siblings", {"Household A", "Own household"}),
        ("word=stale", {"Own household"}),
        ("area=%3F", {"Household A", "House B", "Own household"}),
        ("q=onnen+b", {"House B"}),
    ],
)
def test_the_list_is_narrowed(house: House, query: str, found: set[str]) -> None:
    VacancyFactory(home=house.home, age_from=5, types=["foster_siblings"])
    VacancyFactory(home=house.second, free_from=TODAY + dt.timedelta(days=9), types=["residential_core"])
    page = text(signed_in(house.officer).get(f"/vacancies/?{query}"))
    assert {name for name in ("Household A", "House B", "Own household") if f">{name}<" in page} == found


def test_one_home_tells_the_count_and_names_nobody_to_who_may_not_know(house: House) -> None:
    child = house.lives(house.home).child
    ApprovalTermsFactory(home=house.home, children=1, only_for=child)
    VacancyFactory(home=house.home, places=1)
    address = f"/vacancies/{house.home.public_id}/"
    officer = text(signed_in(house.officer).get(address))
    assert child.reference in officer and "The records count 0 free, and its keeper says 1." in officer
    assert AuditEvent.objects.filter(action="read", thing=child.public_id).exists()
    watcher = text(signed_in(house.actor(Role.MONITORING_OFFICER)).get(address))
    assert child.reference not in watcher and "One named child alone" in watcher
    assert "1 child whose record is not yours to open" in watcher


@pytest.mark.parametrize(
    ("role", "reads", "confirms"),
    [
        (Role.PLACEMENT_OFFICER, 200, 200),
        (Role.SENIOR_PRACTITIONER, 200, 404),
        (Role.HEAD_OF_SERVICE, 200, 404),
        (Role.CONSORTIUM_MANAGER, 200, 404),
        (Role.FINANCE_OFFICER, 404, 404),
        (Role.ADMINISTRATOR, 404, 404),
    ],
)
def test_who_opens_what(house: House, role: Role, reads: int, confirms: int) -> None:
    client = signed_in(house.actor(role))
    assert client.get("/vacancies/").status_code == reads
    assert client.get(f"/vacancies/{house.home.public_id}/").status_code == reads
    assert client.get("/vacancies/confirm/").status_code == confirms


def test_a_provider_sees_its_own_homes_only(house: House) -> None:
    client: Client = signed_in(actor_in(Role.PROVIDER_WORKER, house.body, house.manager.organisation))
    page = text(client.get("/vacancies/"))
    assert "Household A" in page and "Own household" not in page
    assert client.get(f"/vacancies/{house.own.public_id}/").status_code == 404


def test_an_approval_is_recorded_and_ended_on_its_pages(house: House) -> None:
    client = signed_in(house.manager)
    address = f"/vacancies/{house.home.public_id}/approval/"
    wrong = client.post(
        address, {"children": 2, "start": "2026-01-01", "age_from": 9, "age_to": 3, "source": "Panel"}
    )
    assert "From 9 to 3 years holds no age" in text(wrong)
    done = client.post(
        address, {"children": 2, "start": "2026-01-01", "source": "Panel, January"}, follow=True
    )
    assert "Panel, January" in text(done)
    terms = ApprovalTerms.objects.get()
    client.post(f"/vacancies/approvals/{terms.public_id}/end/", {"last_day": "2026-12-31"})
    terms.refresh_from_db()
    assert terms.period.upper == dt.date(2027, 1, 1)
    assert signed_in(house.manager).get(f"/vacancies/{house.second.public_id}/approval/").status_code == 404


def test_a_restricted_home_says_so_in_the_list_and_on_its_page(house: House) -> None:
    VacancyFactory(home=house.home)
    VacancyFactory(home=house.second)
    RestrictionFactory(home=house.home, imposed=True)
    RestrictionFactory(home=house.second, lifted=TODAY)  # free again from today
    client = signed_in(house.officer)
    page = text(client.get("/vacancies/"))
    assert page.count("New placements are restricted") == 1
    assert "A manager is in post" in text(client.get(f"/vacancies/{house.home.public_id}/"))
    assert "A manager is in post" not in text(client.get(f"/vacancies/{house.second.public_id}/"))


def test_a_restriction_of_the_provider_binds_all_its_homes(house: House) -> None:
    RestrictionFactory(home=None, organisation=house.home.organisation, body=house.body, imposed=True)
    RestrictionFactory(home=house.own)  # only proposed
    assert text(signed_in(house.officer).get("/vacancies/")).count("New placements are restricted") == 2


def test_the_pages_speak_welsh(house: House) -> None:
    VacancyFactory(home=house.home)
    client = signed_in(house.manager)
    with translation.override("en"):  # a request leaves its language behind
        client.post("/language/", {"language": "cy", "next": "/vacancies/"})
        assert "Lleoedd gwag" in text(client.get("/vacancies/"))
        assert "mewn 2 gartref" in text(client.get("/vacancies/confirm/"))
