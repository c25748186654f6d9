"""Pages of agreements, lines and specifications: who sees them, what they say is missing, that forms do what they say."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.events import TermsChanging
from homeward.apps.agreements.models import Agreement, Line, ServiceSpecification
from homeward.apps.core import events
from homeward.apps.core.models import AuditEvent
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import Refused
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason
from tests.factories.accounts import actor_in
from tests.factories.agreements import (
    AgreementFactory,
    LineFactory,
    LineRateFactory,
    LineTargetFactory,
    ServiceSpecificationFactory,
)
from tests.factories.placements import PlacementFactory
from tests.factories.providers import ProviderFactory
from tests.records import BODY_READERS, PROVIDER_READERS, World, make_world, signed_in

pytestmark = pytest.mark.django_db
CARE = "general_family_based_care"


@pytest.fixture
def world() -> World:
    return make_world()


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " ").split())


@pytest.mark.parametrize("role", [*BODY_READERS, Role.FINANCE_OFFICER])
def test_the_body_reads_its_agreements(world: World, role: Role) -> None:
    client = world.client(role)
    page = text(client, "/agreements/")
    assert "A-2001" in page and "A-3001" in page
    page = words(text(client, f"/agreements/{world.agreement.public_id}/"))
    assert "Foster care" in page and "$30,000.00" in page and "Placeholder" in page and "Variation 1" in page
    assert ("Propose a variation" in page) is (role is Role.CONTRACT_MANAGER)
    page = words(text(client, f"/agreements/lines/{world.line.public_id}/"))
    assert "CC-77" in page and "Special condition 7" in page and "from 1 Jul 2024" not in page
    assert (world.here.reference in page) is (role is not Role.FINANCE_OFFICER)
    text(client, "/agreements/specifications/")
    text(client, f"/agreements/specifications/{world.line.specification.public_id}/")


@pytest.mark.parametrize("role", PROVIDER_READERS)
def test_a_provider_reads_its_own_agreements_and_the_specifications_they_rest_on(
    world: World, role: Role
) -> None:
    unrelated = ServiceSpecificationFactory(body=world.body, code="SECRET")
    client = world.client(role)
    page = text(client, "/agreements/")
    assert "A-2001" in page and "A-3001" not in page and "Quandong" not in page
    text(client, f"/agreements/{world.agreement.public_id}/")
    text(client, f"/agreements/lines/{world.line.public_id}/")
    assert "SECRET" not in text(client, "/agreements/specifications/")
    text(client, f"/agreements/specifications/{world.line.specification.public_id}/")
    text(client, f"/agreements/specifications/{unrelated.public_id}/", 404)
    theirs = Agreement.objects.get(reference="A-3001")
    text(client, f"/agreements/{theirs.public_id}/", 404)
    text(client, f"/agreements/lines/{theirs.lines.get().public_id}/", 404)


def test_agreements_of_another_body_are_not_found(world: World) -> None:
    stranger = signed_in(actor_in(Role.CONTRACT_MANAGER))
    for part in ("", "change/", "lines/add/", "vary/", "end/"):
        text(stranger, f"/agreements/{world.agreement.public_id}/{part}", 404)
    for part in ("", "change/", "target/", "price/", "value/"):
        text(stranger, f"/agreements/lines/{world.line.public_id}/{part}", 404)
    text(stranger, f"/agreements/specifications/{world.line.specification.public_id}/", 404)


@pytest.mark.parametrize(
    "role", [Role.CONTRACT_OFFICER, Role.FINANCE_OFFICER, Role.DIRECTOR, Role.PROVIDER_MANAGER]
)
def test_only_contract_managers_find_the_forms(world: World, role: Role) -> None:
    client = world.client(role)
    text(client, "/agreements/add/", 404)
    text(client, f"/agreements/{world.agreement.public_id}/end/", 404)
    text(client, f"/agreements/lines/{world.line.public_id}/value/", 404)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "mawson"}, {"A-2001"}),
        ({"q": "a-3001"}, {"A-3001"}),
        ({"service_type": "residential_care"}, {"A-3001"}),
        ({"state": "ended"}, {"A-OLD"}),
        ({"state": "later"}, {"A-NEW"}),
        ({"state": "now"}, {"A-2001", "A-3001"}),
    ],
)
def test_agreements_are_searched_and_filtered(world: World, query: dict[str, str], found: set[str]) -> None:
    for name, start, end in (("A-OLD", "2022-07-01", "2023-07-01"), ("A-NEW", "2029-07-01", "2030-07-01")):
        period = DateRange(dt.date.fromisoformat(start), dt.date.fromisoformat(end))
        AgreementFactory(provider=world.provider, reference=name, period=to_db(period), title="Care")
    page = world.client(Role.FINANCE_OFFICER).get("/agreements/", query).content.decode()
    assert {name for name in ("A-2001", "A-3001", "A-OLD", "A-NEW") if f">{name}<" in page} == (
        found | ({"A-OLD", "A-NEW"} if query.get("q") == "mawson" else set())
    )


def test_what_is_missing_is_said_with_its_nights(world: World) -> None:
    client = world.client(Role.CONTRACT_MANAGER)
    line = Line.objects.get(agreement__reference="A-3001")
    LineTargetFactory(line=line, period=to_db(DateRange(dt.date(2024, 7, 1), dt.date(2027, 1, 1))))
    page = words(text(client, f"/agreements/lines/{line.public_id}/"))
    assert "No target is set for 1 Jan 2027 to 30 Jun 2030: utilisation cannot be counted there." in page
    assert "No base unit price is set for 1 Jul 2024 to 30 Jun 2030" in page
    assert "A price is not set" in text(client, "/agreements/?q=A-3001")
    fee = LineFactory(agreement=world.agreement, method="per_night", service_type="residential_care")
    assert "No price per night" in text(client, f"/agreements/lines/{fee.public_id}/")


def test_pages_cost_the_same_however_much_there_is(world: World) -> None:
    client = world.client(Role.CONTRACT_MANAGER)
    addresses = (
        "/agreements/",
        f"/agreements/{world.agreement.public_id}/",
        f"/agreements/lines/{world.line.public_id}/",
    )

    def costs() -> list[int]:
        found = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found.append(len(queries))
        return found

    before = costs()
    for number in range(3):
        line = LineFactory(agreement=world.agreement, placement_type=f"type_{number}")
        LineTargetFactory(line=line)
        LineRateFactory(line=line)
        PlacementFactory(line=world.line, home=world.home)
        LineFactory(agreement=AgreementFactory(provider=ProviderFactory(body=world.body)))
    assert costs() == before


def test_an_agreement_is_made_with_line_target_and_price_in_the_browser(world: World) -> None:
    client = world.client(Role.CONTRACT_MANAGER)
    entered = {
        "provider": world.provider.public_id,
        "reference": "A-2001",
        "title": "Respite",
        "start": "2026-07-01",
        "last_night": "2026-06-01",
    }
    page = client.post("/agreements/add/", entered).content.decode()
    assert "before the first night" in page
    page = client.post("/agreements/add/", {**entered, "last_night": "2029-06-30"}).content.decode()
    assert "already has Agreement number" in page
    client.post("/agreements/add/", {**entered, "reference": "A-9", "last_night": "2029-06-30"})
    made = Agreement.objects.get(reference="A-9")
    assert from_db(made.period).end == dt.date(2029, 7, 1)
    page = text(client, f"/agreements/{made.public_id}/")
    assert "No line is recorded yet" in page
    client.post(
        f"/agreements/{made.public_id}/lines/add/",
        {
            "service_type": CARE,
            "method": "block",
            "cost_code": "CC-1",
            "start": "2026-07-01",
            "last_night": "2029-06-30",
        },
    )
    address = f"/agreements/lines/{made.lines.get().public_id}/"
    assert "No target is set: the quarter cannot be counted." in text(client, address)
    dates = {"start": "2026-07-01", "last_night": "2029-06-30", "reference": "Attachment 4, Item 3"}
    page = client.post(
        f"{address}target/", {**dates, "placements": "12", "last_night": "2031-06-30"}
    ).content.decode()
    assert "Line 1 runs 1 Jul 2026 to 30 Jun 2029" in page
    client.post(f"{address}target/", {**dates, "placements": "12"})
    client.post(
        f"{address}price/",
        {**dates, "kind": "base_unit_annual", "amount": "$28,500.50", "is_placeholder": "on"},
    )
    page = words(text(client, address))
    assert "12 placements" in page and "$28,500.50" in page and "Placeholder" in page
    assert "Target set" in page and "Line added" in page


def test_a_value_of_the_pack_is_chosen_seen_with_its_clause_and_replaced(world: World) -> None:
    client = world.client(Role.CONTRACT_MANAGER)
    address = f"/agreements/lines/{world.line.public_id}/"
    assert "Whether placements above the target are paid" in text(client, f"{address}value/")
    form = f"{address}value/?parameter=funding.growth"
    page = text(client, form)
    assert "Growth is calculated and payable when approved." in page and "4.4.1" in page and "Sourced" in page
    dates = {"start": "2024-07-01", "last_night": "2030-06-30"}
    given = {**dates, "key": CARE, "value": "none", "reference": "Special condition 3"}
    assert "Select a valid choice" in client.post(form, {**given, "value": "sometimes"}).content.decode()
    client.post(form, given)
    page = words(text(client, address))
    assert "There is no growth figure; nothing is payable. Special condition 3" in page
    assert "Growth is calculated and payable when approved." in page
    responses = f"{address}value/?parameter=utilisation.responses"
    wrong = client.post(
        responses, {**dates, "key": "", "value": "[1, 2", "reference": "SC 4"}
    ).content.decode()
    assert "cannot be read" in wrong
    bands = f"{address}value/?parameter=utilisation.levels"
    assert "Placeholder" in text(client, bands)
    assert "level 1: at least 95" in text(client, bands)  # the pack's value stands ready to be edited
    given = {**dates, "key": CARE, "reference": "SC 4"}
    assert "cannot be read as a level" in client.post(bands, {**given, "value": "best"}).content.decode()
    wrong = client.post(bands, {**given, "value": "level 1: at least 85"}).content.decode()
    assert "the last level reaches down to" in wrong
    client.post(bands, {**given, "value": "Level 1: at least 85 %\n2 0"})
    assert "level 1, at least 85" in words(text(client, address))


def test_a_locked_quarter_answers_with_every_reason_on_its_page(world: World) -> None:
    def locked(event: TermsChanging) -> None:
        raise Refused(
            "Nights of an agreed quarter cannot change",
            [Reason("record.collides"), Reason("record.not_permitted")],
        )

    handlers = events._HANDLERS[TermsChanging]
    handlers.append(locked)
    try:
        response = world.client(Role.CONTRACT_MANAGER).post(
            f"/agreements/{world.agreement.public_id}/end/", {"last_night": "2026-06-30", "reason": "Closing"}
        )
    finally:
        handlers.remove(locked)
    assert response.status_code == 409
    assert "for 2 reasons" in response.content.decode()
    world.agreement.refresh_from_db()
    assert from_db(world.agreement.period).end == dt.date(2030, 7, 1)


def test_ending_asks_first_and_says_what_ends_with_it(world: World) -> None:
    client = world.client(Role.CONTRACT_MANAGER)
    address = f"/agreements/{world.agreement.public_id}/"
    page = text(client, f"{address}end/")
    assert "1 line ends with it" in page and "1 placement runs on today" in page
    client.post(f"{address}end/", {"last_night": "2026-12-31", "reason": "The provider withdrew."})
    page = words(text(client, address))
    assert "Last night 31 Dec 2026" in page and "Reason: The provider withdrew." in page
    assert from_db(Line.objects.get(pk=world.line.pk).period).end == dt.date(2027, 1, 1)


def test_a_price_is_ended_early_or_taken_back(world: World) -> None:
    client = world.client(Role.CONTRACT_MANAGER)
    address = f"/agreements/lines/{world.line.public_id}/"
    rate = world.line.rates.get()
    client.post(f"{address}rate/{rate.public_id}/end/", {"last_night": "2026-12-31", "reason": "Indexed"})
    assert from_db(world.line.rates.get().period).last_night == dt.date(2026, 12, 31)
    client.post(f"{address}rate/{rate.public_id}/end/", {"reason": "Typed wrongly"})
    assert not world.line.rates.exists()
    assert "Rate: no longer" in words(text(client, address))
    text(client, f"{address}castle/{rate.public_id}/end/", 404)


def test_the_next_version_of_a_specification_is_published(world: World) -> None:
    client = world.client(Role.CONTRACT_MANAGER)
    first = world.line.specification
    form = f"/agreements/specifications/publish/?after={first.public_id}"
    assert "approved carer household" in text(client, form)
    given = {
        "code": "FBC",
        "title": "General family based care",
        "service_type": CARE,
        "effective_from": "2022-08-03",
        "text": "New text.",
    }
    assert "A published version is never edited" in client.post(form, given).content.decode()
    client.post(form, {**given, "effective_from": "2027-07-01"})
    second = ServiceSpecification.objects.get(code="FBC", version=2)
    page = text(client, f"/agreements/specifications/{first.public_id}/")
    assert "Withdrawn" in page and f"/agreements/specifications/{second.public_id}/" in page


def test_reading_a_lines_placements_is_noted_for_each_child(world: World) -> None:
    text(world.client(Role.AUDITOR), f"/agreements/lines/{world.line.public_id}/")
    for child in (world.here, world.gone):
        assert AuditEvent.objects.filter(action="read", thing=child.public_id).count() == 1
