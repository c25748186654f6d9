"""Providers' invoices and acquittals: recorded, held against the statement, and what was decided about a difference."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.models import Line
from homeward.apps.core import audit
from homeward.apps.core.folding import fold
from homeward.apps.core.notices import tell
from homeward.apps.core.periods import to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.finance.models import Invoice
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements import figures
from homeward.apps.statements.models import Statement
from homeward.apps.statements.partnered import figures as partnered
from homeward.apps.statements.periods import Span
from homeward.engine.invoices import match_invoice
from homeward.kernel.reasons import Reason

WHAT = "This invoice cannot be recorded"
S, O = Invoice.State, Invoice.Outcome  # noqa: E741
UNDECIDED = (S.OPEN, S.MATCHED)
Json = dict[str, Any]


def number_key(number: str) -> str:
    """An invoice number by which two are the same: case, spaces and signs between do not tell them apart."""
    return "".join(c for c in fold(number) if c.isalnum())[:60]


@service("invoice.record", WHAT)
def record_invoice(
    *, line: Line, quarter: Span, kind: str, number: str, dated_on: dt.date, amount: Decimal, note: str = "", by: Actor
) -> Invoice:  # fmt: skip
    """Record a provider's figure for a line and quarter and hold it against the statement. Raises Refused.

    The same number of one provider is refused, however it is written.
    """
    permit(Line.objects.allowed_to(by, Permission.INVOICE_RECORD).filter(pk=line.pk).exists(), WHAT)
    key = number_key(number)
    before = Invoice.objects.filter(body=line.body, organisation=line.organisation, number_key=key).first()
    refuse_if(
        WHAT,
        [
            Reason("invoice.no_number", {"field": "number"}) if not key else None,
            _known(before) if key and before else None,
            _bad_amount(amount),
            _later(dated_on, by),
            _not_in_force(line, quarter),
        ],
    )
    invoice = Invoice(
        body=line.body, organisation=line.organisation, line=line, period=to_db(quarter.range), label=quarter.label,
        kind=kind, number=number.strip()[:60], number_key=key, dated_on=dated_on, amount=amount, note=note.strip(),
        recorded_by=by.user,
    )  # fmt: skip
    _match(invoice)
    invoice.save()
    audit.record(by, "invoice.record", invoice, amount=str(amount), outcome=invoice.outcome)
    _tell_of_difference(invoice, by)
    return invoice


def _known(before: Invoice) -> Reason:
    inputs = {
        "field": "number",
        "number": before.number,
        "on": before.dated_on.isoformat(),
        "amount": f"{before.amount:,.2f}",
    }
    return Reason("invoice.number_twice", inputs)


def _bad_amount(amount: Decimal) -> Reason | None:
    sound = amount.is_finite() and amount >= 0 and amount == round(amount, 2)
    return None if sound else Reason("invoice.amount", {"field": "amount", "given": str(amount)})


def _later(dated_on: dt.date, by: Actor) -> Reason | None:
    if dated_on <= by.today:
        return None
    days = {"field": "dated_on", "on": dated_on.isoformat(), "today": by.today.isoformat()}
    return Reason("invoice.later", days)


def _not_in_force(line: Line, quarter: Span) -> Reason | None:
    if Line.objects.filter(pk=line.pk, period__overlap=to_db(quarter.range)).exists():
        return None
    return Reason("invoice.not_in_force", {"field": "line", "line": str(line), "label": quarter.label})


def money_lines(statement: Statement) -> tuple[str, list[Json]]:
    """What both sides may read of a statement's money: the approved assessment, else what an issued version owes.

    The first part says which: approved, issued, or nothing while no version was issued.
    """
    version = (
        statement.versions.filter(issued_at__isnull=False).exclude(kind="late").order_by("-number").first()
    )
    if version is None:
        return "", []
    assessment = getattr(statement, "assessment", None)
    if assessment is not None and assessment.approved_at is not None:
        return "approved", figures.breakdown(assessment.version.decision, assessment)
    if partnered.is_funding(version.decision):
        return "issued", partnered.breakdown(version.decision)
    due = [m for m in version.decision["money"] if m["status"] == "due"]
    return "issued", [{"code": m["code"], "amount": m["amount"]} for m in due]


def _match(invoice: Invoice) -> None:
    """Set outcome, match and state by the statement as both sides may read it now. The caller saves."""
    found = Statement.objects.filter(line=invoice.line, period=invoice.period)
    statement = found.select_related("assessment__version").first()
    invoice.statement = statement
    basis, lines = money_lines(statement) if statement else ("", [])
    if not basis:
        invoice.outcome, invoice.match, invoice.state = O.WAITING, {}, S.OPEN
        return
    policy = pack_of(invoice.body).policy()
    first = invoice.period.lower if hasattr(invoice.period, "lower") else invoice.period[0]
    match = match_invoice(invoice.amount, [Decimal(m["amount"]) for m in lines], policy, on=first)
    invoice.outcome = O(match.outcome)
    invoice.match = {**match.to_json(), "basis": basis, "lines": lines}
    invoice.state = S.OPEN if invoice.outcome == O.DIFFERS else S.MATCHED


def match_again(*, statement: Statement, by: Actor) -> int:
    """Hold the undecided invoices of a statement against it anew; returns how many read differently now.

    What somebody has accepted, returned or withdrawn stays as decided.
    """
    changed = 0
    waiting = Invoice.objects.select_for_update(of=("self",)).filter(
        state__in=UNDECIDED, line_id=statement.line_id
    )
    for invoice in waiting.filter(Q(statement=statement) | Q(period=statement.period)).order_by("pk"):
        before = (invoice.outcome, invoice.match)
        _match(invoice)
        if (invoice.outcome, invoice.match) == before:
            continue
        changed += 1
        invoice.save(update_fields=["statement", "outcome", "match", "state"])
        audit.record(by, "invoice.match", invoice, outcome=invoice.outcome, before=before[0])
        if invoice.outcome != before[0]:
            _tell_of_difference(invoice, by)
    return changed


def _tell_of_difference(invoice: Invoice, by: Actor) -> None:
    if invoice.outcome != O.DIFFERS:
        return
    roles = (Role.FINANCE_OFFICER, Role.CONTRACT_MANAGER)
    people = people_in(roles, body=invoice.body, organisation_id=invoice.organisation_id)
    _tell(people, invoice, f"{invoice.organisation.name}: {invoice} differs from the statement", by)


def _tell(people: list[Any], invoice: Invoice, title: str, by: Actor, text: str = "") -> None:
    tell(
        [u for u in people if u.pk != by.user.pk], body=invoice.body, title=title, text=text,
        url=reverse("invoice", args=[invoice.public_id]), organisation_id=invoice.organisation_id,
    )  # fmt: skip


@service("invoice.accept", "This difference cannot be accepted")
def accept_difference(*, invoice: Invoice, reason: str, by: Actor) -> Invoice:
    """Accept that the invoice differs, with the reason. The statement is paid as it stands."""
    return _resolve(invoice, S.ACCEPTED, reason, by, "accepted")


@service("invoice.return", "This invoice cannot be returned")
def return_invoice(*, invoice: Invoice, reason: str, by: Actor) -> Invoice:
    """Send it back to the provider, who sends a corrected one under a number of its own."""
    return _resolve(invoice, S.RETURNED, reason, by, "returned")


@service("invoice.withdraw", "This invoice cannot be withdrawn")
def withdraw_invoice(*, invoice: Invoice, reason: str, by: Actor) -> Invoice:
    """Withdraw one's own record: what was sent by mistake. Its number stays taken."""
    return _resolve(invoice, S.WITHDRAWN, reason, by, "withdrawn")


