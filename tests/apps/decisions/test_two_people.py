"""Two people means two persons: one who holds both roles passes neither side twice, in whatever role they act."""

from __future__ import annotations

import pytest

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.decisions import services
from homeward.apps.referrals import services as referrals
from homeward.apps.referrals.models import Referral
from tests.factories.accounts import actor_in
from tests.factories.decisions import House
from tests.factories.referrals import ReferralFactory, SectionFactory
from tests.refusing import refused_by

pytestmark = pytest.mark.django_db


def also(actor: Actor, role: Role) -> Actor:
    """The same person in another of their roles."""
    other = actor_in(role, actor.body, user=actor.user)
    assert other.membership != actor.membership and other.user == actor.user
    return other


def test_who_proposes_a_home_does_not_decide_on_it_in_another_role(house: House) -> None:
    decision = house.propose()
    same = also(house.officer, Role.HEAD_OF_SERVICE)
    assert "requester_decides" in refused_by(
        services.decide_placement, decision=decision, agree=True, by=same
    )
    decision.refresh_from_db()
    assert decision.state == "proposed"
    assert services.decide_placement(decision=decision, agree=True, by=house.head).state == "agreed"


@pytest.mark.parametrize("part", ["began", "sent", "wrote a section"])
def test_who_wrote_a_referral_does_not_check_it_in_another_role(house: House, part: str) -> None:
    referral = ReferralFactory(body=house.body, state="checking")
    same = also(house.officer, Role.SENIOR_PRACTITIONER)
    if part == "wrote a section":
        SectionFactory(
            referral=referral, code="place", answers={"district": "CF10"}, saved_by=house.officer.user
        )
    else:
        field = "created_by" if part == "began" else "sent_by"
        Referral.objects.filter(pk=referral.pk).update(**{field: house.officer.user})
        referral.refresh_from_db()
    assert refused_by(referrals.pass_check, referral=referral, by=same) == {"referral.own_check"}
