"""The road of a quarter from close to payment, and every refusal on it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import transaction

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements import services as agreements
from homeward.apps.core.models import AuditEvent, Notice
from homeward.apps.core.periods import to_db
from homeward.apps.core.refusals import Refused, present
from homeward.apps.placements import services as placements
from homeward.apps.statements import figures, services
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import PaymentBatch, PeriodClose, Statement, Version
from homeward.apps.statements.periods import period_of
from homeward.apps.statements.services import Claim
from homeward.kernel.quarters import Quarter
from tests.factories.accounts import MembershipFactory, actor_in
from tests.factories.children import ChildFactory
from tests.factories.statements import QUARTER, World, nights

pytestmark = pytest.mark.django_db


def refused(call: object, *codes: str) -> Refused:
    """The call is refused for exactly these reasons, each with a sentence, and changes nothing."""
    before = AuditEvent.objects.count()
    with pytest.raises(Refused) as found, transaction.atomic():
        call()  # type: ignore[operator]
    assert sorted(r.code for r in found.value.reasons) == sorted(codes)
    assert all(present(r).title and present(r).lift for r in found.value.reasons)
    assert AuditEvent.objects.count() == before
    return found.value


def test_a_quarter_goes_from_close_to_payment() -> None:
    world = World.make()
    world.mixed_register()
    statement = world.upto("paid", abatement=Decimal("1000.00"))
    version = statement.versions.get()
    assert (version.actual_nights, version.contracted_nights, version.level) == (204, 270, "3")
    assert [s.move for s in statement.steps.all()] == [
        "issue",
        "provider_agree",
        "body_agree",
        "assess",
        "approve",
        "pay",
        "settle",
    ]
    assert statement.payment.amount == Decimal("17000.00")  # 3 × 6,000 less the abatement
    batch = PaymentBatch.objects.get()
    assert (batch.count, batch.control_total) == (1, Decimal("17000.00"))
    assert sum(Decimal(line["amount"]) for line in statement.payment.breakdown) == statement.payment.amount


def test_a_second_close_leaves_what_exists() -> None:
    world = World.make()
    statement = world.close()
    services.close_period(body=world.manager.body, quarter=QUARTER, by=world.officer)
    assert Statement.objects.get() == statement and statement.versions.count() == 1
    assert [c.lines[0]["outcome"] for c in PeriodClose.objects.order_by("pk")] == ["drafted", "exists"]


def test_a_line_without_a_target_is_left_out_by_name() -> None:
    world = World.make(target=None)
    close = services.close_period(body=world.manager.body, quarter=QUARTER, by=world.officer)
    line = close.lines[0]
    assert line["outcome"] == "left_out" and not Statement.objects.exists()
    assert any("target" in p["message"].lower() and p["remedy"] for p in line["problems"])


def test_a_running_quarter_is_not_closed() -> None:
    world = World.make()
    running = Quarter.containing(world.manager.today, 7)
    refused(
        lambda: services.close_period(body=world.manager.body, quarter=running, by=world.officer),
        "statement.period_not_over",
    )
    refused(lambda: period_of(world.manager.body, "Q5 2026-27"), "statement.not_a_quarter")


def test_what_changed_since_the_draft_must_be_counted_again() -> None:
    world = World.make()
    stay = world.stay("2026-01-10")
    statement = world.upto("issued")
    placements.change_placement(
        placement=stay, by=world.officer, reason="Log shows the 8th", period=nights("2026-01-08")
    )
    refused(lambda: services.agree_for_provider(statement=statement, by=world.provider), "statement.stale")
    version = services.recount(statement=statement, reason="Start corrected.", by=world.officer)
    assert (version.number, version.actual_nights) == (2, 83)
    services.agree_for_provider(statement=statement, by=world.provider)
    assert statement.versions.get(number=1).actual_nights == 81  # as it was then


def test_what_happens_after_the_quarter_makes_nothing_stale() -> None:
    world = World.make()
    stay = world.stay("2026-01-10")
    statement = world.upto("issued")
    placements.end_placement(placement=stay, on=nights("2026-04-01").start, by=world.officer)
    services.agree_for_provider(statement=statement, by=world.provider)


def test_a_dispute_is_answered_corrected_and_goes_back() -> None:
    world = World.make()
    stay = world.stay("2026-01-10")
    other = world.stay("2026-01-01")
    statement = world.upto("issued")
    claims = [
        Claim(stay, "Arrived on the 8th", start=nights("2026-01-08").start),
        Claim(other, "Left earlier"),
    ]
    services.dispute(statement=statement, claims=claims, by=world.provider)
    first, second = statement.disputes.order_by("raised_at", "pk")
    moved = services.answer_dispute(
        dispute=first, accept=True, text="Agreed by the log.", correct=True, by=world.manager
    )
    assert moved.state == "disputed"
    moved = services.answer_dispute(
        dispute=second, accept=False, text="The carer confirms the stay.", by=world.manager
    )
    assert moved.state == "issued" and moved.versions.first().actual_nights == 83 + 90
    again = refused(
        lambda: services.answer_dispute(dispute=second, accept=True, text="x", by=world.manager),
        "statement.dispute_answered",
    )
    assert "declined" in present(again.reasons[0]).fact


def test_a_dispute_needs_a_reason_and_a_placement_of_this_statement() -> None:
    world, elsewhere = World.make(), World.make()
    stay, stranger = world.stay("2026-01-10"), elsewhere.stay("2026-01-10")
    statement = world.upto("issued")
    refused(
        lambda: services.dispute(statement=statement, claims=[Claim(stay, " "), Claim(stranger, "Why")], by=world.provider),
        "statement.reason_missing", "statement.not_on_version",
    )  # fmt: skip
    refused(
        lambda: services.dispute(statement=statement, claims=[], by=world.provider),
        "statement.reason_missing",
    )


def test_nights_are_disallowed_with_a_reason_and_both_sides_look_again() -> None:
    world = World.make()
    stay = world.stay("2026-01-01", missing=("2026-02-01", "2026-02-11"))
    statement = world.upto("provider_agreed")
    version = services.disallow_nights(
        statement=statement,
        placement=stay,
        nights=nights("2026-02-05", "2026-02-11"),
        reason="No report was made",
        by=world.manager,
    )
    assert version.actual_nights == 84
    assert Statement.objects.get(pk=statement.pk).state == "issued"
    refused(
        lambda: services.disallow_nights(
            statement=statement, placement=stay, nights=nights("2026-03-25", "2026-04-05"), reason="", by=world.manager
        ),
        "statement.nights_outside", "statement.reason_missing",
    )  # fmt: skip


def test_one_person_cannot_agree_for_both_sides() -> None:
    world = World.make()
    statement = world.upto("provider_agreed")
    both = Actor.of(
        MembershipFactory(user=world.provider.user, body=world.manager.body, role=Role.CONTRACT_MANAGER)
    )
    refused(lambda: services.agree_for_body(statement=statement, by=both), "statement.same_person")


def test_an_18th_birthday_without_its_care_type_blocks_agreement() -> None:
    world = World.make()
    stay = world.stay("2025-10-01")
    stay.child.born_on = nights("2008-02-10").start
    stay.child.save()
    statement = world.upto("issued")
    refused(
        lambda: services.agree_for_provider(statement=statement, by=world.provider), "statement.blocking_flag"
    )
    placements.record_spell(
        placement=stay,
        kind="care_type",
        code="post_18",
        period=nights("2026-02-10"),
        reference="Review",
        by=world.officer,
    )
    services.recount(statement=statement, reason="Care type recorded.", by=world.officer)
    services.agree_for_provider(statement=statement, by=world.provider)


def test_a_locked_quarter_lets_late_records_through_and_stays_as_it_is() -> None:
    world = World.make()
    stay = world.stay("2026-01-10", "2026-03-01")
    statement = world.upto("agreed")
    agreed = newest(statement)
    changes = [
        lambda: placements.change_placement(
            placement=stay, by=world.officer, reason="Late", period=nights("2026-01-08", "2026-03-01")
        ),
        lambda: placements.record_spell(
            placement=stay, kind="hold", decided_by="dcp", period=nights("2026-02-01", "2026-02-05"), reference="x",
            by=world.officer,
        ),
        lambda: placements.record_placement(
            child=ChildFactory(body=world.line.body), home=stay.home, line=world.line, period=nights("2026-03-05", "2026-03-09"),
            by=world.officer,
        ),
        lambda: agreements.set_rate(
            line=world.line, kind="standard_unit_annual", amount=Decimal(26000), period=nights("2026-02-01", "2028-07-01"),
            reference="V1", by=world.manager,
        ),
    ]  # fmt: skip
    for number, change in enumerate(changes, 2):
        change()
        assert statement.versions.filter(kind="late").first().number == number
    assert newest(statement) == agreed and Statement.objects.get(pk=statement.pk).state == "agreed"
    # Outside the quarter the line goes on as before.
    placements.record_placement(
        child=ChildFactory(body=world.line.body),
        home=stay.home,
        line=world.line,
        period=nights("2026-04-02", "2026-04-09"),
        by=world.officer,
    )
    assert statement.versions.count() == 1 + len(changes)


@pytest.mark.parametrize(("amount", "accepted"), [("0", True), ("2600.00", True), ("2600.01", False)])
def test_abatement_stays_within_its_limit(amount: str, accepted: bool) -> None:
    world = World.make()
    world.mixed_register()
    statement = world.upto("agreed")

    def assess() -> object:
        return services.assess(
            statement=statement, responses=["note"], factors={}, abatement=Decimal(amount), abatement_reason="Vacancies",
            growth=Decimal(0), growth_reason="", by=world.manager,
        )  # fmt: skip

    if accepted:
        assert assess().payable_amount == Decimal(18000) - Decimal(amount)  # type: ignore[attr-defined]
    else:
        refused(assess, "abatement_above_limit")


def test_growth_is_paid_up_to_its_entitlement() -> None:
    world = World.make(target=1)
    for _ in range(3):
        world.stay("2025-12-01")
    statement = world.upto("agreed")  # 270 nights of 90: 2.0 placements of growth, 12,000

    def assess(growth: str, reason: str = "Part only") -> object:
        return services.assess(
            statement=statement, responses=["note"], factors={}, abatement=Decimal(0), abatement_reason="",
            growth=Decimal(growth), growth_reason=reason, by=world.manager,
        )  # fmt: skip

    refused(lambda: assess("12000.01"), "statement.growth_over")
    refused(lambda: assess("6000", ""), "statement.reason_missing")
    assert assess("12000").payable_amount == Decimal(18000)  # type: ignore[attr-defined]


def test_nobody_approves_their_own_work_or_above_their_limit() -> None:
    world = World.make()
    world.mixed_register()
    statement = world.upto("assessed")
    poor = actor_in(Role.DIRECTOR, world.manager.body, delegation_limit=Decimal(100))
    without = actor_in(Role.DIRECTOR, world.manager.body)
    own = Actor.of(
        MembershipFactory(
            user=world.manager.user,
            body=world.manager.body,
            role=Role.DIRECTOR,
            delegation_limit=Decimal(10**6),
        )
    )
    refused(lambda: services.approve(statement=statement, by=poor), "statement.over_delegation")
    refused(lambda: services.approve(statement=statement, by=without), "statement.no_delegation")
    refused(lambda: services.approve(statement=statement, by=own), "statement.own_work")
    services.approve(statement=statement, by=world.director)


def test_an_assessment_comes_back_with_a_reason_and_is_decided_again() -> None:
    world = World.make()
    world.mixed_register()
    statement = world.upto("assessed")
    refused(
        lambda: services.send_back(statement=statement, reason=" ", by=world.director),
        "statement.reason_missing",
    )
    services.send_back(statement=statement, reason="Say what was done about vacancies.", by=world.director)
    statement.refresh_from_db()
    assert statement.state == "agreed"
    services.assess(
        statement=statement, responses=["note"], factors={"recruitment": "Two carers approved in March"}, abatement=Decimal(10),
        abatement_reason="Small", growth=Decimal(0), growth_reason="", by=world.manager,
    )  # fmt: skip
    statement.assessment.refresh_from_db()
    assert statement.assessment.payable_amount == Decimal(17990) and statement.assessment.approved_by is None


def test_nothing_is_paid_twice_or_by_its_approver() -> None:
    world = World.make()
    world.mixed_register()
    statement = world.upto("approved")
    own = Actor.of(
        MembershipFactory(user=world.director.user, body=world.manager.body, role=Role.FINANCE_OFFICER)
    )
    refused(lambda: services.pay(statements=[statement], by=own), "statement.payer_approved")
    services.pay(statements=[statement], by=world.finance)
    refused(lambda: services.pay(statements=[statement], by=world.finance), "machine.state")
    refused(lambda: services.pay(statements=[], by=world.finance), "statement.nothing_to_pay")
    assert PaymentBatch.objects.count() == 1


def test_moves_out_of_order_name_the_state_and_the_role() -> None:
    world = World.make()
    statement = world.upto("draft")
    found = refused(lambda: services.approve(statement=statement, by=world.director), "machine.state")
    assert "Draft" in present(found.reasons[0]).fact


def test_services_called_by_the_wrong_side_fail_loudly() -> None:
    world, other = World.make(), World.make()
    statement = world.upto("issued")
    for stranger in (other.provider, other.manager, world.finance):
        with pytest.raises(PermissionError):
            services.agree_for_provider(statement=statement, by=stranger)


def test_those_whose_turn_it_is_are_told_without_a_childs_name() -> None:
    world = World.make()
    stay = world.stay("2026-01-10")
    world.upto("issued")
    notice = Notice.objects.get(user_id=world.provider.user.pk)
    assert stay.child.family_name not in notice.title + notice.text


def test_fee_for_service_is_paid_per_night_and_has_no_share() -> None:
    world = World.make(method="per_night", service_type="respite_family_based_care")
    world.stay("2026-01-10", "2026-01-20")
    statement = world.upto("paid")
    version = statement.versions.get()
    assert (version.contracted_nights, version.share_percent, version.level) == (None, None, "not_applicable")
    assert statement.payment.amount == Decimal("3100.00")


def test_levels_of_the_quarter_before_are_facts_once_agreed() -> None:
    world = World.make()
    world.mixed_register()
    world.upto("agreed")
    services.close_period(body=world.manager.body, quarter=QUARTER.next(), by=world.officer)
    following = Statement.objects.get(label=QUARTER.next().label)
    version = following.versions.get()
    assert [p["level"] for p in version.facts["previous_levels"]] == ["3"]
    assert "escalate_to_director" in version.decision["level"]["responses"]


def test_a_membership_narrowed_to_other_providers_sees_nothing() -> None:
    world, other = World.make(), World.make()
    world.upto("issued")
    narrow = Actor.of(
        MembershipFactory(
            body=world.manager.body, role=Role.CONTRACT_MANAGER, scope=[other.line.organisation]
        )
    )
    assert Membership.objects.filter(pk=narrow.membership.pk).exists()
    assert not Statement.objects.visible_to(narrow).exists()
    assert Statement.objects.visible_to(world.manager).count() == 1


def test_a_provider_sees_no_draft() -> None:
    world = World.make()
    statement = world.upto("draft")
    assert not Statement.objects.visible_to(world.provider).exists()
    services.issue(statement=statement, by=world.officer)
    assert Statement.objects.visible_to(world.provider).get() == statement
    assert to_db(QUARTER.range) == statement.period


def test_the_history_of_a_statement_names_who_moved_it() -> None:
    world = World.make()
    statement = world.upto("issued")
    events = Statement.pgh_event_model.objects.filter(pgh_obj_id=statement.pk).order_by("pgh_id")
    told = [(e.state, e.pgh_context.metadata["by"], e.pgh_context.metadata["action"]) for e in events]
    officer = world.officer.label
    assert told[0] == ("draft", officer, "statement.draft")
    assert told[-1] == ("issued", officer, "statement.issue")


def test_the_agreed_limit_holds_when_the_pack_was_changed_since() -> None:
    world = World.make()
    world.mixed_register()
    statement = world.upto("agreed")
    version = newest(statement)
    decision = version.decision | {
        "abatement_limit": version.decision["abatement_limit"] | {"amount": "10.00"}
    }
    Version.objects.filter(pk=version.pk).update(decision=decision, pack_digest="sha256:of an earlier pack")
    version.refresh_from_db()
    assert [r.code for r in figures.check_abatement(version, Decimal("10.01"))] == ["abatement_above_limit"]
    assert [r.code for r in figures.check_abatement(version, Decimal(-1))] == ["abatement_below_zero"]
    assert figures.check_abatement(version, Decimal("10.00")) == []
