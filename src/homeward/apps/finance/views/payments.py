"""What can be paid, paying it together, the batches that were sent, and their files."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import edit
from homeward.apps.finance import services
from homeward.apps.finance.forms import ReasonForm
from homeward.apps.finance.lists import PAYMENTS
from homeward.apps.finance.models import BatchFile, ResultFile
from homeward.apps.statements.models import Payment, PaymentBatch, State, Statement
from homeward.apps.statements.queries import line_words
from homeward.apps.statements.services import pay
from homeward.apps.statements.services.payment import payees_below_zero


def crumbs() -> list[dict[str, str]]:
    return [{"text": "Payments", "href": reverse("payments")}]


def _payments_seen(actor: Actor) -> Any:
    return Payment.objects.visible_to(actor).select_related(
        "statement__line__agreement", "organisation", "batch"
    )


@page(P.PAYMENT_READ)
def payments(request: HttpRequest) -> HttpResponse:
    """Approved statements to tick and pay, and every batch."""
    actor = actor_of(request)
    if actor.is_provider:
        return PAYMENTS.respond(request, _payments_seen(actor), heading="Payments", batch=None)
    below: list[Any] = []
    if request.method == "POST":
        if not actor.holds(P.PAYMENT_MAKE):
            raise Http404
        chosen = _chosen(request, actor)
        below = list(payees_below_zero(chosen))
        looked_at = request.POST.get("credits") == "looked-at"
        if not below or looked_at:
            made = pay(statements=chosen, by=actor, credits_looked_at=looked_at)
            payments_made = f"{made.count} payment{'' if made.count == 1 else 's'}"
            messages.success(
                request, f"Batch {made.number}: {payments_made}, {made.control_total:,.2f} {made.currency}."
            )
            return redirect("payment_batch", made.public_id)
    return render(request, "finance/payments.html", _ready(request, actor) | {"below": below})


def _chosen(request: HttpRequest, actor: Actor) -> list[Statement]:
    found = Statement.objects.allowed_to(actor, P.PAYMENT_MAKE).select_related("organisation", "assessment")
    return list(found.filter(public_id__in=request.POST.getlist("statement")))


def _ready(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """Approved statements, ticked as the person left them, the batches and the answers."""
    ready = (
        Statement.objects.visible_to(actor)
        .filter(state=State.APPROVED)
        .select_related("organisation", "line__agreement", "line__home", "body", "assessment")
        .order_by("organisation__name", "period")
    )
    ticked = set(request.POST.getlist("statement")) if request.method == "POST" else None
    again = dict(
        Payment.objects.filter(statement__in=ready, state=Payment.State.REJECTED).values_list(
            "statement_id", "reason"
        )
    )
    rows = [
        {"statement": s, "words": line_words(s), "amount": s.assessment.payable_amount, "rejected": again.get(s.pk, ""),
         "ticked": ticked is None or s.public_id in ticked}
        for s in ready
    ]  # fmt: skip
    return {
        "rows": rows, "total": sum((r["amount"] for r in rows), Decimal(0)), "may_pay": actor.holds(P.PAYMENT_MAKE),
        "batches": batches_of(actor)[:50], "may_set_up": actor.holds(P.FINANCE_SETUP),
        "answers": ResultFile.objects.visible_to(actor).select_related("given_by")[:12],
    }  # fmt: skip


def batches_of(actor: Actor) -> Any:
    """Batches with how many of their payments stand how, and how often their file left."""
    S = Payment.State
    counted = {
        name: Count("payments", filter=Q(payments__state=state), distinct=True)
        for name, state in (("open_ones", S.SENT), ("paid_ones", S.PAID), ("rejected_ones", S.REJECTED))
    }
    found = PaymentBatch.objects.visible_to(actor).select_related("created_by").annotate(**counted)
    return found.order_by("-created_at")


@page(P.PAYMENT_READ)
def batch(request: HttpRequest, public_id: str) -> HttpResponse:
    """One batch: its number, count, control total, what became of each payment, and the file a finance system reads."""
    actor = actor_of(request)
    found = get_visible(PaymentBatch, request, public_id)
    files = list(
        BatchFile.objects.visible_to(actor).filter(batch=found).select_related("made_by").defer("content")
    )
    settled = found.payments.exclude(state=Payment.State.SENT).exists()
    sums = found.payments.aggregate(
        paid=Sum("amount", filter=Q(state=Payment.State.PAID)), credits=Sum("amount", filter=Q(amount__lt=0))
    )
    return PAYMENTS.respond(
        request, _payments_seen(actor).filter(batch=found), heading=f"Payment batch {found.number}", batch=found,
        crumbs=crumbs(), files=files, may_export=actor.holds(P.PAYMENT_MAKE), may_remake=bool(files) and not settled,
        paid=sums["paid"] or Decimal(0), credits=sums["credits"],
    )  # fmt: skip


@page(P.PAYMENT_MAKE)
@require_POST
def export(request: HttpRequest, public_id: str) -> HttpResponse:
    """The file leaves: the same bytes each time, counted and written into the trail."""
    found = get_visible(PaymentBatch, request, public_id, using=P.PAYMENT_MAKE)
    file = services.export_batch(batch=found, by=actor_of(request))
    response = HttpResponse(bytes(file.content), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response


@page(P.PAYMENT_MAKE)
def remake(request: HttpRequest, public_id: str) -> HttpResponse:
    """The file made anew by today's layout, with the reason."""
    found = get_visible(PaymentBatch, request, public_id, using=P.PAYMENT_MAKE)
    address = reverse("payment_batch", args=[public_id])
    form = ReasonForm(request.POST or None)
    return edit(
        request, form,
        lambda data: services.remake_file(batch=found, reason=data["reason"], by=actor_of(request)),
        lambda made: (f"{made.name} is made by today’s layout. Download it now.", address),
        heading=f"Make the file of {found.number} anew",
        lede="For a file that the finance system could not take. The payments and their references stay the same.",
        verb="Make the file anew", back=address, crumbs=[*crumbs(), {"text": found.number, "href": address}],
    )  # fmt: skip
