"""Many statements at once: what stands out, what cannot be moved, what was moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.statements import services
from homeward.apps.statements.models import Statement
from tests.browsing import client_of
from tests.factories.agreements import LineFactory, LineRateFactory, LineTargetFactory
from tests.factories.statements import QUARTER, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_(settings: Any) -> Callable[[Actor], Client]:
    settings.DEMO = True
    return client_of


@pytest.fixture
def two() -> tuple[World, Statement, Statement]:
    """Two lines of one provider, closed: one full, one whose records changed since it was drafted."""
    world = World.make(target=1)
    world.stay("2025-10-01")
    first = world.line
    world.line = LineFactory(agreement=first.agreement, service_type="general_family_based_care", number=2)
    LineTargetFactory(line=world.line, placements=1)
    LineRateFactory(line=world.line)
    services.close_period(body=world.manager.body, quarter=QUARTER, by=world.officer)
    world.stay("2026-01-05")
    return world, Statement.objects.get(line=first), Statement.objects.get(line=world.line)


def test_one_refusal_keeps_nothing_else_back(two: tuple[World, Statement, Statement]) -> None:
    world, good, stale = two
    moved = services.move_many(move="issue", statements=[stale, good], by=world.officer)
    assert {m.statement.pk: [r.code for r in m.reasons] for m in moved} == {
        good.pk: [],
        stale.pk: ["statement.stale"],
    }
    assert Statement.objects.get(pk=good.pk).state == "issued"
    assert Statement.objects.get(pk=stale.pk).state == "draft"


def test_the_page_sorts_by_what_stands_out(
    two: tuple[World, Statement, Statement], as_: Callable[[Actor], Client]
) -> None:
    world, good, stale = two
    page = as_(world.officer).get(reverse("issue_many")).content.decode()
    assert f'value="{good.public_id}"' in page and f'value="{stale.public_id}"' not in page
    assert "Records have changed since these figures were made" in page


def test_both_sides_agree_many(
    two: tuple[World, Statement, Statement], as_: Callable[[Actor], Client]
) -> None:
    world, good, stale = two
    services.recount(statement=stale, reason="A stay was added.", by=world.officer)
    both = {"statement": [good.public_id, stale.public_id]}
    for actor, name in (
        (world.officer, "issue_many"),
        (world.provider, "agree_provider_many"),
        (world.manager, "agree_many"),
    ):
        page = as_(actor).post(reverse(name), both)
        assert page.status_code == 200 and "2 " in page.content.decode()
    assert set(Statement.objects.values_list("state", flat=True)) == {"agreed"}


def test_nothing_ticked_is_said(
    two: tuple[World, Statement, Statement], as_: Callable[[Actor], Client]
) -> None:
    world = two[0]
    assert "Nothing is ticked." in as_(world.officer).post(reverse("issue_many")).content.decode()


def test_only_what_one_may_move_is_moved(
    two: tuple[World, Statement, Statement], as_: Callable[[Actor], Client]
) -> None:
    world, good, _ = two
    other = World.make()
    as_(other.officer).post(reverse("issue_many"), {"statement": [good.public_id]})
    assert Statement.objects.get(pk=good.pk).state == "draft"
    assert as_(world.provider).get(reverse("issue_many")).status_code == 404
