"""The search page: everything a person may see, and no trace of what they may not."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.providers.models import Provider
from tests.apps.accounts.conftest import signed_in
from tests.factories.accounts import CommissioningBodyFactory, OrganisationFactory, actor_in
from tests.factories.agreements import AgreementFactory, LineFactory
from tests.factories.children import ChildFactory
from tests.factories.placements import PlacementFactory, period
from tests.factories.providers import HomeFactory, ProviderFactory


@pytest.fixture
def provider(db: None, time_machine: object) -> Provider:
    time_machine.move_to(dt.datetime(2026, 11, 3, 10, 0, tzinfo=dt.UTC))  # type: ignore[attr-defined]
    organisation = OrganisationFactory(name="Karaka Māhina Homes", business_number="")
    return ProviderFactory(body=CommissioningBodyFactory(), organisation=organisation, reference="P-77")


def found(actor: Actor, text: str) -> str:
    response = signed_in(actor).get("/search", {"q": text})
    assert response.status_code == 200
    return response.content.decode()


def main_of(page: str) -> str:
    """The page without its frame, which names the person."""
    return page[page.index("<main") : page.index("</footer>")]


@pytest.fixture
def manager(provider: Provider) -> Actor:
    return actor_in(Role.CONTRACT_MANAGER, provider.body)


def test_each_kind_is_found_by_its_number_or_name(provider: Provider, manager: Actor) -> None:
    home = HomeFactory(provider=provider, name="Pīwakawaka house", reference="H-5")
    line = LineFactory(
        agreement=AgreementFactory(provider=provider, reference="A-9", title="Respite for brothers")
    )
    child = ChildFactory(body=provider.body, given_name="Siân", family_name="Okafor", reference="C-XYZ23")
    PlacementFactory(line=line, home=home, child=child, source_key="K-881")
    for text, expected in {
        "mahina": "Karaka Māhina Homes",
        "MAAHINA": "Karaka Māhina Homes",
        "p-77": "Karaka Māhina Homes",
        "piwakawaka": "Pīwakawaka house",
        "h-5": "Pīwakawaka house",
        "respite brothers": "Respite for brothers",
        "a-9": "Respite for brothers",
        "sian okafor": "C-XYZ23",
        "okafor sian": "C-XYZ23",
        "c-xyz23": "C-XYZ23 at Pīwakawaka house",
        "k-881": "C-XYZ23 at Pīwakawaka house",
    }.items():
        assert expected in main_of(found(manager, text)), text


def test_nothing_found_is_said_in_words(manager: Actor) -> None:
    page = found(manager, "xylophone <b>")
    assert "Nothing you may see reads like “xylophone &lt;b&gt;”." in page
    assert "Type at least 2 characters" in found(manager, "x")
    assert "You can find here: providers, homes, children, agreements, placements" in found(manager, "")


@pytest.mark.parametrize(
    "role", [Role.PROVIDER_MANAGER, Role.CONTRACT_MANAGER, Role.FINANCE_OFFICER, Role.ADMINISTRATOR]
)
def test_hidden_things_leave_no_trace(provider: Provider, role: Role) -> None:
    organisation = provider.organisation if role is Role.PROVIDER_MANAGER else None
    actor = actor_in(role, provider.body, organisation)
    before = main_of(found(actor, "wombat"))
    elsewhere = ProviderFactory(
        body=CommissioningBodyFactory(), organisation=OrganisationFactory(name="Wombat care")
    )
    home = HomeFactory(provider=elsewhere, name="Wombat house")
    line = LineFactory(agreement=AgreementFactory(provider=elsewhere, title="Wombat agreement"))
    PlacementFactory(line=line, home=home, child=ChildFactory(body=elsewhere.body, family_name="Wombat"))
    assert main_of(found(actor, "wombat")) == before


def test_a_provider_finds_a_name_only_while_the_child_lives_there(provider: Provider) -> None:
    actor = actor_in(Role.PROVIDER_MANAGER, provider.body, provider.organisation)
    line = LineFactory(agreement=AgreementFactory(provider=provider))
    child = ChildFactory(body=provider.body, family_name="Tuhoe-Marsh")
    before = main_of(found(actor, "tuhoe-marsh"))
    ended = PlacementFactory(line=line, child=child, period=period("2026-07-01", "2026-08-15"))
    assert main_of(found(actor, "tuhoe-marsh")) == before
    by_reference = main_of(found(actor, child.reference))
    assert f"{child.reference} at {ended.home.name}" in by_reference
    assert "Tuhoe" not in by_reference
    PlacementFactory(line=line, child=child, period=period("2026-10-01"))
    assert "Tuhoe-Marsh" in main_of(found(actor, "tuhoe-marsh"))[100:]


def test_each_child_shown_counts_as_read(provider: Provider, manager: Actor) -> None:
    child = ChildFactory(body=provider.body, family_name="Oyelaran")
    found(manager, "oyelaran")
    event = AuditEvent.objects.get(action="read")
    assert (event.kind, event.thing, event.actor_id) == ("child", child.public_id, manager.user.pk)
    found(manager, "nobody-like-this")
    assert AuditEvent.objects.filter(action="read").count() == 1


def test_the_number_of_queries_does_not_grow(provider: Provider, manager: Actor) -> None:
    def asked() -> int:
        client = signed_in(manager)
        client.get("/search", {"q": "quokka"})
        with CaptureQueriesContext(connection) as queries:
            client.get("/search", {"q": "quokka"})
        return len(queries)

    def grow() -> None:
        home = HomeFactory(provider=provider, name="Quokka house")
        line = LineFactory(agreement=AgreementFactory(provider=provider, title="Quokka"))
        PlacementFactory(line=line, home=home, child=ChildFactory(body=provider.body, family_name="Quokka"))

    grow()
    few = asked()
    for _ in range(12):
        grow()
    assert asked() == few


def test_more_than_fits_leads_to_the_list(provider: Provider, manager: Actor) -> None:
    for n in range(10):
        HomeFactory(provider=provider, name=f"Bandicoot house {n}")
    page = main_of(found(manager, "bandicoot"))
    assert page.count("Bandicoot house") == 8
    assert "?q=bandicoot" in page
