"""Requests to exceed: the board of those waiting, the list, one request, asking and deciding."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Line
from homeward.apps.core.periods import from_db
from homeward.apps.core.refusals import present
from homeward.apps.placements import presenters, queries, services, words
from homeward.apps.placements.exceed_forms import DecisionForm, ExceedForm
from homeward.apps.placements.lists import EXCEEDS
from homeward.apps.placements.machine import EXCEED
from homeward.apps.placements.models import ExceedRequest
from homeward.apps.placements.views.placements import posted
from homeward.web.addresses import address_of


def _crumbs() -> list[dict[str, str]]:
    return [{"text": _("Requests to exceed"), "href": reverse("exceed_requests")}]


@page(P.EXCEED_READ)
def exceed_requests(request: HttpRequest) -> HttpResponse:
    """Those waiting for a decision first, then all of them."""
    actor = actor_of(request)
    rows = queries.exceed_requests(actor)
    if request.GET.get("format"):
        return EXCEEDS.respond(request, rows)
    actions = []
    if actor.holds(P.EXCEED_REQUEST):
        actions.append({"text": _("Ask to exceed"), "href": reverse("request_exceed")})
    context = {
        "listing": EXCEEDS.listing(request, rows),
        "heading": _("Requests to exceed a target"),
        "lede": _("A residential line goes over its target only with an approved, short-term request."),
        "actions": actions,
        "waiting": [(r, words.extra_places(r)) for r in queries.waiting_requests(actor)],
        "crumbs": [{"text": _("Placements"), "href": reverse("placements")}]
        if actor.holds(P.PLACEMENT_READ)
        else [],
    }
    return render(request, "placements/exceeds.html", context)


@page(P.EXCEED_READ)
def exceed_request(request: HttpRequest, public_id: str) -> HttpResponse:
    return _request_page(request, public_id, DecisionForm())


@page(P.EXCEED_DECIDE)
def decide_exceed(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(ExceedRequest, request, public_id, using=P.EXCEED_DECIDE)
    form = DecisionForm(posted(request))
    if request.method != "POST" or not form.is_valid():
        return _request_page(request, public_id, form)
    approve = form.cleaned_data["decision"] == "approve"
    services.decide_exceed(
        request=found,
        approve=approve,
        reason=form.cleaned_data["reason"],
        by=actor_of(request),
    )
    messages.success(
        request,
        _("Approved. Whoever asked has been told.")
        if approve
        else _("Refused. Whoever asked has been told."),
    )
    return redirect("exceed_request", found.public_id)


@page(P.EXCEED_REQUEST)
@require_POST
def withdraw_exceed(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(ExceedRequest, request, public_id, using=P.EXCEED_REQUEST)
    services.withdraw_exceed(request=found, by=actor_of(request))
    messages.success(request, _("Withdrawn. Nobody has to decide it any more."))
    return redirect("exceed_request", found.public_id)


@page(P.EXCEED_REQUEST)
def request_exceed(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    line = (
        Line.objects.allowed_to(actor, P.EXCEED_REQUEST).filter(public_id=request.GET.get("line", "")).first()
    )
    form = ExceedForm(posted(request), actor=actor, initial={"line": line.public_id} if line else {})
    if request.method == "POST" and form.is_valid():
        made = services.request_exceed(**form.values(), by=actor)
        messages.success(request, _("Sent. A director decides, and you are told."))
        return redirect("exceed_request", made.public_id)
    has_lines = form.fields["line"].queryset.exists()  # type: ignore[attr-defined]
    lede = _("For a short time, above a residential line's target. A director who did not ask decides.")
    none = _("None of the lines you may ask for needs an approval to exceed its target.")
    context = {
        "form": form, "form_errors": bool(form.errors), "heading": _("Ask to exceed a target"), "caption": "",
        "lede": lede if has_lines else none,
        "verb": _("Send the request"), "danger": False, "back": reverse("exceed_requests"),
        "crumbs": _crumbs(), "homes": [], "nothing_to_choose": not has_lines,
    }  # fmt: skip
    return render(request, "placements/form.html", context)


def _request_page(request: HttpRequest, public_id: str, form: DecisionForm) -> HttpResponse:
    actor = actor_of(request)
    get_visible(ExceedRequest, request, public_id)
    found = queries.exceed_requests(actor).get(public_id=public_id)
    period = from_db(found.period)
    why_not = EXCEED.why_not("approve", found, actor, reason="-")
    target = found.line.targets.filter(period__contains=period.start).first()
    context = {
        "found": found,
        "period": period,
        "places": words.extra_places(found),
        "state": words.EXCEED_STATES[ExceedRequest.State(found.state)],
        "most": queries.most_children(found),
        "target": target.placements if target else None,
        "line_href": address_of("line", found.line.public_id) or "",
        "may_decide": actor.holds(P.EXCEED_DECIDE) and found.state == ExceedRequest.State.REQUESTED,
        "why_not": [present(reason) for reason in why_not],
        "may_withdraw": not EXCEED.why_not("withdraw", found, actor),
        "form": form,
        "form_errors": bool(form.errors),
        "history": presenters.exceed_history(found),
        "crumbs": _crumbs(),
    }
    return render(request, "placements/exceed.html", context)
