"""From a shortlisted offer to a counted night, and each step's refusals on the way."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
import time_machine

from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.models import Line, LineRate
from homeward.apps.core.periods import from_db
from homeward.apps.core.refusals import Refused
from homeward.apps.decisions import services
from homeward.apps.decisions.models import Decision
from homeward.apps.placements.models import Placement
from homeward.apps.referrals.models import Referral
from homeward.apps.searches.models import Offer, Search
from homeward.apps.statements.models import Statement
from homeward.apps.statements.periods import period_of
from homeward.apps.statements.services.closing import close_period
from homeward.apps.vacancies.models import Vacancy
from tests.factories.accounts import actor_in
from tests.factories.decisions import House, make_house
from tests.refusing import refused_by

S = Decision.State


@pytest.mark.django_db
def test_from_the_shortlist_to_a_counted_night() -> None:
    """Proposed, agreed by another, accepted, signed by both, begun; its nights are counted and paid by the week."""
    with time_machine.travel("2027-01-11 10:00", tick=False):
        house = make_house(children=2)
        decision = house.started()
    assert decision.state == S.STARTED
    stays = list(Placement.objects.order_by("pk"))
    assert [from_db(p.period).start for p in stays] == [dt.date(2027, 1, 11)] * 2
    assert [(p.line.method, p.home.name) for p in stays if p.line] == [("per_week", "Tŷ Onnen 0")] * 2
    assert sum(r.amount for r in LineRate.objects.filter(kind="per_week")) == Decimal("900")
    with time_machine.travel("2027-04-02 10:00", tick=False):
        closer = actor_in(Role.CONTRACT_MANAGER, house.body)
        close = close_period(body=house.body, quarter=period_of(house.body, "Q4 2026-27"), by=closer)
    assert [o["outcome"] for o in close.lines] == ["drafted", "drafted"], close.lines
    assert not any("twin" in o for o in close.lines)
    counted = [s.versions.get() for s in Statement.objects.order_by("pk")]
    # 80 nights at a seventh of 450 a week, for each of the two
    assert [v.decision["nights"]["paid"] for v in counted] == [80, 80]
    assert [Decimal(v.decision["money"][0]["amount"]) for v in counted] == [Decimal("5142.86")] * 2


def test_whoever_asks_does_not_decide(house: House) -> None:
    decision = house.propose()
    both = actor_in(Role.HEAD_OF_SERVICE, house.body, user=house.officer.user)
    assert refused_by(services.decide_placement, decision=decision, agree=True, by=both) == {
        "requester_decides"
    }
    assert refused_by(services.decide_placement, decision=decision, agree=True, by=house.officer) == {
        "record.not_permitted"
    }


def test_nothing_is_accepted_before_it_is_agreed(house: House) -> None:
    decision = house.propose()
    assert refused_by(
        services.accept_offer, decision=decision, feedback=house.feedback(), by=house.officer
    ) == {"decision_missing"}


def test_a_passed_over_home_asks_for_a_reason(house: House) -> None:
    """The second home costs more; nothing but the price separates them."""
    assert refused_by(
        services.propose_placement, offer=house.offers[1], start_on=house.today, by=house.officer
    ) == {"decision.passed_over"}
    made = services.propose_placement(
        offer=house.offers[1], start_on=house.today, reason="A garden, as they wished.", by=house.officer
    )
    assert made.choice["status"] == "reasoned"


def test_only_what_is_shortlisted_is_proposed_and_once(house: House) -> None:
    house.propose()
    assert "decision.stands" in refused_by(
        services.propose_placement,
        offer=house.offers[1],
        start_on=house.today,
        reason="No.",
        by=house.officer,
    )
    Offer.objects.filter(pk=house.offers[1].pk).update(state="open")
    assert "decision.not_shortlisted" in refused_by(
        services.propose_placement,
        offer=house.offers[1],
        start_on=house.today,
        reason="No.",
        by=house.officer,
    )


def test_accepting_promises_the_place_and_ends_the_search(house: House) -> None:
    decision = house.accepted()
    assert Vacancy.objects.get(pk=house.vacancies[0].pk).places == 1
    search = Search.objects.get(pk=house.search.pk)
    assert (search.state, search.chosen) == ("ended", decision.offer)
    assert [o.state for o in Offer.objects.order_by("pk")] == ["accepted", "not_chosen"]


def test_every_provider_that_offered_gets_a_reason(house: House) -> None:
    decision = house.agreed()
    assert refused_by(services.accept_offer, decision=decision, feedback={}, by=house.officer) == {
        "search.no_feedback"
    }


def test_an_offer_that_ran_out_is_not_accepted(house: House) -> None:
    decision = house.agreed()
    Offer.objects.filter(pk=decision.offer_id).update(valid_until=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert refused_by(
        services.accept_offer, decision=decision, feedback=house.feedback(), by=house.officer
    ) == {"offer_expired"}


def test_the_contract_waits_for_the_checks(house: House) -> None:
    decision = house.accepted()
    contract = house.draw(decision)
    with pytest.raises(Refused) as found:
        house.sign(contract, house.head)
    assert {r.code for r in found.value.reasons} == {"in_the_way.check_missing"}
    with pytest.raises(Refused) as told:
        house.sign(contract, house.managers[0])
    assert {r.code for r in told.value.reasons} == {
        "contract.not_ready"
    }  # what is missing is the authority's business


def test_nothing_begins_before_both_have_signed(house: House) -> None:
    contract = house.sign(house.drawn(), house.managers[0])
    decision = Decision.objects.get(pk=contract.decision_id)
    assert decision.state == S.ACCEPTED
    assert refused_by(services.start_placement, decision=decision, by=house.officer) == {"contract_unsigned"}


def test_a_changed_contract_is_signed_anew(house: House) -> None:
    contract = house.sign(house.drawn(), house.managers[0])
    decision = Decision.objects.get(pk=contract.decision_id)
    house.draw(decision, notice_days=14)
    assert (
        house.sign(contract, house.head).decision.state == S.ACCEPTED
    )  # the provider's signature was another paper's
    house.sign(contract, house.managers[0])
    assert Decision.objects.get(pk=decision.pk).state == S.CONTRACTED
    with pytest.raises(Refused) as found:
        house.draw(Decision.objects.get(pk=decision.pk))
    assert {r.code for r in found.value.reasons} == {"contract.not_now"}


def test_a_start_closes_the_referral_so_that_another_can_follow(house: House) -> None:
    decision = house.started()
    assert Referral.objects.get(pk=decision.search.referral_id).state == "placed"


def test_the_parts_of_the_price_make_the_whole(house: House) -> None:
    decision = house.accepted()
    with pytest.raises(Refused) as found:
        house.draw(decision, education=Decimal("10"))
    assert {r.code for r in found.value.reasons} == {"contract.split"}


def test_an_extra_counts_from_its_first_day_to_its_end(house: House) -> None:
    decision = house.started()
    contract = decision.contract
    services.add_extra(
        contract=contract, words="Taxi to school", weekly=Decimal(70), starts_on=house.today + dt.timedelta(7),
        ends_on=house.today + dt.timedelta(21), reason="No bus.", by=house.officer,
    )  # fmt: skip
    rates = [(from_db(r.period), r.amount) for r in Line.objects.get().rates.order_by("period")]
    assert [amount for _, amount in rates] == [900, 970, 900]
    assert (rates[1][0].start, rates[1][0].end) == (
        house.today + dt.timedelta(7),
        house.today + dt.timedelta(21),
    )
