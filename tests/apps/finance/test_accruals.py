"""What is delivered and not paid at a date: nothing is lost between estimate, agreement, approval and payment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from homeward.apps.accounts.roles import Role
from homeward.apps.core.periods import to_db
from homeward.apps.finance.accruals import accruals_at, commitments_at, total, year_end
from homeward.apps.statements.models import Payment
from tests.factories.accounts import actor_in
from tests.factories.agreements import LineTargetFactory
from tests.factories.statements import World, nights

pytestmark = pytest.mark.django_db
END = dt.date(2026, 3, 31)  # the last night of the quarter of `World`


def found(world: World, at: dt.date) -> list[tuple[str, str, Decimal | None]]:
    return [(r.label, r.basis, r.amount) for r in accruals_at(world.finance, at)]


@pytest.mark.parametrize(
    ("state", "basis"),
    [
        ("draft", "estimate"),
        ("issued", "estimate"),
        ("agreed", "agreed"),
        ("approved", "approved"),
        ("sent", "approved"),
    ],
)
def test_a_whole_quarter_stands_by_its_statement(state: str, basis: str) -> None:
    world = World.make()
    if state == "draft":
        world.close()
    else:
        world.upto(state)
    assert found(world, END) == [("Q3 2025-26", basis, Decimal("18000.00"))]


def test_what_is_paid_is_no_longer_accrued_from_the_day_it_was_paid() -> None:
    world = World.make()
    world.upto("paid")
    paid_on = Payment.objects.get().settled_on
    assert paid_on is not None
    q3 = [r for r in accruals_at(world.finance, paid_on) if r.label == "Q3 2025-26"]
    assert q3 == []
    assert found(world, END) == [("Q3 2025-26", "approved", Decimal("18000.00"))]


def test_the_running_quarter_is_pro_rata_and_with_the_rest_makes_the_base() -> None:
    world = World.make()
    at = dt.date(2026, 2, 14)  # 45 of 90 nights
    rows = [r for r in accruals_at(world.finance, at) if r.label == "Q3 2025-26"]
    assert [(r.amount, r.state) for r in rows] == [(Decimal("9000.00"), "Running")]
    assert "funding.quarter_price" in rows[0].placeholders and "price" not in rows[0].placeholders
    committed = commitments_at(world.finance, at)
    assert [(r.label, r.amount) for r in committed] == [
        ("Q3 2025-26", Decimal("9000.00")),
        ("Q4 2025-26", Decimal("18000.00")),
    ]
    assert year_end(world.manager.body, at) == dt.date(2026, 6, 30)


def test_a_known_variation_is_in_the_commitment() -> None:
    world = World.make(target=None)
    LineTargetFactory(line=world.line, placements=3, period=(dt.date(2024, 7, 1), dt.date(2026, 4, 1)))
    LineTargetFactory(line=world.line, placements=5, period=(dt.date(2026, 4, 1), dt.date(2028, 7, 1)))
    rows = commitments_at(world.finance, END)
    assert [(r.label, r.amount) for r in rows] == [("Q4 2025-26", Decimal("30000.00"))]
    assert "5 placements × 6,000.00 a quarter × 91 ÷ 91 nights" in rows[0].working[0].how


def test_a_line_paid_per_night_accrues_its_nights_and_commits_nothing() -> None:
    world = World.make(method="per_night")
    world.stay("2026-01-05", "2026-01-15")
    world.stay("2026-02-10")
    at = dt.date(2026, 2, 14)
    rows = {r.label: r.amount for r in accruals_at(world.finance, at)}
    assert rows["Q3 2025-26"] == Decimal(310) * (10 + 5)  # ten nights, and those of 10 to 14 February
    committed = commitments_at(world.finance, at)
    assert {r.amount for r in committed} == {None} and "nothing is committed" in committed[0].why_none
    assert total(committed) == 0


def test_what_cannot_be_told_says_why_and_is_in_no_total() -> None:
    world = World.make(target=None)
    rows = accruals_at(world.finance, dt.date(2026, 2, 14))
    assert {r.amount for r in rows} == {None} and all(r.why_none for r in rows)


def test_only_roles_of_the_money_see_it_and_within_their_scope() -> None:
    world, other = World.make(), World.make()
    assert accruals_at(world.provider, END) == []
    assert accruals_at(world.officer, END) == []
    assert {r.line.pk for r in accruals_at(actor_in(Role.AUDITOR, world.manager.body), END)} == {
        world.line.pk
    }
    assert other.line.pk not in {r.line.pk for r in accruals_at(world.finance, END)}


def test_an_ended_line_accrues_to_its_last_night() -> None:
    world = World.make()
    world.line.period = to_db(nights("2024-07-01", "2026-02-01"))
    world.line.save()
    rows = [r for r in accruals_at(world.finance, dt.date(2026, 2, 14)) if r.label == "Q3 2025-26"]
    assert [r.amount for r in rows] == [round(Decimal(18000) * 31 / 90, 2)]
    assert commitments_at(world.finance, dt.date(2026, 2, 14)) == []
