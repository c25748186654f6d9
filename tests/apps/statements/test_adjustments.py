"""Late records: the locked quarter stays, the difference is settled once in the open one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from homeward.apps.agreements import services as agreements
from homeward.apps.children.models import Child
from homeward.apps.core.models import AuditEvent, Notice
from homeward.apps.core.refusals import Refused
from homeward.apps.placements import services as placements
from homeward.apps.placements.services.bulk import load_placements
from homeward.apps.placements.services.placements import Draft
from homeward.apps.statements import integrity, ledger, services
from homeward.apps.statements.duties import late_duties
from homeward.apps.statements.machine import newest, newest_known
from homeward.apps.statements.models import Adjustment, Statement, Version
from homeward.apps.statements.services import ForEarlier
from tests.apps.statements.late import NEXT, assert_settled, close, fresh, sums, walk
from tests.factories.agreements import LineFactory, LineRateFactory, LineTargetFactory
from tests.factories.children import ChildFactory
from tests.factories.statements import QUARTER, World, nights

pytestmark = pytest.mark.django_db
D = Decimal


def change(world: World, stay: object, start: str, end: str | None, reason: str = "The log shows it") -> None:
    placements.change_placement(placement=stay, by=world.officer, reason=reason, period=nights(start, end))  # type: ignore[arg-type]


def more_from(world: World, day: str, placements: int) -> None:
    """Another target from a day on: the old one ends, the new one begins."""
    start = nights(day).start
    agreements.end_term(term=world.line.targets.get(), on=start, reason="Signed late", by=world.manager)
    agreements.set_target(
        line=world.line,
        placements=placements,
        period=nights(day, "2028-07-01"),
        reference="V1",
        by=world.manager,
    )


def over_target(world: World) -> list[object]:
    """Four whole quarters against a target of three: 90 nights of growth, one placement, 6,000.00."""
    return [world.stay("2025-10-01", "2026-04-01") for _ in range(4)]


def test_a_late_record_leaves_the_locked_quarter_and_is_paid_in_the_next() -> None:
    world = World.make(method="per_night")
    stay = world.stay("2026-01-10", "2026-03-12")
    origin = world.upto("paid")
    before, state = newest(origin), origin.state
    assert before.decision["money"][0]["amount"] == "18910.00"  # 61 nights at 310
    change(world, stay, "2026-01-10", "2026-03-05")
    assert fresh(origin).state == state and newest(origin) == before
    assert origin.assessment.payable_amount == D("18910.00")
    late = newest_known(origin)
    assert (late.kind, late.number, late.actual_nights) == ("late", 2, 54)
    line = Adjustment.objects.get()
    assert (line.code, line.nights, line.amount, line.to_decide) == ("per_night", -7, D("-2170.00"), 0)
    assert line.target is None
    assert (
        "to 4 Mar 2026; it was from 10 Jan 2026 to 11 Mar 2026" in line.reason
        and "The log shows it" in line.reason
    )
    assert line.causes[0]["placement"] == stay.public_id
    target = close(world)
    line.refresh_from_db()
    assert line.target == target
    money = [(m["code"], m["amount"]) for m in newest(target).decision["money"]]
    assert money == [("per_night", "0.00"), ("adjustment", "-2170.00")]
    walk(world, target, "sent")
    paid = target.payments.get()
    assert paid.amount == D("-2170.00")  # a credit
    assert paid.breakdown[-1] == {
        "code": "adjustment", "amount": "-2170.00", "of": "per_night", "from_period": QUARTER.label,
    }  # fmt: skip
    assert_settled(origin)


def test_growth_that_was_paid_is_recovered_and_paid_again_when_the_change_is_taken_back() -> None:
    world = World.make()
    stays = over_target(world)
    origin = world.upto("paid")
    assert origin.assessment.growth_amount == D("6000.00")
    change(world, stays[0], "2025-10-01", "2026-02-15")  # 45 nights less: growth of half a placement
    assert sums(origin) == {"growth": (D("-3000.00"), D(0))}
    change(world, stays[0], "2025-10-01", "2026-04-01")
    assert [a.amount for a in Adjustment.objects.all()] == [D("-3000.00"), D("3000.00")]
    assert sums(origin) == {}
    assert_settled(origin)


def test_a_second_change_moves_only_the_rest() -> None:
    world = World.make(method="per_night")
    stay = world.stay("2026-01-10", "2026-03-12")
    origin = world.upto("approved")
    change(world, stay, "2026-01-10", "2026-03-05")
    change(world, stay, "2026-01-10", "2026-03-04")
    assert [a.amount for a in Adjustment.objects.all()] == [D("-2170.00"), D("-310.00")]
    first, second = Adjustment.objects.all()
    assert second.from_version == first.to_version
    assert_settled(origin)


def test_an_abatement_above_the_new_limit_is_given_back() -> None:
    world = World.make()
    world.mixed_register()  # 204 of 270 nights: limit 2,600.00
    origin = world.upto("paid", abatement=D("2600.00"))
    world_stay = world.stay("2025-01-01", "2025-02-01")
    change(
        world, world_stay, "2026-01-01", "2026-01-19"
    )  # 18 nights more: limit 39 - 18 = 21 nights, 1,400.00
    assert sums(origin)["abatement"] == (D("1200.00"), D(0))
    assert_settled(origin)


def test_new_growth_is_paid_only_as_far_as_the_open_quarter_decides() -> None:
    world = World.make()
    stays = [world.stay("2025-10-01", "2026-04-01") for _ in range(3)]
    origin = world.upto("paid")
    late = world.stay("2025-01-01", "2025-02-01")
    change(world, late, "2026-01-01", "2026-02-15")  # 45 nights over the target
    row = Adjustment.objects.get()
    assert (row.code, row.amount, row.to_decide, row.needs_decision) == ("growth", D(0), D("3000.00"), True)
    target = walk(world, close(world), "agreed")
    assert [(o.code, o.amount) for o in ledger.offers(target)] == [("growth", D("3000.00"))]
    too_much = {ledger.offers(target)[0].key: ForEarlier(D("3000.01"))}
    with pytest.raises(Refused) as found:
        services.assess(
            statement=target, responses=[], factors={}, abatement=D(0), abatement_reason="", growth=D(0), growth_reason="",
            earlier=too_much, by=world.manager,
        )  # fmt: skip
    assert [r.code for r in found.value.reasons] == ["statement.earlier_over"]
    target = walk(world, target, "approved", earlier=D("1000.00"))
    assert target.assessment.adjustments_amount == D("1000.00")
    assert target.assessment.payable_amount == D("18000.00") + D("1000.00")
    assert ledger.decided(origin)["growth"] == D("1000.00")
    # The rest was declined. When the entitlement falls below what was decided, the difference is recovered.
    change(world, stays[0], "2025-10-01", "2026-02-24")  # 36 nights less leave 9 over target: 600.00
    assert sums(origin)["growth"] == (D("-400.00"), D("600.00"))
    assert_settled(origin)


@pytest.mark.parametrize("first", ["late", "assessed"])
def test_it_comes_to_the_same_whether_the_assessment_or_the_change_was_first(first: str) -> None:
    world = World.make()
    stays = over_target(world)
    origin = world.upto("agreed")
    if first == "late":
        change(world, stays[0], "2025-10-01", "2026-02-15")
        assert sums(origin) == {}  # nothing is decided yet, so nothing can be recovered
        walk(world, origin, "approved")
    else:
        walk(world, origin, "approved")
        change(world, stays[0], "2025-10-01", "2026-02-15")
    assert sums(origin) == {"growth": (D("-3000.00"), D(0))}
    assert_settled(origin)


def test_an_assessment_that_came_back_settles_nothing_until_one_is_approved() -> None:
    world = World.make()
    stays = over_target(world)
    origin = walk(world, world.upto("agreed"), "assessed")
    change(world, stays[0], "2025-10-01", "2026-02-15")
    services.send_back(statement=origin, reason="Look at what is known now", by=world.director)
    assert sums(origin) == {}
    services.assess(
        statement=origin, responses=[], factors={}, abatement=D(0), abatement_reason="", growth=D("3000.00"),
        growth_reason="Half of it is known not to be due", by=world.manager,
    )  # fmt: skip
    services.approve(statement=origin, by=world.director)
    assert sums(origin) == {}
    assert_settled(origin)


def test_a_draft_is_counted_again_at_once_and_what_is_with_the_provider_is_stale_until_then() -> None:
    world = World.make(method="per_night")
    stay = world.stay("2026-01-10", "2026-03-12")
    world.upto("paid")
    target = close(world)
    change(world, stay, "2026-01-10", "2026-03-05")
    assert [m["code"] for m in newest(target).decision["money"]] == ["per_night", "adjustment"]
    walk(world, target, "issued")
    change(world, stay, "2026-01-10", "2026-03-04")
    with pytest.raises(Refused) as found:
        services.agree_for_provider(statement=target, by=world.provider)
    assert [r.code for r in found.value.reasons] == ["statement.stale"]
    assert "statement.count_again" in {d.kind for d in late_duties(world.manager)}
    services.recount(statement=target, reason="An adjustment came in", by=world.officer)
    assert "statement.count_again" not in {d.kind for d in late_duties(world.manager)}
    walk(world, target, "agreed")
    assert [a["amount"] for a in newest(target).facts["adjustments"]] == ["-2170.00", "-310.00"]


def test_nothing_is_put_into_a_locked_quarter_but_into_the_next_open_one() -> None:
    world = World.make(method="per_night")
    stay = world.stay("2026-01-10", "2026-03-12")
    origin = world.upto("paid")
    middle = walk(world, close(world), "agreed")
    change(world, stay, "2026-01-10", "2026-03-05")
    assert Adjustment.objects.get().target is None and not middle.taken_in.exists()
    last = close(world, NEXT.next())
    assert Adjustment.objects.get().target == last
    assert Adjustment.objects.get().origin == origin


def test_a_locked_quarter_that_took_in_adjustments_does_not_adjust_them_again() -> None:
    world = World.make(method="per_night")
    stay = world.stay("2026-01-10", "2026-05-12")
    world.upto("paid")
    change(world, stay, "2026-01-12", "2026-05-12")
    middle = walk(world, close(world), "approved")
    change(world, stay, "2026-01-12", "2026-05-10")
    rows = Adjustment.objects.filter(origin=middle)
    assert [(a.code, a.amount) for a in rows] == [("per_night", D("-620.00"))]
    assert_settled(middle)


def test_nights_are_told_where_no_money_differs() -> None:
    world = World.make()
    stay = world.stay("2026-01-10", "2026-03-12")
    origin = world.upto("paid")
    change(world, stay, "2026-01-12", "2026-03-12")  # below the threshold: only the limit rises
    codes = {a.code: (a.amount, a.to_decide, a.nights) for a in Adjustment.objects.all()}
    assert codes == {"abatement": (D(0), D("-133.34"), -2)}
    placements.record_spell(
        placement=stay, kind="missing", period=nights("2026-02-01", "2026-02-04"), by=world.officer
    )
    assert (
        newest_known(origin).number == 3 and Adjustment.objects.count() == 1
    )  # counts as before: nothing to settle
    full = World.make()
    stays = [full.stay("2025-10-01", "2026-04-01") for _ in range(3)]
    full.upto("paid")
    change(
        full, stays[0], "2025-10-01", "2026-03-31"
    )  # 269 of 270: above the threshold, and the base is paid anyway
    row = Adjustment.objects.get(body=full.manager.body)
    assert (row.code, row.amount, row.to_decide, row.nights) == ("nights", D(0), D(0), -1)
    target = close(full)
    assert [a["nights"] for a in newest(target).facts["adjustments"]] == [-1]
    assert [m["code"] for m in newest(target).decision["money"]] == ["base"]


def test_a_target_and_a_price_that_come_late_move_the_base_payment() -> None:
    world = World.make()
    [world.stay("2025-10-01", "2026-04-01") for _ in range(3)]
    origin = world.upto("paid")
    more_from(world, "2026-01-01", 4)
    assert sums(origin)["base"] == (D("6000.00"), D(0))
    assert any(c["kind"] == "target" for c in Adjustment.objects.first().causes)
    assert_settled(origin)


def test_a_price_taken_away_recovers_nothing_until_the_right_one_stands() -> None:
    world = World.make(method="per_night")
    world.stay("2026-01-10", "2026-03-12")
    origin = world.upto("paid")
    rate = world.line.rates.get()
    start = nights("2026-01-01").start
    agreements.end_term(term=rate, on=start, reason="Wrong price", by=world.manager)
    origin = fresh(origin)
    assert origin.uncounted and not Adjustment.objects.exists()
    assert "statement.uncounted" in {d.kind for d in late_duties(world.manager)}
    agreements.set_rate(
        line=world.line, kind="per_night", amount=D(320), period=nights("2026-01-01", "2028-07-01"), reference="V2",
        by=world.manager,
    )  # fmt: skip
    assert fresh(origin).uncounted == []
    assert sums(origin) == {"per_night": (D("610.00"), D(0))}
    assert_settled(origin)


def test_a_line_that_ended_hands_its_adjustments_to_another_of_the_agreement() -> None:
    world = World.make(method="per_night")
    stay = world.stay("2026-01-10", "2026-03-12")
    origin = world.upto("paid")
    agreements.change_line(line=world.line, by=world.manager, period=nights("2024-07-01", "2026-04-01"))
    change(world, stay, "2026-01-10", "2026-03-05")
    assert "adjustment.waiting" in {d.kind for d in late_duties(world.manager)}
    heir = LineFactory(agreement=world.line.agreement, number=2, period=world.line.agreement.period)
    LineTargetFactory(line=heir, placements=1)
    LineRateFactory(line=heir)
    services.close_period(body=world.manager.body, quarter=NEXT, by=world.officer)
    target = Statement.objects.get(line=heir)
    assert Adjustment.objects.get().target == target and Adjustment.objects.get().origin == origin
    assert {m["code"]: m["amount"] for m in newest(target).decision["money"]}["adjustment"] == "-2170.00"
    assert "adjustment.waiting" not in {d.kind for d in late_duties(world.manager)}


def test_a_load_of_many_rows_counts_a_quarter_once() -> None:
    world = World.make(method="per_night")
    home = world.stay("2026-01-10", "2026-03-12").home
    origin = world.upto("paid")
    drafts = [
        Draft(child, home, world.line, nights("2026-02-01", "2026-02-11"), source="late.csv")
        for child in (ChildFactory(body=world.line.body) for _ in range(12))
    ]
    load_placements(drafts=drafts, source="late.csv", by=world.officer)
    assert origin.versions.count() == 2
    row = Adjustment.objects.get()
    assert (row.nights, row.amount) == (120, D("37200.00")) and len(row.causes) == 12
    assert row.reason.endswith("And 9 more.")


def test_nothing_else_changes_when_a_locked_quarter_is_counted_again() -> None:
    world = World.make(method="per_night")
    stay = world.stay("2026-01-10", "2026-03-12")
    origin = walk(world, world.upto("agreed"), "sent")
    before = Statement.objects.filter(pk=origin.pk).values().get()
    assessed = dict(vars(origin.assessment))
    paid = origin.payments.values().get()
    texts = {v.pk: integrity.text_of(v) for v in origin.versions.all()}
    change(world, stay, "2026-01-10", "2026-03-05")
    assert Statement.objects.filter(pk=origin.pk).values().get() == before
    after = vars(fresh(origin).assessment)
    assert {k: v for k, v in after.items() if k != "_state"} == {
        k: v for k, v in assessed.items() if k in after and k != "_state"
    }
    assert origin.payments.values().get() == paid
    assert {pk: integrity.text_of(Version.objects.get(pk=pk)) for pk in texts} == texts


def test_a_version_altered_behind_our_back_is_found() -> None:
    world = World.make()
    world.stay("2026-01-10")
    version = newest(world.upto("agreed"))
    assert integrity.check(version).is_sound and integrity.check(version).is_kept
    version.decision["nights"]["actual"] += 1
    found = integrity.check(version)
    assert not found.is_sound and found.broken == "decision"
    version.facts["placements"][0]["start"] = "2026-01-09"
    assert integrity.check(version).broken == "facts and decision"


def test_people_are_told_and_the_trail_says_it() -> None:
    world = World.make(method="per_night")
    stay = world.stay("2026-01-10", "2026-03-12")
    origin = world.upto("paid")
    Notice.objects.all().delete()
    change(world, stay, "2026-01-10", "2026-03-05")
    told = set(Notice.objects.values_list("user_id", flat=True))
    assert {world.provider.user.pk, world.manager.user.pk} <= told
    assert all(
        str(Child.objects.get(pk=stay.child_id).reference) not in n.title for n in Notice.objects.all()
    )
    actions = set(AuditEvent.objects.filter(thing=origin.public_id).values_list("action", flat=True))
    assert {"statement.learn", "statement.adjust"} <= actions


def test_a_stay_moved_to_another_line_is_settled_on_both() -> None:
    world = World.make(method="per_night")
    other = LineFactory(
        agreement=world.line.agreement, number=2, method="per_night", period=world.line.agreement.period
    )
    LineRateFactory(line=other, kind="per_night", amount=D(400))
    stay = world.stay("2026-01-10", "2026-01-20")
    services.close_period(body=world.manager.body, quarter=QUARTER, by=world.officer)
    for statement in Statement.objects.all():
        walk(world, statement, "sent")
    placements.change_placement(placement=stay, by=world.officer, reason="Wrong line", line=other)
    moved = {a.origin.line.number: a.amount for a in Adjustment.objects.all()}
    assert moved == {world.line.number: D("-3100.00"), 2: D("4000.00")}
    for statement in Statement.objects.all():
        assert_settled(statement)


def test_what_was_declined_is_not_asked_again_and_what_was_withdrawn_can_come_back() -> None:
    world = World.make()
    [world.stay("2025-10-01", "2026-04-01") for _ in range(3)]
    origin = world.upto("paid")
    late = world.stay("2025-01-01", "2025-02-01")
    change(world, late, "2026-01-01", "2026-02-15")
    declined = walk(world, close(world), "approved", earlier=D(0))
    assert declined.assessment.adjustments[0]["approved"] == "0"
    change(world, late, "2025-01-01", "2025-02-01")  # withdrawn
    change(world, late, "2026-01-01", "2026-02-24")  # and back, nine nights more than was declined
    target = walk(world, close(world, NEXT.next()), "agreed")
    assert [o.amount for o in ledger.offers(target)] == [D("600.00")]
    walk(world, target, "approved")
    assert ledger.decided(origin)["growth"] == D("600.00") and sums(origin)["growth"][0] == 0
    assert_settled(origin)
