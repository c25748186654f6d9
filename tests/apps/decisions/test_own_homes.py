"""A home of the authority's own service: the same road, and no second side to sign."""

from __future__ import annotations

import pytest

from homeward.apps.accounts.roles import Role
from homeward.apps.core.duties import duties_of
from homeward.apps.decisions import services
from homeward.apps.decisions.models import Contract, Decision
from homeward.apps.decisions.papers import contract_paper
from homeward.apps.placements.models import Placement
from homeward.apps.searches.models import Invitation, Search
from tests.browsing import client_of
from tests.factories.decisions import House
from tests.pdfs import Paper
from tests.refusing import refused_by
from tests.signing import sign_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(house: House) -> House:
    """The first home is the authority's own, and nobody signs in for its service."""
    offer = house.offers[0]
    type(offer.home.provider).objects.filter(pk=offer.home.provider_id).update(is_in_house=True)
    Invitation.objects.filter(pk=offer.invitation_id).update(route="in_house", lot=None)
    house.managers[0].user.memberships.all().update(end=house.today)
    house.offers = list(
        type(offer).objects.order_by("pk").select_related("invitation__search", "home", "organisation")
    )
    return house


def test_the_whole_road_without_a_provider_s_sign_in(own: House) -> None:
    contract = own.drawn()
    assert [d for d in duties_of(own.head) if d.kind == "decision.sign"] != []
    own.sign(contract, own.head)
    assert Decision.objects.get(pk=contract.decision_id).state == "contracted"
    started = services.start_placement(decision=Decision.objects.get(pk=contract.decision_id), by=own.officer)
    assert started.state == "started"
    assert Placement.objects.get().home == own.offers[0].home


def test_a_framework_s_home_still_needs_both(own: House) -> None:
    contract = own.drawn(1)
    own.sign(contract, own.head)
    assert Decision.objects.get(pk=contract.decision_id).state == "accepted"


def test_nobody_signs_for_the_other_side(own: House) -> None:
    contract = own.drawn()
    manager = own.managers[0]
    manager.membership.__class__.objects.filter(pk=manager.membership.pk).update(end=None)
    assert contract.document is not None
    assert "contract.signs_alone" in refused_by(sign_as, contract.document, manager)
    assert [d for d in duties_of(manager) if d.kind == "decision.sign"] == []


def test_paper_and_page_have_one_place_to_sign_and_say_why(own: House) -> None:
    contract = own.drawn()
    said = Paper(contract_paper(contract)).text
    assert "the authority signs alone" in said and "the home is the authority’s own" in said
    assert said.count("For Afon Gwyn") == 0
    page = client_of(own.head).get(f"/decisions/contracts/{contract.public_id}/").content.decode()
    assert "the authority signs alone" in page and "Placeholder" in page


def test_a_signed_own_contract_stands_in_the_way_of_withdrawing(own: House) -> None:
    from homeward.apps.referrals import services as referrals

    own.sign(own.drawn(), own.head)
    referral = own.search.referral
    assert refused_by(referrals.withdraw_referral, referral=referral, reason="Home.", by=own.officer) == {
        "decision.contract_signed"
    }
    assert Search.objects.get(pk=own.search.pk).chosen is not None


def test_the_head_of_service_alone_signs_not_the_officer(own: House) -> None:
    contract = own.drawn()
    assert contract.document is not None
    assert refused_by(sign_as, contract.document, own.actor(Role.PLACEMENT_OFFICER))
    assert Contract.objects.get().decision.state == "accepted"
