"""Many at once: a quarter is approved once and paid once, and everybody else gets a clean refusal."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from homeward.apps.core.refusals import Refused
from homeward.apps.placements import services as placements
from homeward.apps.statements import services
from homeward.apps.statements.models import Payment, PaymentBatch, Statement, Step
from tests.factories.statements import QUARTER, World, nights

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
AT_ONCE = 16


def outcomes(deed: Callable[[int], object], times: int = AT_ONCE) -> list[str]:
    """Do something many times at once; each is "done" or "refused", anything else fails the test."""

    def one(number: int) -> str:
        try:
            deed(number)
            return "done"
        except Refused:
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_one_of_many_approvals_wins() -> None:
    world = World.make()
    statement = world.upto("assessed")
    found = outcomes(lambda _: services.approve(statement=statement, by=world.director))
    assert sorted(found) == ["done", *["refused"] * (AT_ONCE - 1)]
    assert Step.objects.filter(statement=statement, move="approve").count() == 1


def test_a_quarter_is_paid_once() -> None:
    world = World.make()
    statement = world.upto("approved")
    found = outcomes(lambda _: services.pay(statements=[statement], by=world.finance))
    assert sorted(found) == ["done", *["refused"] * (AT_ONCE - 1)]
    assert (Payment.objects.count(), PaymentBatch.objects.count()) == (1, 1)


@pytest.mark.parametrize("turn", [0, 1])
def test_a_change_and_an_agreement_cannot_pass_each_other(turn: int) -> None:
    """Either the change comes first and the agreement is stale, or the quarter is locked and the change is refused."""
    world = World.make()
    stay = world.stay("2026-01-10")
    statement = world.upto("provider_agreed")

    def deed(number: int) -> object:
        if number == turn:
            return services.agree_for_body(statement=statement, by=world.manager)
        return placements.change_placement(
            placement=stay, by=world.officer, reason="Log", period=nights("2026-01-08")
        )

    assert sorted(outcomes(deed, 2)) == ["done", "refused"]
    statement = Statement.objects.get(pk=statement.pk)
    stay.refresh_from_db()
    assert (statement.state == "agreed") == (stay.period.lower == nights("2026-01-10").start)


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
