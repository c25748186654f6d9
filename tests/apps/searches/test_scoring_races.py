"""Many at once: one choice by marks is opened, published once, and its waiver decided once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from homeward.apps.accounts.roles import Role
from homeward.apps.referrals.models import Referral
from homeward.apps.searches import services
from homeward.apps.searches.models import GatewayWaiver, Scoring
from tests.factories.accounts import actor_in
from tests.factories.decisions import House, make_house
from tests.factories.inspections import InspectionFactory
from tests.racing import outcomes

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MANY = 16


@pytest.fixture
def house(transactional_db: None) -> House:
    made = make_house()
    Referral.objects.update(needed_by=made.body.today.replace(year=made.body.today.year + 1, day=1))
    made.search.referral.refresh_from_db()
    return made


def opened(house: House) -> Scoring:
    scoring: Scoring = services.open_scoring(search=house.search, by=house.officer)
    senior = actor_in(Role.SENIOR_PRACTITIONER, house.body)
    for offer in house.offers:
        services.mark_offer(
            scoring=scoring, offer=offer, skills=Decimal(7), reason="Calm and practised.", by=senior
        )
    return scoring


def test_one_is_opened(house: House) -> None:
    found = outcomes(lambda n: services.open_scoring(search=house.search, by=house.officer), MANY)
    assert sorted(found) == ["done", *["refused"] * (MANY - 1)]
    assert Scoring.objects.count() == 1


def test_it_is_published_once(house: House) -> None:
    scoring = opened(house)
    found = outcomes(lambda n: services.publish_scoring(scoring=scoring, by=house.officer), MANY)
    assert sorted(found) == ["done", *["refused"] * (MANY - 1)]
    assert [s.state for s in Scoring.objects.all()] == [Scoring.State.PUBLISHED]


def test_published_or_taken_back_but_not_both(house: House) -> None:
    scoring = opened(house)

    def deed(n: int) -> object:
        if n % 2:
            return services.publish_scoring(scoring=scoring, by=house.officer)
        return services.take_back_scoring(scoring=scoring, reason="Not wanted.", by=house.officer)

    found = outcomes(deed, MANY)
    assert sorted(found) == ["done", *["refused"] * (MANY - 1)]


def test_a_waiver_is_decided_once(house: House) -> None:
    offer = house.offers[0]
    InspectionFactory(home=None, body=house.body, organisation=offer.organisation, grade="inadequate")
    services.open_scoring(search=house.search, by=house.officer)
    waiver = services.ask_waiver(offer=offer, reason="A brother lives there.", by=house.officer)

    def deed(n: int) -> object:
        do = services.give_waiver if n % 2 else services.refuse_waiver
        return do(waiver=waiver, reason="Looked into.", by=house.head)

    assert sorted(outcomes(deed, MANY)) == ["done", *["refused"] * (MANY - 1)]
    assert GatewayWaiver.objects.get().decided_by == house.head.user
