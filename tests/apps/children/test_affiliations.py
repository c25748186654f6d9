"""Iwi, hapū and marae: repeatable, optional, as they were said, never concluded; of children and of organisations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.services import choose_language, choose_spelling
from homeward.apps.children import services
from homeward.apps.children.models import ChildAffiliation
from homeward.apps.children.queries import affiliations_of
from homeward.apps.core.models import AuditEvent
from homeward.apps.providers import describing
from tests.apps.approvals.road import Road
from tests.browsing import client_of
from tests.factories.accounts import CommissioningBodyFactory, OrganisationFactory, actor_in
from tests.factories.approvals import ApplicationFactory
from tests.factories.children import ChildFactory
from tests.factories.placements import PlacementFactory
from tests.factories.providers import HomeFactory, ProviderFactory
from tests.refusing import refused_by

pytestmark = pytest.mark.django_db
DECOMPOSED = "Nga\u0304ti Pāoa"


class Place:
    """An agency, a child at a partner's home, and the people who read its record."""

    def __init__(self) -> None:
        self.road = Road()
        self.body, self.organisation, self.partner = self.road.body, self.road.organisation, self.road.partner
        self.contracts = actor_in(Role.CONTRACT_MANAGER, self.body)
        self.child = ChildFactory(body=self.body)
        home = HomeFactory(provider=ProviderFactory(body=self.body, organisation=self.organisation))
        PlacementFactory(home=home, line=None, child=self.child)
        ApplicationFactory(body=self.body, organisation=self.organisation)


@pytest.fixture(scope="module")
def copies(made_once: Callable[[Callable[[], Any]], Any]) -> Callable[[], Place]:
    made: Callable[[], Place] = made_once(Place)
    return made


@pytest.fixture
def place(copies: Callable[[], Place], settings: Any) -> Place:
    settings.DEMO = True
    return copies()


def said(place: Place, **given: Any) -> ChildAffiliation:
    told = {
        "kind": "iwi",
        "answer": "named",
        "name": "Ngāti Awa",
        "said_by": "The child",
        "said_on": place.contracts.today,
    }
    return services.record_affiliation(child=place.child, by=place.contracts, **{**told, **given})


def test_several_are_recorded_as_they_were_said(place: Place) -> None:
    said(place, name=f"  {DECOMPOSED} ")
    said(place, name="Ngaati Paoa")  # another way of writing is another answer: nothing is corrected
    said(place, kind="hapu", name="Te Uri o Pou")
    rows = affiliations_of(place.contracts, place.child)
    assert {r.name for r in rows} == {"Ngāti Pāoa", "Ngaati Paoa", "Te Uri o Pou"}
    assert refused_by(said, place, name="Ngāti Pāoa") == {"affiliation.stands"}


def test_nobody_is_asked_to_say_and_nothing_is_said_without_somebody(place: Place) -> None:
    assert affiliations_of(place.contracts, place.child) == []
    assert refused_by(said, place, name=" ", said_by=" ") == {
        "affiliation.name_missing",
        "affiliation.who_missing",
    }
    later = place.contracts.today + dt.timedelta(days=1)
    assert refused_by(said, place, said_on=later) == {"affiliation.to_come"}
    row = said(place, answer="prefer_not", name="Ngāti Awa", may_exchange=True)
    assert (row.name, row.may_exchange, row.words) == ("", False, "Prefer not to say")


def test_naming_one_takes_the_place_of_not_yet_known(place: Place) -> None:
    unknown = said(place, answer="not_yet_known")
    said(place)
    unknown.refresh_from_db()
    assert unknown.ended_at is not None and unknown.ended_by == place.contracts.user
    assert refused_by(said, place, answer="prefer_not") == {"affiliation.named_before"}
    assert said(place, kind="marae", answer="prefer_not").ended_at is None


def test_ending_one_needs_a_reason_and_keeps_it(place: Place) -> None:
    row = said(place)
    assert refused_by(services.end_affiliation, affiliation=row, reason="", by=place.contracts) == {
        "affiliation.reason_missing"
    }
    services.end_affiliation(affiliation=row, reason="Heard wrongly", by=place.contracts)
    assert refused_by(services.end_affiliation, affiliation=row, reason="x", by=place.contracts) == {
        "affiliation.ended"
    }
    assert [r.ended_reason for r in affiliations_of(place.contracts, place.child)] == ["Heard wrongly"]
    assert affiliations_of(place.partner, place.child) == []


def test_bodies_elsewhere_have_none(place: Place) -> None:
    body = CommissioningBodyFactory(pack="au_sa")
    manager = actor_in(Role.CONTRACT_MANAGER, body)
    child = ChildFactory(body=body)
    told = {"kind": "iwi", "answer": "named", "name": "x", "said_by": "y", "said_on": manager.today}
    assert refused_by(services.record_affiliation, child=child, by=manager, **told) == {
        "record.not_permitted"
    }
    assert client_of(manager).get(reverse("child_affiliation", args=[child.public_id])).status_code == 404
    assert "Iwi, hap" not in client_of(manager).get(reverse("child", args=[child.public_id])).content.decode()


