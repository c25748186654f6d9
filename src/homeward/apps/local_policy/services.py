"""Entering values: one person drafts and proposes, another confirms or declines, and taking away goes the same way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt
from homeward.apps.core import audit, notices
from homeward.apps.core.events import publish
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import Refused, refuse_if
from homeward.apps.core.writing import hold, permit, service, writing
from homeward.apps.local_policy.checks import faults_of
from homeward.apps.local_policy.events import PolicyChanged
from homeward.apps.local_policy.machine import LOCAL_VALUE
from homeward.apps.local_policy.models import LocalValue
from homeward.apps.local_policy.queries import is_standing
from homeward.apps.local_policy.words import describe
from homeward.kernel.jsontypes import JSON
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

State = LocalValue.State
CANNOT_DRAFT = "The value cannot be entered"


def draft_value(
    *,
    path: str,
    value: JSON,
    period: DateRange,
    source_title: str,
    source_clause: str,
    source_read_on: dt.date | None,
    keys: Sequence[str] = (),
    note: str = "",
    draft: LocalValue | None = None,
    by: Actor,
) -> LocalValue:
    """Keep a value as a draft, checked like a pack's own file; it changes nothing yet.

    `draft` names one to write over: only its own author does. Raises Refused with every fault.
    """
    permit(by.holds(Permission.POLICY_PROPOSE), CANNOT_DRAFT)
    if draft is not None:
        hold(draft)
        refuse_if(CANNOT_DRAFT, [_not_own_draft(draft, by)])
    row = draft or LocalValue(body=by.body, entered_by=by.user)
    row.path, row.keys, row.value, row.note = path, list(keys), value, note.strip()
    row.source_title, row.source_clause = source_title.strip(), source_clause.strip()
    row.source_read_on, row.entered_at = source_read_on, timezone.now()
    _check_dates(period)
    row.period = to_db(period)
    refuse_if(CANNOT_DRAFT, faults_of(row))
    with writing(by, "draft_value", CANNOT_DRAFT):
        row.save()
        audit.record(by, "draft_value", row, parameter=path)
    return row


def _check_dates(period: DateRange) -> None:
    if period.is_empty:
        raise Refused(CANNOT_DRAFT, [Reason("local_policy.no_day", {"field": "last_day"})])


def _not_own_draft(draft: LocalValue, by: Actor) -> Reason | None:
    if draft.state == State.DRAFT and draft.entered_by_id == by.user.pk and not draft.withdraws_id:
        return None
    return Reason("local_policy.not_own_draft", {"who": draft.entered_by.name})


@service("propose_value", "The value cannot be proposed")
def propose_value(*, value: LocalValue, by: Actor) -> LocalValue:
    """Send a draft to a second person. Everybody who may confirm it is told."""
    _take(value, by, Permission.POLICY_PROPOSE)
    refuse_if("The value cannot be proposed", [_not_own_draft(value, by)])
    move = LOCAL_VALUE.check("propose", value, by)
    value.state = move.target
    value.save(update_fields=["state"])
    audit.record(by, "propose_value", value, parameter=value.path)
    _tell_confirmers(value, by)
    return value


@service("confirm_value", "The value cannot be confirmed")
def confirm_value(*, value: LocalValue, by: Actor) -> LocalValue:
    """Put a proposed value (or a withdrawal) in force: from now on the body's policy says so.

    Another person than the one who entered it. Raises Refused with every reason.
    """
    _take(value, by, Permission.POLICY_CONFIRM)
    # One after the other: the order of confirming is part of the policy, and each is checked against all before.
    CommissioningBody.objects.select_for_update(no_key=True).get(pk=value.body_id)
    move = LOCAL_VALUE.check("confirm", value, by)
    _decide(value, move.target, "confirm_value", "", by)
    publish(PolicyChanged(value.body, value.path, tuple(value.keys), from_db(value.period), by))
    return value


@service("decline_value", "The value cannot be declined")
def decline_value(*, value: LocalValue, reason: str, by: Actor) -> LocalValue:
    """Send a proposal back with a reason; it stays on record, and nothing changes."""
    _take(value, by, Permission.POLICY_CONFIRM)
    move = LOCAL_VALUE.check("decline", value, by, reason=reason)
    return _decide(value, move.target, "decline_value", reason, by)


def withdraw_value(*, value: LocalValue, reason: str, by: Actor) -> LocalValue:
    """Take back a draft or proposal; for a confirmed value, propose that it no longer holds.

    A confirmed value goes only with a second person, as it came: the answer is then the new row that withdraws it.
    """
    if value.state == State.CONFIRMED:
        return _propose_withdrawal(value=value, reason=reason, by=by)
    return _take_back(value=value, reason=reason, by=by)


@service("take_back_value", "The value cannot be taken back")
def _take_back(*, value: LocalValue, reason: str, by: Actor) -> LocalValue:
    _take(value, by, Permission.POLICY_PROPOSE)
    move = LOCAL_VALUE.check("take_back", value, by)
    return _decide(value, move.target, "take_back_value", reason, by)


@service("withdraw_value", "The value cannot be withdrawn")
def _propose_withdrawal(*, value: LocalValue, reason: str, by: Actor) -> LocalValue:
    what = "The value cannot be withdrawn"
    _take(value, by, Permission.POLICY_PROPOSE)
    reasons = [] if reason.strip() else [Reason("local_policy.reason_missing", {"field": "reason"})]
    if value.withdraws_id or not is_standing(value):
        reasons.append(Reason("local_policy.not_standing", {}))
    elif (open_ := value.withdrawals.filter(state=State.PROPOSED).first()) is not None:
        reasons.append(Reason("local_policy.withdrawal_waits", {"who": open_.entered_by.name}))
    refuse_if(what, reasons)
    row = LocalValue(
        body=value.body, path=value.path, keys=value.keys, period=value.period, note=reason.strip(),
        withdraws=value, state=State.PROPOSED, entered_by=by.user,
    )  # fmt: skip
    refuse_if(what, faults_of(row))
    row.save()
    audit.record(by, "withdraw_value", row, reason=reason, parameter=value.path)
    _tell_confirmers(row, by)
    return row


def _take(value: LocalValue, by: Actor, using: Permission) -> None:
    """The row as it stands now, held until the transaction ends."""
    permit(LocalValue.objects.allowed_to(by, using).filter(pk=value.pk).exists(), "The value was not found")
    hold(value)


def _decide(value: LocalValue, state: str, action: str, reason: str, by: Actor) -> LocalValue:
    value.state, value.decided_at, value.decided_by = state, timezone.now(), by.user
    value.decision_reason = reason.strip()
    value.save(update_fields=["state", "decided_at", "decided_by", "decision_reason"])
    audit.record(by, action, value, reason=reason, parameter=value.path)
    if value.entered_by_id != by.user.pk:
        title = f"{LOCAL_VALUE.states[state]}: {describe(value)}"
        _tell([value.entered_by], value, title, reason, by)
    return value


def _tell_confirmers(value: LocalValue, by: Actor) -> None:
    roles = roles_with(Permission.POLICY_CONFIRM, HeldAt.BODY)
    people = [p for p in people_in(roles, body=value.body, organisation_id=None) if p.pk != by.user.pk]
    _tell(people, value, f"A value waits for a second person: {describe(value)}", "", by)


def _tell(people: Sequence[Any], value: LocalValue, title: str, text: str, by: Actor) -> None:
    url = reverse("local_value", args=[value.public_id])
    notices.tell(people, body=value.body, title=title[:200], text=text, url=url)
