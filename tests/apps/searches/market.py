"""A market to search in: an authority with a checked referral, and three providers on its framework."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.providers.models import Home
from homeward.apps.searches import services
from homeward.apps.searches.models import Invitation, Offer, Search
from tests.factories.referrals import Authority


@dataclass
class Market:
    """An authority with a checked referral, and three providers on its framework."""

    authority: Authority
    search: Search
    managers: list[Actor]
    homes: list[Home]

    @property
    def officer(self) -> Actor:
        return self.authority.officer

    def asked(self) -> list[Invitation]:
        services.consider_in_house(
            search=self.search, words="An aunt", reason="She has one room.", by=self.officer
        )
        services.go_outside(search=self.search, by=self.officer)
        services.invite_framework(search=self.search, by=self.officer)
        self.search.refresh_from_db()
        return [Invitation.objects.get(organisation=m.organisation) for m in self.managers]

    def offer(self, place: int, *, met: str = "full", core: str = "900", **given: Any) -> Offer:
        manager, home = self.managers[place], self.homes[place]
        return services.make_offer(
            invitation=Invitation.objects.get(organisation=manager.organisation),
            **{
                "home": home, "free_from": manager.today, "valid_until": timezone.now() + dt.timedelta(days=9),
                "needs": [(met, "Two rooms on one landing")], "fees": {"core": Decimal(core)}, **given,
            },
            by=manager,
        )  # fmt: skip
