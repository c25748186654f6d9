"""Many at once: one accepted offer for a referral and for a place, and a restriction before it or after, never between."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone

from homeward.apps.accounts.roles import Role
from homeward.apps.decisions import services
from homeward.apps.decisions.models import Decision
from homeward.apps.referrals import services as referrals
from homeward.apps.referrals.models import Referral
from homeward.apps.restrictions import services as restrictions
from homeward.apps.restrictions.models import Restriction
from homeward.apps.searches.models import Offer, Search
from homeward.apps.searches.services import choose_offer, make_offer
from homeward.apps.vacancies.models import Vacancy
from tests.factories.decisions import House, a_search, make_house
from tests.factories.searches import a_lot, admit
from tests.racing import outcomes

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MANY = 64


@pytest.fixture
def house(transactional_db: None) -> House:
    return make_house()


def test_sixty_four_choose_for_one_referral(house: House) -> None:
    """Half of them one home, half the other: one is accepted, its place is promised once, the other is told."""

    def deed(n: int) -> object:
        offer = Offer.objects.get(pk=house.offers[n % 2].pk)
        return choose_offer(offer=offer, feedback=house.feedback(), by=house.officer)

    found = outcomes(deed, MANY)
    assert sorted(found) == ["done", *["refused"] * (MANY - 1)]
    assert sorted(Offer.objects.values_list("state", flat=True)) == ["accepted", "not_chosen"]
    assert Search.objects.get(pk=house.search.pk).chosen is not None
    assert sorted(Vacancy.objects.values_list("places", flat=True)) == [1, 2]


def test_as_many_decisions_for_one_place(house: House) -> None:
    """Referrals that all want the one place left: one gets it, and the others read to whom it is promised."""
    Vacancy.objects.update(places=1)
    lot = a_lot(house.body)
    admit(lot, house.offers[0].organisation)
    decisions = [house.agreed()]
    for _ in range(7):
        search, offers = a_search(house, [house.offers[0].home], lot)
        made = services.propose_placement(offer=offers[0], start_on=house.today, by=house.officer)
        assert made.search == search
        decisions.append(services.decide_placement(decision=made, agree=True, by=house.head))

    def deed(n: int) -> object:
        decision = Decision.objects.get(pk=decisions[n % len(decisions)].pk)
        return services.accept_offer(decision=decision, feedback=house.feedback(), by=house.officer)

    found = outcomes(deed, 16)
    assert found.count("done") == 1, found
    assert Decision.objects.filter(state="accepted").count() == 1
    assert Vacancy.objects.get(pk=house.vacancies[0].pk).places == 0


@pytest.mark.parametrize("first", ["sign", "impose"])
def test_a_restriction_comes_before_the_signature_or_after_it(house: House, first: str) -> None:
    """Whoever is first, the other finds it: no contract is signed under a restriction, and none stands that was sent back."""
    contract = house.sign(house.drawn(), house.managers[0])
    row = restrictions.propose_restriction(
        organisation=house.offers[0].organisation, home=None, reach="local", cause="quality", reason="Visits were put off.",
        what_lifts="The rota is kept.", starts_on=house.today, by=house.actor(Role.MONITORING_OFFICER),
    )  # fmt: skip
    imposer = house.actor(Role.HEAD_OF_SERVICE)

    def deed(n: int) -> object:
        if (n == 0) == (first == "impose"):
            return restrictions.impose_restriction(restriction=Restriction.objects.get(pk=row.pk), by=imposer)
        return house.sign(type(contract).objects.get(pk=contract.pk), house.head)

    outcomes(deed, 2)
    row.refresh_from_db()
    decision = Decision.objects.get(pk=contract.decision_id)
    assert row.state == "imposed" and decision.state == "returned"


@pytest.mark.parametrize("first", ["withdraw", "accept"])
def test_a_withdrawal_comes_before_the_acceptance_or_after_it(house: House, first: str) -> None:
    """Whoever is first, nothing is left half: the referral is withdrawn, and no place stays promised to it."""
    decision, referral = house.agreed(), house.search.referral

    def deed(n: int) -> object:
        if (n == 0) == (first == "withdraw"):
            return referrals.withdraw_referral(
                referral=Referral.objects.get(pk=referral.pk),
                reason="An aunt can take them.",
                by=house.officer,
            )
        return services.accept_offer(
            decision=Decision.objects.get(pk=decision.pk), feedback=house.feedback(), by=house.officer
        )

    found = outcomes(deed, 2)
    assert found.count("done") >= 1, found
    assert Referral.objects.get(pk=referral.pk).state == "withdrawn"
    assert Decision.objects.get(pk=decision.pk).state == "withdrawn"
    assert list(Search.objects.values_list("state", "outcome", "chosen")) == [("ended", "withdrawn", None)]
    assert set(Vacancy.objects.values_list("places", flat=True)) == {2}
    assert not Offer.objects.filter(state__in=("open", "shortlisted", "accepted")).exists()


def test_a_withdrawal_and_the_last_signature(house: House) -> None:
    """The contract binds, or the referral is withdrawn: never both."""
    contract = house.sign(house.drawn(), house.managers[0])
    referral = house.search.referral

    def deed(n: int) -> object:
        if n == 0:
            return referrals.withdraw_referral(
                referral=Referral.objects.get(pk=referral.pk),
                reason="An aunt can take them.",
                by=house.officer,
            )
        return house.sign(type(contract).objects.get(pk=contract.pk), house.head)

    assert sorted(outcomes(deed, 2)) == ["done", "refused"]
    both = (Decision.objects.get(pk=contract.decision_id).state, Referral.objects.get(pk=referral.pk).state)
    assert both in {("contracted", "ready"), ("withdrawn", "withdrawn")}


def test_a_withdrawal_and_an_offer_that_comes_in(house: House) -> None:
    """An offer is made before and closed, or not made: none stays open in a search that has ended."""
    Search.objects.filter(pk=house.search.pk).update(
        state="open", answer_by=timezone.now() + dt.timedelta(days=1)
    )
    Offer.objects.filter(pk=house.offers[0].pk).update(state="withdrawn")
    invitation = house.offers[0].invitation
    type(invitation).objects.filter(pk=invitation.pk).update(
        state="viewed", answer_by=timezone.now() + dt.timedelta(days=1)
    )

    def deed(n: int) -> object:
        if n == 0:
            return referrals.withdraw_referral(
                referral=Referral.objects.get(pk=house.search.referral_id),
                reason="Home again.",
                by=house.officer,
            )
        return make_offer(
            invitation=type(invitation).objects.get(pk=invitation.pk), home=house.offers[0].home, free_from=house.today,
            valid_until=timezone.now() + dt.timedelta(days=3), needs=[("full", "Both rooms"), ("full", "A lawn")],
            fees={"core": Decimal(900)}, by=house.managers[0],
        )  # fmt: skip

    assert outcomes(deed, 2)[0] == "done"
    assert not Offer.objects.filter(state__in=("open", "shortlisted")).exists()
    assert Search.objects.get(pk=house.search.pk).state == "ended"
