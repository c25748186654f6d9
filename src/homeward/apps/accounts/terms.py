"""What a membership may be: the checks that an invitation and a change of role share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Q, QuerySet

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, Membership, Organisation
from homeward.apps.accounts.roles import DESCRIPTIONS, HeldAt, Role
from homeward.apps.core.periods import say_day
from homeward.kernel.reasons import Reason


@dataclass(frozen=True)
class Terms:
    """What somebody may do for whom, how far and how long. `end` is the first day without the role."""

    role: Role
    start: dt.date
    end: dt.date | None = None
    organisation: Organisation | None = None
    scope: tuple[Organisation, ...] = field(default_factory=tuple)
    delegation_limit: Decimal | None = None


def organisations_of(body: CommissioningBody) -> QuerySet[Organisation]:
    """Provider organisations known to a body: it deals with them, or they are on their way to it.

    Asked through the reverse names of the provider's record and of the application: what an organisation is to a body is
    known above.
    """
    known = Q(providers__body=body) | Q(applications__body=body)
    return Organisation.objects.filter(known).distinct().order_by("search_key")


def check_terms(terms: Terms, body: CommissioningBody, today: dt.date) -> list[Reason]:
    """Every reason why a membership may not have these terms."""
    return [*_check_dates(terms, today), *_check_place(terms, body), *_check_limit(terms)]


def last_day(end: dt.date) -> str:
    """The last day with the role, from the first without."""
    return say_day(end - dt.timedelta(days=1))


def _check_dates(terms: Terms, today: dt.date) -> Iterable[Reason]:
    if terms.end is None:
        return
    if terms.end <= terms.start:
        yield Reason("accounts.dates_reversed", {"start": say_day(terms.start), "end": last_day(terms.end)})
    elif terms.end <= today:
        yield Reason("accounts.dates_past", {"end": last_day(terms.end), "today": say_day(today)})


def _check_place(terms: Terms, body: CommissioningBody) -> Iterable[Reason]:
    label = terms.role.label
    if not DESCRIPTIONS[terms.role].known_in(body.pack):
        yield Reason("accounts.role_not_here", {"role": label, "body": body.name})
    for_provider = DESCRIPTIONS[terms.role].held_at is HeldAt.ORGANISATION
    if for_provider and terms.organisation is None:
        yield Reason("accounts.role_needs_organisation", {"role": label})
    if not for_provider and terms.organisation is not None:
        yield Reason(
            "accounts.role_without_organisation", {"role": label, "organisation": terms.organisation.name}
        )
    if for_provider and terms.scope:
        yield Reason("accounts.scope_for_provider", {"role": label})
    named = {o.pk: o for o in (*terms.scope, *([terms.organisation] if terms.organisation else []))}
    known = set(organisations_of(body).filter(pk__in=named).values_list("pk", flat=True)) if named else set()
    for pk, organisation in named.items():
        if pk not in known:
            yield Reason(
                "accounts.unknown_organisation", {"organisation": organisation.name, "body": body.name}
            )


def _check_limit(terms: Terms) -> Iterable[Reason]:
    limit = terms.delegation_limit
    if limit is None:
        return
    if not DESCRIPTIONS[terms.role].approves_money:
        yield Reason(
            "accounts.limit_not_for_role", {"limit": f"{limit:,.2f}", "role": terms.role.label.lower()}
        )
    if limit < 0:
        yield Reason("accounts.limit_negative", {"limit": f"{limit:,.2f}"})


def own_membership(membership: Membership, by: Actor) -> Reason | None:
    """A reason when somebody would change their own role, or the one they stand in for."""
    own = membership.user_id == by.user.pk or membership.pk == by.membership.deputy_for_id
    return Reason("accounts.own_membership", {}) if own else None


def lasting_administrator(membership: Membership, until: dt.date, today: dt.date) -> Reason | None:
    """A reason when `membership` is the last administrator's and would be over on `until`.

    Another administrator counts when they hold the role now, themselves, and longer than that. The body's row
    is locked, so that two administrators cannot end each other at once.
    """
    if (
        membership.role != Role.ADMINISTRATOR
        or membership.deputy_for_id
        or not membership.is_active_on(today)
    ):
        return None
    CommissioningBody.objects.select_for_update().get(pk=membership.body_id)
    others = Membership.objects.active_on(max(today, until)).active_on(today)
    others = others.filter(
        body_id=membership.body_id, role=Role.ADMINISTRATOR, deputy_for=None, user__is_active=True
    )
    if others.exclude(user_id=membership.user_id).exists():
        return None
    return Reason("accounts.last_administrator", {"name": membership.user.name, "body": membership.body.name})
