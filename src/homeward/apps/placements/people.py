"""Whom to tell."""

from __future__ import annotations

from homeward.apps.accounts.models import User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt
from homeward.apps.placements.models import ExceedRequest


def deciders(request: ExceedRequest, *, without: User) -> list[User]:
    """Who may decide a request, except whoever asked."""
    roles = roles_with(Permission.EXCEED_DECIDE, HeldAt.BODY)
    found = people_in(roles, body=request.body, organisation_id=request.organisation_id)
    return [person for person in found if person.pk != without.pk]


def answered_about(request: ExceedRequest, *, without: User) -> list[User]:
    """Who hears what became of a request: whoever asked, and the provider's managers."""
    roles = roles_with(Permission.EXCEED_REQUEST, HeldAt.ORGANISATION)
    managers = people_in(roles, body=request.body, organisation_id=request.organisation_id)
    return [
        person
        for person in {p.pk: p for p in [request.requested_by, *managers]}.values()
        if person.pk != without.pk
    ]
