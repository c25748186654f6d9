"""What a provider reads of an assessment, and when."""

from __future__ import annotations

from decimal import Decimal

import pytest

from homeward.apps.statements import services
from homeward.apps.statements.models import Assessment, Statement, Step
from tests.factories.statements import World

pytestmark = pytest.mark.django_db


def moves(world: World, statement: Statement, *, by_provider: bool = True) -> list[str]:
    actor = world.provider if by_provider else world.director
    return list(Step.objects.visible_to(actor).filter(statement=statement).values_list("move", flat=True))


def test_a_provider_reads_neither_an_assessment_nor_its_step_before_it_is_approved() -> None:
    world = World.make()
    statement = world.upto("assessed", abatement=Decimal(0))
    assert "assess" in moves(world, statement, by_provider=False)
    assert moves(world, statement) == ["issue", "provider_agree", "body_agree"]
    assert not Assessment.objects.visible_to(world.provider).exists()


def test_after_approval_a_provider_reads_the_assessment_that_stands_and_not_the_one_sent_back() -> None:
    world = World.make()
    statement = world.upto("assessed")
    services.send_back(statement=statement, reason="Their bank has doubts about them.", by=world.director)
    assert moves(world, statement) == ["issue", "provider_agree", "body_agree"]
    services.assess(
        statement=statement, responses=["note"], factors={}, abatement=Decimal(0), abatement_reason="",
        growth=Decimal(0), growth_reason="None", by=world.manager,
    )  # fmt: skip
    services.approve(statement=statement, by=world.director)
    assert moves(world, statement) == ["issue", "provider_agree", "body_agree", "assess", "approve"]
    every = ["issue", "provider_agree", "body_agree", "assess", "send_back", "assess", "approve"]
    assert moves(world, statement, by_provider=False) == every
