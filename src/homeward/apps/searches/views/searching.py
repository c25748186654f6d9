"""The authority's pages of a search: the list, one search with its steps and offers side by side, and its forms."""

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
from homeward.apps.core import audit
from homeward.apps.core.forms import edit
from homeward.apps.core.refusals import present
from homeward.apps.core.timeline import Watched, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.apps.referrals.content import urgency_words
from homeward.apps.referrals.models import Referral
from homeward.apps.referrals.queries import version_to_read
from homeward.apps.searches import queries, services
from homeward.apps.searches.beside import beside
from homeward.apps.searches.comparing import compare
from homeward.apps.searches.eligible import providers_for
from homeward.apps.searches.forms import CloseForm, ConsiderForm, EndForm, JudgeForm
from homeward.apps.searches.impacts import owed_by
from homeward.apps.searches.lists import ASKED_TAGS, SEARCHES, STATE_TAGS
from homeward.apps.searches.machine import MACHINE
from homeward.apps.searches.models import Considered, Invitation, Offer, Search, Widening
from homeward.apps.searches.views.opened import get_opened_offer

State = Search.State
COMPARED = (State.SHORTLIST, State.ENDED)  # offers are read together, when answers are closed
Json = dict[str, Any]


def crumb() -> Json:
    return {"text": _("Searches"), "href": reverse("home_searches")}


def _around(found: Search) -> Json:
    address = reverse("home_search", args=[found.public_id])
    crumbs = [crumb(), {"text": str(found.referral), "href": address}]
    return {"caption": str(found), "back": address, "crumbs": crumbs}


def _done(said: str, found: Search) -> tuple[str, str]:
    return said, reverse("home_search", args=[found.public_id])


@page(P.SEARCH_READ)
def searches(request: HttpRequest) -> HttpResponse:
    """All searches; filters, order and file are in the address."""
    lede = _(
        "In-house homes first, then every eligible provider of the framework, each step with its reason."
    )
    return SEARCHES.respond(
        request, queries.searches(actor_of(request)), heading=_("Searches for a home"), lede=lede
    )


@page(P.SEARCH_WRITE)
@require_POST
def begin(request: HttpRequest, referral: str) -> HttpResponse:
    found = get_visible(Referral, request, referral)
    made = services.begin_search(referral=found, by=actor_of(request))
    messages.success(request, _("Begun. In-house homes come first."))
    return redirect("home_search", made.public_id)


@page(P.SEARCH_READ)
def search(request: HttpRequest, public_id: str) -> HttpResponse:
    """One search: its steps, who was asked, what is offered for each need, and what comes next."""
    actor = actor_of(request)
    found = get_visible(Search, request, public_id)
    audit.record_read(actor, found.referral)
    writes = actor.holds(P.SEARCH_WRITE)
    outside = MACHINE.why_not("go_outside", found, actor) if found.state == State.IN_HOUSE else []
    version = version_to_read(found.referral)
    compared = compare(found) if found.state in COMPARED else None
    # by its reverse name: the decisions stand above, and know the search
    decided = list(found.decisions.select_related("offer__home").order_by("requested_at"))
    context = {
        "search": found, "referral": found.referral, "state": STATE_TAGS[found.state], "crumbs": [crumb()],
        "urgency": urgency_words(found.referral),
        "considered": list(found.considered.select_related("home", "by").order_by("at")),
        "asked": _asked(found),
        "not_asked": list(found.not_invited.select_related("organisation").order_by("organisation__name")),
        "ready": providers_for(found.referral) if found.state == State.FRAMEWORK else [],
        "compared": compared, "sealed": queries.is_sealed(found, actor),
        **beside(found, [item.offer for item in compared.columns] if compared else [], actor),
        "to_assess": {o.public_id for o in owed_by(actor)},
        "needs": version.content["needs"] if version else [],
        "decided": decided, "proposed": any(d.is_live for d in decided),
        "writes": writes and found.state != State.ENDED,
        "why_not_outside": [present(r) for r in outside], "widening": _widening(found),
        "own_offer": found.invitations.filter(route=Invitation.Route.IN_HOUSE).exists(),
        "asked_outside": found.invitations.exclude(route=Invitation.Route.IN_HOUSE).exists(),
        "history": _history(found), "looks_again": queries.without_a_home(Search.objects.filter(pk=found.pk)).exists(),
    }  # fmt: skip
    return render(request, "searches/search.html", context)


