"""The individual contract: drawing it up, reading and signing it, its copy, its extras."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.views.documents import documents_context
from homeward.apps.core import audit
from homeward.apps.core.documents.shelves import side_of
from homeward.apps.core.forms import edit
from homeward.apps.core.refusals import Refused, present
from homeward.apps.core.signatures.queries import checked_signatures_of
from homeward.apps.decisions import papers, queries, services
from homeward.apps.decisions.facts import contract_of, needed_sides
from homeward.apps.decisions.forms import ContractForm, EndExtraForm, ExtraForm
from homeward.apps.decisions.models import Contract, Decision, ExtraCost
from homeward.apps.decisions.models.decisions import HELD, LIVING
from homeward.apps.decisions.prefill import terms_for
from homeward.apps.decisions.pricing import shares
from homeward.apps.decisions.services.contracts import why_not_sign
from homeward.apps.decisions.varying import is_open_to_variation, terms_on
from homeward.apps.decisions.views.parts import around, crumb, get_contract, get_decision
from homeward.apps.decisions.views.varying import rows_of
from homeward.apps.referrals.content import children_of
from homeward.apps.referrals.letters import by_letter
from homeward.web.files import PDF, file_response
from homeward.web.numbers import sign_of

Json = dict[str, Any]


@page(P.CONTRACT_READ)
def contract(request: HttpRequest, public_id: str) -> HttpResponse:
    """One contract: its terms, who has signed, its extras and documents. It names the children."""
    actor, found = actor_of(request), get_contract(request, public_id)
    children = list(found.children.select_related("child", "placement", "line").order_by("pk"))
    held = terms_on(found, actor.today)
    unknown = queries.unknown_children(found, actor)
    audit.record_reads(actor, [row.child for row in children if row.child_id not in unknown], page="contract")
    letters = {part.child_id: by_letter(part.letter) for part in children_of(found.decision.search.referral)}
    whom = [
        letters.get(row.child_id, "")
        if row.child_id in unknown
        else row.child.given_name or row.child.reference
        for row in children
    ]
    checked = {c.signature.side: c for c in checked_signatures_of(found.document)} if found.document else {}
    names, needed = {"body": found.body.name, "provider": found.organisation.name}, needed_sides(found)
    sides = [(names[side], checked.get(side)) for side in needed]
    decision = found.decision
    signs = (
        actor.holds(P.CONTRACT_SIGN)
        and side_of(actor) in set(needed) - checked.keys()
        and found.document is not None
    )
    signs = signs and decision.state in (Decision.State.ACCEPTED, *LIVING)
    context = {
        "contract": found, "decision": decision, "state": queries.TAGS[decision.state], "sides": sides,
        "children": list(zip(children, whom, shares(held.weekly, len(children)), strict=True)), "unknown": unknown,
        "alone": len(needed) == 1, "under": papers.called_off_under(found),
        "extras": list(found.extras.select_related("agreed_by").order_by("starts_on", "pk")), "signs": signs,
        "why_not": _why_not(found, actor) if signs else [],
        "may_extra": actor.holds(P.DECISION_CARRY_OUT) and decision.state in HELD, "today": actor.today,
        "sees_decision": actor.holds(P.DECISION_READ), "crumbs": [crumb()] if actor.holds(P.DECISION_READ) else [],
        "variations": rows_of(found, actor), "may_vary": actor.holds(P.DECISION_CARRY_OUT) and is_open_to_variation(found),
        "held": held, "sees_agreement": actor.holds(P.AGREEMENT_READ),
        **documents_context(request, found),
    }  # fmt: skip
    return render(request, "decisions/contract.html", context)


def _why_not(found: Contract, actor: Any) -> list[Any]:
    assert found.document is not None
    try:
        reasons = why_not_sign(found.document, found, actor, side_of(actor))
    except Refused as refused:
        reasons = list(refused.reasons)
    return [present(reason) for reason in reasons]


@page(P.CONTRACT_READ)
def contract_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """The copy for the record, naming who has signed. The paper that was signed is among its documents."""
    actor, found = actor_of(request), get_contract(request, public_id)
    if queries.unknown_children(found, actor):
        raise Http404  # it names them all
    audit.record_reads(actor, [row.child for row in found.children.select_related("child")], page="contract")
    audit.record(actor, "export", found.decision, form="pdf", organisation_id=found.organisation_id)
    content = papers.contract_paper(found, signed=papers.signed_of(found))
    return file_response(request, content, PDF, f"contract-{found.reference}")


@page(P.CONTRACT_WRITE)
def draw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Draw the contract up, prefilled from offer, referral and policy; or draw it anew."""
    found, actor = get_decision(request, public_id), actor_of(request)
    there = contract_of(found)
    initial = terms_for(found, there)
    form = ContractForm(
        request.POST or None,
        currency=sign_of(found.body.currency),
        initial=initial,
    )
    signed = there is not None and there.document is not None and there.document.signatures.exists()
    notes = (
        [_("It was signed. A new paper takes its place, and the signature no longer counts.")]
        if signed
        else []
    )
    return edit(
        request, form, lambda data: services.draw_contract(decision=found, terms=form.terms(), by=actor),
        lambda made: (_("Drawn up. Both sides are told that it waits."), reverse("contract", args=[made.public_id])),
        heading=_("The individual contract"), verb=_("Draw it up"), notes=notes,
        lede=_("Filled from the offer and the referral. Words and figures that no source gives are marked as placeholders."),
        **around(found),
    )  # fmt: skip


@page(P.DECISION_CARRY_OUT)
def add_extra(request: HttpRequest, public_id: str) -> HttpResponse:
    """Something paid above the weekly price for a time."""
    found, actor = get_contract(request, public_id), actor_of(request)
    back = reverse("contract", args=[found.public_id])
    return edit(
        request, ExtraForm(request.POST or None, initial={"starts_on": max(actor.today, found.decision.start_on)}),
        lambda data: services.add_extra(contract=found, **data, by=actor),
        lambda made: (_("Recorded. It ends on its end date unless it is moved."), back),
        heading=_("An extra cost"), verb=_("Record it"), caption=found.reference, back=back,
        crumbs=[{"text": found.reference, "href": back}], lede=_("Every extra has an end date, and is looked at before."),
    )  # fmt: skip


@page(P.DECISION_CARRY_OUT)
def end_extra(request: HttpRequest, public_id: str) -> HttpResponse:
    """Move the end of an extra cost."""
    found, actor = get_visible(ExtraCost, request, public_id), actor_of(request)
    back = reverse("contract", args=[found.contract.public_id])
    return edit(
        request, EndExtraForm(request.POST or None, initial={"ends_on": found.ends_on}),
        lambda data: services.end_extra(extra=found, **data, by=actor), lambda made: (_("Moved."), back),
        heading=_("The end of “%(words)s”") % {"words": found.words}, verb=_("Move it"), caption=found.contract.reference,
        back=back, crumbs=[{"text": found.contract.reference, "href": back}],
    )  # fmt: skip
