"""An authority with in-house homes, a framework and a provider outside it: everybody a search may ask."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.providers.models import Home
from homeward.apps.referrals import services as referrals
from homeward.apps.referrals.models import Referral
from homeward.apps.searches import services
from homeward.apps.searches.models import Invitation, Search
from tests.factories.accounts import OrganisationFactory, actor_in
from tests.factories.providers import HomeFactory, ProviderFactory
from tests.factories.referrals import Authority, make_authority
from tests.factories.searches import a_lot, admit
from tests.factories.vacancies import VacancyFactory

NOBODY_IN_HOUSE = {"words": "An aunt", "reason": "She has one room."}


@dataclass
class Place:
    """One home with whoever answers for it."""

    home: Home
    manager: Actor | None = None

    @property
    def answerer(self) -> Actor:
        assert self.manager is not None
        return self.manager


@dataclass
class Open:
    """An authority and those it may ask: `own` in-house, `framework` on a lot, `outside` on none."""

    authority: Authority
    head: Actor
    own: Place
    framework: list[Place]
    outside: Place
    search: Search | None = None
    needs: int = field(default=1)

    @property
    def officer(self) -> Actor:
        return self.authority.officer

    @property
    def found(self) -> Search:
        assert self.search is not None
        self.search.refresh_from_db()
        return self.search

    def planned(self) -> Search:
        """A search for a referral that passed the quality check."""
        referral = referrals.pass_check(referral=self.authority.sent(), by=self.authority.senior)
        return self._begin(referral)

    def emergency(self, **given: Any) -> Search:
        """A search that began on the emergency page."""
        told = {
            "children": self.authority.children, "needed_by": self.officer.today, "why": "The grandparent is in hospital.",
            "types": ["foster_mainstream"], "district": "CF10", "risks": ["none"], "musts": ["Two places in one home"],
        }  # fmt: skip
        return self._begin(referrals.begin_emergency(**{**told, **given}, by=self.officer).referral)

    def _begin(self, referral: Referral) -> Search:
        self.search = services.begin_search(referral=referral, by=self.officer)
        return self.search

    def ask(self) -> list[Invitation]:
        """Nothing in-house suits; the framework is asked."""
        services.consider_in_house(search=self.found, **NOBODY_IN_HOUSE, by=self.officer)
        services.go_outside(search=self.found, by=self.officer)
        return services.invite_framework(search=self.found, by=self.officer)

    def said(self, **given: Any) -> dict[str, Any]:
        """What an offer says besides its home."""
        return {
            "free_from": self.officer.today, "valid_until": timezone.now() + dt.timedelta(days=3),
            "needs": [("full", "Two rooms on one landing")] * self.needs, "fees": {"core": Decimal(900)}, **given,
        }  # fmt: skip

    def telephone(self, place: Place, **given: Any) -> Any:
        told = {"told_by": "Mair Tomos", "told_at": timezone.now(), **given}
        return services.enter_telephone_offer(
            search=self.found, home=place.home, **self.said(**told), by=self.officer
        )


def without_checks(patch: pytest.MonkeyPatch) -> None:
    """Providers come onto the framework without company-wide checks."""
    patch.setattr("homeward.apps.frameworks.standing.required_kinds", lambda body, on: [])


def make_market(authority: Authority | None = None) -> Open:
    """Two framework homes and one in-house home with two free places each, and a provider in no lot."""
    authority = authority or make_authority()
    body, lot = authority.body, a_lot(authority.body)
    service = ProviderFactory(
        body=body, organisation=OrganisationFactory(name="Own carers"), is_in_house=True, registration="W-1"
    )
    own = Place(_home(service, "Own household 1"))
    framework = []
    for number, name in enumerate(("Afon Gwyn", "Bryn Heulog"), start=1):
        place = _place(body, name, number)
        admit(lot, place.home.organisation)
        framework.append(place)
    outside = _place(body, "Cartref Mawr", 3)
    return Open(authority, actor_in(Role.HEAD_OF_SERVICE, body), own, framework, outside)


def _place(body: Any, name: str, number: int) -> Place:
    organisation = OrganisationFactory(name=name)
    provider = ProviderFactory(
        body=body,
        organisation=organisation,
        contact_name="Duty desk",
        contact_phone=f"01632 96000{number}",
        registration=f"W-{number + 1}",
    )
    return Place(_home(provider, f"{name} house"), actor_in(Role.PROVIDER_MANAGER, body, organisation))


def _home(provider: Any, name: str) -> Home:
    home: Home = HomeFactory(provider=provider, name=name, kind="carer_household", places=3)
    VacancyFactory(home=home, places=2, types=["foster_mainstream"], age_from=0, age_to=17)
    return home
