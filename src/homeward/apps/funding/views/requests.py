"""Ad-hoc requests: the list, one request, asking, naming the amount, deciding."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.views.documents import documents_context
from homeward.apps.core.forms import edit
from homeward.apps.core.refusals import present
from homeward.apps.core.timeline import Watched, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.apps.funding import queries, services
from homeward.apps.funding.addresses import line_address, request_address
from homeward.apps.funding.forms import AskForm, NameForm
from homeward.apps.funding.lists import REQUESTS
from homeward.apps.funding.machine import MACHINE
from homeward.apps.funding.models import Asked, FundingRequest
from homeward.apps.funding.views.parts import (
    EITHER,
    about_thing,
    caption,
    crumbs_to,
    deciding,
    line_of,
    needs,
)
from homeward.apps.funding.words import ASKED_TAGS


@page(P.FUNDING_READ)
def funding_requests(request: HttpRequest) -> HttpResponse:
    """All requests for money outside the rates."""
    return REQUESTS.respond(
        request, queries.requests(actor_of(request)), heading=_("Funding requests"), crumbs=crumbs_to(),
        lede=_("Money outside the rates: asked for by either side, decided by a director, paid with its month."),
    )  # fmt: skip


@page(P.FUNDING_READ)
def funding_request(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request: what for, how much, who asked; the empty place that opened it; what may be done now."""
    actor, found = actor_of(request), get_visible(FundingRequest, request, public_id)
    place = found.empty_place
    waits = found.state == Asked.REQUESTED
    decides = waits and actor.holds(P.FUNDING_APPROVE)
    context = {
        "asked": found, "line": found.line, "currency": found.body.currency, "tone": ASKED_TAGS[Asked(found.state)],
        "place": place, "cause": label_of(found.body, "vacancy_causes", place.cause) if place else "",
        "decides": decides,
        "why_not": [present(r) for r in MACHINE.why_not("approve", found, actor, reason="–")] if decides else [],
        "names": waits and (actor.holds(P.FUNDING_PROPOSE) or actor.holds(P.FUNDING_REPORT)),
        "withdraws": waits and not MACHINE.why_not("withdraw", found, actor, reason="–"),
        "caption": caption(found.line), "crumbs": crumbs_to(found.line), **documents_context(request, found),
        "history": _history(found),
    }  # fmt: skip
    return render(request, "funding/request.html", context)


def _history(found: FundingRequest) -> object:
    hidden = frozenset({"line", "asked_at", "asked_side", "empty_place", "document"})
    return timeline(found, [Watched(FundingRequest, _("Request"), hidden=hidden)])


@page(P.FUNDING_READ)
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for money outside the rates."""
    line, actor = line_of(request, public_id), needs(request, *EITHER)
    return edit(
        request, AskForm(request.POST or None, request.FILES or None, line=line),
        lambda data: services.ask_funding(line=line, by=actor, **data),
        lambda made: (_("Asked. A director decides."), request_address(made)),
        heading=_("Ask for money outside the rates"), caption=caption(line), verb=_("Ask for it"),
        back=line_address(line), crumbs=crumbs_to(line), template="core/upload.html",
        lede=_("The rates are meant to cover most of what a child needs. This is for what they do not cover."),
    )  # fmt: skip


@page(P.FUNDING_READ)
def name_amount(request: HttpRequest, public_id: str) -> HttpResponse:
    """Name the amount of a request that opened by itself, or another one while it waits."""
    found, actor = get_visible(FundingRequest, request, public_id), needs(request, *EITHER)
    initial = {"reason": found.reason, "amount": found.amount or None}
    return about_thing(
        request, found, request_address(found), NameForm(request.POST or None, line=found.line, initial=initial),
        lambda data: services.name_amount(request=found, by=actor, **data), _("The amount is named. A director decides."),
        heading=_("Name the amount"), verb=_("Name it"), lede=_("Whoever names it asks for it, and so does not approve it."),
    )  # fmt: skip


def _approve(found: FundingRequest, reason: str, by: Actor) -> object:
    return services.approve_funding(request=found, reason=reason, by=by)


approve = deciding(
    FundingRequest, P.FUNDING_APPROVE, _approve, request_address,
    lambda: {
        "heading": _("Approve this request"), "verb": _("Approve it"), "said": _("Approved. Both sides are told."),
        "sentence": _("It is paid with the month it belongs to, or with the first one that is not agreed yet."),
    },
)  # fmt: skip
decline = deciding(
    FundingRequest, P.FUNDING_APPROVE,
    lambda found, reason, by: services.decline_funding(request=found, reason=reason, by=by), request_address,
    lambda: {
        "heading": _("Decline this request"), "verb": _("Decline it"), "said": _("Declined. Both sides are told."),
        "sentence": _("Both sides read your reason. The partner may take the matter further."),
    },
)  # fmt: skip
withdraw = deciding(
    FundingRequest, P.FUNDING_READ,
    lambda found, reason, by: services.withdraw_funding(request=found, reason=reason, by=by), request_address,
    lambda: {
        "heading": _("Withdraw this request"), "verb": _("Withdraw it"), "said": _("Withdrawn."),
        "sentence": _("Nobody decides on it any more."),
    },
    also=EITHER,
)  # fmt: skip