def _resolve(invoice: Invoice, state: str, reason: str, by: Actor, word: str) -> Invoice:
    what = f"This invoice cannot be {word}"
    needed = Permission.INVOICE_RECORD if state == S.WITHDRAWN else Permission.INVOICE_RESOLVE
    permit(Invoice.objects.allowed_to(by, needed).filter(pk=invoice.pk).exists(), what)
    invoice = (
        Invoice.objects.select_for_update(of=("self",))
        .select_related("organisation", "body", "recorded_by")
        .get(pk=invoice.pk)
    )
    refuse_if(
        what,
        [
            _why_not(invoice, state, by),
            None if reason.strip() else Reason("finance.no_reason", {"field": "reason"}),
        ],
    )
    invoice.state, invoice.resolution = state, reason.strip()
    invoice.resolved_at, invoice.resolved_by = timezone.now(), by.user
    invoice.save(update_fields=["state", "resolution", "resolved_at", "resolved_by"])
    audit.record(by, f"invoice.{word}", invoice, reason=reason)
    if state != S.WITHDRAWN:
        people = people_in(
            (Role.PROVIDER_MANAGER,), body=invoice.body, organisation_id=invoice.organisation_id
        )
        _tell(people, invoice, f"{invoice} was {word}", by, reason)
    return invoice


def _why_not(invoice: Invoice, state: str, by: Actor) -> Reason | None:
    """A matched invoice needs no decision; nobody decides about a figure that they recorded themselves, and only
    the provider or who recorded it withdraws one."""
    if state == S.WITHDRAWN and not by.is_provider and invoice.recorded_by_id != by.user.pk:
        return Reason("invoice.not_yours", {"name": invoice.recorded_by.name})
    if invoice.state == S.OPEN and state == S.ACCEPTED and invoice.recorded_by_id == by.user.pk:
        return Reason("invoice.own_work", {"name": by.user.name})
    if invoice.state == S.OPEN or (invoice.state == S.MATCHED and state == S.WITHDRAWN):
        return None
    return Reason("invoice.decided", {"state": invoice.get_state_display().lower()})
