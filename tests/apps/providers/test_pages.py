"""Pages of providers and homes: who sees which, and that the forms do what they say."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.providers.models import Home, Provider
from tests.factories.accounts import actor_in
from tests.factories.placements import PlacementFactory
from tests.factories.providers import HomeFactory, HomeRemotenessFactory, ProviderFactory
from tests.records import BODY_READERS, PROVIDER_READERS, World, make_world, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def without_token(page: str) -> str:
    """A page without what differs at each request: the forgery token and the address it stands at."""
    return re.sub(r'value="[^"]*"', "", page)


@pytest.mark.parametrize("role", [*BODY_READERS, Role.FINANCE_OFFICER, Role.ADMINISTRATOR])
def test_the_body_sees_every_provider_of_its_own(world: World, role: Role) -> None:
    ProviderFactory(reference="ELSEWHERE")
    page = text(world.client(role), "/providers/")
    assert "Banksia Māwson Care" in page and "Quandong Homes" in page and "ELSEWHERE" not in page
    assert ("Add a provider" in page) is (
        role in (Role.CONTRACT_MANAGER, Role.CONTRACT_OFFICER, Role.PLACEMENT_OFFICER)
    )
    assert ("Children now" in page) is (role in BODY_READERS)
    text(world.client(role), f"/providers/{world.provider.public_id}/")


@pytest.mark.parametrize("role", PROVIDER_READERS)
def test_a_provider_sees_itself_and_its_own_homes_alone(world: World, role: Role) -> None:
    client = world.client(role)
    page = text(client, "/providers/")
    assert "Banksia Māwson Care" in page and "Quandong" not in page
    homes = text(client, "/homes/")
    assert "Wattle Māori household" in homes and "Quandong" not in homes
    text(client, f"/homes/{world.home.public_id}/")
    for address in (
        f"/providers/{world.other.public_id}/",
        f"/homes/{world.other_home.public_id}/",
        "/homes/NOTTHERE/",
    ):
        text(client, address, 404)


@pytest.mark.parametrize("role", BODY_READERS)
def test_a_home_page_names_children_by_reference_and_notes_the_reading(world: World, role: Role) -> None:
    page = text(world.client(role), f"/homes/{world.home.public_id}/")
    assert world.here.reference in page and world.gone.reference not in page
    assert "Hēmi" not in page and "Outer regional" in page and "ASGS Edition 3" in page
    assert AuditEvent.objects.filter(action="read", thing=world.here.public_id).count() == 1


def test_records_of_another_body_look_as_if_they_did_not_exist(world: World) -> None:
    stranger = signed_in(actor_in(Role.CONTRACT_MANAGER))
    for folder, thing in (("providers", world.provider), ("homes", world.home)):
        hidden = text(stranger, f"/{folder}/{thing.public_id}/", 404)
        assert without_token(hidden) == without_token(text(stranger, f"/{folder}/NOTTHERE/", 404))


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.ADMINISTRATOR])
def test_those_without_homes_find_no_such_page(world: World, role: Role) -> None:
    text(world.client(role), "/homes/", 404)
    text(world.client(role), f"/homes/{world.home.public_id}/", 404)


@pytest.mark.parametrize(
    ("role", "address"),
    [
        (Role.DIRECTOR, "/providers/add/"),
        (Role.AUDITOR, "/homes/add/"),
        (Role.PROVIDER_WORKER, "/homes/add/"),
        (Role.PROVIDER_MANAGER, "/providers/add/"),
    ],
)
def test_those_who_may_not_write_find_no_form(world: World, role: Role, address: str) -> None:
    text(world.client(role), address, 404)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("mawson", True),
        ("MĀWSON", True),
        ("maawson", True),
        ("P-31", True),
        ("53 004", True),
        ("quand", False),
    ],
)
def test_providers_are_found_by_folded_name_and_number(world: World, query: str, found: bool) -> None:
    page = world.client(Role.CONTRACT_MANAGER).get("/providers/", {"q": query}).content.decode()
    assert ("Banksia Māwson Care" in page) is found


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"q": "maori"}, {"Wattle Māori household"}),
        ({"q": "Maaori"}, {"Wattle Māori household"}),
        ({"q": "quandong homes"}, {"Quandong Street", "Old house"}),
        ({"kind": "residential_home"}, {"Quandong Street"}),
        ({"remoteness": "ra3"}, {"Wattle Māori household"}),
        ({"remoteness": "ra1"}, set()),
        ({"verified": "no"}, {"URN 9"}),
        ({"state": "closed"}, {"Old house"}),
    ],
)
def test_homes_are_searched_and_filtered(world: World, query: dict[str, str], names: set[str]) -> None:
    HomeFactory(provider=world.other, name="Old house", closed_on="2023-01-01")
    HomeFactory(provider=None, organisation=None, body=world.body, name="URN 9", is_verified=False)
    page = world.client(Role.CONTRACT_MANAGER).get("/homes/", query).content.decode()
    table = page.split("<tbody>")[1].split("</tbody>")[0] if "<tbody>" in page else ""
    everything = {"Wattle Māori household", "Quandong Street", "Old house", "URN 9"}
    assert {name for name in everything if name in table} == names


def test_the_homes_of_a_search_are_exported(world: World) -> None:
    response = world.client(Role.AUDITOR).get("/homes/", {"q": "wattle", "format": "csv"})
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row[0] for row in rows] == ["Home", "Wattle Māori household"]
    assert rows[1][5] == "Outer regional"


def test_a_list_costs_the_same_however_long_it_is(world: World) -> None:
    client = world.client(Role.CONTRACT_MANAGER)

    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    before = [cost("/providers/"), cost("/homes/"), cost(f"/homes/{world.home.public_id}/")]
    for _ in range(4):
        HomeRemotenessFactory(home=HomeFactory(provider=ProviderFactory(body=world.body)))
        PlacementFactory(line=world.line, home=world.home)
    assert [cost("/providers/"), cost("/homes/"), cost(f"/homes/{world.home.public_id}/")] == before


def test_a_provider_is_added_changed_and_ended_in_the_browser(world: World) -> None:
    client = world.client(Role.CONTRACT_MANAGER)
    entered = {
        "name": "Saltbush Care",
        "reference": "P-40",
        "start": "2026-07-01",
        "contact_email": "no address",
    }
    page = client.post("/providers/add/", entered).content.decode()
    assert "Contact e-mail is “no address”" in page and page.count("<title>Error: ") == 1
    done = client.post("/providers/add/", {**entered, "contact_email": "desk@example.org"}, follow=True)
    assert "Saltbush Care is recorded." in done.content.decode()
    address = f"/providers/{Provider.objects.get(reference='P-40').public_id}/"
    client.post(f"{address}change/", {**entered, "contact_email": "", "contact_name": "Ines Vidal"})
    page = text(client, address)
    assert "Ines Vidal" in page and "Contact name: Ines Vidal" in page  # in the summary and in the history
    assert "E-mail" in page and "Priya" not in page
    assert "last day it is still there" in text(client, f"{address}end/")
    client.post(f"{address}end/", {"last_day": "2026-12-31"})
    assert "31 Dec 2026" in text(client, address)


def test_a_provider_that_still_has_homes_is_not_ended_and_the_form_says_why(world: World) -> None:
    client = world.client(Role.CONTRACT_MANAGER)
    page = client.post(
        f"/providers/{world.provider.public_id}/end/", {"last_day": "2026-12-31"}
    ).content.decode()
    assert "A-2001" in page and "1 homes of this provider are not closed" in page
    world.provider.refresh_from_db()
    assert world.provider.end is None


def test_a_home_is_added_classed_and_closed_by_its_provider(world: World) -> None:
    client = world.client(Role.PROVIDER_MANAGER)
    assert "address of a carer household is not kept" in text(client, "/homes/add/")
    entered = {
        "provider": world.provider.public_id, "reference": "H-9", "name": "Mulga household",
        "kind": "carer_household", "places": "2", "opened_on": "2026-07-01", "remoteness": "ra2", "edition": "",
    }  # fmt: skip
    assert "Edition is empty" in client.post("/homes/add/", entered).content.decode()
    client.post("/homes/add/", {**entered, "edition": "ASGS Edition 3"})
    address = f"/homes/{Home.objects.get(reference='H-9').public_id}/"
    client.post(f"{address}remoteness/", {"code": "ra4", "edition": "ASGS Edition 3", "start": "2026-09-01"})
    page = text(client, address)
    assert "Remote" in page and "1 Jul to 31 Aug 2026" in page  # last nights, never an exclusive end
    client.post(f"{address}close/", {"last_day": "2026-11-30"})
    assert "30 Nov 2026" in text(client, address)


def test_a_home_with_children_is_not_closed(world: World) -> None:
    page = world.client(Role.PLACEMENT_OFFICER).post(
        f"/homes/{world.home.public_id}/close/", {"last_day": "2026-11-30"}
    )
    assert "1 placements in this home are not ended" in page.content.decode()


def test_a_home_out_of_a_return_is_confirmed(world: World) -> None:
    home = HomeFactory(provider=None, organisation=None, body=world.body, name="URN 9", is_verified=False)
    client = world.client(Role.PLACEMENT_OFFICER)
    assert "Nobody has looked at it yet" in text(client, f"/homes/{home.public_id}/")
    client.post(f"/homes/{home.public_id}/confirm/", {"provider": world.other.public_id})
    home.refresh_from_db()
    assert home.is_verified and home.provider == world.other


def test_a_provider_cannot_give_its_home_to_another(world: World) -> None:
    entered = {"provider": world.other.public_id, "reference": "H-9", "name": "X", "kind": "carer_household"}
    response = world.client(Role.PROVIDER_MANAGER).post("/homes/add/", entered)
    assert "Select a valid choice" in response.content.decode()
    assert not Home.objects.filter(reference="H-9").exists()
