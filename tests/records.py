"""A small world of records for page tests: one body, two providers, homes, an agreement, children who live there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.middleware import SESSION_KEY
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import DESCRIPTIONS, HeldAt, Role
from homeward.apps.agreements.models import Agreement, Line
from homeward.apps.children.models import Child
from homeward.apps.core.periods import to_db
from homeward.apps.placements.models import Placement
from homeward.apps.providers.models import Home, Provider
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import CommissioningBodyFactory, OrganisationFactory, actor_in
from tests.factories.agreements import (
    AgreementFactory,
    LineFactory,
    LineOverrideFactory,
    LineRateFactory,
    LineTargetFactory,
    ServiceSpecificationFactory,
    VariationFactory,
)
from tests.factories.children import ChildFactory, LegalStatusSpellFactory, StatusFactFactory
from tests.factories.placements import PlacementFactory
from tests.factories.providers import HomeFactory, HomeRemotenessFactory, ProviderFactory

LONG = DateRange(dt.date(2024, 7, 1), dt.date(2030, 7, 1))
BODY_READERS = (
    Role.CONTRACT_MANAGER,
    Role.CONTRACT_OFFICER,
    Role.PLACEMENT_OFFICER,
    Role.DIRECTOR,
    Role.AUDITOR,
)
PROVIDER_READERS = (Role.PROVIDER_MANAGER, Role.PROVIDER_WORKER)


@dataclass
class World:
    """`here` lives with `provider` now, `gone` did until last year, `other_child` lives with the other provider."""

    body: CommissioningBody
    provider: Provider
    home: Home
    agreement: Agreement
    line: Line
    here: Child
    gone: Child
    placement: Placement
    other: Provider
    other_home: Home
    other_child: Child

    def actor(self, role: Role) -> Actor:
        own = DESCRIPTIONS[role].held_at is HeldAt.ORGANISATION
        return actor_in(role, self.body, self.provider.organisation if own else None)

    def client(self, role: Role) -> Client:
        return signed_in(self.actor(role))


def signed_in(actor: Actor) -> Client:
    if not Authenticator.objects.filter(user=actor.user).exists():
        TOTP.activate(actor.user, generate_totp_secret())
    client = Client()
    client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SESSION_KEY] = actor.membership.public_id
    session.save()
    return client


def make_world() -> World:
    body = CommissioningBodyFactory(name="Department of Children, Northern Reach")
    banksia = OrganisationFactory(name="Banksia Māwson Care", business_number="53 004 111 222")
    provider = ProviderFactory(body=body, organisation=banksia, reference="P-31")
    home = HomeFactory(provider=provider, name="Wattle Māori household", reference="H-1001")
    HomeRemotenessFactory(home=home)
    specification = ServiceSpecificationFactory(body=body, code="FBC")
    agreement = AgreementFactory(provider=provider, reference="A-2001", period=to_db(LONG))
    line = LineFactory(agreement=agreement, specification=specification, cost_code="CC-77")
    LineTargetFactory(line=line)
    LineRateFactory(line=line, is_placeholder=True)
    LineOverrideFactory(line=line)
    VariationFactory(agreement=agreement)
    here = ChildFactory(body=body, given_name="Hēmi", family_name="Tāwhai", client_number="880001")
    gone = ChildFactory(body=body, given_name="Siân", family_name="Llŷr", client_number="880002")
    StatusFactFactory(child=here)
    LegalStatusSpellFactory(child=here)
    placement = PlacementFactory(
        child=here, home=home, line=line, period=to_db(DateRange(dt.date(2025, 1, 1)))
    )
    PlacementFactory(
        child=gone, home=home, line=line, period=to_db(DateRange(dt.date(2024, 8, 1), dt.date(2024, 12, 1)))
    )
    other = ProviderFactory(
        body=body, organisation=OrganisationFactory(name="Quandong Homes"), reference="P-32"
    )
    other_home = HomeFactory(
        provider=other, name="Quandong Street", reference="H-2001", kind="residential_home"
    )
    other_line = LineFactory(
        agreement=AgreementFactory(provider=other, reference="A-3001", period=to_db(LONG)),
        service_type="residential_care",
        home=other_home,
    )
    other_child = ChildFactory(body=body, given_name="Ola", family_name="Brandt", client_number="880003")
    PlacementFactory(
        child=other_child, home=other_home, line=other_line, period=to_db(DateRange(dt.date(2025, 1, 1)))
    )
    return World(
        body, provider, home, agreement, line, here, gone, placement, other, other_home, other_child
    )  # fmt: skip
