"""What a coming means for the children who live in a home already: assessed by its manager, read by nobody else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.core.periods import to_db
from homeward.apps.placements.models import Placement
from homeward.apps.referrals.models import Referral
from homeward.apps.searches import facts, services
from homeward.apps.searches.comparing import compare
from homeward.apps.searches.impacts import children_there, owed_by
from homeward.apps.searches.models import ImpactAssessment, Offer
from homeward.kernel.ranges import DateRange
from tests.apps.searches.market import Market
from tests.apps.searches.test_matching import closed, live_there
from tests.browsing import client_of
from tests.factories.accounts import actor_in
from tests.factories.placements import PlacementFactory
from tests.factories.referrals import ReferralChildFactory, ReferralFactory, SectionFactory
from tests.factories.searches import InvitationToOfferFactory, SearchFactory
from tests.refusing import refused_by

GOOD = {"outcome": "acceptable", "words": "The older one has asked for company."}


def assessed(market: Market, offer: Offer, **given: Any) -> ImpactAssessment:
    made: ImpactAssessment = services.assess_impact(
        **{"offer": offer, **GOOD, "by": market.managers[0], **given}
    )
    return made


def an_offer(market: Market) -> Offer:
    """Offered while answers are open, by the first provider; one child lives there."""
    market.asked()
    offer = market.offer(0)
    live_there(offer, given_name="Bethan", family_name="Cadell", born_on=dt.date(2014, 5, 6))
    return offer


def blocked(market: Market) -> set[str]:
    return {
        o.code for c in compare(market.search).excluded for o in c.match.obstacles if o.effect == "blocks"
    }


def test_until_it_is_assessed_the_home_cannot_be_chosen(market: Market) -> None:
    offer = an_offer(market)
    closed(market)
    assert blocked(market) == {"impact_missing"}
    made = assessed(market, offer)
    assert blocked(market) == set()
    assert (made.children_there, made.organisation, made.body) == (1, offer.organisation, offer.body)
    assessed(market, offer, outcome="not_acceptable", words="They must not share a home.")
    assert blocked(market) == {"impact_not_acceptable"}
    assert ImpactAssessment.objects.count() == 1  # a later one takes its place
    assert AuditEvent.objects.filter(action="assess_impact").count() == 2


def test_in_an_emergency_it_is_owed_and_does_not_block(market: Market) -> None:
    an_offer(market)
    closed(market)
    Referral.objects.update(urgency="emergency")
    market.search.referral.refresh_from_db()
    found = compare(market.search).eligible[0]
    assert [o.code for o in found.match.obstacles if o.effect == "warns"] == ["impact_missing"]


def test_it_does_not_speak_of_a_child_who_came_later(market: Market) -> None:
    offer = an_offer(market)
    assessed(market, offer)
    closed(market)
    assert blocked(market) == set() and owed_by(market.managers[0]) == []
    live_there(offer)
    assert blocked(market) == {"impact_missing"}
    assert compare(market.search).excluded[0].is_outdated
    assert [o.pk for o in owed_by(market.managers[0])] == [offer.pk]


def test_it_says_something_and_names_nobody(market: Market) -> None:
    offer = an_offer(market)
    assert refused_by(assessed, market, offer, words=" ") == {"impact.words_missing"}
    assert refused_by(assessed, market, offer, words="Bethan is glad.", measures="Ask Cadell.") == {
        "impact.names_a_child"
    }
    # a provider that does not know the names yet is not told which they are
    assert assessed(market, offer, words="Seren would be welcome.").words
    own = actor_in(Role.PLACEMENT_OFFICER, market.authority.body)
    type(offer.home.provider).objects.filter(pk=offer.home.provider_id).update(is_in_house=True)
    assert refused_by(assessed, market, offer, words="Seren would be welcome.", by=own) == {
        "impact.names_a_child"
    }


def test_only_the_home_s_own_manager_assesses_it(market: Market) -> None:
    offer = an_offer(market)
    for other in (
        market.managers[1],
        market.authority.senior,
        actor_in(Role.HEAD_OF_SERVICE, market.authority.body),
    ):
        assert refused_by(assessed, market, offer, by=other) == {"record.not_permitted"}
    assert refused_by(assessed, market, offer, by=market.officer) == {"impact.not_its_manager"}
    type(offer.home.provider).objects.filter(pk=offer.home.provider_id).update(is_in_house=True)
    assert assessed(market, offer, by=market.officer).assessed_by == market.officer.user


def test_where_nobody_lives_or_nothing_is_offered_nothing_is_assessed(market: Market) -> None:
    market.asked()
    offer = market.offer(0)
    assert refused_by(assessed, market, offer) == {"impact.nobody_there"}
    live_there(offer)
    services.withdraw_offer(offer=offer, reason="The carer is ill.", by=market.managers[0])
    assert refused_by(assessed, market, offer) == {"impact.not_offered"}
    services.end_search(
        search=market.search, outcome="lapsed", reason="An aunt can take them.", by=market.officer
    )
    assert refused_by(assessed, market, offer) == {"impact.not_offered", "impact.decided"}


def test_no_other_provider_and_no_other_authority_reads_it(market: Market, settings: Any) -> None:
    settings.DEMO = True
    offer = an_offer(market)
    made = assessed(market, offer)
    seen = ImpactAssessment.objects
    for reader in (market.managers[0], market.officer, market.authority.senior):
        assert list(seen.visible_to(reader)) == [made]
    strangers = (
        market.managers[1],
        actor_in(Role.PLACEMENT_OFFICER),
        actor_in(Role.MONITORING_OFFICER, market.authority.body),
        actor_in(Role.CONSORTIUM_MANAGER, market.authority.body),
        actor_in(Role.PROVIDER_WORKER, market.authority.body, offer.organisation),
    )
    for stranger in strangers:
        assert list(seen.visible_to(stranger)) == []
    address = reverse("assess_impact", args=[offer.public_id])
    assert client_of(market.managers[1]).get(address).status_code == 404
    own = (
        client_of(market.managers[0])
        .get(reverse("invitation", args=[offer.invitation.public_id]))
        .content.decode()
    )
    assert made.words in own


def test_the_page_shows_exclusions_without_names_and_is_a_duty(market: Market, settings: Any) -> None:
    settings.DEMO = True
    offer = an_offer(market)
    there = Placement.objects.get(home=offer.home).child
    earlier = ReferralFactory(body=offer.body, state="ready")
    ReferralChildFactory(referral=earlier, child=there, body=offer.body)
    answers = {"avoid": ["boy"], "exclusions": "Nobody who goes missing."}
    SectionFactory(referral=earlier, code="contact", answers=answers, body=offer.body)
    manager = client_of(market.managers[0])
    address = reverse("assess_impact", args=[offer.public_id])
    assert (
        "No referral here says" in manager.get(address).content.decode()
    )  # another provider was asked about that child
    InvitationToOfferFactory(
        body=offer.body,
        organisation=offer.organisation,
        search=SearchFactory(referral=earlier, body=offer.body),
    )
    page = manager.get(address).content.decode()
    assert "A boy" in page and "Nobody who goes missing." in page and "Child A" in page
    assert not any(name in page for name in ("Bethan", "Cadell", "Seren", "Prosser"))
    assert "Assess for" in manager.get("/").content.decode()
    wrong = manager.post(address, {"outcome": "acceptable", "words": ""}).content.decode()
    assert "error" in wrong and ImpactAssessment.objects.count() == 0
    assert manager.post(address, GOOD).status_code == 302
    assert "Assess for" not in manager.get("/").content.decode()


def test_the_authority_reads_it_beside_the_offer(market: Market, settings: Any) -> None:
    settings.DEMO = True
    offer = an_offer(market)
    assessed(market, offer, measures="Own bedrooms.")
    page = reverse("home_search", args=[market.search.public_id])
    assert GOOD["words"] not in client_of(market.officer).get(page).content.decode()  # sealed with the offer
    closed(market)
    told = client_of(market.officer).get(page).content.decode()
    assert GOOD["words"] in told and "Own bedrooms." in told and "Acceptable for those who live there" in told


def test_what_is_owed_costs_the_same_for_many(market: Market) -> None:
    offer = an_offer(market)
    manager = market.managers[0]

    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            assert owed_by(manager)
        return len(made)

    few = asked()
    for _ in range(3):
        other = SearchFactory(
            referral=ReferralFactory(body=offer.body, state="ready"), state="open", answer_by=timezone.now()
        )
        invitation = InvitationToOfferFactory(body=offer.body, organisation=offer.organisation, search=other)
        Offer.objects.create(
            body=offer.body, organisation=offer.organisation, invitation=invitation, home=offer.home,
            free_from=offer.free_from, valid_until=offer.valid_until, made_by=manager.user,
        )  # fmt: skip
    assert len(owed_by(manager)) == 4
    assert asked() == few


def test_who_lives_there_is_told_without_a_name(market: Market) -> None:
    offer = an_offer(market)
    found = children_there(offer)
    on = max(market.officer.today, market.search.referral.needed_by)
    assert [(c.age, c.asked, c.avoid) for c in found] == [
        (on.year - 2014 - ((on.month, on.day) < (5, 6)), False, ())
    ]
    PlacementFactory(line=None, home=offer.home, body=offer.body, organisation=offer.organisation,
                     period=to_db(DateRange(dt.date(2020, 1, 1), dt.date(2021, 1, 1))))  # fmt: skip
    assert len(children_there(offer)) == 1  # who has left is not there


@pytest.mark.parametrize("urgency", ["planned", "urgent"])
def test_the_fact_is_the_assessment(market: Market, urgency: str) -> None:
    Referral.objects.update(urgency=urgency)
    offer = an_offer(market)
    assert facts.candidate_of(offer).impact is None
    assessed(market, offer)
    assert facts.candidate_of(offer).impact == "acceptable"
