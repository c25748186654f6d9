"""What finance asks of a person today."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.finance.models import InformationRequest, Invoice, ResultFile
from homeward.apps.statements.models import Acquittal, Payment, PaymentBatch
from homeward.web import numbers


@duty_source
def batch_duties(actor: Actor) -> Iterator[Duty]:
    """Batches that have not left yet, that wait for their answer, and answers that wait for a person."""
    if not actor.holds(P.PAYMENT_MAKE):
        return
    open_ones = Count("payments", filter=Q(payments__state=Payment.State.SENT), distinct=True)
    batches = PaymentBatch.objects.allowed_to(actor, P.PAYMENT_MAKE)
    batches = batches.annotate(
        waiting=open_ones, sent_files=Count("files", filter=Q(files__exports__gt=0), distinct=True)
    )
    for batch in batches.filter(waiting__gt=0).order_by("created_at"):
        made = timezone.localtime(batch.created_at).date()
        payments = "payment" if batch.count == 1 else "payments"
        total = f"{batch.control_total:,.2f} {batch.currency}"
        why = f"{batch.waiting} of {batch.count} {payments}, {total} in all."
        if not batch.sent_files:
            yield Duty(f"Export batch {batch.number}", why, "Export", reverse("payment_batch", args=[batch.public_id]),
                       None, "finance.export", made)  # fmt: skip
        else:
            yield Duty(f"Read the answer to batch {batch.number}", why, "Read the answer", reverse("result_send"), None,
                       "finance.answer", made)  # fmt: skip
    for result in ResultFile.objects.visible_to(actor).filter(state=ResultFile.State.CHECKED):
        given = timezone.localtime(result.given_at).date()
        yield Duty(f"Confirm the answer {result.name}", "It was checked. Nothing of it is recorded yet.", "Look and confirm",
                   reverse("result_file", args=[result.public_id]), None, "finance.confirm", given)  # fmt: skip


def _difference(invoice: Invoice) -> str:
    amount = Decimal(invoice.match["difference"])
    return f"{numbers.money(abs(amount), invoice.body.currency)} {'more' if amount > 0 else 'less'} than the statement"


@duty_source
def invoice_duties(actor: Actor) -> Iterator[Duty]:
    """Invoices that differ and wait for a decision."""
    if not actor.holds(P.INVOICE_RESOLVE):
        return
    waiting = Invoice.objects.allowed_to(actor, P.INVOICE_RESOLVE).filter(
        state=Invoice.State.OPEN, outcome=Invoice.Outcome.DIFFERS
    )
    for invoice in waiting.select_related("organisation", "line__agreement", "body").order_by("recorded_at"):
        why = f"{invoice.line}, {invoice.label}: {_difference(invoice)}."
        yield Duty(f"Decide on {invoice.words}: {invoice.organisation.name}", why, "Decide",
                   reverse("invoice", args=[invoice.public_id]), None, "finance.invoice",
                   timezone.localtime(invoice.recorded_at).date())  # fmt: skip


@duty_source
def acquittal_duties(actor: Actor) -> Iterator[Duty]:
    """The provider sends; the department records what came, and hears of what is late."""
    waiting = (
        Acquittal.objects.visible_to(actor)
        .filter(received_on=None)
        .select_related("agreement", "organisation")
    )
    for acquittal in waiting.order_by("due_on"):
        address = reverse("acquittal", args=[acquittal.public_id])
        if actor.holds(P.ACQUITTAL_SEND) and acquittal.sent_on is None:
            yield Duty(f"Send the acquittal of {acquittal.label}", f"Agreement {acquittal.agreement.reference}.", "Send",
                       address, acquittal.due_on, "finance.acquittal")  # fmt: skip
        if not actor.holds(P.ACQUITTAL_RECEIVE):
            continue
        if acquittal.sent_on is not None:
            yield Duty(f"Record the acquittal of {acquittal.organisation.name}", f"{acquittal.label}: sent by the provider.",
                       "Record", address, None, "finance.received", acquittal.sent_on)  # fmt: skip
        elif acquittal.due_on < actor.today:
            yield Duty(f"Acquittal overdue: {acquittal.organisation.name}", f"{acquittal.label}, {acquittal.agreement}.",
                       "Look", address, acquittal.due_on, "finance.overdue")  # fmt: skip


@duty_source
def information_duties(actor: Actor) -> Iterator[Duty]:
    """Questions that wait for the provider's answer."""
    if not actor.holds(P.ACQUITTAL_SEND):
        return
    waiting = InformationRequest.objects.allowed_to(actor, P.ACQUITTAL_SEND).filter(answered_on=None)
    for request in waiting.select_related("agreement").order_by("due_on"):
        yield Duty(f"Answer a request for information: {request.label}", f"Agreement {request.agreement.reference}.", "Answer",
                   reverse("information_request", args=[request.public_id]), request.due_on, "finance.information")  # fmt: skip
