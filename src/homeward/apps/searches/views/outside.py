"""Outside the framework: the question, the head of service's decision, whom to ask, and their documents."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.views.documents import documents_context
from homeward.apps.core import audit
from homeward.apps.core.documents.queries import documents_of_each
from homeward.apps.core.forms import edit
from homeward.apps.core.refusals import present
from homeward.apps.referrals.content import urgency_words
from homeward.apps.searches import services
from homeward.apps.searches.forms_routes import (
    DeadlineForm,
    DecideForm,
    OutsideForm,
    ReceiveForm,
    ReviewForm,
    WidenForm,
)
from homeward.apps.searches.lists import ASKED_TAGS
from homeward.apps.searches.models import Evidence, Invitation, Search, Widening
from homeward.apps.searches.shelves import kind_words
from homeward.apps.searches.views.searching import crumb, decline_words
from homeward.apps.searches.widening import providers_outside, why_not_ask, why_not_widen

Json = dict[str, Any]
EVIDENCE_TAGS = {"missing": "warn", "received": "info", "accepted": "ok", "rejected": "bad"}


def _around(found: Search) -> Json:
    address = reverse("home_search", args=[found.public_id])
    crumbs = [crumb(), {"text": str(found.referral), "href": address}]
    return {"caption": str(found), "back": address, "crumbs": crumbs}


def _done(said: str, found: Search) -> tuple[str, str]:
    return said, reverse("home_search", args=[found.public_id])


@page(P.SEARCH_WRITE)
def deadline(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(Search, request, public_id, using=P.SEARCH_WRITE), actor_of(request)
    form = DeadlineForm(request.POST or None)
    return edit(
        request, form,
        lambda data: services.extend_deadline(
            search=found, until=form.until(found.body.time_zone), reason=data["reason"], by=actor
        ),
        lambda made: _done(_("Moved. Everybody who was asked has the same time."), found), heading=_("Move the deadline"),
        verb=_("Move it"), lede=_("Every provider that was asked gets the longer time and is told."), **_around(found),
    )  # fmt: skip


@page(P.SEARCH_REQUEST)
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask the head of service; what is in the way stands beside the form before anything is sent."""
    found, actor = get_visible(Search, request, public_id, using=P.SEARCH_REQUEST), actor_of(request)
    audit.record_read(actor, found.referral)
    form = WidenForm(request.POST or None)
    in_the_way = [present(r) for r in why_not_ask(found, actor, before_deadline=False)]
    return edit(
        request, form, lambda data: services.ask_to_widen(search=found, **data, by=actor),
        lambda made: _done(_("Asked. A head of service who is not you decides."), found),
        heading=_("Go outside the framework?"), verb=_("Ask the head of service"), template="searches/widen.html",
        lede=_("Only when nothing suitable was offered inside it. Contract and specification stay the same."),
        in_the_way=in_the_way, answers=_answers(found), **_around(found),
    )  # fmt: skip


def _answers(found: Search) -> list[Json]:
    """What every framework provider answered, as the one who decides reads it."""
    rows = found.invitations.filter(route=Invitation.Route.FRAMEWORK).select_related("organisation", "body")
    return [
        {
            "name": row.organisation.name, "state": row.get_state_display(), "tone": ASKED_TAGS[row.state],
            "why": decline_words(row),
            "offers": [{"home": o.home.name, "state": o.get_state_display(), "note": o.note} for o in row.offers.all()],
        }
        for row in rows.prefetch_related("offers__home").order_by("organisation__name")
    ]  # fmt: skip


@page(P.SEARCH_READ)
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """The question with all that was answered; a head of service who did not ask decides it."""
    found, actor = get_visible(Widening, request, public_id), actor_of(request)
    search = found.search
    audit.record_read(actor, search.referral)
    decides = found.state == Widening.State.ASKED and actor.holds(P.SEARCH_WIDEN)
    form = DecideForm(request.POST or None if decides else None)

    def do(data: Json) -> Widening:
        service = services.agree_to_widen if data["agrees"] == "yes" else services.refuse_to_widen
        return service(widening=found, reason=data["reason"], by=actor)

    asked_as = (actor.user.public_id, str(actor.role))
    in_the_way = [present(r) for r in why_not_widen(found, as_=asked_as)] if decides else []
    return edit(
        request, form, do, lambda made: _done(_("Decided. Whoever asked has been told."), search),
        heading=_("May this search go outside the framework?"), verb=_("Decide"), template="searches/decide_widening.html",
        widening=found, decides=decides, in_the_way=in_the_way,
        takes_back=found.state == Widening.State.ASKED and actor.holds(P.SEARCH_REQUEST), answers=_answers(search),
        urgency=urgency_words(search.referral),
        considered=list(search.considered.order_by("at")), referral=search.referral, **_around(search),
    )  # fmt: skip


