"""Helpers of the tests about people: signed-in clients, and the providers a body knows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.middleware import SESSION_KEY
from homeward.apps.accounts.models import CommissioningBody, Organisation
from homeward.apps.accounts.roles import Role
from homeward.apps.providers.models import Provider
from tests.factories.accounts import LONG_AGO, CommissioningBodyFactory, OrganisationFactory, actor_in

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def body(db: None) -> CommissioningBody:
    return CommissioningBodyFactory(name="Department for Child Protection")


@pytest.fixture
def admin(body: CommissioningBody) -> Actor:
    return actor_in(Role.ADMINISTRATOR, body, user__name="Ada Lindgren", user__email="ada@example.org")


@pytest.fixture
def provider_of() -> Callable[[CommissioningBody, str], Organisation]:
    """An organisation that a body knows as a provider."""

    def make(body: CommissioningBody, name: str) -> Organisation:
        organisation = OrganisationFactory(name=name)
        Provider.objects.create(
            body=body, organisation=organisation, reference=f"P-{organisation.pk}", start=LONG_AGO
        )
        return organisation

    return make


def add_second_factor(actor: Actor) -> str:
    """Give a person a one-time code app; returns its secret."""
    secret = generate_totp_secret()
    TOTP.activate(actor.user, secret)
    return secret


def has_second_factor(actor: Actor) -> bool:
    return Authenticator.objects.filter(user=actor.user).exists()


def signed_in(actor: Actor, *, second_factor: bool = True) -> Client:
    """A client signed in as a person in a role, with a second factor set up unless told otherwise."""
    if second_factor and not has_second_factor(actor):
        add_second_factor(actor)
    client = Client()
    client.force_login(actor.user, backend=BACKEND)
    session = client.session
    session[SESSION_KEY] = actor.membership.public_id
    session.save()
    return client
