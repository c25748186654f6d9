"""The demonstration's one-click sign-in.

`settings.DEMO` is on only while DEBUG is, whatever the environment asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.adapter import note_sign_in
from homeward.apps.accounts.mfa import DEMO_KEY
from homeward.apps.accounts.middleware import SESSION_KEY
from homeward.apps.accounts.models import CommissioningBody, Membership, User
from homeward.apps.accounts.roles import DESCRIPTIONS, Role

PASSWORD = "homeward-demo-only"  # refused outside the demonstration: its people exist nowhere else
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def sign_in_as(request: HttpRequest, user: User, membership: Membership) -> None:
    """Sign a visitor of the demonstration in as one of its invented people, in one of their roles.

    Raises Http404 outside the demonstration, for a real person, and for a role that is not in force.
    """
    if not settings.DEMO or not user.is_demo or membership.user_id != user.pk:
        raise Http404
    actor = Actor.of(membership)
    if not membership.is_active_on(actor.today):
        raise Http404
    login(request, user, backend=BACKEND)
    request.session[DEMO_KEY] = True
    request.session[SESSION_KEY] = membership.public_id
    request.actor = actor  # type: ignore[attr-defined]
    UserSession.objects.create_from_request(request)
    note_sign_in(user, "demo_sign_in")


def demo_memberships() -> Iterator[Membership]:
    """Roles in force of the invented people, body by body, the body's own before the providers'."""
    found = Membership.objects.filter(user__is_demo=True, user__is_active=True, ended_at=None)
    order = list(Role)
    rows = sorted(
        found.select_related("user", "body", "organisation", "deputy_for__user"),
        key=lambda m: (m.body.name, m.organisation_id is not None, order.index(Role(m.role)), m.user.name),
    )
    return (m for m in rows if m.is_active_on(Actor.of(m).today))


def demo_people() -> list[dict[str, Any]]:
    """Bodies with their people, for the page with one button each."""
    groups: dict[CommissioningBody, list[dict[str, Any]]] = {}
    for m in demo_memberships():
        role = Role(m.role)
        groups.setdefault(m.body, []).append(
            {
                "id": m.public_id,
                "name": m.user.name,
                "role": role.label,
                "words": DESCRIPTIONS[role].words,
                "where": m.organisation.name if m.organisation else "",
                "acting_for": m.deputy_for.user.name if m.deputy_for else "",
            }
        )
    return [{"body": body, "people": people} for body, people in groups.items()]
