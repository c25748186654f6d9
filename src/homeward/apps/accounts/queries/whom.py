"""Whom to tell: who could act on a record today."""

from __future__ import annotations

from collections.abc import Iterable

from homeward.apps.accounts.models import CommissioningBody, Membership, User
from homeward.apps.accounts.permissions import TABLE, Permission
from homeward.apps.accounts.roles import DESCRIPTIONS, HeldAt, Role


def roles_with(permission: Permission, held_at: HeldAt) -> list[Role]:
    """The roles of the body's or the providers' side that hold a permission."""
    return [
        role for role, row in TABLE.items() if permission in row and DESCRIPTIONS[role].held_at is held_at
    ]


def people_in(roles: Iterable[Role], *, body: CommissioningBody, organisation_id: int | None) -> list[User]:
    """People in one of the roles today for a record of the body to which that provider is party, by name.

    In a provider's role those of that provider; in the body's those whose scope holds it. A deputy has the scope of
    the one they stand in for.
    """
    found = Membership.objects.filter(body=body, role__in=list(roles), user__is_active=True)
    found = found.active_on(body.today).select_related("user", "deputy_for").order_by("user__name", "pk")
    people: dict[int, User] = {}
    for membership in found.prefetch_related("scope", "deputy_for__scope"):
        if membership.organisation_id is not None:
            fits = membership.organisation_id == organisation_id
        else:
            scope = {o.pk for o in (membership.deputy_for or membership).scope.all()}
            fits = not scope or organisation_id in scope
        if fits:
            people[membership.user_id] = membership.user
    return list(people.values())
