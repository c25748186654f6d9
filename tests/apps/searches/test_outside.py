"""Outside the framework: refused with every reason, agreed by another, by the deputy too, and the documents that follow."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.services import deputise
from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import AuditEvent
from homeward.apps.searches import services
from homeward.apps.searches.models import Evidence, Invitation, Offer, Search, Widening
from tests.browsing import client_of
from tests.factories.accounts import actor_in
from tests.factories.markets import Open, make_market, without_checks
from tests.factories.restrictions import RestrictionFactory
from tests.racing import outcomes
from tests.refusing import refused_by

WHY = "No framework home has two places."


@pytest.fixture
def market(db: None, monkeypatch: pytest.MonkeyPatch) -> Open:
    without_checks(monkeypatch)
    return make_market()


def pass_the_deadline() -> None:
    Invitation.objects.update(answer_by=timezone.now() - dt.timedelta(minutes=1))
    Search.objects.update(answer_by=timezone.now() - dt.timedelta(minutes=1))


def nothing_suits(market: Open) -> Search:
    """Asked, the deadline passed, nobody offered."""
    search = market.planned()
    market.ask()
    pass_the_deadline()
    return services.close_offers(search=search, by=market.officer)


def asked(market: Open, **given: Any) -> Widening:
    return services.ask_to_widen(search=market.found, **{"reason": WHY, **given}, by=market.officer)


def test_everything_in_the_way_is_said_at_once(market: Open) -> None:
    search = market.planned()
    assert refused_by(asked, market, reason=" ") == {
        "search.reason_missing", "search.not_to_widen", "in_house_not_searched", "framework_not_searched",
    }  # fmt: skip
    market.ask()
    assert refused_by(asked, market) == {"answers_pending"}
    assert refused_by(asked, market, before_deadline=True) == {
        "override_not_emergency",
        "non_framework_not_agreed",
    }
    assert not search.widenings.exists()


def test_refused_while_a_suitable_framework_offer_is_open_then_allowed(market: Open) -> None:
    search = market.planned()
    market.ask()
    offer = market.telephone(market.framework[0])
    pass_the_deadline()
    services.close_offers(search=search, by=market.officer)
    assert refused_by(asked, market) == {"offer_unjudged"}
    services.judge_offer(offer=offer, suitable=True, by=market.officer)
    assert refused_by(asked, market) == {"suitable_offer_open"}
    services.judge_offer(offer=offer, suitable=False, reason="Approved to age ten.", by=market.officer)
    assert asked(market).state == "asked"
    assert refused_by(asked, market) == {"search.widening_open"}


def test_the_head_of_service_agrees_and_providers_by_name_are_asked(market: Open) -> None:
    search = nothing_suits(market)
    widening = asked(market)
    assert "search.widen" in {d.kind for d in duties_of(market.head)}
    services.agree_to_widen(widening=widening, reason="Both are needed tonight.", by=market.head)
    assert "search.outside" in {d.kind for d in duties_of(market.officer)}
    made = services.invite_outside(
        search=search, organisations=[market.outside.home.organisation], by=market.officer
    )
    assert [(i.route, i.lot, i.organisation.name) for i in made] == [("non_framework", None, "Cartref Mawr")]
    assert market.found.state == "open"
    manager = market.outside.answerer
    offer = services.make_offer(invitation=made[0], home=market.outside.home, **market.said(), by=manager)
    services.close_offers(search=market.found, by=market.officer)
    assert services.judge_offer(offer=offer, suitable=True, by=market.officer).state == "shortlisted"


def test_who_asked_does_not_decide(market: Open) -> None:
    nothing_suits(market)
    widening = asked(market)
    both = Membership.objects.create(
        user=market.officer.user,
        body=market.officer.body,
        role=Role.HEAD_OF_SERVICE,
        start=market.officer.today,
    )
    as_head = Actor.of(both)
    assert refused_by(services.agree_to_widen, widening=widening, reason="Yes.", by=as_head) == {
        "requester_decides"
    }
    assert refused_by(services.refuse_to_widen, widening=widening, reason="No.", by=as_head) == {
        "search.own_widening"
    }
    assert refused_by(
        services.agree_to_widen, widening=widening, reason="Yes.", by=market.authority.senior
    ) == {"record.not_permitted"}


def test_an_offer_that_came_since_refuses_the_agreement_and_the_asking(market: Open) -> None:
    search = market.planned()
    market.ask()
    offer = market.telephone(market.framework[0])
    pass_the_deadline()
    services.close_offers(search=search, by=market.officer)
    services.judge_offer(offer=offer, suitable=False, reason="One room.", by=market.officer)
    widening = asked(market)
    services.judge_offer(offer=offer, suitable=True, by=market.officer)
    assert refused_by(services.agree_to_widen, widening=widening, reason="Yes.", by=market.head) == {
        "suitable_offer_open"
    }
    services.judge_offer(offer=offer, suitable=False, reason="One room.", by=market.officer)
    services.agree_to_widen(widening=widening, reason="Yes.", by=market.head)
    services.judge_offer(offer=offer, suitable=True, by=market.officer)
    outside = {"search": search, "organisations": [market.outside.home.organisation], "by": market.officer}
    assert refused_by(services.invite_outside, **outside) == {"suitable_offer_open"}


def test_before_the_deadline_only_in_an_emergency_and_with_the_override(market: Open) -> None:
    search = market.emergency()
    market.ask()
    assert refused_by(asked, market) == {"answers_pending"}
    widening = asked(market, before_deadline=True)
    services.agree_to_widen(widening=widening, reason="Nowhere to sleep tonight.", by=market.head)
    services.invite_outside(
        search=search, organisations=[market.outside.home.organisation], by=market.officer
    )
    assert market.found.invitations.filter(route="non_framework").count() == 1


def test_refused_can_be_asked_again(market: Open) -> None:
    nothing_suits(market)
    services.refuse_to_widen(widening=asked(market), reason="Ask Bryn Heulog once more.", by=market.head)
    assert refused_by(
        services.invite_outside,
        search=market.found,
        organisations=[market.outside.home.organisation],
        by=market.officer,
    ) == {"search.not_widened"}
    assert asked(market, reason="It said no again.").state == "asked"


def test_a_question_is_taken_back_while_nobody_has_decided(market: Open, settings: Any) -> None:
    settings.DEMO = True
    search = nothing_suits(market)
    first = asked(market)
    assert refused_by(services.take_back_widening, widening=first, by=market.head) == {"record.not_permitted"}
    officer = client_of(market.officer)
    assert (
        "Take the question back"
        in officer.get(reverse("decide_widening", args=[first.public_id])).content.decode()
    )
    assert officer.post(reverse("take_back_widening", args=[first.public_id])).status_code == 302
    second = asked(market)
    assert refused_by(services.agree_to_widen, widening=first, reason="Yes.", by=market.head) == {
        "search.widening_decided"
    }
    services.agree_to_widen(widening=second, reason="Yes.", by=market.head)
    assert refused_by(services.take_back_widening, widening=second, by=market.officer) == {
        "search.widening_decided"
    }
    assert search.widenings.count() == 2


def test_only_known_providers_of_good_standing_outside_are_asked(market: Open) -> None:
    search = nothing_suits(market)
    services.agree_to_widen(widening=asked(market), reason="Yes.", by=market.head)
    RestrictionFactory(home=None, organisation=market.outside.home.organisation, body=market.officer.body, imposed=True,
                       starts_on=market.officer.today)  # fmt: skip
    chosen = [market.outside.home.organisation, market.framework[0].home.organisation]
    assert refused_by(services.invite_outside, search=search, organisations=chosen, by=market.officer) == {
        "search.provider_has_no_standing", "search.provider_not_outside",
    }  # fmt: skip
    assert refused_by(services.invite_outside, search=search, organisations=[], by=market.officer) == {
        "search.nobody_chosen"
    }


def test_a_deputy_out_of_hours_decides_for_the_head_of_service(market: Open) -> None:
    """From Friday to Monday the second in line decides; the trail names both, and afterwards the role is gone."""
    nothing_suits(market)
    widening = asked(market)
    admin = actor_in(Role.ADMINISTRATOR, market.authority.body)
    today = admin.today
    held = deputise(
        principal=market.head.membership, deputy=market.authority.senior.user, start=today,
        end=today + dt.timedelta(days=3), reason="Weekend duty", by=admin,
    )  # fmt: skip
    deputy = Actor.of(held)
    assert "search.widen" in {d.kind for d in duties_of(deputy)}
    decided = services.agree_to_widen(widening=widening, reason="Nobody else has two places.", by=deputy)
    assert (decided.decided_by, decided.decided_as) == (deputy.user, "head_of_service")
    event = AuditEvent.objects.get(action="agree_to_widen")
    assert event.acting_for == market.head.user.name
    later = today + dt.timedelta(days=3)
    assert not Membership.objects.active_on(later).filter(pk=held.pk).exists()


def test_a_deputy_who_asked_does_not_decide(market: Open) -> None:
    nothing_suits(market)
    widening = asked(market)
    admin = actor_in(Role.ADMINISTRATOR, market.authority.body)
    held = deputise(
        principal=market.head.membership, deputy=market.officer.user, start=admin.today,
        end=admin.today + dt.timedelta(days=3), by=admin,
    )  # fmt: skip
    assert refused_by(services.agree_to_widen, widening=widening, reason="Yes.", by=Actor.of(held)) == {
        "requester_decides"
    }


@pytest.mark.django_db(transaction=True)
def test_two_heads_decide_once(monkeypatch: pytest.MonkeyPatch) -> None:
    without_checks(monkeypatch)
    market = make_market()
    nothing_suits(market)
    widening = asked(market)
    heads = [market.head, actor_in(Role.HEAD_OF_SERVICE, market.authority.body)]
    services_ = (services.agree_to_widen, services.refuse_to_widen)
    found = outcomes(lambda n: services_[n % 2](widening=widening, reason="So.", by=heads[n % 2]), 6)
    assert sorted(found) == ["done", *["refused"] * 5]


@pytest.mark.django_db(transaction=True)
def test_judging_and_going_outside_at_once_leave_no_suitable_offer_beside_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whichever comes first, nobody outside is asked beside a framework offer found suitable."""
    without_checks(monkeypatch)
    market = make_market()
    search = market.planned()
    market.ask()
    offer = market.telephone(market.framework[0])
    pass_the_deadline()
    services.close_offers(search=search, by=market.officer)
    services.judge_offer(offer=offer, suitable=False, reason="One room.", by=market.officer)
    services.agree_to_widen(widening=asked(market), reason="Yes.", by=market.head)

    def deed(number: int) -> object:
        if number % 2:
            return services.judge_offer(offer=offer, suitable=True, by=market.officer)
        return services.invite_outside(
            search=search, organisations=[market.outside.home.organisation], by=market.officer
        )

    outcomes(deed, 4)
    suitable = Offer.objects.get(pk=offer.pk).state == Offer.State.SHORTLISTED
    outside = Invitation.objects.filter(route="non_framework").exists()
    assert suitable != outside


