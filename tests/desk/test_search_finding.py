"""The search page over everything about finding a home: each thing for those who may read it, and no trace for others."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.children.models import Child
from homeward.apps.decisions.models import Decision
from homeward.apps.panels import services as panels
from homeward.apps.searches.models import Invitation
from tests.browsing import client_of
from tests.factories.accounts import OrganisationFactory, actor_in
from tests.factories.decisions import House, make_house
from tests.factories.panels import PanelFactory, PanelItemFactory
from tests.factories.referrals import ReferralFactory
from tests.factories.searches import EvidenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr("homeward.apps.frameworks.standing.required_kinds", lambda body, on: [])
    return make_house()


def hits(actor: Actor, text: str) -> set[str]:
    """The addresses found."""
    page = client_of(actor).get("/search", {"q": text}).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    return {part.split('"')[0] for part in main.split('href="')[1:]}


def at(name: str, thing: object) -> str:
    return reverse(name, args=[thing.public_id])  # type: ignore[attr-defined]


def test_search_decision_and_contract_are_found_by_referral_home_and_provider(house: House) -> None:
    contract = house.drawn()
    decision, referral = contract.decision, house.search.referral
    wanted = {at("decision", decision), at("contract", contract)}
    for text in (referral.reference, decision.offer.home.name, "ty onnen 0", decision.organisation.name):
        assert wanted <= hits(house.officer, text), text
    assert at("contract", contract) in hits(house.head, contract.reference)
    assert {at("home_search", house.search), at("referral", referral)} <= hits(
        house.officer, referral.reference
    )


def test_a_provider_finds_what_is_its_own_only(house: House) -> None:
    proposed = house.agreed()
    theirs, reference = house.managers[0], house.search.referral.reference
    mine, other = (Invitation.objects.get(organisation=m.organisation) for m in house.managers)
    assert hits(theirs, reference) >= {at("invitation", mine)}
    assert at("decision", proposed) not in hits(theirs, reference), "told when the offer is accepted"
    assert not hits(theirs, reference) & {at("invitation", other), at("home_search", house.search)}
    Decision.objects.filter(pk=proposed.pk).update(state="withdrawn")
    contract = house.drawn()
    assert hits(theirs, reference) >= {at("decision", contract.decision), at("contract", contract)}
    assert not hits(house.managers[1], reference) & {
        at("decision", contract.decision),
        at("contract", contract),
    }
    assert at("contract", contract) not in hits(house.managers[1], contract.reference)


def test_a_childs_name_finds_only_where_the_child_may_be_known(house: House) -> None:
    contract = house.drawn()
    child = Child.objects.get(contracts__contract=contract)
    about = {
        at("referral", house.search.referral), at("home_search", house.search), at("decision", contract.decision),
        at("contract", contract),
    }  # fmt: skip
    assert about <= hits(house.officer, f"{child.given_name} {child.family_name}")
    for actor in (house.actor(Role.MONITORING_OFFICER), house.managers[0]):
        assert not hits(actor, child.given_name) & about
    listed = client_of(house.actor(Role.MONITORING_OFFICER)).get("/referrals/", {"q": child.given_name})
    assert house.search.referral.reference not in listed.content.decode()
    listed = client_of(house.officer).get("/referrals/", {"q": child.given_name})
    assert house.search.referral.reference in listed.content.decode()


def test_panels_are_found_by_day_chair_place_and_referral(house: House) -> None:
    panel = PanelFactory(
        body=house.body, held_on=dt.date(2026, 11, 18), chair=house.head.user, place="Room 4"
    )
    item = PanelItemFactory(panel=panel, referral=ReferralFactory(body=house.body, reference="R-EE7A"))
    sits, monitoring = house.actor(Role.SENIOR_PRACTITIONER), house.actor(Role.MONITORING_OFFICER)
    for text in ("18 Nov 2026", "november 2026", "2026-11-18", house.head.user.name, "room 4", "r-ee7a"):
        assert at("panel", panel) in hits(sits, text), text
        assert at("panel", panel) not in hits(monitoring, text), text
    panel.state = "open"
    panel.save()
    action = panels.add_panel_action(
        panel=panel,
        text="Ask the school about a bus",
        owner=sits.user,
        due_on=house.today,
        item=item,
        by=house.head,
    )
    assert at("panel_action", action) in hits(house.officer, "school bus")
    assert at("panel_action", action) not in hits(monitoring, "school bus")
    assert not hits(make_house().officer, "school bus"), "another authority's"


def test_lots_and_documents_outside_frameworks_are_found(house: House) -> None:
    lot = house.offers[0].invitation.lot
    assert at("lot", lot) in hits(house.officer, lot.title)
    assert at("lot", lot) not in hits(house.managers[0], lot.title)
    firm = OrganisationFactory(name="Llwybr Newydd Care")
    EvidenceFactory(body=house.body, organisation=firm)
    assert reverse("evidence") in hits(house.officer, "llwybr newydd")
    manager = actor_in(Role.PROVIDER_MANAGER, house.body, firm)
    assert reverse("evidence") not in hits(manager, "llwybr newydd")


def test_a_reference_with_a_doubled_vowel_is_found_as_it_is_written(house: House) -> None:
    referral = ReferralFactory(body=house.body, reference="R-AA7Q")
    assert at("referral", referral) in hits(house.officer, "r-aa7q")
