"""Pages of children: who reads whom, that each reading is noted, that names are found however they are typed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from homeward.apps.accounts.roles import Role
from homeward.apps.children.models import Child
from homeward.apps.core.models import AuditEvent
from homeward.apps.core.periods import to_db
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.factories.children import ChildFactory
from tests.factories.placements import PlacementFactory
from tests.records import BODY_READERS, PROVIDER_READERS, World, make_world, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def readings(child: Child) -> int:
    return AuditEvent.objects.filter(action="read", thing=child.public_id).count()


@pytest.mark.parametrize("role", BODY_READERS)
def test_the_body_reads_its_children_and_each_reading_is_noted(world: World, role: Role) -> None:
    client = world.client(role)
    page = text(client, "/children/")
    assert all(name in page for name in ("Hēmi Tāwhai", "Siân Llŷr", "Ola Brandt", "Wattle Māori household"))
    assert [readings(c) for c in (world.here, world.gone, world.other_child)] == [1, 1, 1]
    page = text(client, f"/children/{world.here.public_id}/")
    assert "Your reading of this record was noted at" in page
    assert (
        "880001" in page and "Aboriginal" in page and "Case file, identity record" in page and "GCE" in page
    )
    assert readings(world.here) == 2
    assert ("Record a fact" in page) is (role not in (Role.DIRECTOR, Role.AUDITOR))


@pytest.mark.parametrize("role", PROVIDER_READERS)
def test_a_provider_reads_a_child_while_it_lives_there_and_no_longer(world: World, role: Role) -> None:
    client = world.client(role)
    page = text(client, "/children/")
    assert "Hēmi Tāwhai" in page and "Siân" not in page and "Ola" not in page and "880001" not in page
    page = text(client, f"/children/{world.here.public_id}/")
    assert "880001" not in page and "History" not in page and "Record a fact" not in page
    for child in (world.gone, world.other_child):
        text(client, f"/children/{child.public_id}/", 404)
        assert readings(child) == 0


@pytest.mark.parametrize("role", [Role.FINANCE_OFFICER, Role.ADMINISTRATOR])
def test_those_who_pay_and_administer_see_no_child(world: World, role: Role) -> None:
    text(world.client(role), "/children/", 404)
    text(world.client(role), f"/children/{world.here.public_id}/", 404)


def test_a_child_of_another_body_is_not_found(world: World) -> None:
    stranger = signed_in(actor_in(Role.PLACEMENT_OFFICER))
    for part in ("", "change/", "fact/", "legal-status/"):
        text(stranger, f"/children/{world.here.public_id}/{part}", 404)
    assert readings(world.here) == 0


@pytest.mark.parametrize("query", ["hemi", "HĒMI", "tāwhai hēmi", "taawhai", "880001"])
def test_a_child_is_found_by_folded_name_reference_and_number(world: World, query: str) -> None:
    client = world.client(Role.PLACEMENT_OFFICER)
    page = client.get("/children/", {"q": query}).content.decode()
    assert "Hēmi Tāwhai" in page and "Siân" not in page
    assert readings(world.gone) == 0  # what was not shown was not read


def test_a_circumflex_is_folded_too_and_the_reference_is_searched(world: World) -> None:
    client = world.client(Role.PLACEMENT_OFFICER)
    for query in ("sian llyr", "Siân", world.gone.reference.lower()):
        assert "Siân Llŷr" in client.get("/children/", {"q": query}).content.decode()
    assert "Siân" not in client.get("/children/", {"living": "now"}).content.decode()
    assert "Siân" in client.get("/children/", {"living": "not"}).content.decode()


def test_an_export_is_a_reading_of_every_child_in_it(world: World) -> None:
    response = world.client(Role.CONTRACT_MANAGER).get("/children/", {"format": "csv"})
    assert "Hēmi Tāwhai" in response.content.decode("utf-8-sig")
    assert readings(world.other_child) == 1


def test_a_list_costs_the_same_however_many_children(world: World) -> None:
    client = world.client(Role.CONTRACT_MANAGER)

    def cost() -> int:
        client.get("/children/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/children/")
        return len(queries)

    before = cost()
    for _ in range(5):
        PlacementFactory(line=world.line, home=world.home, child=ChildFactory(body=world.body))
    assert cost() == before


def test_a_child_is_added_changed_and_told_of_in_the_browser(world: World) -> None:
    client = world.client(Role.PLACEMENT_OFFICER)
    entered = {"client_number": "880001", "given_name": "Māia", "born_on": "2031-01-01", "sex": "female"}
    page = client.post("/children/add/", entered).content.decode()
    assert "already has Client number" in page and "has not come yet" in page  # both reasons at once
    client.post("/children/add/", {**entered, "client_number": "99", "born_on": "2016-02-29"})
    child = Child.objects.get(client_number="99")
    address = f"/children/{child.public_id}/"
    client.post(f"{address}change/", {**entered, "client_number": "99", "born_on": "2016-03-01"})
    for value in ("no", "yes"):
        client.post(f"{address}fact/", {"kind": "aboriginal", "value": value, "source": "Identity record"})
    page = text(client, address)
    assert "Date of birth: 1 Mar 2016 (before: 29 Feb 2016)" in page
    assert "Replaced" in page and "Stands now" in page
    assert page.count("Status fact recorded") == 2


def test_a_fact_needs_a_kind_and_value_of_the_code_list(world: World) -> None:
    client = world.client(Role.PLACEMENT_OFFICER)
    address = f"/children/{world.here.public_id}/fact/"
    page = client.post(address, {"kind": "shoe_size", "value": "maybe", "source": "x"}).content.decode()
    assert page.count("Select a valid choice") >= 2
    assert world.here.facts.count() == 1


def test_a_legal_status_runs_to_its_last_day_by_the_bodys_code_list() -> None:
    body = CommissioningBodyFactory(pack="gb_eng", currency="GBP", time_zone="Europe/London")
    child = ChildFactory(body=body, born_on=dt.date(2012, 1, 1))
    client = signed_in(actor_in(Role.PLACEMENT_OFFICER, body))
    address = f"/children/{child.public_id}/"
    form = text(client, f"{address}legal-status/")
    assert "C2: Full care order" in form
    page = client.post(
        f"{address}legal-status/", {"code": "C2", "start": "2026-05-05", "last_day": "2026-05-01"}
    )
    assert "before the first day" in page.content.decode()
    client.post(f"{address}legal-status/", {"code": "C2", "start": "2026-05-01", "last_day": "2026-05-31"})
    assert child.legal_statuses.get().period == to_db(DateRange(dt.date(2026, 5, 1), dt.date(2026, 6, 1)))
    page = text(client, address)
    assert "Full care order" in page and "1 to 31 May 2026" in page