def test_documents_are_put_down_and_reviewed_by_another(market: Open) -> None:
    search = nothing_suits(market)
    services.agree_to_widen(widening=asked(market), reason="Yes.", by=market.head)
    services.invite_outside(
        search=search, organisations=[market.outside.home.organisation], by=market.officer
    )
    manager = actor_in(Role.CONTRACT_MANAGER, market.authority.body)
    rows = list(Evidence.objects.order_by("pk"))
    assert len(rows) == 6 and {r.state for r in rows} == {"missing"}
    assert "evidence.receive" in {d.kind for d in duties_of(market.officer)}
    first = rows[0]
    assert refused_by(services.review_evidence, evidence=first, in_order=True, by=manager) == {
        "search.evidence_not_received"
    }
    services.receive_evidence(evidence=first, words="Certificate of 3 May.", by=market.officer)
    assert "evidence.review" in {d.kind for d in duties_of(manager)}
    assert refused_by(services.review_evidence, evidence=first, in_order=False, by=manager) == {
        "search.reason_missing"
    }
    services.review_evidence(evidence=first, in_order=False, note="It ran out.", by=manager)
    services.receive_evidence(evidence=first, words="Certificate of 9 June.", by=market.officer)
    done = services.review_evidence(evidence=first, in_order=True, by=manager)
    assert done.state == "accepted"
    assert refused_by(services.receive_evidence, evidence=first, words="More.", by=market.officer) == {
        "search.evidence_accepted"
    }
    assert refused_by(services.receive_evidence, evidence=rows[1], words="x", by=market.head) == {
        "record.not_permitted"
    }


