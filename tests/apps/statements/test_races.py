"""Many at once: a quarter is approved once and paid once, and everybody else gets a clean refusal."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import connection, connections, transaction

from homeward.apps.placements import services as placements
from homeward.apps.statements import services
from homeward.apps.statements.machine import MACHINE, newest, newest_known
from homeward.apps.statements.models import Adjustment, Payment, PaymentBatch, Statement, Step
from tests.apps.statements.late import NEXT, assert_settled, sums, walk
from tests.factories.statements import QUARTER, World, nights
from tests.racing import outcomes

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT_ONCE = 16


def test_one_of_many_approvals_wins() -> None:
    world = World.make()
    statement = world.upto("assessed")
    found = outcomes(lambda _: services.approve(statement=statement, by=world.director), AT_ONCE)
    assert sorted(found) == ["done", *["refused"] * (AT_ONCE - 1)]
    assert Step.objects.filter(statement=statement, move="approve").count() == 1


def test_a_quarter_is_paid_once() -> None:
    world = World.make()
    statement = world.upto("approved")
    found = outcomes(lambda _: services.pay(statements=[statement], by=world.finance), AT_ONCE)
    assert sorted(found) == ["done", *["refused"] * (AT_ONCE - 1)]
    assert (Payment.objects.count(), PaymentBatch.objects.count()) == (1, 1)


@pytest.mark.parametrize("turn", [0, 1])
def test_a_change_and_an_agreement_cannot_pass_each_other(turn: int) -> None:
    """Either the change comes first and the agreement is stale, or the quarter is locked and the change becomes later
    knowledge: the agreed version never holds it silently."""
    world = World.make(method="per_night")
    stay = world.stay("2026-01-10", "2026-03-12")
    statement = world.upto("provider_agreed")

    def deed(number: int) -> object:
        if number == turn:
            return services.agree_for_body(statement=statement, by=world.manager)
        return placements.change_placement(
            placement=stay, by=world.officer, reason="Log", period=nights("2026-01-08", "2026-03-12")
        )

    found = sorted(outcomes(deed, 2))
    statement = Statement.objects.get(pk=statement.pk)
    stay.refresh_from_db()
    assert stay.period.lower == nights("2026-01-08").start
    assert newest(statement).actual_nights == 61
    if statement.state == "agreed":
        assert found == ["done", "done"]
        assert newest_known(statement).actual_nights == 63
        assert Adjustment.objects.get().amount == Decimal("620.00")
    else:
        assert found == ["done", "refused"] and not Adjustment.objects.exists()


def test_two_late_changes_at_once_are_each_settled_once() -> None:
    world = World.make(method="per_night")
    stays = [world.stay("2026-01-10", "2026-03-12") for _ in range(4)]
    origin = world.upto("paid")

    def deed(number: int) -> object:
        return placements.change_placement(
            placement=stays[number],
            by=world.officer,
            reason="Log",
            period=nights("2026-01-10", f"2026-03-0{number + 1}"),
        )

    assert outcomes(deed, 4) == ["done"] * 4
    assert origin.versions.filter(kind="late").count() == 4
    less = sum(12 - (number + 1) for number in range(4))
    assert sum(a.amount for a in Adjustment.objects.all()) == Decimal(-310 * less)
    assert_settled(Statement.objects.get(pk=origin.pk))


def test_a_late_change_and_an_approval_at_once_neither_lose_nor_double() -> None:
    world = World.make()
    stays = [world.stay("2025-10-01", "2026-04-01") for _ in range(4)]
    origin = walk(world, world.upto("agreed"), "assessed")

    def deed(number: int) -> object:
        if number:
            return services.approve(statement=origin, by=world.director)
        return placements.change_placement(
            placement=stays[0], by=world.officer, reason="Log", period=nights("2025-10-01", "2026-02-15")
        )

    assert outcomes(deed, 2) == ["done", "done"]
    assert sums(origin) == {"growth": (Decimal("-3000.00"), Decimal(0))}


def test_a_late_change_while_the_next_quarter_is_drafted_is_never_lost() -> None:
    world = World.make(method="per_night")
    stay = world.stay("2026-01-10", "2026-03-12")
    world.upto("paid")

    def deed(number: int) -> object:
        if number:
            return services.close_period(body=world.manager.body, quarter=NEXT, by=world.officer)
        return placements.change_placement(
            placement=stay, by=world.officer, reason="Log", period=nights("2026-01-10", "2026-03-05")
        )

    assert outcomes(deed, 2) == ["done", "done"]
    target = Statement.objects.get(label=NEXT.label)
    if not newest(target).facts.get(
        "adjustments"
    ):  # drafted before it was told: stale, so nobody can issue it
        assert MACHINE.why_not("issue", target, world.officer)
        services.recount(statement=target, reason="An adjustment waits", by=world.officer)
    assert [a["amount"] for a in newest(target).facts["adjustments"]] == ["-2170.00"]
    assert Adjustment.objects.get().target == target


def test_two_closes_at_once_draft_each_statement_once() -> None:
    world = World.make()
    deed = lambda _: services.close_period(body=world.manager.body, quarter=QUARTER, by=world.officer)  # noqa: E731
    assert outcomes(deed, 4) == ["done"] * 4
    assert Statement.objects.filter(line=world.line).count() == 1


def test_an_answer_waits_for_the_earlier_quarters_before_it_holds_its_own() -> None:
    """Whoever changes a stay locks the line's quarters from the first on; an answer that held the last one already
    would wait for a change that waits for it."""
    world = World.make()
    stay = world.stay("2025-10-10")
    services.close_period(body=world.manager.body, quarter=QUARTER.previous(), by=world.officer)
    statement = world.upto("issued")
    earlier = Statement.objects.get(line=world.line, label=QUARTER.previous().label)
    claim = services.Claim(stay, "The log shows the twelfth.", start=nights("2025-10-12").start)
    services.dispute(statement=statement, claims=[claim], by=world.provider)

    def answer() -> object:
        try:
            return services.answer_dispute(
                dispute=statement.disputes.get(),
                accept=True,
                correct=True,
                text="So it was.",
                by=world.officer,
            )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Statement.objects.select_for_update().get(pk=earlier.pk)
            answering = pool.submit(answer)
            _until_somebody_waits()
            assert Statement.objects.select_for_update(nowait=True).filter(pk=statement.pk).exists()
        answering.result(20)
    stay.refresh_from_db()
    assert stay.period.lower == nights("2025-10-12").start


def _until_somebody_waits() -> None:
    deadline = time.monotonic() + 15
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute("select count(*) from pg_locks where not granted")
            if cursor.fetchone()[0]:
                return
            time.sleep(0.05)
    raise AssertionError("nobody waits")
