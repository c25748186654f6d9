"""The outcome agreement's paper: what it is made of, what is missing, who has signed, its versions side by side."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.agreements import outcome, services
from homeward.apps.agreements.models import Agreement
from homeward.apps.agreements.outcome_models import AgreementPaper
from homeward.apps.agreements.outcome_papers import agreement_paper, paper_name, signed_of_paper
from homeward.apps.agreements.services.outcome import what_is_missing, why_not_sign
from homeward.apps.agreements.signed import SIDES, paper_to_sign, signed_state
from homeward.apps.agreements.views.agreements import crumbs_to
from homeward.apps.core import audit
from homeward.apps.core.comparing import Version, compare_page
from homeward.apps.core.documents.shelves import side_of
from homeward.apps.core.refusals import present
from homeward.apps.core.signatures.queries import checked_signatures_of
from homeward.web.dates import moment
from homeward.web.files import PDF, file_response

Json = dict[str, Any]


@page(P.AGREEMENT_READ)
def paper(request: HttpRequest, public_id: str) -> HttpResponse:
    """What both sides sign: its parts, what is missing for it, the signatures, the text, its versions."""
    actor, found = actor_of(request), _get(request, public_id)
    newest = paper_to_sign(found)
    state = signed_state(found)
    may_draw = may(actor, P.AGREEMENT_WRITE, found) and state.on is None
    missing = what_is_missing(found, actor) if state.on is None else []
    stale = newest is not None and state.on is None and newest.digest != outcome.digest_of_terms(found)
    papers = list(found.papers.select_related("document", "drawn_by", "variation").order_by("-number"))
    context = {
        "agreement": found, "paper": newest, "signed_on": state.on, "sides": _sides(found, newest),
        "missing": [present(reason) for reason in missing], "may_draw": may_draw, "stale": stale,
        "sign": _sign(found, newest, actor), "papers": papers, "content": papers[0].content if papers else [],
        "crumbs": crumbs_to(found), "care_model": outcome.care_model_on(found, actor.today),
        "newest_summary": outcome.newest_care_model(found),
    }  # fmt: skip
    return render(request, "agreements/outcome.html", context)


def _get(request: HttpRequest, public_id: str) -> Agreement:
    found = get_visible(Agreement, request, public_id)
    if not outcome.is_outcome(found):
        raise Http404
    return found


def _sides(found: Agreement, newest: AgreementPaper | None) -> list[Json]:
    document = newest.document if newest else None
    checked = {c.signature.side: c for c in checked_signatures_of(document)} if document else {}
    names = {"provider": found.organisation.name, "body": found.body.name}
    return [{"words": names[side], "checked": checked.get(side)} for side in SIDES]


def _sign(found: Agreement, newest: AgreementPaper | None, actor: Actor) -> Json | None:
    """The way to sign, for whoever may and whose side has not; with every reason against it now."""
    document = newest.document if newest else None
    if document is None or not may(actor, P.VARIATION_SIGN, found):
        return None
    side = side_of(actor)
    if side in signed_state(found).sides:
        return None
    why = [present(reason) for reason in why_not_sign(document, found, actor, side)]
    return {"href": reverse("document_sign", args=[document.public_id]), "why_not": why}


@page(P.AGREEMENT_WRITE)
@require_POST
def draw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Draw the paper up, or be told everything that is missing."""
    actor = actor_of(request)
    found = get_visible(Agreement, request, public_id, using=P.AGREEMENT_WRITE)
    services.draw_agreement(agreement=found, by=actor)
    return redirect("agreement_paper", public_id)


@page(P.AGREEMENT_READ)
def paper_pdf(request: HttpRequest, public_id: str, paper: str) -> HttpResponse:
    """The copy for the record, naming who signed. What was signed is among the documents, byte for byte."""
    actor, found = actor_of(request), _get(request, public_id)
    row = (
        found.papers.select_related("document", "drawn_by", "variation", "body")
        .filter(public_id=paper)
        .first()
    )
    if row is None:
        raise Http404
    audit.record(actor, "export", found, form="pdf", paper=row.number)
    return file_response(request, agreement_paper(row, signed=signed_of_paper(row)), PDF, paper_name(row))


@page(P.AGREEMENT_READ)
def compare(request: HttpRequest, public_id: str) -> HttpResponse:
    """Two versions of the paper side by side."""
    found = _get(request, public_id)
    rows = found.papers.select_related("drawn_by", "variation").order_by("number")
    return compare_page(
        request, [version_of(row) for row in rows], caption=_("Agreement %(number)s") % {"number": found.reference},
        heading=_("What changed in the outcome agreement"),
        crumbs=[*crumbs_to(found), {"text": _("Outcome agreement"), "href": reverse("agreement_paper", args=[public_id])}],
    )  # fmt: skip


def version_of(row: AgreementPaper) -> Version:
    said = _("Paper %(number)d") % {"number": row.number}
    if row.variation is not None:
        said = _("%(paper)s, after variation %(variation)d") % {
            "paper": said,
            "variation": row.variation.number,
        }
    return Version(row.number, said, f"{moment(row.drawn_at)}, {row.drawn_by.name}", row.content)
