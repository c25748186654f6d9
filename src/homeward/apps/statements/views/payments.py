"""What can be paid, paying it together, and the batches that were sent."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.statements import services
from homeward.apps.statements.models import Payment, PaymentBatch, State, Statement
from homeward.apps.statements.queries import line_words
from homeward.web.lists import Column, ListPage

# The order and names a finance system reads; the control total is in the last two lines of the page and the batch record.
PAYMENTS = ListPage(
    name="payments",
    columns=(
        Column(
            "statement",
            "Statement",
            lambda p: str(p.statement),
            sort="statement__line__agreement__reference",
            href=lambda p: reverse("statement", args=[p.statement.public_id]),
        ),
        Column("provider", "Provider", lambda p: p.organisation.name, sort="organisation__name"),
        Column("cost_code", "Cost code", lambda p: p.cost_code, sort="cost_code"),
        Column("amount", "Amount", lambda p: p.amount, sort="amount", numeric=True),
        Column("currency", "Currency", lambda p: p.batch.currency),
        Column("batch", "Batch", lambda p: p.batch.number, sort="batch__number"),
    ),
    order="statement",
    empty="Nothing has been paid yet.",
    counted=lambda n: f"{n:,} payment{'s' if n != 1 else ''}",
    template="statements/batch.html",
)


@page(P.PAYMENT_READ)
def payments(request: HttpRequest) -> HttpResponse:
    """Approved statements to tick and pay, and every batch."""
    actor = actor_of(request)
    if actor.is_provider:
        rows = Payment.objects.visible_to(actor).select_related(
            "statement__line__agreement", "organisation", "batch"
        )
        return PAYMENTS.respond(request, rows, heading="Payments")
    ready = (
        Statement.objects.visible_to(actor)
        .filter(state=State.APPROVED)
        .select_related("organisation", "line__agreement", "line__home", "body", "assessment")
        .order_by("organisation__name", "period")
    )
    if request.method == "POST":
        if not actor.holds(P.PAYMENT_MAKE):
            raise Http404
        chosen = Statement.objects.allowed_to(actor, P.PAYMENT_MAKE).filter(
            public_id__in=request.POST.getlist("statement")
        )
        made = services.pay(statements=list(chosen), by=actor)
        payments_made = f"{made.count} payment{'' if made.count == 1 else 's'}"
        messages.success(
            request, f"Batch {made.number}: {payments_made}, {made.control_total:,.2f} {made.currency}."
        )
        return redirect("payment_batch", made.public_id)
    rows = [{"statement": s, "words": line_words(s), "amount": s.assessment.payable_amount} for s in ready]
    context = {
        "rows": rows, "total": sum((r["amount"] for r in rows), Decimal(0)), "may_pay": actor.holds(P.PAYMENT_MAKE),
        "batches": PaymentBatch.objects.visible_to(actor).select_related("created_by").order_by("-created_at")[:50],
    }  # fmt: skip
    return render(request, "statements/payments.html", context)


@page(P.PAYMENT_READ)
def batch(request: HttpRequest, public_id: str) -> HttpResponse:
    """One batch: its number, count, control total, and the file a finance system reads."""
    found = get_visible(PaymentBatch, request, public_id)
    rows = Payment.objects.visible_to(actor_of(request)).filter(batch=found)
    rows = rows.select_related("statement__line__agreement", "organisation", "batch")
    crumbs = [{"text": "Payments", "href": reverse("payments")}]
    return PAYMENTS.respond(
        request, rows, heading=f"Payment batch {found.number}", batch=found, crumbs=crumbs
    )
