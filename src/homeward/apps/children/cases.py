"""Whose case a child is: assigned from a day on, handed over, ended. One social worker and one reviewing officer at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import F
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership, User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.children.models import CaseWorker, Child
from homeward.apps.core import audit
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, service
from homeward.kernel.reasons import Reason

WHAT, END = "This case cannot be assigned", "This case cannot be ended"
Kind = CaseWorker.Kind


def workers_of(child: Child) -> list[CaseWorker]:
    """Everybody whose case it is, will be or was: now first, then whoever is to come, then the newest."""
    rows = CaseWorker.objects.filter(child=child).select_related("user", "assigned_by", "body")
    return sorted(rows, key=lambda w: (w.has_ended, w.is_to_come, -w.start.toordinal(), w.role))


def people_for(by: Actor, role: str) -> list[User]:
    """Who holds the role at the body today."""
    return people_in([Role(role)], body=by.body, organisation_id=None)


@service("assign_case", WHAT)
def assign_case(
    *, child: Child, user: User, role: str, start: dt.date, independence: str = "", by: Actor
) -> CaseWorker:
    """From a day on the child is this person's case in this role; whoever it was before ends the day it begins.

    A reviewing officer is nobody who works, or worked, on the case, and `independence` says who manages them.
    Nobody assigns a case to themselves.
    """
    permit(may(by, P.CASE_ASSIGN, child), WHAT)
    hold(child)  # two who assign at once do so one after the other
    last = F("end").desc(nulls_first=True)
    before = CaseWorker.objects.filter(child=child, role=role).order_by(last).select_related("user").first()
    refuse_if(WHAT, [*_against(child, user, role, start, independence, before, by)])
    if before is not None and before.end is None:
        before.end = start
        before.save(update_fields=["end"])
    made = CaseWorker.objects.create(
        body=child.body, child=child, user=user, role=role, start=start, independence=independence.strip(),
        assigned_by=by.user,
    )  # fmt: skip
    audit.record(by, "assign_case", child, who=user.name, role=role, start=start.isoformat())
    tell(
        [user], body=child.body,
        title=saying("Child %(reference)s is your case from %(day)s", reference=child.reference, day=start),
        url=reverse("child", args=[child.public_id]),
    )  # fmt: skip
    return made


def _against(
    child: Child, user: User, role: str, start: dt.date, independence: str, before: CaseWorker | None, by: Actor
) -> Iterator[Reason]:  # fmt: skip
    if role not in Kind.values:
        yield Reason("case.role_unknown", {"field": "role"})
        return
    words = str(Kind(role).label).lower()
    held = Membership.objects.filter(user=user, body=child.body, role=role, deputy_for=None)
    if not held.active_on(max(start, by.today)).exists():
        yield Reason("case.role_not_held", {"name": user.name, "role": words, "field": "user"})
    if _is_oneself(user, role, by):
        yield Reason("case.to_oneself", {"field": "user"})
    yield from _beside(before, user, start)
    other = Kind.REVIEWING_OFFICER if role == Kind.SOCIAL_WORKER else Kind.SOCIAL_WORKER
    if CaseWorker.objects.filter(child=child, role=other, user=user).exists():
        yield Reason("case.not_independent", {"name": user.name, "field": "user"})
    if role == Kind.REVIEWING_OFFICER and not independence.strip():
        yield Reason("case.independence_missing", {"field": "independence"})


def _beside(before: CaseWorker | None, user: User, start: dt.date) -> Iterator[Reason]:
    """Whoever has the case in this role, or had it last: one at a time."""
    if before is None:
        return
    told = {"name": before.user.name, "since": before.start.isoformat(), "field": "start"}
    if before.end is not None:
        if start < before.end:
            yield Reason("case.before_the_end", {**told, "until": before.end.isoformat()})
    elif before.user_id == user.pk:
        yield Reason("case.is_theirs", {**told, "field": "user"})
    elif start <= before.start:
        yield Reason("case.before_the_last", told)


def _is_oneself(user: User, role: str, by: Actor) -> bool:
    """Oneself, whomever one stands in for, or whoever's deputy one is in that role: their cases are read as one's own."""
    acts_for = by.membership.deputy_for
    deputies = Membership.objects.filter(user=by.user, body=by.body, role=role, deputy_for__user=user)
    return (
        user.pk == by.user.pk
        or (acts_for is not None and acts_for.user_id == user.pk)
        or deputies.active_on(by.today).exists()
    )


@service("end_case", END)
def end_case(*, worker: CaseWorker, on: dt.date, reason: str, by: Actor) -> CaseWorker:
    """The case is nobody's from a day on, until it is assigned again. `on`: first day it is not theirs."""
    permit(may(by, P.CASE_ASSIGN, worker.child), END)
    hold(worker.child)
    hold(worker)
    ended = Reason("case.ended", {"on": worker.end.isoformat()}) if worker.end else None
    early = (
        Reason("case.ends_before", {"since": worker.start.isoformat(), "field": "on"})
        if on <= worker.start
        else None
    )
    missing = None if reason.strip() else Reason("case.reason_missing", {"field": "reason"})
    refuse_if(END, [ended, early, missing])
    worker.end, worker.note = on, reason.strip()
    worker.save(update_fields=["end", "note"])
    audit.record(by, "end_case", worker.child, who=worker.user.name, role=worker.role, on=on.isoformat())
    return worker