def _widening(found: Search) -> Widening | None:
    """The newest question whether it may go outside the framework."""
    newest: Widening | None = found.widenings.order_by("-pk").select_related("asked_by", "decided_by").first()
    return newest


def _asked(found: Search) -> list[tuple[Any, str, str]]:
    """Each invitation with its tag and why it was declined, by provider."""
    rows = found.invitations.select_related("organisation", "lot", "body").order_by("organisation__name")
    return [(row, ASKED_TAGS[row.state], decline_words(row)) for row in rows]


def decline_words(invitation: Any) -> str:
    """Why a provider declined, in words; empty when it did not."""
    if not invitation.decline_reason:
        return ""
    words = label_of(invitation.body, "decline_reasons", invitation.decline_reason)
    return f"{words}: {invitation.decline_words}" if invitation.decline_words else words


def _to_write(request: HttpRequest, public_id: str) -> Search:
    return get_visible(Search, request, public_id, using=P.SEARCH_WRITE)


@page(P.SEARCH_WRITE)
def consider(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _to_write(request, public_id), actor_of(request)
    form = ConsiderForm(request.POST or None, actor=actor)
    return edit(
        request, form,
        lambda data: services.consider_in_house(
            search=found, home=form.chosen, words=data["words"], reason=data["reason"], by=actor
        ),
        lambda made: _done(_("Recorded."), found), heading=_("An in-house home that was considered"), verb=_("Record"),
        lede=_("Relatives and friends, and homes the authority runs itself, come before anybody else."), **_around(found),
    )  # fmt: skip


@page(P.SEARCH_WRITE)
@require_POST
def go_outside(request: HttpRequest, public_id: str) -> HttpResponse:
    found = services.go_outside(search=_to_write(request, public_id), by=actor_of(request))
    messages.success(
        request, _("The in-house search is over. See whom you can ask, then ask them all at once.")
    )
    return redirect("home_search", found.public_id)


@page(P.SEARCH_WRITE)
@require_POST
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _to_write(request, public_id)
    made = services.invite_framework(search=found, by=actor_of(request))
    messages.success(request, _("%(count)s providers have been asked.") % {"count": len(made)})
    return redirect("home_search", found.public_id)


@page(P.SEARCH_WRITE)
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _to_write(request, public_id)
    return edit(
        request, CloseForm(request.POST or None),
        lambda data: services.close_offers(search=found, reason=data["reason"], by=actor_of(request)),
        lambda made: _done(_("Closed. Compare the offers need by need."), found),
        heading=_("Close the offers"), verb=_("Close the offers"),
        lede=_("Providers that have not answered are put down as not having answered."), **_around(found),
    )  # fmt: skip


@page(P.SEARCH_WRITE)
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _to_write(request, public_id)
    return edit(
        request, EndForm(request.POST or None),
        lambda data: services.end_search(search=found, **data, by=actor_of(request)),
        lambda made: _done(_("Ended. Every provider that was asked has been told."), found),
        heading=_("End the search without a home"), verb=_("End the search"),
        lede=_(
            "Open invitations close, offers end with a word to their providers, and a home proposed but not signed for is let "
            "go. The referral stays until you withdraw it."
        ), **_around(found),
    )  # fmt: skip


@page(P.SEARCH_WRITE)
def judge(request: HttpRequest, public_id: str) -> HttpResponse:
    offer = get_opened_offer(request, public_id, P.SEARCH_WRITE)
    found = offer.invitation.search
    initial = {"suitable": "no" if offer.state == Offer.State.UNSUITABLE else None, "reason": offer.note}
    return edit(
        request, JudgeForm(request.POST or None, initial=initial),
        lambda data: services.judge_offer(
            offer=offer, suitable=data["suitable"] == "yes", reason=data["reason"], by=actor_of(request)
        ),
        lambda made: _done(_("Judged."), found),
        heading=_("%(home)s of %(provider)s") % {"home": offer.home.name, "provider": offer.organisation.name},
        verb=_("Save"), lede=_("On the shortlist the provider learns the children’s first names and ages."), **_around(found),
    )  # fmt: skip


def _history(found: Search) -> Any:
    hidden = frozenset({"since", "begun_at", "begun_by", "at", "by"})
    rows = [
        Watched(Search, _("Search"), hidden=hidden),
        Watched(Considered, _("In-house"), "search", hidden=hidden),
    ]
    return timeline(found, rows)