def test_the_pages_from_asking_to_the_documents(market: Open, settings: Any) -> None:
    settings.DEMO = True
    search = nothing_suits(market)
    officer, head = client_of(market.officer), client_of(market.head)
    ask = reverse("ask_to_widen", args=[search.public_id])
    assert "What framework providers answered" in officer.get(ask).content.decode()
    assert officer.post(ask, {"reason": WHY}).status_code == 302
    widening = Widening.objects.get()
    decide = reverse("decide_widening", args=[widening.public_id])
    assert "Decide whether" in head.get("/").content.decode()
    page = head.get(decide).content.decode()
    assert WHY in page and "Afon Gwyn" in page and "Your decision" in page
    assert "Your decision" not in officer.get(decide).content.decode()
    assert head.post(decide, {"agrees": "yes", "reason": "Agreed."}).status_code == 302
    choose = reverse("ask_outside", args=[search.public_id])
    assert "Cartref Mawr" in officer.get(choose).content.decode()
    assert (
        officer.post(choose, {"providers": [market.outside.home.organisation.public_id]}).status_code == 302
    )
    manager = client_of(actor_in(Role.CONTRACT_MANAGER, market.authority.body))
    assert "Registration certificate" in manager.get(reverse("evidence")).content.decode()
    row = Evidence.objects.order_by("pk")[0]
    officer.post(reverse("receive_evidence", args=[row.public_id]), {"words": "Certificate of 3 May."})
    shown = manager.get(reverse("review_evidence", args=[row.public_id])).content.decode()
    assert "Certificate of 3 May." in shown
    manager.post(reverse("review_evidence", args=[row.public_id]), {"in_order": "yes"})
    assert "In order" in officer.get(reverse("evidence")).content.decode()
    outside = client_of(market.outside.answerer)
    invitation = Invitation.objects.get(route="non_framework")
    assert (
        "The same contract and specification"
        in outside.get(reverse("invitation", args=[invitation.public_id])).content.decode()
    )
