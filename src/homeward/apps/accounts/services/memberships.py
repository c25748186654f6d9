"""Changing and ending a role: one that changes ends and a new one begins, so that both stay to be seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership, Organisation
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.accounts.services.sessions import end_sessions
from homeward.apps.accounts.terms import (
    Terms,
    check_terms,
    lasting_administrator,
    own_membership,
)
from homeward.apps.core import audit, notices
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, writing
from homeward.kernel.reasons import Reason

KEEP: Any = object()
NOT_CHANGED = "The role cannot be changed"
NOT_ENDED = "The role cannot be ended"


@transaction.atomic
def change_membership(
    *,
    membership: Membership,
    role: Role | str = KEEP,
    organisation: Organisation | None = KEEP,
    scope: Sequence[Organisation] = KEEP,
    delegation_limit: Decimal | None = KEEP,
    end: dt.date | None = KEEP,
    reason: str = "",
    by: Actor,
) -> Membership:
    """Give a person other terms from today (or from the first day, when that is still to come).

    A new role, provider, scope or limit ends the membership and begins another, its deputies ending too; a
    new last day alone stays in the same one. `end` is the first day without the role. Returns the membership
    then in force.
    """
    permit(may(by, P.MEMBERSHIP_MANAGE, membership), NOT_CHANGED)
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    before = terms_of(membership)
    given: dict[str, Any] = {
        "role": role if role is KEEP else Role(role),
        "organisation": organisation,
        "delegation_limit": delegation_limit,
        "scope": scope if scope is KEEP else tuple(sorted(scope, key=lambda o: o.pk)),
        "end": end,
        "start": max(before.start, by.today),
    }
    after = replace(before, **{k: v for k, v in given.items() if v is not KEEP})
    refuse_if(NOT_CHANGED, _why_not_changed(membership, before, after, by))
    with writing(by, "change_membership", NOT_CHANGED, reason):
        if replace(after, end=before.end, start=before.start) == before:
            membership.end = after.end
            membership.save(update_fields=["end"])
            changed = membership
        else:
            changed = _succeed(membership, after, by, reason)
        audit.record(by, "change_membership", changed, reason=reason, before=_say(before), after=_say(after))
        notices.tell(
            [membership.user],
            body=by.body,
            title="Your role in Homeward was changed",
            url=reverse("memberships"),
        )
    return changed


@transaction.atomic
def end_membership(*, membership: Membership, on: dt.date | None = None, reason: str = "", by: Actor) -> None:
    """End a role at once, or set its first day without it when `on` is still to come.

    Ending at once ends what its deputies hold, and every session of a person left with no role anywhere.
    """
    permit(may(by, P.MEMBERSHIP_MANAGE, membership), NOT_ENDED)
    membership = Membership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    day = on or by.today
    reasons = [
        _over(membership, by),
        own_membership(membership, by),
        lasting_administrator(membership, day, by.today),
        None if reason.strip() else Reason("accounts.reason_missing", {}),
    ]
    if day > by.today and day <= membership.start:
        reasons += check_terms(replace(terms_of(membership), end=day), by.body, by.today)
    refuse_if(NOT_ENDED, reasons)
    with writing(by, "end_membership", NOT_ENDED, reason):
        if day > by.today:
            membership.end = day
            membership.save(update_fields=["end"])
        else:
            close(membership, by, reason)
        audit.record(by, "end_membership", membership, reason=reason, on=str(day))
        notices.tell(
            [membership.user],
            body=by.body,
            title="Your role in Homeward ends" if day > by.today else "Your role in Homeward has ended",
        )


def terms_of(membership: Membership) -> Terms:
    return Terms(
        Role(membership.role),
        membership.start,
        membership.end,
        membership.organisation,
        tuple(membership.scope.order_by("pk")),
        membership.delegation_limit,
    )


def close(membership: Membership, by: Actor, reason: str) -> None:
    """End a membership and its deputies' now, and the sessions of whoever has no role left."""
    for each in (membership, *membership.deputies.filter(ended_at=None)):
        each.ended_at, each.ended_by = timezone.now(), by.user
        each.save(update_fields=["ended_at", "ended_by"])
        if each is not membership:
            audit.record(by, "end_membership", each, reason=reason or "The role they stood in for ended.")
        if not Membership.objects.active_on(by.today).filter(user_id=each.user_id).exists():
            end_sessions(user=each.user)


def _succeed(membership: Membership, after: Terms, by: Actor, reason: str) -> Membership:
    successor = Membership(
        user=membership.user,
        body=membership.body,
        organisation=after.organisation,
        role=after.role,
        delegation_limit=after.delegation_limit,
        start=after.start,
        end=after.end,
    )
    successor.save()
    successor.scope.set(after.scope)
    close(membership, by, reason)  # after the successor: the person's sessions go on
    return successor


def _why_not_changed(membership: Membership, before: Terms, after: Terms, by: Actor) -> list[Reason | None]:
    reasons: list[Reason | None] = [_over(membership, by), own_membership(membership, by)]
    if membership.deputy_for:
        names = {"name": membership.user.name, "principal": membership.deputy_for.user.name}
        reasons.append(Reason("accounts.change_deputy", names))
    if replace(after, start=before.start) == before:
        reasons.append(Reason("accounts.nothing_changed", {}))
    if after.role is not Role.ADMINISTRATOR:
        reasons.append(lasting_administrator(membership, by.today, by.today))
    elif after.end is not None:
        reasons.append(lasting_administrator(membership, after.end, by.today))
    return [*reasons, *check_terms(after, by.body, by.today)]


def _over(membership: Membership, by: Actor) -> Reason | None:
    if membership.ended_at:
        return Reason("accounts.already_over", {"day": say_day(timezone.localdate(membership.ended_at))})
    if membership.end and membership.end <= by.today:
        return Reason("accounts.already_over", {"day": say_day(membership.end)})
    return None


def _say(terms: Terms) -> dict[str, Any]:
    return {
        "role": terms.role.value,
        "organisation": terms.organisation.name if terms.organisation else "",
        "scope": [o.name for o in terms.scope],
        "start": str(terms.start),
        "end": str(terms.end or ""),
        "delegation_limit": str(terms.delegation_limit) if terms.delegation_limit is not None else "",
    }
