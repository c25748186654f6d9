"""Recording what a line is funded for: who asks, who decides, what is refused, what follows by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.events import TermsChanging
from homeward.apps.agreements.models import Line
from homeward.apps.core import events
from homeward.apps.core.models import AuditEvent, Notice
from homeward.apps.funding import rule, services
from homeward.apps.funding.escalating import clock_of
from homeward.apps.funding.escalation_models import Escalation, Redirection
from homeward.apps.funding.models import AdditionalRate, Asked, FundingRequest
from homeward.apps.funding.queries import pool_of
from homeward.apps.funding.services import common
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import actor_in
from tests.factories.funding import FundedLineFactory
from tests.factories.placements import PlacementFactory
from tests.refusing import refused_by

D = dt.date
FILE = b"Invoice 41: the fence was mended."


@dataclass
class World:
    """A partner with a line on each model, and the people on both sides."""

    dynamic: Line
    fixed: Line
    individual: Line
    placement: Any
    manager: Actor
    director: Actor
    small: Actor
    partner: Actor
    stranger: Actor


def _made() -> World:
    dynamic = FundedLineFactory()
    body, agreement = dynamic.body, dynamic.agreement
    fixed = FundedLineFactory(agreement=agreement, method=Line.Method.FIXED)
    individual = FundedLineFactory(agreement=agreement, method=Line.Method.INDIVIDUALISED)
    return World(
        dynamic, fixed, individual, PlacementFactory(line=dynamic),
        actor_in(Role.CONTRACT_MANAGER, body), actor_in(Role.DIRECTOR, body, delegation_limit=Decimal(50000)),
        actor_in(Role.DIRECTOR, body, delegation_limit=Decimal(100)),
        actor_in(Role.PROVIDER_MANAGER, body, dynamic.organisation), actor_in(Role.PROVIDER_MANAGER, body),
    )  # fmt: skip


@pytest.fixture(scope="module")
def copied(made_once: Callable[[Callable[[], World]], Callable[[], World]]) -> Callable[[], World]:
    return made_once(_made)


@pytest.fixture
def world(copied: Callable[[], World], db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    found = copied()
    monkeypatch.setattr(type(found.dynamic.body), "today", property(lambda _: D(2026, 9, 15)))
    return found


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[TermsChanging]]:
    heard: list[TermsChanging] = []
    monkeypatch.setitem(events._HANDLERS, TermsChanging, [heard.append])
    yield heard


def proposed(world: World, **given: Any) -> AdditionalRate:
    values = {
        "line": world.dynamic, "child": world.placement.child, "amount": Decimal("60.00"),
        "period": DateRange(D(2026, 10, 1)), "reason": "Support at night", "review_on": D(2027, 1, 1),
        "notice_on": D(2026, 9, 15), "by": world.manager,
    }  # fmt: skip
    return services.propose_rate(**{**values, **given})


def test_a_rate_is_proposed_by_one_and_approved_by_another_and_its_nights_are_told(
    world: World, told: list[TermsChanging]
) -> None:
    rate = proposed(world)
    assert told == []  # proposed, it changes nothing yet
    assert Notice.objects.filter(user_id=world.director.user.pk).count() == 1
    services.approve_rate(rate=rate, reason="Assessed", by=world.director)
    assert [event.ranges for event in told] == [(DateRange(D(2026, 10, 1), D(2027, 1, 1)),)]
    rate.refresh_from_db()
    assert (rate.state, rate.decided_by) == (Asked.APPROVED, world.director.user)
    assert AuditEvent.objects.filter(action="approve_additional_rate", thing=rate.public_id).exists()


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"period": DateRange(D(2026, 9, 1))}, {"funding_rule.rate_before_notice"}),
        ({"review_on": D(2026, 9, 30), "reason": " "},
         {"funding_rule.review_before_start", "funding_rule.additional_rate_without_reason"}),
        ({"amount": Decimal(0), "notice_on": D(2026, 9, 20)}, {"funding.amount_nought", "funding.notice_to_come"}),
        ({"period": DateRange(D(2026, 10, 1), D(2030, 1, 1))}, {"record.outside"}),
    ],
)  # fmt: skip
def test_what_the_rule_would_not_pay_is_not_proposed(
    world: World, given: dict[str, Any], codes: set[str]
) -> None:
    assert refused_by(proposed, world, **given) == codes


def test_a_rate_needs_a_dynamic_line_and_a_child_that_lives_there(world: World) -> None:
    other = PlacementFactory(line=world.fixed)
    assert refused_by(proposed, world, child=other.child) == {"funding.child_not_on_line"}
    found = refused_by(proposed, world, line=world.fixed, child=other.child)
    assert {"funding.other_model", "funding_rule.not_for_this_method"} <= found
    assert refused_by(proposed, world, by=world.partner) == {"record.not_permitted"}


def test_nobody_approves_what_they_asked_nor_beyond_their_delegation(world: World) -> None:
    rate = proposed(world)
    rate.asked_by = world.director.user
    rate.save()
    found = refused_by(services.approve_rate, rate=rate, reason="", by=world.director)
    assert found == {"funding.own_asking", "record.missing"}
    assert refused_by(services.approve_rate, rate=rate, reason="Yes", by=world.small) == {
        "funding.over_delegation"
    }
    assert refused_by(services.approve_rate, rate=rate, reason="Yes", by=world.manager) == {
        "record.not_permitted"
    }


def test_a_rate_ends_at_its_review_and_a_renewal_goes_on(world: World, told: list[TermsChanging]) -> None:
    rate = proposed(world)
    services.approve_rate(rate=rate, reason="Assessed", by=world.director)
    assert rule.nights_of(rate).end == D(2027, 1, 1)
    early = refused_by(
        services.renew_rate, rate=rate, review_on=D(2026, 12, 1), reason="Still", by=world.director
    )
    assert early == {"funding.review_not_later"}
    services.renew_rate(rate=rate, review_on=D(2027, 4, 1), reason="Still needed", by=world.director)
    assert rule.nights_of(rate).end == D(2027, 4, 1)
    assert told[-1].ranges == (DateRange(D(2027, 1, 1), D(2027, 4, 1)),)
    services.end_rate(rate=rate, on=D(2027, 2, 1), reason="No longer needed", by=world.manager)
    assert rule.nights_of(rate).end == D(2027, 2, 1)


def test_a_lapsed_rate_makes_room_for_a_new_one_and_is_not_renewed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate = proposed(world)
    services.approve_rate(rate=rate, reason="Assessed", by=world.director)
    overlapping = refused_by(proposed, world, period=DateRange(D(2026, 12, 1)))
    assert overlapping == {"funding_rule.additional_rates_overlap"}
    monkeypatch.setattr(type(world.dynamic.body), "today", property(lambda _: D(2027, 2, 1)))
    late = refused_by(
        services.renew_rate, rate=rate, review_on=D(2027, 5, 1), reason="Still", by=world.director
    )
    assert late == {"funding_rule.renewed_after_review"}
    again = proposed(world, period=DateRange(D(2027, 2, 1)), review_on=D(2027, 6, 1))
    services.approve_rate(rate=again, reason="Assessed anew", by=world.director)
    rate.refresh_from_db()
    assert rate.period.upper == D(2027, 2, 1)


def test_an_agency_decision_opens_a_request_whose_amount_somebody_names(
    world: World, told: list[TermsChanging]
) -> None:
    week = DateRange(D(2026, 9, 1), D(2026, 9, 8))
    services.record_empty_place(line=world.fixed, period=week, cause="repair", by=world.partner)
    assert not FundingRequest.objects.exists()
    place = services.record_empty_place(
        line=world.fixed, period=week, cause="agency_decision", by=world.partner
    )
    opened = FundingRequest.objects.get(empty_place=place)
    assert (opened.state, opened.amount, opened.asked_side) == (Asked.REQUESTED, 0, "provider")
    assert "not to be worse off" in opened.reason
    found = refused_by(services.approve_funding, request=opened, reason="Yes", by=world.director)
    assert found == {"funding.amount_open"}
    services.name_amount(request=opened, amount=Decimal(700), reason="Seven nights", by=world.manager)
    assert opened.asked_by == world.manager.user
    with pytest.MonkeyPatch.context() as patch:  # September is agreed
        patch.setattr(common, "first_open_day", lambda line: D(2026, 10, 1))
        services.approve_funding(request=opened, reason="Yes", by=world.director)
    assert opened.belongs_on == D(2026, 10, 1)  # September is agreed already: paid with the first open month
    assert told[-1].ranges == (DateRange(D(2026, 10, 1), D(2026, 11, 1)),)
    kept = refused_by(services.remove_empty_place, place=place, reason="Wrong", by=world.manager)
    assert kept == {"funding.approved_for_it"}


def test_a_cause_put_right_withdraws_the_request_it_opened(world: World) -> None:
    week = DateRange(D(2026, 9, 1), D(2026, 9, 8))
    place = services.record_empty_place(
        line=world.fixed, period=week, cause="agency_decision", by=world.manager
    )
    services.change_empty_place(place=place, period=week, places=1, cause="repair", by=world.manager)
    assert FundingRequest.objects.get(empty_place=place).state == Asked.WITHDRAWN
    refused = refused_by(services.remove_empty_place, place=place, reason="x", by=world.partner)
    assert refused == {"record.not_permitted"}  # the agency recorded it
    services.remove_empty_place(place=place, reason="Never stood empty", by=world.manager)
    assert FundingRequest.objects.get().empty_place is None


def test_a_request_is_decided_within_a_delegation_by_another_side_or_person(world: World) -> None:
    asked = services.ask_funding(
        line=world.dynamic, amount=Decimal(500), reason="Beds", belongs_on=D(2026, 9, 1),
        file=SimpleUploadedFile("quote.txt", FILE, "text/plain"), by=world.partner,
    )  # fmt: skip
    assert asked.document is not None
    assert refused_by(services.approve_funding, request=asked, reason="Yes", by=world.small) == {
        "funding.over_delegation"
    }
    assert refused_by(services.withdraw_funding, request=asked, reason="x", by=world.manager) == {
        "funding.other_side_asked"
    }
    assert refused_by(services.withdraw_funding, request=asked, reason="x", by=world.stranger) == {
        "record.not_permitted"
    }
    services.decline_funding(request=asked, reason="The rate covers it", by=world.director)
    assert refused_by(
        services.name_amount, request=asked, amount=Decimal(1), reason="x", by=world.partner
    ) == {"funding.decided_already"}


def test_individual_funding_needs_advice_and_below_its_level_another_persons_decision(world: World) -> None:
    line = world.individual
    bare = refused_by(services.set_terms, line=line, support_level="high", by=world.manager)
    assert bare == {"funding_rule.individualised_below_level", "funding_rule.advice_missing"}
    terms = services.set_terms(
        line=line, support_level="high", advice_on=D(2024, 6, 1), advice_by="High Needs Services",
        below_level_reason="No other option keeps them safe", by=world.manager,
    )  # fmt: skip
    assert (terms.below_level_by, terms.below_level_asked_by) == (None, world.manager.user)
    services.allow_below_level(line=line, reason="Agreed", by=world.director)
    late = refused_by(services.set_terms, line=line, advice_on=D(2025, 1, 1), by=world.manager)
    assert late == {"funding_rule.advice_after_start"}
    again = refused_by(services.allow_below_level, line=line, reason="Agreed", by=world.director)
    assert again == {"funding.level_decided"}


def test_terms_belong_to_their_model(world: World, told: list[TermsChanging]) -> None:
    assert refused_by(services.set_terms, line=world.dynamic, places=4, by=world.manager) == {
        "funding_rule.not_for_this_method"
    }
    share = refused_by(
        services.set_terms,
        line=world.dynamic,
        yearly_nights=3650,
        ahead_share=Decimal("0.7"),
        by=world.manager,
    )
    assert share == {"funding_rule.share_not_in_percent"}
    services.set_terms(line=world.fixed, places=4, by=world.manager)
    assert len(told) == 1
    services.set_terms(line=world.fixed, places=4, by=world.manager)
    assert len(told) == 1  # nothing changed


def test_damage_names_its_incident_and_a_cost_waits_for_its_evidence(world: World) -> None:
    given: dict[str, Any] = {
        "line": world.dynamic, "kind": "damage", "amount": Decimal(90), "what": "A window",
        "belongs_on": D(2026, 9, 3), "by": world.manager,
    }  # fmt: skip
    assert refused_by(services.record_property_cost, **given) == {"funding.incident_missing"}
    cost = services.record_property_cost(**given, incident="I-20")
    assert cost.evidence is None
    services.give_evidence(
        cost=cost, file=SimpleUploadedFile("bill.txt", FILE, "text/plain"), by=world.partner
    )
    assert cost.evidence is not None
    services.withdraw_property_cost(cost=cost, reason="Paid by the insurer", by=world.manager)
    gone = refused_by(services.withdraw_property_cost, cost=cost, reason="x", by=world.manager)
    assert gone == {"funding.cost_withdrawn"}


def opened(world: World) -> Any:
    return services.open_reconciliation(line=world.dynamic, month=D(2026, 9, 30), by=world.manager)


def test_nothing_is_recovered_without_reason_effect_and_while_disputed(
    world: World, told: list[TermsChanging]
) -> None:
    row = opened(world)
    given = {"reconciliation": row, "outcome": "recover", "by": world.director}
    bare = refused_by(services.decide_outcome, **given, reason=" ", effect_on_children="")
    assert bare == {
        "funding_rule.recovery_without_reason", "funding_rule.recovery_without_effect_on_children",
    }  # fmt: skip
    dispute = services.raise_dispute(reconciliation=row, about="August is missing", by=world.partner)
    words = {"reason": "Nights were fewer", "effect_on_children": "None: nobody moves"}
    assert refused_by(services.decide_outcome, **given, **words) == {"funding_rule.recovery_while_disputed"}
    services.decide_outcome(**{**given, "outcome": "carry_forward"}, **words)
    assert refused_by(services.raise_dispute, reconciliation=row, about="x", by=world.partner) == {
        "funding.disputed_already"
    }
    own = refused_by(services.close_dispute, dispute=dispute, answer="x", by=world.director)
    assert own == {"funding.own_outcome"}
    services.close_dispute(dispute=dispute, answer="August was counted", by=world.manager)
    services.decide_outcome(**given, **words)
    services.respond(reconciliation=row, response="We see it otherwise", by=world.partner)
    assert row.partner_response
    month = DateRange(D(2026, 9, 1), D(2026, 10, 1))
    assert {event.ranges for event in told} == {(month,)}
    again = services.raise_dispute(reconciliation=row, about="Still wrong", by=world.partner)
    assert again.closed_on is None  # after the decision too: the rule then carries the balance


def test_whoever_opened_it_does_not_decide_and_a_month_is_reconciled_once(world: World) -> None:
    row = opened(world)
    row.opened_by = world.director.user
    row.save()
    found = refused_by(
        services.decide_outcome, reconciliation=row, outcome="carry_forward", reason="x",
        effect_on_children="none", by=world.director,
    )  # fmt: skip
    assert found == {"funding.own_asking"}
    assert refused_by(opened, world) == {"funding.reconciled_already"}
    assert refused_by(services.respond, reconciliation=row, response="Yes", by=world.partner) == {
        "funding.no_outcome"
    }


def test_the_pool_runs_on_from_month_to_month(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for month, amount in ((D(2026, 8, 3), 300), (D(2026, 9, 9), 500)):
        services.report_use(
            line=world.dynamic, month=month, amount=Decimal(amount), what="Camp", by=world.partner
        )
    monkeypatch.setattr("homeward.apps.funding.hooks.received", lambda line: None)
    assert [m.balance for m in pool_of([world.dynamic], D(2026, 9, 15))] == [None, None]
    paid = {D(2026, 7, 1): Decimal(400), D(2026, 8, 1): Decimal(250)}
    monkeypatch.setattr("homeward.apps.funding.hooks.received", lambda line: paid)
    rows = pool_of([world.dynamic], D(2026, 9, 15))
    assert [(m.month.month, m.balance) for m in rows] == [(7, 400), (8, 350), (9, -150)]
    assert refused_by(
        services.report_use,
        line=world.fixed,
        month=D(2026, 9, 1),
        amount=Decimal(1),
        what="x",
        by=world.partner,
    ) == {"funding.other_model"}


def test_a_matter_climbs_with_reasons_and_its_clock_counts_working_days_without_pauses(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = services.raise_escalation(
        line=world.dynamic, title="No answer", about="Six weeks", child_may_be_at_risk=False, by=world.partner
    ).escalation
    assert made is not None
    first = clock_of(made)
    assert first is not None and (first.target, first.used, first.due) == (2, 0, D(2026, 9, 17))
    services.move_up(escalation=made, reason="Nobody called back", by=world.partner)
    clock = clock_of(made)
    assert clock is not None and (made.step, clock.target) == ("adviser_and_manager", 5)
    assert clock.due == D(2026, 9, 22)  # from Tuesday 15 September: Wednesday to Tuesday
    services.pause(escalation=made, reason="Tangihanga", by=world.manager)
    stopped = clock_of(made)
    assert stopped is not None and stopped.due is None
    assert refused_by(services.move_up, escalation=made, reason="x", by=world.partner) == {
        "escalation.paused"
    }
    monkeypatch.setattr(type(world.dynamic.body), "today", property(lambda _: D(2026, 9, 18)))
    services.resume(escalation=made, by=world.partner)
    running = clock_of(made)
    assert running is not None and running.due == D(2026, 9, 24)  # 16 and 17 September do not count
    services.settle(escalation=made, reason="The request is paid", by=world.manager)
    assert refused_by(services.move_up, escalation=made, reason="x", by=world.partner) == {"machine.state"}


def test_the_ladder_ends_and_who_only_reads_takes_no_part(world: World) -> None:
    made = services.raise_escalation(
        line=world.dynamic, title="No answer", about="Six weeks", child_may_be_at_risk=False, by=world.partner
    ).escalation
    assert made is not None
    auditor = actor_in(Role.AUDITOR, world.dynamic.body)
    assert refused_by(services.settle, escalation=made, reason="x", by=auditor) == {"escalation.only_reads"}
    assert refused_by(services.withdraw, escalation=made, reason="x", by=world.manager) == {
        "escalation.other_side"
    }
    for _ in range(4):
        services.move_up(escalation=made, reason="Not settled", by=world.partner)
    assert made.step == "deputy_chief_executive"
    assert refused_by(services.move_up, escalation=made, reason="x", by=world.partner) == {
        "escalation.last_step"
    }


def test_a_child_at_risk_is_never_queued_and_nothing_of_it_is_kept(world: World) -> None:
    told = Notice.objects.count()
    made = services.raise_escalation(
        line=world.dynamic,
        title="Bruises",
        about="Seen on Monday",
        child_may_be_at_risk=True,
        by=world.partner,
    )
    assert made.escalation is None and not Escalation.objects.exists() and Notice.objects.count() == told
    row = Redirection.objects.get()
    kept = {str(getattr(row, f.attname)) for f in row._meta.concrete_fields}
    assert not any("Bruises" in value or "Monday" in value for value in kept)
    event = AuditEvent.objects.filter(action="redirect_to_report_of_concern").get()
    assert "Bruises" not in f"{event.label}{event.reason}{event.detail}"
    assert row.redirected_at <= timezone.now()
    unsaid = refused_by(
        services.raise_escalation,
        line=world.dynamic,
        title="x",
        about="y",
        child_may_be_at_risk=None,
        by=world.partner,
    )
    assert unsaid == {"escalation.risk_unsaid"}
