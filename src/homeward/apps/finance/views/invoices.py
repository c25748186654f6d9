"""Providers' invoices: the list, recording one, its match, and what was decided."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.accounts.views.documents import documents_context
from homeward.apps.core.forms import edit
from homeward.apps.finance import services
from homeward.apps.finance.forms import InvoiceForm, ReasonForm
from homeward.apps.finance.lists import INVOICE_TAGS, INVOICES, OUTCOME_TAGS
from homeward.apps.finance.models import Invoice
from homeward.apps.finance.wording import money_words
from homeward.apps.statements.models import Statement
from homeward.web import numbers

BASIS = {
    "approved": "the approved assessment",
    "issued": "what the issued figures owe before an assessment",
}


@page(P.INVOICE_READ)
def invoices(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    rows = Invoice.objects.visible_to(actor).select_related("organisation", "line__agreement")
    actions = (
        [{"text": "Record an invoice", "href": reverse("invoice_add")}]
        if actor.holds(P.INVOICE_RECORD)
        else []
    )
    return INVOICES.respond(
        request, rows, heading="Invoices and acquittals", actions=actions,
        lede="Each is held against the statement of its line and quarter as both sides can read it.",
    )  # fmt: skip


@page(P.INVOICE_RECORD)
def invoice_add(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = InvoiceForm(request.POST or None, actor=actor)
    return edit(
        request, form,
        lambda data: services.record_invoice(**form.given(), by=actor),
        lambda made: (f"Recorded. {made.get_outcome_display()}.", reverse("invoice", args=[made.public_id])),
        heading="Record an invoice", verb="Record the invoice", back=reverse("invoices"), crumbs=_crumbs(),
        lede="The paper itself can be added on the next page.",
    )  # fmt: skip


def _crumbs(invoice: Invoice | None = None) -> list[dict[str, str]]:
    found = [{"text": "Invoices and acquittals", "href": reverse("invoices")}]
    return (
        [*found, {"text": str(invoice), "href": reverse("invoice", args=[invoice.public_id])}]
        if invoice
        else found
    )


@page(P.INVOICE_READ)
def invoice(request: HttpRequest, public_id: str) -> HttpResponse:
    """The figure, ours, the difference with what explains it, and the decision."""
    actor = actor_of(request)
    get_visible(Invoice, request, public_id)
    found = Invoice.objects.select_related(
        "organisation", "line__agreement", "body", "recorded_by", "resolved_by", "statement"
    ).get(public_id=public_id)
    open_ = found.state == Invoice.State.OPEN
    undecided = found.state in (Invoice.State.OPEN, Invoice.State.MATCHED)
    context = {
        "invoice": found, "match": _match(found), "explained": _explained(found), "currency": found.body.currency,
        "tags": [{"text": found.get_outcome_display(), "state": OUTCOME_TAGS[found.outcome]},
                 {"text": found.get_state_display(), "state": INVOICE_TAGS[found.state]}],
        "may_accept": open_ and may(actor, P.INVOICE_RESOLVE, found), "open": open_, "crumbs": _crumbs(),
        "may_withdraw": undecided
        and may(actor, P.INVOICE_RECORD, found)
        and (actor.is_provider or found.recorded_by_id == actor.user.pk), "statement": _statement(found, actor),
        **documents_context(request, found),
    }  # fmt: skip
    return render(request, "finance/invoice.html", context)


def _statement(invoice: Invoice, actor: Actor) -> Statement | None:
    """The statement, where this person may see it: a provider sees none before it is issued."""
    if invoice.statement_id is None or not actor.holds(P.STATEMENT_READ):
        return None
    return Statement.objects.visible_to(actor).filter(pk=invoice.statement_id).first()


def _match(invoice: Invoice) -> dict[str, Any] | None:
    if not invoice.match:
        return None
    match = invoice.match
    explaining = set(match["explained_by"])
    lines = [
        {"words": money_words(invoice.body, m), "amount": Decimal(m["amount"]),
         "explains": i in explaining}
        for i, m in enumerate(match["lines"])
    ]  # fmt: skip
    return {
        "lines": lines,
        "ours": Decimal(match["ours"]),
        "difference": Decimal(match["difference"]),
        "basis": BASIS[match["basis"]],
    }


def _explained(invoice: Invoice) -> str:
    """Which money lines make the difference, in a sentence."""
    match = _match(invoice)
    if match is None:
        return "The statement of this line and quarter has not been issued yet. Once it is, the invoice is held against it."
    if not match["difference"]:
        return f"The invoice is the same as {match['basis']}."
    difference = numbers.money(abs(match["difference"]), invoice.body.currency)
    more = "more" if match["difference"] > 0 else "less"
    said = f"The invoice is {difference} {more} than {match['basis']}."
    names = [line["words"] for line in match["lines"] if line["explains"]]
    if not names:
        return f"{said} No money line or sum of money lines is the difference."
    which = "; ".join(names)
    if invoice.match["left_out"]:
        return f"{said} That is what it comes to without: {which}."
    return f"{said} That is what it comes to with this counted twice: {which}."


def _decide(
    request: HttpRequest, public_id: str, deed: Any, *, using: P, heading: str, lede: str, verb: str
) -> HttpResponse:
    actor = actor_of(request)
    found = get_visible(Invoice, request, public_id, using=using)
    address = reverse("invoice", args=[public_id])
    return edit(
        request, ReasonForm(request.POST or None),
        lambda data: deed(invoice=found, reason=data["reason"], by=actor),
        lambda done: (f"{done}: {done.get_state_display().lower()}.", address),
        heading=f"{heading} {found.words}", caption=found.organisation.name, lede=lede, verb=verb, back=address,
        crumbs=_crumbs(found),
    )  # fmt: skip


@page(P.INVOICE_RESOLVE)
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    return _decide(
        request, public_id, services.accept_difference, using=P.INVOICE_RESOLVE, heading="Accept the difference of",
        lede="The statement is paid as it stands. The provider is told, with the reason.", verb="Accept the difference",
    )  # fmt: skip


@page(P.INVOICE_RESOLVE)
def give_back(request: HttpRequest, public_id: str) -> HttpResponse:
    return _decide(
        request, public_id, services.return_invoice, using=P.INVOICE_RESOLVE, heading="Return",
        lede="The provider is told, with the reason, and sends a corrected one under a number of its own.",
        verb="Return it to the provider",
    )  # fmt: skip


@page(P.INVOICE_RECORD)
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    return _decide(
        request, public_id, services.withdraw_invoice, using=P.INVOICE_RECORD, heading="Withdraw",
        lede="For one that was recorded by mistake. It stays on record, and its number stays taken.", verb="Withdraw it",
    )  # fmt: skip
