"""Many at once: a quarter is approved once and paid once, and everybody else gets a clean refusal."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from homeward.apps.core.refusals import Refused
from homeward.apps.placements import services as placements
from homeward.apps.statements import services
from homeward.apps.statements.models import Payment, PaymentBatch, Statement, Step
from tests.factories.statements import World, nights

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
