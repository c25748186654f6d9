"""The pages of a choice by marks: opening it, giving marks, publishing, reading it, and a provider's own marks."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.forms import edit
from homeward.apps.core.refusals import present
from homeward.apps.core.vocabulary import label_of
from homeward.apps.inspections.queries import latest
from homeward.apps.inspections.remarks import said
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.searches import services
from homeward.apps.searches.explaining_scoring import not_scored_words, shown
from homeward.apps.searches.facts import live_offers
from homeward.apps.searches.fees import weekly_each, weekly_fee
from homeward.apps.searches.forms_scoring import MarksForm, OpenScoringForm, WhyForm
from homeward.apps.searches.machine_scoring import MACHINE
from homeward.apps.searches.models import GatewayWaiver, Offer, OfferMark, Scoring, Search
from homeward.apps.searches.scoring import (
    MARKS_ROLE,
    decided,
    facts_of,
    marking_roles,
    method_lines,
    most_for_skills,
    own_part,
    unscored,
)
from homeward.apps.searches.views.searching import Json, crumb
from homeward.engine.refusal import Refusal

TAGS = {
    Scoring.State.OPEN: "info", Scoring.State.PUBLISHED: "ok", Scoring.State.REPLACED: "plain",
    Scoring.State.TAKEN_BACK: "plain",
}  # fmt: skip
WAIVER_TAGS = {"asked": "warn", "given": "ok", "refused": "bad", "taken_back": "plain"}


def around(search: Search, scoring: Scoring | None = None) -> Json:
    address = reverse("home_search", args=[search.public_id])
    crumbs = [crumb(), {"text": str(search.referral), "href": address}]
    if scoring is not None:
        address = reverse("scoring", args=[scoring.public_id])
        crumbs.append({"text": _("Choice by marks"), "href": address})
    return {"caption": str(search), "back": address, "crumbs": crumbs}


@page(P.SCORING_WRITE)
def open_scoring(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open one for a search whose answers are closed, with the method it will follow beside it."""
    search, actor = get_visible(Search, request, public_id, using=P.SCORING_WRITE), actor_of(request)
    audit.record_read(actor, search.referral)
    again = search.scorings.filter(state=Scoring.State.PUBLISHED).exists()
    form = OpenScoringForm(request.POST if request.method == "POST" else None, again=again)
    return edit(
        request, form, lambda data: services.open_scoring(search=search, **data, by=actor),
        lambda made: (_("Opened. Each offer is given its marks."), reverse("scoring", args=[made.public_id])),
        heading=_("Open a choice by marks"), verb=_("Open it"), template="searches/open_scoring.html",
        lede=_("One way to put the offers in an order. It informs; the match and the decision stay with people."),
        method=method_lines(search.body), **around(search),
    )  # fmt: skip


@page(P.SCORING_READ)
def scoring(request: HttpRequest, public_id: str) -> HttpResponse:
    """One choice by marks: while open what is given and missing, once published each point explained."""
    found, actor = get_visible(Scoring, request, public_id), actor_of(request)
    search = found.search
    audit.record_read(actor, search.referral)
    is_open = found.state == Scoring.State.OPEN
    offers = {o.public_id: o for o in _offers(found)}
    roles = marking_roles(found)
    context = {
        "scoring": found, "search": search, "state_colour": TAGS[Scoring.State(found.state)], **around(search),
        "rows": _rows(found, actor) if is_open else [],
        "why_not": [present(r) for r in MACHINE.why_not("publish", found, actor)] if is_open else [],
        "writes": is_open and actor.holds(P.SCORING_WRITE),
        "marks": is_open and actor.holds(P.SCORING_MARK) and str(actor.role) in roles,
        "marked_by": ", ".join(label_of(found.body, "marking_roles", code) for code in roles),
        "marks_lines": method_lines(found.body, found, (MARKS_ROLE,)) if is_open else [],
        "shown": shown(found, offers, pack_of(found.body)) if found.result else None,
        "method": method_lines(found.body, found) if not found.result else [],
        "others": list(search.scorings.exclude(pk=found.pk).order_by("-number")),
    }  # fmt: skip
    return render(request, "searches/scoring.html", context)


def _offers(found: Scoring) -> list[Offer]:
    wanted = [item["id"] for item in found.facts.get("offers", ())]
    rows = Offer.objects.filter(public_id__in=wanted)
    return list(rows.select_related("home", "organisation"))


