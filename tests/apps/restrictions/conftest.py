"""An authority of Wales with a provider of two homes, and a consortium it belongs to when told so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pytest

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import DESCRIPTIONS, HeldAt, Role
from homeward.apps.providers.models import Home, Provider
from homeward.apps.restrictions import reach, services
from homeward.apps.restrictions.models import Restriction
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.factories.providers import HomeFactory, ProviderFactory

DAY = dt.timedelta(days=1)


def welsh_body(**given: Any) -> CommissioningBody:
    told = {"pack": "gb_wls", "currency": "GBP", "time_zone": "Europe/London", "languages": ["en", "cy"]}
    body: CommissioningBody = CommissioningBodyFactory(**{**told, **given})
    return body


@dataclass
class World:
    body: CommissioningBody
    provider: Provider
    home: Home
    other_home: Home

    @property
    def today(self) -> dt.date:
        return self.body.today

    def actor(self, role: Role, body: CommissioningBody | None = None) -> Actor:
        own = DESCRIPTIONS[role].held_at is HeldAt.ORGANISATION
        return actor_in(role, body or self.body, self.provider.organisation if own else None)

    def propose(self, **given: Any) -> Restriction:
        """A proposal of the monitoring officer about the first home, from today on."""
        told: dict[str, Any] = {
            "organisation": self.provider.organisation, "home": self.home, "reach": "local", "cause": "quality",
            "reason": "Visits were put off.", "what_lifts": "A visit finds the rota kept.", "starts_on": self.today,
            "by": given.pop("by", None) or self.actor(Role.MONITORING_OFFICER),
        }  # fmt: skip
        return services.propose_restriction(**{**told, **given})

    def impose(self, **given: Any) -> Restriction:
        row = self.propose(**given)
        return services.impose_restriction(restriction=row, by=self.actor(Role.HEAD_OF_SERVICE))

    def lift(self, row: Restriction, on: dt.date | None = None) -> Restriction:
        services.propose_lift(
            restriction=row, lifts_on=on or self.today, reason="Seen.", by=self.actor(Role.MONITORING_OFFICER)
        )
        return services.lift_restriction(restriction=row, by=self.actor(Role.HEAD_OF_SERVICE))


def make_world() -> World:
    provider = ProviderFactory(body=welsh_body(name="Cyngor Bro Awel"))
    return World(
        provider.body,
        provider,
        HomeFactory(provider=provider, name="Tŷ Onnen", places=9),
        HomeFactory(provider=provider),
    )


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.fixture
def consortium(world: World, monkeypatch: pytest.MonkeyPatch) -> CommissioningBody:
    """A consortium to which the authority belongs."""
    body = welsh_body(name="Partneriaeth y Glannau")
    monkeypatch.setattr(reach, "_SOURCES", [lambda on: [(body.pk, world.body.pk)]])
    return body
