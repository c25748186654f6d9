"""A referral that is withdrawn takes everything with it that hangs on it, in one transaction; or it stays as it was."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from homeward.apps.accounts.roles import Role
from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import AuditEvent, Notice
from homeward.apps.decisions import services
from homeward.apps.decisions.models import Decision, NoticeGiven
from homeward.apps.referrals import services as referrals
from homeward.apps.referrals.models import Referral
from homeward.apps.searches import services as searches
from homeward.apps.searches.models import Search
from homeward.apps.vacancies.models import Vacancy
from tests.browsing import client_of
from tests.factories.children import CaseWorkerFactory
from tests.factories.decisions import House
from tests.factories.scoring import GatewayWaiverFactory, ScoringFactory
from tests.factories.searches import InvitationToOfferFactory
from tests.refusing import refused_by

pytestmark = pytest.mark.django_db
WHY = "An aunt can take them."


def withdraw(house: House, reason: str = WHY) -> Referral:
    return referrals.withdraw_referral(referral=house.search.referral, reason=reason, by=house.officer)


def now(thing: Any) -> Any:
    return type(thing)._default_manager.get(pk=thing.pk)


def test_a_search_ends_with_its_referral_and_says_why(house: House) -> None:
    waits = InvitationToOfferFactory(
        search=house.search, body=house.body, organisation__name="Bryn Coed", state="viewed"
    )
    withdraw(house)
    search = now(house.search)
    assert (search.state, search.outcome, search.note) == ("ended", "withdrawn", WHY)
    assert now(waits).state == "closed"
    assert {(o.state, o.note) for o in map(now, house.offers)} == {
        ("closed", "The authority withdrew the referral.")
    }


def test_every_provider_is_told_and_reads_of_the_children_no_longer(house: House) -> None:
    withdraw(house)
    for manager, offer in zip(house.managers, house.offers, strict=True):
        assert (
            Notice.objects.filter(
                user_id=manager.user.pk, title=f"Referral {house.search.referral} is closed"
            ).count()
            == 1
        )
        page = client_of(manager).get(f"/searches/asked/{offer.invitation.public_id}/").content.decode()
        assert "is closed" in page and "The authority withdrew the referral." in page
        assert "Two places in one home" not in page and WHY not in page
        assert [d for d in duties_of(manager) if d.kind.startswith("search.")] == []
    closed = AuditEvent.objects.filter(action="close_referral_to").values_list("organisation_id", flat=True)
    assert sorted(closed) == sorted(o.organisation_id for o in house.offers)


@pytest.mark.parametrize("way", ["propose", "agreed"])
def test_a_decision_that_waits_is_taken_back(house: House, way: str) -> None:
    decision = getattr(house, way)()
    withdraw(house)
    assert (now(decision).state, now(decision).note) == ("withdrawn", WHY)
    assert [d for d in duties_of(house.head) if d.kind.startswith("decision.")] == []
    assert [d for d in duties_of(house.officer) if d.kind.startswith(("decision.", "search."))] == []


def test_a_held_place_is_free_again(house: House) -> None:
    decision = house.accepted()
    assert Vacancy.objects.get(pk=house.vacancies[0].pk).places == 1
    withdraw(house)
    assert Vacancy.objects.get(pk=house.vacancies[0].pk).places == 2
    assert now(decision).state == "withdrawn"
    search = now(house.search)
    assert (search.state, search.outcome, search.chosen) == ("ended", "withdrawn", None)
    assert [now(o).state for o in house.offers] == ["closed", "not_chosen"]
    told = Notice.objects.filter(user_id=house.managers[0].user.pk, title__contains="no longer needed")
    assert told.count() == 1
    # the other provider learned before that the referral is filled, and is not told a second time
    assert not Notice.objects.filter(user_id=house.managers[1].user.pk, title__contains="is closed").exists()


def test_a_contract_signed_by_one_side_does_not_bind(house: House) -> None:
    contract = house.sign(house.drawn(), house.managers[0])
    withdraw(house)
    assert now(contract).decision.state == "withdrawn"
    assert [d for d in duties_of(house.head) if d.kind == "decision.sign"] == []


def test_a_contract_signed_by_both_stands_in_the_way(house: House) -> None:
    contract = house.sign(house.drawn())
    assert refused_by(withdraw, house) == {"decision.contract_signed"}
    assert now(house.search.referral).state == "ready"
    assert now(contract).decision.state == "contracted"
    assert Vacancy.objects.get(pk=house.vacancies[0].pk).places == 1


def test_all_reasons_at_once(house: House) -> None:
    house.sign(house.drawn())
    assert refused_by(withdraw, house, "") == {"decision.contract_signed", "referral.reason_missing"}
    assert "referral.names_a_child" in refused_by(withdraw, house, "SerenA goes to her aunt.")


def test_children_who_live_there_keep_their_referral(house: House) -> None:
    house.started()
    assert refused_by(withdraw, house) == {"referral.placed"}


def test_an_emergency_that_is_placed_is_finished_not_withdrawn(house: House) -> None:
    referral = house.search.referral
    Referral.objects.filter(pk=referral.pk).update(
        state="draft",
        urgency="emergency",
        owed_by=house.today,
        placed_at=timezone.now() - dt.timedelta(days=1),
    )
    assert refused_by(withdraw, house) == {"referral.placed_owes"}


def test_a_widening_that_was_asked_for_is_asked_no_longer(house: House) -> None:
    from homeward.apps.searches.models import Widening

    row = Widening.objects.create(
        body=house.body, search=house.search, reason="Nobody suits.", asked_by=house.officer.user
    )
    withdraw(house)
    assert now(row).state == "taken_back"
    assert [d for d in duties_of(house.head) if d.kind == "search.widen"] == []


def test_the_page_says_what_ends_and_the_search_why(house: House) -> None:
    client = client_of(house.officer)
    address = f"/referrals/{house.search.referral.public_id}/withdraw/"
    assert "open invitations close and their providers are told" in client.get(address).content.decode()
    assert client.post(address, {"reason": WHY}).status_code == 302
    page = client.get(f"/searches/{house.search.public_id}/").content.decode()
    assert "The referral was withdrawn" in page and WHY in page


# Ending a search, the referral staying -------------------------------------------------------------------


def end(house: House, outcome: str = "lapsed", reason: str = "Nobody goes on with it.") -> Search:
    return searches.end_search(search=house.search, outcome=outcome, reason=reason, by=house.officer)


def test_no_home_is_found_only_where_no_offer_stands(house: House) -> None:
    assert refused_by(end, house, "none_found") == {"search.offer_stands"}
    for offer in house.offers:
        searches.judge_offer(offer=offer, suitable=False, reason="Too far.", by=house.officer)
    end(house, "none_found")
    assert now(house.search).outcome == "none_found"
    assert now(house.search.referral).state == "ready"
    assert {now(o).state for o in house.offers} == {"unsuitable"}


def test_a_search_that_lapses_lets_a_proposal_go(house: House) -> None:
    decision = house.propose()
    end(house)
    assert now(decision).state == "withdrawn"
    assert {now(o).state for o in house.offers} == {"closed"}


def test_how_it_ends_is_one_of_two(house: House) -> None:
    assert refused_by(end, house, "withdrawn") == {"search.outcome_unknown"}
    assert refused_by(end, house, "lapsed", "") == {"search.reason_missing"}


def test_a_search_that_found_its_home_does_not_end_again(house: House) -> None:
    house.accepted()
    assert refused_by(end, house) == {"machine.state"}
    assert now(house.search).chosen is not None


def test_a_referral_outlives_its_search_and_is_withdrawn_after_it(house: House) -> None:
    end(house)
    withdraw(house)
    assert (now(house.search).outcome, now(house.search.referral).state) == ("lapsed", "withdrawn")


def test_another_authority_withdraws_nothing(house: House) -> None:
    from tests.factories.accounts import CommissioningBodyFactory, actor_in

    other = actor_in(Role.PLACEMENT_OFFICER, CommissioningBodyFactory(pack="gb_wls"))
    found = refused_by(referrals.withdraw_referral, referral=house.search.referral, reason=WHY, by=other)
    assert found == {"record.not_permitted"}


def test_a_new_search_may_begin_for_a_child_whose_referral_was_withdrawn(house: House) -> None:
    withdraw(house)
    child = house.search.referral.children.get().child
    made = referrals.begin_referral(
        children=[child], urgency="planned", needed_by=house.today, by=house.officer
    )
    assert made.state == "draft"


def test_a_decision_taken_back_first_leaves_nothing_to_let_go(house: House) -> None:
    decision = house.agreed()
    services.withdraw_decision(decision=decision, reason="Another looks better.", by=house.officer)
    withdraw(house)
    assert now(decision).note == "Another looks better."
    assert Decision.objects.count() == 1


def test_after_a_search_without_a_home_somebody_looks_again(house: House) -> None:
    for offer in house.offers:
        searches.judge_offer(offer=offer, suitable=False, reason="Too far.", by=house.officer)
    end(house, "none_found", "Nothing near enough.")
    waits = {d.kind: d for d in duties_of(house.officer)}
    assert waits["search.none_found"].url == f"/searches/{house.search.public_id}/"
    client, referral = client_of(house.officer), house.search.referral
    assert "Look again" in client.get(f"/searches/{house.search.public_id}/").content.decode()
    done = client.post(f"/referrals/{referral.public_id}/look-again/", {"reason": "Wider than before."})
    made = Referral.objects.exclude(pk=referral.pk).get()
    assert done.status_code == 302 and made.state == "draft" and "Wider than before." in made.note
    assert now(referral).state == "withdrawn" and now(house.search).outcome == "none_found"
    assert {n.text for n in made.needs.all()} == {n.text for n in referral.needs.all()}
    assert "search.none_found" not in {d.kind for d in duties_of(house.officer)}


def test_after_a_withdrawal_nothing_is_accepted_signed_or_proposed(house: House) -> None:
    """The other order of the race: who comes second finds that it is over."""
    decision = house.agreed()
    withdraw(house)
    found = refused_by(services.accept_offer, decision=decision, feedback=house.feedback(), by=house.officer)
    assert found == {"machine.state"}
    assert refused_by(house.propose) == {"decision.not_shortlisted"}
    assert Vacancy.objects.get(pk=house.vacancies[0].pk).places == 2
    assert refused_by(withdraw, house) == {"machine.state"}


def test_a_choice_by_marks_and_its_questions_are_taken_back(house: House) -> None:
    scoring, waiver = ScoringFactory(search=house.search), GatewayWaiverFactory(offer=house.offers[0])
    kept = ScoringFactory(search=house.search, number=2, published=True)
    withdraw(house)
    assert (now(scoring).state, now(scoring).note) == ("taken_back", WHY)
    assert now(waiver).state == "taken_back" and now(kept).state == "published"
    for actor in (house.head, house.officer, house.actor(Role.SENIOR_PRACTITIONER)):
        assert [d for d in duties_of(actor) if d.kind.startswith("scoring.")] == []


def test_nobody_is_reminded_of_what_has_ended(house: House) -> None:
    InvitationToOfferFactory(search=house.search, body=house.body, state="invited")
    withdraw(house)
    assert searches.remind_unanswered(body=house.body, now=timezone.now()) == 0


def test_children_who_will_not_come_free_the_place_whoever_has_signed(house: House) -> None:
    contract = house.sign(house.drawn())
    decision, vacancy = contract.decision, Vacancy.objects.get(pk=house.vacancies[0].pk)
    assert refused_by(withdraw, house) == {"decision.contract_signed"}
    assert refused_by(services.let_home_go, decision=decision, reason=" ", by=house.officer) == {
        "decision.reason_missing"
    }
    services.let_home_go(decision=decision, reason="An aunt takes them.", by=house.officer)
    assert (now(decision).state, now(decision).note) == ("withdrawn", "An aunt takes them.")
    assert now(vacancy).places == vacancy.places + 1
    assert (now(house.search).state, now(house.search).chosen) == ("shortlist", None)
    for manager, offer in zip(
        house.managers, house.offers, strict=True
    ):  # told that it is over, both stay closed
        page = client_of(manager).get(f"/searches/asked/{offer.invitation.public_id}/").content.decode()
        assert "closed to you now" in page
    title = f"Referral {house.search.referral}: the children will not come to your home"
    assert Notice.objects.filter(user_id=house.managers[0].user.pk, title=title).count() == 1
    assert refused_by(services.start_placement, decision=decision, by=house.officer) == {"machine.state"}
    assert withdraw(house).state == "withdrawn"  # nothing binds any more


def test_children_who_live_there_are_not_let_go_but_leave(house: House) -> None:
    decision = house.started()
    found = refused_by(services.let_home_go, decision=decision, reason="They left.", by=house.officer)
    assert found == {"machine.state"}
    page = client_of(house.officer).get(f"/decisions/{decision.public_id}/").content.decode()
    assert "The children will not come" not in page


def given(house: House, decision: Decision) -> NoticeGiven:
    return services.give_notice(
        decision=decision, kind="planned", given_on=house.today, words="The plan changes.", by=house.officer
    )


def test_notice_is_given_again_after_it_was_taken_back(house: House) -> None:
    decision = house.started()
    first = given(house, decision)
    services.take_notice_back(decision=now(decision), reason="They stay.", by=house.officer)
    again = given(house, now(decision))
    assert again.referral == first.referral and again.pk != first.pk


def test_the_notice_follows_to_the_referral_that_looks_now(house: House) -> None:
    notice = given(house, house.started())
    renewed = referrals.renew_referral(
        referral=notice.referral, reason="Wider than before.", by=house.officer
    )
    assert now(notice).referral == renewed != notice.referral


def test_who_promises_no_home_lets_none_go(house: House) -> None:
    decision = house.accepted()
    worker = house.actor(Role.SOCIAL_WORKER)
    for part in house.search.referral.children.all():
        CaseWorkerFactory(child=part.child, user=worker.user, start=house.today)
    found = refused_by(
        referrals.withdraw_referral, referral=house.search.referral, reason="Not needed.", by=worker
    )
    assert found == {"decision.promised"} and now(decision).state == "accepted"
