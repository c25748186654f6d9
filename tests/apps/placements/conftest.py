"""A body with a provider, two homes, a family based line and a residential one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.models import Line
from homeward.apps.children.models import Child
from homeward.apps.core.refusals import Refused, present
from homeward.apps.placements import services
from homeward.apps.placements.models import Placement
from homeward.apps.providers.models import Home, Provider
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.factories.agreements import AgreementFactory, LineFactory, LineTargetFactory
from tests.factories.children import ChildFactory
from tests.factories.providers import HomeFactory, ProviderFactory


def stay(start: str, end: str | None = None) -> DateRange:
    """A half-open stay from two ISO dates."""
    return DateRange(dt.date.fromisoformat(start), dt.date.fromisoformat(end) if end else None)


@dataclass
class World:
    officer: Actor
    manager: Actor
    director: Actor
    provider_manager: Actor
    provider: Provider
    home: Home
    other_home: Home
    line: Line
    house: Home
    house_line: Line
    child: Child

    def children(self, number: int) -> list[Child]:
        return [ChildFactory(body=self.officer.body) for _ in range(number)]


@pytest.fixture
def world(db: None, time_machine: object) -> World:
    """As it stood on 3 November 2026."""
    time_machine.move_to(dt.datetime(2026, 11, 3, 10, 0, tzinfo=dt.UTC))  # type: ignore[attr-defined]
    body = CommissioningBodyFactory()
    provider = ProviderFactory(body=body)
    agreement = AgreementFactory(provider=provider)
    line = LineFactory(agreement=agreement)
    house_line = LineFactory(
        agreement=agreement, service_type="residential_care", placement_type="residential"
    )
    LineTargetFactory(line=house_line, placements=Decimal(4))
    return World(
        officer=actor_in(Role.PLACEMENT_OFFICER, body),
        manager=actor_in(Role.CONTRACT_MANAGER, body),
        director=actor_in(Role.DIRECTOR, body),
        provider_manager=actor_in(Role.PROVIDER_MANAGER, body, provider.organisation),
        provider=provider,
        home=HomeFactory(provider=provider),
        other_home=HomeFactory(provider=provider),
        line=line,
        house=HomeFactory(
            provider=provider, kind=Home.Kind.RESIDENTIAL_HOME, places=6, name="Saltbush house"
        ),
        house_line=house_line,
        child=ChildFactory(body=body),
    )


def record(world: World, **changes: Any) -> Placement:
    """An open stay of the world's child in its first home, unless told otherwise."""
    given = {
        "child": world.child,
        "home": world.home,
        "line": world.line,
        "period": stay("2026-07-01"),
        "placement_type": "foster_care",
        "by": world.officer,
    }
    return services.record_placement(**(given | changes))


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    """The codes of a refusal; each must have its sentence."""
    for reason in refused.value.reasons:
        assert present(reason).title
    return {reason.code for reason in refused.value.reasons}
