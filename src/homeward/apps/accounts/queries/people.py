"""People as an administrator of one body sees them."""

from __future__ import annotations

from django.db.models import QuerySet

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership, User
from homeward.apps.accounts.permissions import Permission as P


def people_of(actor: Actor) -> QuerySet[User]:
    """People who hold or held a role in the body the actor acts for."""
    if not actor.holds(P.MEMBERSHIP_READ):
        return User.objects.none()
    return User.objects.filter(pk__in=memberships_of(actor).values("user_id"))


def memberships_of(actor: Actor) -> QuerySet[Membership]:
    """Every membership of the body, past ones too."""
    found: QuerySet[Membership] = Membership.objects.visible_to(actor)
    return found.select_related("user", "organisation", "body", "deputy_for__user", "ended_by")
