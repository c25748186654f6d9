"""A consortium with a lot of four providers as in the worked case of England and Wales, R1; and the people around it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

import time_machine

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, Organisation
from homeward.apps.accounts.roles import Role
from homeward.apps.frameworks import services
from homeward.apps.frameworks.models import Lot, LotAdmission, RankedPlace, Ranking
from tests.factories.accounts import OrganisationFactory, actor_in
from tests.factories.frameworks import (
    YEAR,
    CriterionFactory,
    FrameworkAccessFactory,
    FrameworkFactory,
    LotFactory,
    WelshBodyFactory,
    on_lot,
)

OPENED, PUBLISHED = dt.date(2026, 5, 11), dt.date(2026, 6, 1)
# Tender, yearly score, weekly price: A and B come out level, C and D below them.
CASE = {"A": (80, 90, "900"), "B": (84, 84, "900"), "C": (70, 60, "800"), "D": (90, 40, "820")}


@contextmanager
def on(day: dt.date) -> Iterator[None]:
    """At half past nine of a day."""
    with time_machine.travel(dt.datetime.combine(day, dt.time(9, 30)), tick=False):
        yield


@dataclass
class Frameworks:
    consortium: CommissioningBody
    authority: CommissioningBody
    lot: Lot
    keeper: Actor
    second: Actor
    officer: Actor
    providers: dict[str, Organisation]
    managers: dict[str, Actor]
    rows: dict[str, LotAdmission]

    @classmethod
    def make(cls) -> Frameworks:
        consortium, authority = WelshBodyFactory(), WelshBodyFactory(name="Cwm Helyg Council")
        framework = FrameworkFactory(body=consortium)
        FrameworkAccessFactory(framework=framework, authority=authority)
        lot = LotFactory(framework=framework, number=1)
        CriterionFactory(lot=lot, number=1, title="Care", weight=Decimal(100))
        providers = {name: OrganisationFactory(name=f"{name} Canary Fostering") for name in CASE}
        managers = {
            name: actor_in(Role.PROVIDER_MANAGER, consortium, organisation)
            for name, organisation in providers.items()
        }
        rows = {
            name: on_lot(lot, *CASE[name], note=f"Note only for {name}", organisation=organisation)
            for name, organisation in providers.items()
        }
        return cls(
            consortium, authority, lot, actor_in(Role.CONSORTIUM_MANAGER, consortium),
            actor_in(Role.CONSORTIUM_MANAGER, consortium), actor_in(Role.PLACEMENT_OFFICER, authority),
            providers, managers, rows,
        )  # fmt: skip

    def drafted(self, reason: str = "") -> Ranking:
        return services.make_ranking(lot=self.lot, region="", period=YEAR, reason=reason, by=self.keeper)

    def opened(self, reason: str = "") -> Ranking:
        with on(OPENED):
            return services.open_ranking(ranking=self.drafted(reason), by=self.keeper)

    def published(self, reason: str = "") -> Ranking:
        ranking = self.opened(reason)
        with on(PUBLISHED):
            return services.publish_ranking(ranking=ranking, by=self.second)

    def place(self, ranking: Ranking, name: str) -> RankedPlace:
        return RankedPlace.objects.get(ranking=ranking, organisation=self.providers[name])

    def order(self, ranking: Ranking) -> list[tuple[int, str, str]]:
        """Rank, provider and total as shown, by rank and name."""
        names = {organisation.public_id: name for name, organisation in self.providers.items()}
        rows = [(r["rank"], names[r["bidder"]], r["total"]["shown"]) for r in ranking.result["ranked"]]
        return sorted(rows)
