"""People as an administrator of one body sees them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership, User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.models import AuditEvent


def people_of(actor: Actor) -> QuerySet[User]:
    """People who hold or held a role in the body the actor acts for."""
    if not actor.holds(P.MEMBERSHIP_READ):
        return User.objects.none()
    return User.objects.filter(pk__in=memberships_of(actor).values("user_id"))


def memberships_of(actor: Actor) -> QuerySet[Membership]:
    """Every membership of the body, past ones too."""
    found: QuerySet[Membership] = Membership.objects.visible_to(actor)
    return found.select_related("user", "organisation", "body", "deputy_for__user", "ended_by")


def people_list(actor: Actor) -> QuerySet[User]:
    """People with their memberships of this body in `here`, the ones in force first."""
    rows = memberships_of(actor).order_by("ended_at", "-start", "-pk")
    return people_of(actor).prefetch_related(Prefetch("memberships", queryset=rows, to_attr="here"))


def standing(membership: Membership, today: dt.date) -> tuple[str, str]:
    """How a membership stands on a day: its words, and the colour that repeats them."""
    if membership.is_active_on(today):
        return (_("In force"), "ok")
    if membership.ended_at is None and membership.start > today:
        return (_("Begins later"), "info")
    return (_("Ended"), "plain")


def with_standing(people: QuerySet[User], actor: Actor, standing: str) -> QuerySet[User]:
    """Only people who have a role now (`now`), later (`later`), or none any more (`ended`)."""
    rows = Membership.objects.filter(body=actor.body)
    now = rows.active_on(actor.today).values("user_id")
    later = rows.filter(ended_at=None, start__gt=actor.today).values("user_id")
    if standing == "now":
        return people.filter(pk__in=now)
    if standing == "later":
        return people.filter(pk__in=later)
    return people.exclude(pk__in=now).exclude(pk__in=later)


def colleagues(principal: Membership, actor: Actor) -> QuerySet[User]:
    """Who might stand in: people with a role of their own on the same side, now."""
    rows = Membership.objects.active_on(actor.today).filter(
        body=principal.body, organisation=principal.organisation, deputy_for=None
    )
    keep = User.objects.filter(pk__in=rows.values("user_id"), is_active=True)
    return keep.exclude(pk__in=[principal.user_id, actor.user.pk]).order_by("name")


def sign_in_methods(user: User) -> list[dict[str, Any]]:
    """What a person signs in with: the kind in words, and when it was set up and last used."""
    names = {"totp": _("One-time code app"), "webauthn": _("Passkey"), "recovery_codes": _("Recovery codes")}
    found: list[dict[str, Any]] = []
    if user.has_usable_password():
        found.append({"name": _("Password"), "since": user.created_at, "used": None})
    for method in Authenticator.objects.filter(user=user).order_by("created_at"):
        found.append(
            {
                "name": names.get(method.type, method.type),
                "since": method.created_at,
                "used": method.last_used_at,
            }
        )
    return found


def trail_about(person: User, actor: Actor) -> QuerySet[AuditEvent]:
    """What was done in this body about a person's roles and sign-in, newest first."""
    rows = Membership.objects.filter(body=actor.body, user=person).values_list("public_id", flat=True)
    about = Q(kind="membership", thing__in=list(rows)) | Q(kind="user", thing=person.public_id)
    about |= Q(kind="membership", detail__principal__in=list(rows))  # a deputy's, named for one of theirs
    about |= Q(kind="invitation", detail__email=person.email)
    return AuditEvent.objects.filter(about, body_id=actor.body.pk).order_by("-at", "-pk")


def rows_history(person: User, actor: Actor) -> list[Any]:
    """Every change of this person's memberships of the body as the database kept it, newest first."""
    history = Membership.pgh_event_model.objects  # type: ignore[attr-defined]
    rows = history.filter(user_id=person.pk, body_id=actor.body.pk).select_related("pgh_context")
    return list(rows.order_by("-pgh_created_at", "-pgh_id")[:100])
