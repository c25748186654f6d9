"""In whose name a command or a job acts."""

from __future__ import annotations

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, Membership
from homeward.apps.accounts.permissions import Permission


def actor_named(body_name: str, email: str, permission: Permission) -> Actor | str:
    """The person in a role of that body that holds `permission` today, or a sentence that says why there is none."""
    body = CommissioningBody.objects.filter(name__iexact=body_name.strip()).first()
    if body is None:
        known = ", ".join(CommissioningBody.objects.order_by("name").values_list("name", flat=True)) or "none"
        return f"There is no body called {body_name!r}. Known: {known}."
    memberships = Membership.objects.filter(
        body=body, user__email__iexact=email.strip(), user__is_active=True
    )
    for membership in memberships.select_related("user", "body", "organisation", "deputy_for__user").order_by(
        "pk"
    ):
        actor = Actor.of(membership)
        if membership.is_active_on(actor.today) and actor.holds(permission):
            return actor
    return f"{email} holds no role of {body.name} today that may do this."


def actor_again(membership_id: str) -> Actor:
    """Whoever started a job, as they stand now. Raises PermissionError when that role has ended meanwhile."""
    membership = Membership.objects.select_related("user", "body", "organisation", "deputy_for__user").get(
        public_id=membership_id
    )
    actor = Actor.of(membership)
    if not membership.is_active_on(actor.today):
        raise PermissionError("The role in which this was started has ended; another person starts it again.")
    return actor
