"""A browser without a window, signed in as somebody."""

from __future__ import annotations

from django.test import Client

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.mfa import DEMO_KEY
from homeward.apps.accounts.middleware import SESSION_KEY


def client_of(actor: Actor) -> Client:
    """Signed in by one click, in the actor's membership: needs `settings.DEMO`."""
    client = Client()
    client.force_login(actor.user)
    session = client.session
    session[DEMO_KEY], session[SESSION_KEY] = True, actor.membership.public_id
    session.save()
    return client
