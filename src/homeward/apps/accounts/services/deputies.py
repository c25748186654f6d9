"""Standing in for somebody: their role, scope and limit, between two days, and shown everywhere."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership, User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.accounts.terms import (
    Terms,
    check_terms,
    last_day,
    own_membership,
)
from homeward.apps.core import audit, notices
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, writing
from homeward.kernel.reasons import Reason

NOT_MADE = "The deputy cannot be named"


@transaction.atomic
def deputise(
    *, principal: Membership, deputy: User, start: dt.date, end: dt.date | None, reason: str = "", by: Actor
) -> Membership:
    """Let `deputy` act with the principal's role, scope and limit from `start` until before `end`.

    The deputy must hold a role of their own on the same side; a deputy cannot be stood in for in turn.
    Both are told.
    """
    permit(may(by, P.MEMBERSHIP_MANAGE, principal), NOT_MADE)
    principal = Membership.objects.select_for_update(of=("self",)).get(pk=principal.pk)
    refuse_if(NOT_MADE, _why_not(principal, deputy, start, end, by))
    with writing(by, "deputise", NOT_MADE, reason):
        made = Membership.objects.create(
            user=deputy,
            body=principal.body,
            organisation=principal.organisation,
            role=principal.role,
            delegation_limit=principal.delegation_limit,
            start=start,
            end=end,
            deputy_for=principal,
        )
        made.scope.set(principal.scope.all())
        audit.record(
            by, "deputise", made, reason=reason, principal=principal.public_id, start=str(start), end=str(end)
        )
        notices.tell(
            [deputy],
            body=by.body,
            title=f"You stand in for {principal.user.name}",
            url=reverse("memberships"),
            text=f"From {say_day(start)} to {last_day(end) if end else ''}. Choose the role under Roles.",
        )
        notices.tell(
            [principal.user],
            body=by.body,
            title=f"{deputy.name} stands in for you",
            url=reverse("memberships"),
        )
    return made


def _why_not(
    principal: Membership, deputy: User, start: dt.date, end: dt.date | None, by: Actor
) -> list[Reason | None]:
    name = principal.user.name
    reasons: list[Reason | None] = []
    if principal.ended_at or (principal.end and principal.end <= by.today):
        over = timezone.localtime(principal.ended_at).date() if principal.ended_at else principal.end
        reasons.append(Reason("accounts.already_over", {"day": say_day(over)}))
    if deputy.pk == principal.user_id:
        reasons.append(Reason("accounts.deputy_self", {"name": name}))
    elif deputy.pk == by.user.pk:
        reasons.append(Reason("accounts.own_membership", {}))
    elif not _is_colleague(principal, deputy, by.today):
        where = principal.organisation.name if principal.organisation else principal.body.name
        reasons.append(Reason("accounts.deputy_not_colleague", {"name": deputy.name, "where": where}))
    if principal.deputy_for:
        reasons.append(
            Reason("accounts.deputy_of_deputy", {"name": name, "principal": principal.deputy_for.user.name})
        )
    reasons.append(own_membership(principal, by) if principal.pk == by.membership.deputy_for_id else None)
    return [*reasons, *_check_days(principal, deputy, start, end, by)]


def _check_days(
    principal: Membership, deputy: User, start: dt.date, end: dt.date | None, by: Actor
) -> list[Reason]:
    if end is None:
        return [Reason("accounts.deputy_needs_end", {})]
    terms = Terms(by.role, start, end)
    reasons = [r for r in check_terms(terms, by.body, by.today) if r.code.startswith("accounts.dates")]
    if start < principal.start or (principal.end and end > principal.end):
        reasons.append(
            Reason(
                "accounts.deputy_outside",
                {
                    "name": principal.user.name,
                    "start": say_day(principal.start),
                    "end": last_day(principal.end) if principal.end else "an open end",
                },
            )
        )
    if principal.deputies.filter(user=deputy, ended_at=None, start__lt=end, end__gt=start).exists():
        reasons.append(Reason("accounts.deputy_twice", {"deputy": deputy.name, "name": principal.user.name}))
    return reasons


def _is_colleague(principal: Membership, deputy: User, today: dt.date) -> bool:
    own = Membership.objects.active_on(today).filter(user=deputy, deputy_for=None)
    return own.filter(body=principal.body, organisation=principal.organisation).exists()
