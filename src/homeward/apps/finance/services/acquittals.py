"""The quarterly acquittal: expected, sent, received, reminded of; and further information asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.models import Agreement
from homeward.apps.core import audit
from homeward.apps.core.calendars import working_days
from homeward.apps.core.notices import tell
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.finance.models import InformationRequest
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements.models import OPEN_STATES, Acquittal, Statement
from homeward.apps.statements.services import recount
from homeward.engine import due_dates
from homeward.kernel.quarters import Quarter
from homeward.kernel.reasons import Reason
from homeward.policy import PolicyValueError
from homeward.web.dates import short_date

RECEIVE = "This acquittal cannot be recorded as received"


def expect_acquittals(*, body: CommissioningBody, quarter: Quarter) -> int:
    """Write down what is due for a quarter: one acquittal for each agreement in force. Returns how many are new.

    The job calls it each day; what is there stays. A body whose pack asks for no acquittal, or not yet then, has none.
    """
    try:
        due = due_dates.acquittal_due(quarter.range, pack_of(body).policy())
    except (PolicyValueError, KeyError):
        return 0
    period = to_db(quarter.range)
    agreements = Agreement.objects.filter(body=body, lines__period__overlap=period, period__overlap=period)
    made = 0
    for agreement in agreements.exclude(acquittals__period=period).distinct().order_by("pk"):
        _, is_new = Acquittal.objects.get_or_create(
            agreement=agreement, period=period,
            defaults={"body": body, "organisation": agreement.organisation, "label": quarter.label, "due_on": due.on},
        )  # fmt: skip
        made += is_new
    return made


@service("acquittal.send", "This acquittal cannot be marked as sent")
def send_acquittal(*, acquittal: Acquittal, on: dt.date, note: str, by: Actor) -> Acquittal:
    """The provider says when and how it was sent. The department records when it came."""
    what = "This acquittal cannot be marked as sent"
    acquittal = _locked(acquittal, Permission.ACQUITTAL_SEND, what, by)
    refuse_if(what, [_received(acquittal), _outside(acquittal, on, by)])
    acquittal.sent_on, acquittal.sent_note, acquittal.sent_by = on, note.strip()[:300], by.user
    acquittal.save(update_fields=["sent_on", "sent_note", "sent_by"])
    audit.record(by, "acquittal.send", acquittal, on=on.isoformat())
    people = people_in(
        (Role.CONTRACT_MANAGER,), body=acquittal.body, organisation_id=acquittal.organisation_id
    )
    _tell(people, acquittal, f"{acquittal.organisation.name}: {acquittal} was sent", by=by)
    return acquittal


@service("acquittal.receive", RECEIVE)
def receive_acquittal(*, acquittal: Acquittal, on: dt.date, reason: str = "", by: Actor) -> Acquittal:
    """Record the day on which the quarterly report came: it says in which quarter growth money is paid.

    A day that was recorded wrongly is put right with a reason.

    Open statements of the agreement's quarter are counted again with it. Locked ones stay as they were agreed.
    """
    acquittal = _locked(acquittal, Permission.ACQUITTAL_RECEIVE, RECEIVE, by)
    early = acquittal.sent_on is not None and on < acquittal.sent_on
    before = {"on": on.isoformat(), "sent": acquittal.sent_on.isoformat() if acquittal.sent_on else ""}
    refuse_if(
        RECEIVE,
        [
            None if reason.strip() else _received(acquittal),
            _outside(acquittal, on, by),
            Reason("acquittal.before_sent", {"field": "on", **before}) if early else None,
        ],
    )
    acquittal.received_on, acquittal.received_by = on, by.user
    acquittal.save(update_fields=["received_on", "received_by"])
    audit.record(by, "acquittal.receive", acquittal, reason=reason, on=on.isoformat())
    open_ones = Statement.objects.filter(
        line__agreement=acquittal.agreement, period=acquittal.period, state__in=OPEN_STATES
    )
    for statement in open_ones.order_by("line_id", "pk"):
        recount(statement=statement, reason=f"The quarterly report came on {short_date(on)}.", by=by)
    return acquittal


def _locked(acquittal: Acquittal, permission: Permission, what: str, by: Actor) -> Acquittal:
    permit(Acquittal.objects.allowed_to(by, permission).filter(pk=acquittal.pk).exists(), what)
    rows = Acquittal.objects.select_for_update(of=("self",)).select_related(
        "agreement", "organisation", "body"
    )
    return rows.get(pk=acquittal.pk)


def _received(acquittal: Acquittal) -> Reason | None:
    if acquittal.received_on is None:
        return None
    return Reason("acquittal.received", {"on": acquittal.received_on.isoformat()})


def _outside(acquittal: Acquittal, on: dt.date, by: Actor) -> Reason | None:
    first = from_db(acquittal.period).start
    if first <= on <= by.today:
        return None
    days = {"on": on.isoformat(), "first": first.isoformat(), "today": by.today.isoformat()}
    return Reason("acquittal.day", {"field": "on", **days})


def _tell(
    people: list[Any], acquittal: Acquittal, title: str, *, by: Actor | None = None, text: str = ""
) -> None:
    told = [u for u in people if by is None or u.pk != by.user.pk]
    tell(
        told, body=acquittal.body, title=title, text=text, url=reverse("acquittal", args=[acquittal.public_id]),
        organisation_id=acquittal.organisation_id,
    )  # fmt: skip


def remind(*, body: CommissioningBody, today: dt.date) -> int:
    """Remind of acquittals that have not come: the provider before and after, the department once one is late.

    Returns how many were reminded of. Twice on one day reminds once.
    """
    policy, count = pack_of(body).policy(), 0
    waiting = Acquittal.objects.select_for_update(of=("self",), skip_locked=True).filter(
        body=body, received_on=None, sent_on=None
    )
    for acquittal in waiting.select_related("agreement", "organisation", "body").order_by("due_on", "pk"):
        if not due_dates.reminder_is_due(acquittal.due_on, acquittal.reminded_on, today, policy):
            continue
        _remind(acquittal, today)
        acquittal.reminded_on, acquittal.reminders = today, acquittal.reminders + 1
        acquittal.save(update_fields=["reminded_on", "reminders"])
        count += 1
    return count + _remind_of_requests(body, today, policy)


def _remind(acquittal: Acquittal, today: dt.date) -> None:
    days = (acquittal.due_on - today).days
    when = (
        f"is due on {short_date(acquittal.due_on)}"
        if days >= 0
        else f"is {-days} day{'s' if days != -1 else ''} late"
    )
    roles = (Role.PROVIDER_MANAGER,) if days >= 0 else (Role.PROVIDER_MANAGER, Role.CONTRACT_MANAGER)
    people = people_in(roles, body=acquittal.body, organisation_id=acquittal.organisation_id)
    _tell(people, acquittal, f"{acquittal} {when}")


def _remind_of_requests(body: CommissioningBody, today: dt.date, policy: Any) -> int:
    waiting = InformationRequest.objects.select_for_update(of=("self",), skip_locked=True).filter(
        body=body, answered_on=None
    )
    count = 0
    for request in waiting.select_related("agreement", "organisation", "body").order_by("due_on", "pk"):
        if not due_dates.reminder_is_due(request.due_on, request.reminded_on, today, policy):
            continue
        people = people_in((Role.PROVIDER_MANAGER,), body=body, organisation_id=request.organisation_id)
        tell(
            people, body=body, title=f"{request} is due on {short_date(request.due_on)}",
            url=reverse("information_request", args=[request.public_id]), organisation_id=request.organisation_id,
        )  # fmt: skip
        request.reminded_on = today
        request.save(update_fields=["reminded_on"])
        count += 1
    return count


@service("information.ask", "This cannot be asked")
def ask_information(*, agreement: Agreement, label: str, text: str, by: Actor) -> InformationRequest:
    """Ask a provider for further financial information; it is due after the working days the policy gives."""
    what = "This cannot be asked"
    permit(
        Agreement.objects.allowed_to(by, Permission.ACQUITTAL_RECEIVE).filter(pk=agreement.pk).exists(), what
    )
    refuse_if(what, [None if text.strip() else Reason("finance.no_text", {"field": "text"})])
    pack = pack_of(by.body)
    due = due_dates.information_due(by.today, pack.policy(), working_days(pack))
    made = InformationRequest.objects.create(
        body=agreement.body, organisation=agreement.organisation, agreement=agreement, label=label, text=text.strip(),
        asked_on=by.today, asked_by=by.user, due_on=due.on,
    )  # fmt: skip
    audit.record(by, "information.ask", made, due_on=due.on.isoformat())
    people = people_in(
        (Role.PROVIDER_MANAGER,), body=agreement.body, organisation_id=agreement.organisation_id
    )
    tell(
        people, body=agreement.body, title=f"{made} is asked for", url=reverse("information_request", args=[made.public_id]),
        organisation_id=agreement.organisation_id,
    )  # fmt: skip
    return made


@service("information.answer", "This answer cannot be recorded")
def answer_request(*, request: InformationRequest, answer: str, by: Actor) -> InformationRequest:
    """The provider's answer; what it cannot say in words it adds as a document."""
    what = "This answer cannot be recorded"
    permit(
        InformationRequest.objects.allowed_to(by, Permission.ACQUITTAL_SEND).filter(pk=request.pk).exists(),
        what,
    )
    rows = InformationRequest.objects.select_for_update(of=("self",)).select_related("agreement", "body")
    request = rows.get(pk=request.pk)
    answered = request.answered_on
    refuse_if(
        what,
        [
            Reason("information.answered", {"on": answered.isoformat()}) if answered else None,
            None if answer.strip() else Reason("finance.no_text", {"field": "answer"}),
        ],
    )
    request.answer, request.answered_on, request.answered_by = answer.strip(), by.today, by.user
    request.save(update_fields=["answer", "answered_on", "answered_by"])
    audit.record(by, "information.answer", request)
    people = people_in(
        (Role.CONTRACT_MANAGER, Role.FINANCE_OFFICER),
        body=request.body,
        organisation_id=request.organisation_id,
    )
    tell(
        [u for u in people if u.pk != by.user.pk], body=request.body, title=f"{request} was answered",
        url=reverse("information_request", args=[request.public_id]), organisation_id=request.organisation_id,
    )  # fmt: skip
    return request
