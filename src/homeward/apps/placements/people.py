"""Whom to tell."""

from __future__ import annotations

import datetime as dt

from homeward.apps.accounts.models import CommissioningBody, Membership, User
from homeward.apps.accounts.permissions import TABLE, Permission
from homeward.apps.accounts.roles import DESCRIPTIONS, HeldAt
from homeward.apps.placements.models import ExceedRequest


def holding(
    body: CommissioningBody, permission: Permission, today: dt.date, organisation_id: int | None = None
) -> list[User]:
    """People of the body (or, with an organisation, of that provider) who hold a permission today."""
    held_at = HeldAt.BODY if organisation_id is None else HeldAt.ORGANISATION
    roles = [
        role for role, row in TABLE.items() if permission in row and DESCRIPTIONS[role].held_at is held_at
    ]
    found = Membership.objects.filter(body=body, role__in=roles)
    if organisation_id is not None:
        found = found.filter(organisation_id=organisation_id)
    return [m.user for m in found.active_on(today).select_related("user").order_by("user__name")]


def answered_about(request: ExceedRequest, *, without: User, today: dt.date) -> list[User]:
    """Who hears what became of a request: whoever asked, and the provider's managers."""
    managers = holding(request.body, Permission.EXCEED_REQUEST, today, request.organisation_id)
    return [
        person
        for person in {p.pk: p for p in [request.requested_by, *managers]}.values()
        if person.pk != without.pk
    ]
