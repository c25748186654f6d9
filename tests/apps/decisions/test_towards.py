"""What is recorded towards a placement, emergencies, restrictions, and what other providers are left with."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.roles import Role
from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import AuditEvent, Notice
from homeward.apps.decisions import services
from homeward.apps.decisions.facts import ask
from homeward.apps.decisions.models import Agreed, Check, Decision
from homeward.apps.geography.models import Area
from homeward.apps.providers.models import HomePlace
from homeward.apps.restrictions import services as restrictions
from homeward.apps.searches.models import Offer, Search
from homeward.apps.vacancies.models import Vacancy
from tests.browsing import client_of
from tests.factories.decisions import House, make_house
from tests.factories.geography import AreaFactory
from tests.refusing import refused_by

S = Decision.State


@pytest.fixture
def urgent(db: None) -> House:
    return make_house(urgency="emergency")


def restrict(house: House, home: Any = None) -> Any:
    row = restrictions.propose_restriction(
        organisation=house.offers[0].organisation, home=home, reach="local", cause="quality", reason="Visits were put off.",
        what_lifts="The rota is kept.", starts_on=house.today, by=house.actor(Role.MONITORING_OFFICER),
    )  # fmt: skip
    return restrictions.impose_restriction(restriction=row, by=house.actor(Role.HEAD_OF_SERVICE))


# Emergencies ----------------------------------------------------------------------------------------------


def test_a_verbal_yes_carries_an_emergency_and_is_confirmed(urgent: House) -> None:
    decision = urgent.propose()
    given = services.record_verbal_approval(
        decision=decision,
        who=urgent.head.user,
        at=timezone.now() - dt.timedelta(minutes=9),
        reason="By telephone",
        by=urgent.officer,
    )
    decision = services.accept_offer(decision=decision, feedback=urgent.feedback(), by=urgent.officer)
    assert decision.state == S.ACCEPTED
    assert "decision.confirm" in {d.kind for d in duties_of(urgent.head)}
    services.decide_placement(decision=decision, agree=True, by=urgent.head)
    given.refresh_from_db()
    assert given.confirmed_at is not None and Decision.objects.get(pk=decision.pk).state == S.ACCEPTED
    assert "decision.confirm" not in {d.kind for d in duties_of(urgent.head)}


def test_a_verbal_yes_not_confirmed_in_time_stops(urgent: House) -> None:
    decision = urgent.propose()
    services.record_verbal_approval(
        decision=decision, who=urgent.head.user, at=timezone.now(), by=urgent.officer
    )
    late = timezone.now() + dt.timedelta(days=20)
    codes = {o.code for o in ask(decision, "accept", at=late).refusals}
    assert "verbal_unconfirmed" in codes


def test_a_verbal_yes_is_for_emergencies_and_for_those_who_decide(house: House) -> None:
    decision = house.propose()
    given = {"decision": decision, "at": timezone.now(), "by": house.officer}
    assert refused_by(services.record_verbal_approval, who=house.head.user, **given) == {
        "verbal_not_emergency"
    }
    assert refused_by(services.record_verbal_approval, who=house.officer.user, **given) >= {
        "decision.role_unknown"
    }


def test_a_check_is_waived_in_an_emergency_only_and_made_good(urgent: House, house: House) -> None:
    plain = house.propose()
    assert refused_by(
        services.waive_check, decision=plain, code="documents", reason="No time.", by=house.officer
    ) == {"waiver_not_emergency"}
    decision = urgent.propose()
    made = services.waive_check(
        decision=decision, code="documents", reason="They come tonight.", by=urgent.officer
    )
    found = ask(decision, "contract")
    assert "check:documents" in found.deadlines and made.waived_by == urgent.officer.user
    services.record_check(
        decision=decision, code="documents", done_on=urgent.today, words="Read", by=urgent.officer
    )
    assert "check:documents" not in ask(decision, "contract").deadlines


def test_what_an_emergency_owes_is_a_duty_with_its_day(urgent: House) -> None:
    decision = urgent.propose()
    services.waive_check(decision=decision, code="documents", reason="They come tonight.", by=urgent.officer)
    owed = [d for d in duties_of(urgent.officer) if d.kind == "decision.owed"]
    assert [d.due for d in owed] == [ask(decision, "contract").deadlines["check:documents"]]


# Checks and visits ----------------------------------------------------------------------------------------


def test_a_visit_says_whether_the_children_came_and_is_a_check(house: House) -> None:
    decision = house.propose()
    given = {
        "decision": decision,
        "on": house.today,
        "visitors": "Social worker",
        "found": "Calm",
        "by": house.officer,
    }
    assert refused_by(services.record_visit, child_came=False, **given) == {"decision.reason_missing"}
    services.record_visit(child_came=False, why_not="At school", **given)
    assert Check.objects.get(decision=decision, code="visit").done_on == house.today


def test_a_child_s_name_is_refused_in_what_others_read(house: House) -> None:
    decision = house.propose()
    assert refused_by(
        services.record_check,
        decision=decision,
        code="documents",
        done_on=house.today,
        words="SerenA was asked",
        by=house.officer,
    ) == {"decision.names_a_child"}


# Outside the area -----------------------------------------------------------------------------------------


def elsewhere(house: House, *, adjoins: bool) -> None:
    area = AreaFactory(body=house.body, code="XX", name="Bro Arall")
    HomePlace.objects.filter(home=house.offers[0].home).update(area=area)
    Area.objects.filter(pk=house.area.pk).update(adjoining=["XX"] if adjoins else [])


def test_out_of_area_is_approved_and_told(house: House) -> None:
    elsewhere(house, adjoins=True)
    decision = house.accepted()
    house.check_all(decision)
    codes = {o.code for o in ask(decision, "contract").refusals}
    assert codes == {"out_of_area_not_approved"}
    services.approve_place(decision=decision, kind="out_of_area", reason="Over the bridge.", by=house.head)
    found = ask(decision, "start")
    assert {o.code for o in found.refusals} == {"area_not_notified", "contract_unsigned"}
    services.tell_area(
        decision=decision,
        kind="notified",
        on=house.today,
        authority="Bro Arall",
        words="By letter",
        by=house.officer,
    )
    assert {o.code for o in ask(decision, "start").refusals} == {"contract_unsigned"}


def test_at_a_distance_asks_the_director_and_the_area_authority(house: House) -> None:
    elsewhere(house, adjoins=False)
    decision = house.propose()
    assert {o.code for o in ask(decision, "contract").refusals} >= {
        "distance_not_approved",
        "area_not_consulted",
    }
    reason = {"decision": decision, "kind": "at_a_distance", "reason": "The only home that takes both."}
    assert refused_by(services.approve_place, **reason, by=house.head) == {"distance_not_approved"}
    services.approve_place(**reason, by=house.actor(Role.DIRECTOR))
    services.tell_area(
        decision=decision,
        kind="consulted",
        on=house.today,
        authority="Bro Arall",
        words="They agree",
        by=house.officer,
    )
    codes = {o.code for o in ask(decision, "contract").refusals}
    assert not codes & {"distance_not_approved", "area_not_consulted"}


def test_an_approval_nobody_needs_is_refused(house: House) -> None:
    decision = house.propose()
    assert refused_by(
        services.approve_place, decision=decision, kind="out_of_area", reason="So.", by=house.head
    ) == {"decision.not_needed"}


# Restrictions ---------------------------------------------------------------------------------------------


def test_a_restriction_sends_an_unsigned_contract_back(house: House) -> None:
    """G7: accepted, not signed by both, then restricted: back to the head of service, and nothing is signed."""
    contract = house.sign(house.drawn(), house.managers[0])
    restrict(house)
    decision = Decision.objects.get(pk=contract.decision_id)
    assert decision.state == S.RETURNED and "Restricted" in decision.returned_because
    assert not Agreed.objects.filter(decision=decision, kind="placement", past_at=None).exists()
    assert refused_by(services.decide_placement, decision=decision, agree=True, by=house.head) == {
        "provider_restricted"
    }


def test_a_signed_contract_that_has_not_begun_goes_back_too(house: House) -> None:
    contract = house.sign(house.drawn())
    restrict(house, house.offers[0].home)
    decision = Decision.objects.get(pk=contract.decision_id)
    assert decision.state == S.RETURNED
    assert refused_by(services.start_placement, decision=decision, by=house.officer) == {"machine.state"}


def test_when_it_is_lifted_the_head_of_service_agrees_again(house: House) -> None:
    contract = house.sign(house.drawn(), house.managers[0])
    row = restrict(house)
    restrictions.propose_lift(
        restriction=row, lifts_on=house.today, reason="Seen.", by=house.actor(Role.MONITORING_OFFICER)
    )
    restrictions.lift_restriction(restriction=row, by=house.actor(Role.HEAD_OF_SERVICE))
    decision = Decision.objects.get(pk=contract.decision_id)
    services.decide_placement(decision=decision, agree=True, by=house.head)
    house.sign(contract, house.head)  # the provider's signature still fits: the paper has not changed
    assert Decision.objects.get(pk=decision.pk).state == S.CONTRACTED


def test_refused_after_it_came_back_the_place_is_free_again(house: House) -> None:
    contract = house.sign(house.drawn(), house.managers[0])
    restrict(house)
    decision = Decision.objects.get(pk=contract.decision_id)
    services.decide_placement(decision=decision, agree=False, reason="Not while it stands.", by=house.head)
    assert Vacancy.objects.get(pk=house.vacancies[0].pk).places == 2
    assert Search.objects.get(pk=house.search.pk).state == "shortlist"
    assert Offer.objects.get(pk=decision.offer_id).state == "not_chosen"


def test_another_home_s_restriction_touches_nothing(house: House) -> None:
    contract = house.sign(house.drawn(), house.managers[0])
    restrict(house, home=house.offers[0].home.provider.homes.create(
        body=house.body, organisation=house.offers[0].organisation, reference="H-2", name="Tŷ Arall", kind="carer_household",
    ))  # fmt: skip
    assert Decision.objects.get(pk=contract.decision_id).state == S.ACCEPTED


# Those who were not chosen --------------------------------------------------------------------------------


def test_who_is_not_chosen_reads_why_and_the_referral_no_longer(house: House) -> None:
    other = house.offers[1].invitation
    address = reverse("invitation", args=[other.public_id])
    client = client_of(house.managers[1])
    assert "SerenA" in client.get(address).content.decode()  # shortlisted: first names are read
    decision = house.accepted()
    page = client.get(address).content.decode()
    assert "filled" in page and "Another home fits better." in page
    assert "SerenA" not in page and "garden" not in page and "Tŷ Onnen 0" not in page
    assert AuditEvent.objects.filter(action="read_filled", actor_id=house.managers[1].user.pk).exists()
    assert Notice.objects.filter(user_id=house.managers[1].user.pk, title__contains="is filled").exists()
    assert client.get(reverse("make_offer", args=[other.public_id])).status_code == 302
    assert client.get(reverse("decision", args=[decision.public_id])).status_code == 404
    chosen = client_of(house.managers[0]).get(
        reverse("invitation", args=[house.offers[0].invitation.public_id])
    )
    assert "SerenA" in chosen.content.decode()


# Notice and end -------------------------------------------------------------------------------------------


def test_notice_opens_a_referral_filled_from_the_last(house: House) -> None:
    decision = house.started()
    notice = services.give_notice(
        decision=decision, kind="planned", given_on=house.today, words="They move nearer.", changed="Contact is weekly now.",
        by=house.managers[0],
    )  # fmt: skip
    assert notice.side == "provider" and notice.leaves_on == house.today + dt.timedelta(28)
    referral = notice.referral
    assert referral is not None and referral.state == "draft" and "Contact is weekly now." in referral.note
    assert referral.created_by == house.officer.user
    assert [n.text for n in referral.needs.order_by("position")] == [
        n.text for n in house.search.referral.needs.order_by("position")
    ]
    assert referral.needed_by == notice.leaves_on


def test_notice_shorter_than_agreed_is_refused(house: House) -> None:
    decision = house.started()
    assert refused_by(
        services.give_notice, decision=decision, kind="planned", given_on=house.today, leaves_on=house.today + dt.timedelta(9),
        words="Now.", by=house.officer,
    ) == {"notice.too_soon"}  # fmt: skip
    services.give_notice(
        decision=decision, kind="safeguarding", given_on=house.today, words="Not safe.", by=house.officer
    )


def test_an_unplanned_end_owes_a_meeting(house: House) -> None:
    decision = house.started()
    with time_machine.travel(timezone.now() + dt.timedelta(days=5), tick=False):
        decision = services.end_decision(
            decision=Decision.objects.get(pk=decision.pk),
            on=house.today,
            end_reason="breakdown",
            by=house.officer,
        )
        assert decision.was_planned is False
        owed = [d for d in duties_of(house.officer) if d.kind == "decision.disruption"]
        assert len(owed) == 1
        services.hold_disruption(
            disruption=decision.disruptions.get(), on=house.today, present="Social worker, carers", learned="Nights need two.",
            by=house.officer,
        )  # fmt: skip
        assert not [d for d in duties_of(house.officer) if d.kind == "decision.disruption"]
    child = decision.contract.children.get()
    assert child.placement is not None and child.placement.stay.nights == 5


def test_a_planned_end_owes_none(house: House) -> None:
    decision = house.started()
    with time_machine.travel(timezone.now() + dt.timedelta(days=5), tick=False):
        decision = services.end_decision(
            decision=Decision.objects.get(pk=decision.pk),
            on=house.today,
            end_reason="home_as_planned",
            by=house.officer,
        )
    assert decision.was_planned and not decision.disruptions.exists()