def _rows(found: Scoring, actor: Actor) -> list[Json]:
    """Each live offer of an open one: its inspection, its fee, its marks so far, and what the gateway says."""
    search, size = found.search, max(1, found.search.referral.children.count())
    offers = live_offers(search)
    known = latest(search.body, [o.home for o in offers], search.body.today)
    marks = {m.offer_id: m for m in found.marks.select_related("given_by")}
    asked = GatewayWaiver.objects.filter(offer__in=offers).select_related("inspection").order_by("pk")
    waivers = {w.offer_id: w for w in asked if w.state != GatewayWaiver.State.TAKEN_BACK}
    try:
        left = unscored(decided(found, facts_of(found)))
    except Refusal:
        left = {}
    rows = []
    for offer in offers:
        inspection, waiver = known.of(offer.home), waivers.get(offer.pk)
        against = [
            r for r in left.get(offer.public_id, ()) if r["code"] not in ("skills_not_marked", "no_fee")
        ]
        rows.append({
            "offer": offer, "mark": marks.get(offer.pk), "inspection": inspection,
            "said": said(inspection) if inspection else "", "fee": weekly_each(weekly_fee(offer), size),
            "against": [not_scored_words(r, found.body) for r in against],
            "waiver": waiver, "waiver_tag": WAIVER_TAGS[waiver.state] if waiver else "",
            "asks": bool(against) and (waiver is None or waiver.state == GatewayWaiver.State.REFUSED)
            and actor.holds(P.SCORING_WRITE),
        })  # fmt: skip
    return rows


@page(P.SCORING_MARK)
def give_marks(request: HttpRequest, public_id: str, offer: str) -> HttpResponse:
    """Marks for the skills of the carers of one offer, beside what it says of each need."""
    found, actor = get_visible(Scoring, request, public_id, using=P.SCORING_MARK), actor_of(request)
    of = get_visible(Offer, request, offer)
    if of.invitation.search_id != found.search_id:
        raise Http404
    audit.record_read(actor, found.search.referral)
    made = OfferMark.objects.filter(scoring=found, offer=of).first()
    initial = {"skills": made.skills, "reason": made.reason} if made else {}
    form = MarksForm(request.POST or None, initial=initial, most=most_for_skills(found))
    asked = of.invitation.version.content["needs"]
    answers = [
        {"label": asked[n.position - 1]["text"], "value": f"{n.get_met_display()}. {n.words}"}
        for n in of.needs.order_by("position")
    ]
    told = around(found.search, found)
    return edit(
        request, form, lambda data: services.mark_offer(scoring=found, offer=of, **data, by=actor),
        lambda made: (_("Marks given to %(home)s.") % {"home": of.home.name}, told["back"]),
        heading=_("Give marks to %(home)s") % {"home": of.home.name}, verb=_("Give the marks"), facts=answers,
        lede=_("What was offered for each need stands here. The fee is marked by the rule, not by you."),
        **{**told, "caption": of.organisation.name},
    )  # fmt: skip


@page(P.SCORING_WRITE)
@require_POST
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(Scoring, request, public_id, using=P.SCORING_WRITE)
    services.publish_scoring(scoring=found, by=actor_of(request))
    messages.success(request, _("Published. It stays as it is now, with its method."))
    return redirect("scoring", public_id)


@page(P.SCORING_WRITE)
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(Scoring, request, public_id, using=P.SCORING_WRITE), actor_of(request)
    told = around(found.search, found)
    return edit(
        request, WhyForm(request.POST or None),
        lambda data: services.take_back_scoring(scoring=found, **data, by=actor),
        lambda made: (_("Taken back. The offers are compared without marks."), told["back"]),
        heading=_("Take this choice by marks back"), verb=_("Take it back"), **told,
    )  # fmt: skip


@page(P.SCORING_READ)
def facts(request: HttpRequest, public_id: str) -> HttpResponse:
    """The facts as JSON, as published or as they stand: what `homeward decide mini-competition` reads. Without names."""
    found, actor = get_visible(Scoring, request, public_id), actor_of(request)
    audit.record_read(actor, found.search.referral)
    told = json.dumps(found.facts or facts_of(found), indent=2, ensure_ascii=False)
    answer = HttpResponse(told + "\n", content_type="application/json; charset=utf-8")
    name = f"mini-competition-{found.search.referral.reference}-{found.number}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@page(P.SCORING_READ)
def own_marks(request: HttpRequest, public_id: str) -> HttpResponse:
    """What one offer was given and why, for its provider once a home is chosen; nothing of anybody else's."""
    actor = actor_of(request)
    mark = get_visible(OfferMark, request, public_id)
    if not mark.is_kept:  # nothing is worked out before it is published
        raise Http404
    audit.record(actor, "read_own_marks", mark.scoring.search, organisation_id=mark.organisation_id)
    own: Any = mark.own or own_part(mark.scoring.result, mark.offer.public_id)
    address = reverse("invitation", args=[mark.offer.invitation.public_id])
    reference = mark.scoring.search.referral.reference
    context = {
        "mark": mark, "own": own, "home": mark.offer.home, "reference": reference, "back": address,
        "crumbs": [{"text": reference, "href": address}],
        "reasons": [not_scored_words(r, mark.body) for r in own["reasons"]],
    }  # fmt: skip
    return render(request, "searches/own_marks.html", context)