@page(P.SEARCH_REQUEST)
@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(Widening, request, public_id, using=P.SEARCH_REQUEST)
    services.take_back_widening(widening=found, by=actor_of(request))
    messages.success(request, _("Taken back. You can ask again."))
    return redirect("home_search", found.search.public_id)


@page(P.SEARCH_REQUEST)
def invite(request: HttpRequest, public_id: str) -> HttpResponse:
    """Choose providers outside the framework by name; those that may not be asked stand below with every reason."""
    found, actor = get_visible(Search, request, public_id, using=P.SEARCH_REQUEST), actor_of(request)
    known = providers_outside(found)
    form = OutsideForm(request.POST or None, known=[o for o, reasons in known if not reasons])
    return edit(
        request, form, lambda data: services.invite_outside(search=found, organisations=form.chosen, by=actor),
        lambda made: _done(_("Asked. Ask them for the documents on the list too."), found),
        heading=_("Ask providers outside the framework"), verb=_("Ask them"), template="searches/outside.html",
        lede=_("The same contract and specification as the framework’s. Each is owed a check of its documents."),
        not_asked=[(o, reasons) for o, reasons in known if reasons], **_around(found),
    )  # fmt: skip


@page(P.EVIDENCE_READ)
def evidence(request: HttpRequest) -> HttpResponse:
    """Documents of providers outside frameworks, by provider: what is missing, what waits for review."""
    actor = actor_of(request)
    rows = Evidence.objects.visible_to(actor).select_related(
        "organisation", "body", "received_by", "reviewed_by", "widening"
    )
    groups: dict[str, list[Json]] = {}
    listed = list(rows.order_by("organisation__name", "-widening", "pk"))
    papers = documents_of_each(listed, actor)
    for row in listed:
        groups.setdefault(row.organisation.name, []).append(
            {
                "row": row, "kind": kind_words(row), "tone": EVIDENCE_TAGS[row.state],
                "papers": [held.document for held in papers.get(row.public_id, ())],
                "receives": actor.holds(P.EVIDENCE_WRITE) and row.state != Evidence.State.ACCEPTED,
                "reviews": actor.holds(P.EVIDENCE_REVIEW) and row.state == Evidence.State.RECEIVED,
            }
        )  # fmt: skip
    return render(request, "searches/evidence.html", {"groups": groups})


def _of_evidence(row: Evidence) -> Json:
    address = reverse("evidence")
    return {
        "caption": row.organisation.name, "back": address, "heading": kind_words(row),
        "crumbs": [{"text": _("Documents outside frameworks"), "href": address}],
    }  # fmt: skip


@page(P.EVIDENCE_WRITE)
def receive(request: HttpRequest, public_id: str) -> HttpResponse:
    row, actor = get_visible(Evidence, request, public_id, using=P.EVIDENCE_WRITE), actor_of(request)
    return edit(
        request, ReceiveForm(request.POST or None, request.FILES or None, initial={"words": row.words}),
        lambda data: services.receive_evidence(evidence=row, **data, by=actor),
        lambda made: (_("Put down. The contract manager reviews it."), reverse("evidence")), verb=_("Put it down"),
        template="core/upload.html",
        notes=[row.note] if row.note else [], **_of_evidence(row),
    )  # fmt: skip


@page(P.EVIDENCE_REVIEW)
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    row, actor = get_visible(Evidence, request, public_id, using=P.EVIDENCE_REVIEW), actor_of(request)
    facts = [
        {"label": _("What came"), "value": row.words or "–"},
        {"label": _("State"), "value": row.get_state_display()},
    ]
    return edit(
        request, ReviewForm(request.POST or None),
        lambda data: services.review_evidence(evidence=row, in_order=data["in_order"] == "yes", note=data["note"], by=actor),
        lambda made: (_("Reviewed. Whoever asked for it has been told."), reverse("evidence")), verb=_("Save"), facts=facts,
        template="searches/review_evidence.html", documents=documents_context(request, row)["documents"],
        **_of_evidence(row),
    )  # fmt: skip
