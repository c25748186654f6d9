"""An authority to write referrals in, and a market to search in."""

from __future__ import annotations

import pytest

from homeward.apps.accounts.roles import Role
from homeward.apps.referrals import services as referrals
from homeward.apps.searches import services
from tests.apps.searches.market import Market
from tests.factories.accounts import OrganisationFactory, actor_in
from tests.factories.providers import HomeFactory, ProviderFactory
from tests.factories.referrals import Authority, make_authority
from tests.factories.searches import a_lot, admit


@pytest.fixture
def authority(db: None) -> Authority:
    return make_authority()


@pytest.fixture
def market(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Market:
    referral = referrals.pass_check(referral=authority.sent(), by=authority.senior)
    body, lot = authority.body, a_lot(authority.body)
    monkeypatch.setattr("homeward.apps.frameworks.standing.required_kinds", lambda body, on: [])
    managers, homes = [], []
    for name in ("Afon Gwyn", "Bryn Heulog", "Derwen Fach"):
        organisation = OrganisationFactory(name=name)
        provider = ProviderFactory(body=body, organisation=organisation)
        homes.append(HomeFactory(provider=provider, urn=f"SIN-{len(homes)}", places=4))
        admit(lot, organisation)
        managers.append(actor_in(Role.PROVIDER_MANAGER, body, organisation))
    return Market(authority, services.begin_search(referral=referral, by=authority.officer), managers, homes)
