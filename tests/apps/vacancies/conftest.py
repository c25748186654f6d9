"""A Welsh authority with a provider of two homes and a household of its own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import Role
from homeward.apps.core.periods import to_db
from homeward.apps.providers.models import Home
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.factories.children import ChildFactory
from tests.factories.placements import PlacementFactory
from tests.factories.providers import HomeFactory, ProviderFactory

TODAY = dt.date(2026, 11, 20)


@dataclass
class House:
    body: CommissioningBody
    manager: Actor
    officer: Actor
    home: Home
    second: Home
    own: Home

    def lives(
        self, home: Home, came: dt.date = TODAY - dt.timedelta(days=30), left: dt.date | None = None
    ) -> Any:
        child = ChildFactory(body=self.body)
        return PlacementFactory(home=home, line=None, child=child, period=to_db(DateRange(came, left)))

    def actor(self, role: Role) -> Actor:
        return actor_in(role, self.body)


@pytest.fixture
def house(db: None, time_machine: Any) -> House:
    time_machine.move_to(dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC))
    body = CommissioningBodyFactory(name="Cyngor Dyffryn", pack="gb_wls", time_zone="Europe/London")
    provider = ProviderFactory(body=body, organisation__name="Onnen Care")
    own = ProviderFactory(body=body, organisation__name="Own carers", is_in_house=True)
    return House(
        body,
        actor_in(Role.PROVIDER_MANAGER, body, provider.organisation),
        actor_in(Role.PLACEMENT_OFFICER, body),
        HomeFactory(provider=provider, name="Household A", places=3),
        HomeFactory(provider=provider, name="House B", places=4, kind=Home.Kind.RESIDENTIAL_HOME),
        HomeFactory(provider=own, name="Own household", places=2),
    )