def test_it_is_read_where_the_child_is_read_and_written_by_whoever_keeps_the_record(place: Place) -> None:
    row = said(place, name="Ngāti Awa")
    manager, partner = client_of(place.contracts), client_of(place.partner)
    page = manager.get(reverse("child", args=[place.child.public_id])).content.decode()
    assert '<span lang="mi">Ngāti Awa</span>' in page and "The child" in page
    assert (
        '<span lang="mi">Ngāti Awa</span>'
        in partner.get(reverse("child", args=[place.child.public_id])).content.decode()
    )
    for name, thing in (("child_affiliation", place.child), ("end_child_affiliation", row)):
        assert partner.get(reverse(name, args=[thing.public_id])).status_code == 404
    form = {
        "kind": "marae",
        "answer": "named",
        "name": "Te Rau Aroha",
        "said_by": "Her nan",
        "said_on": place.contracts.today.isoformat(),
    }
    manager.post(reverse("child_affiliation", args=[place.child.public_id]), form)
    assert ChildAffiliation.objects.get(kind="marae").said_by == "Her nan"
    manager.post(reverse("end_child_affiliation", args=[row.public_id]), {"reason": "Heard wrongly"})
    row.refresh_from_db()
    assert row.ended_reason == "Heard wrongly"
    assert AuditEvent.objects.filter(action="record_affiliation", kind="child").count() == 2
    page = manager.get(reverse("child", args=[place.child.public_id])).content.decode()
    assert page.count("Heard wrongly") >= 2  # beside the name, and in the history


def test_an_organisation_describes_itself_to_its_body(place: Place) -> None:
    told = {
        "kind": "iwi",
        "answer": "named",
        "name": "Ngāti Hine",
        "said_by": "Its board",
        "said_on": place.partner.today,
    }
    row = describing.record_own_affiliation(organisation=place.organisation, by=place.partner, **told)
    stranger = actor_in(Role.PROVIDER_MANAGER, place.body, OrganisationFactory())
    assert refused_by(
        describing.record_own_affiliation, organisation=place.organisation, by=stranger, **told
    ) == {"record.not_permitted"}
    address = reverse("organisation_words", args=[place.organisation.public_id])
    assert client_of(stranger).get(address).status_code == 404
    for actor in (place.partner, place.road.lead, place.road.local):
        assert '<span lang="mi">Ngāti Hine</span>' in client_of(actor).get(address).content.decode()
    assert "Record one" not in client_of(place.road.lead).get(address).content.decode()
    form = {k: str(v) for k, v in told.items()} | {"kind": "marae", "name": "Kohewhata"}
    client_of(place.road.local).post(
        reverse("organisation_affiliation", args=[place.organisation.public_id]), form
    )
    client_of(place.partner).post(
        reverse("end_organisation_affiliation", args=[row.public_id]), {"reason": "Said anew"}
    )
    assert [(r.name, r.ended_reason) for r in describing.described(place.partner, place.organisation)] == [
        ("Kohewhata", ""),
        ("Ngāti Hine", "Said anew"),
    ]


def test_the_words_of_pages_follow_the_spelling_of_the_readers_organisation(place: Place) -> None:
    page = reverse("organisation_words", args=[place.organisation.public_id])
    form = {"spelling": "double"}
    assert client_of(place.road.lead).get(reverse("spelling")).status_code == 404
    client_of(place.partner).post(reverse("spelling"), form)
    place.organisation.refresh_from_db()
    assert place.organisation.spelling == "double"
    own = client_of(place.partner).get(page).content.decode()
    assert ">hapuu</bdi> and" in own and ">hapū</bdi>" not in own and "Ngā Hau Māhaki Trust" in own
    theirs = client_of(place.road.lead).get(page).content.decode()
    assert ">hapū</bdi> and" in theirs and ">hapuu</bdi> and" not in theirs
    assert refused_by(choose_spelling, spelling="double", by=place.road.lead) == {"record.not_permitted"}


@pytest.mark.parametrize(
    ("language", "html", "heading"),
    [("en-nz", "en-nz", "Tamariki"), ("mi", "mi", "Tamariki"), ("en", "en", "Tamariki and")],
)
def test_a_person_chooses_one_of_three_languages(
    place: Place, language: str, html: str, heading: str
) -> None:
    choose_language(language=language, by=place.contracts)
    page = client_of(place.contracts).get(reverse("children")).content.decode()
    assert f'<html lang="{html}"' in page and f'lang="mi">{heading[:8]}</bdi>' in page or language == "mi"
    assert ("Draft translation" in page or "Whakamāoritanga hukihuki" in page) is (language != "en")
    if language == "mi":
        assert '<bdi lang="en">' in page and "Whakaatu" in page


def test_the_search_of_children_ignores_how_a_long_vowel_is_written(place: Place) -> None:
    place.child.given_name = "Māia"
    place.child.save()
    for typed in ("maia", "Māia", "maaia", "MA\u0304IA"):
        page = client_of(place.contracts).get(reverse("children"), {"q": typed}).content.decode()
        assert place.child.reference in page, typed
    assert (
        place.child.reference
        not in client_of(place.contracts).get(reverse("children"), {"q": "mere"}).content.decode()
    )
    place.child.refresh_from_db()
    assert place.child.given_name == "Māia"
