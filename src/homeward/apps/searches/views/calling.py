"""The call list and what is written down from it: a telephone offer, a no, nobody answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.forms import edit
from homeward.apps.core.vocabulary import label_of
from homeward.apps.providers.models import Home
from homeward.apps.referrals.content import urgency_words
from homeward.apps.referrals.queries import version_to_read
from homeward.apps.searches import services
from homeward.apps.searches.calling import Row, call_list
from homeward.apps.searches.fees import weekly_fee
from homeward.apps.searches.forms_routes import NoForm, OnBehalfForm
from homeward.apps.searches.models import Search
from homeward.apps.searches.views.searching import crumb
from homeward.apps.vacancies.checks import kept_by_body
from homeward.apps.vacancies.models import Vacancy

State = Search.State
Json = dict[str, Any]
HEADINGS: Mapping[str, Any] = {
    "in_house": ("in-house", lambda: _("In-house, first")),
    "framework": ("framework", lambda: _("Framework")),
    "non_framework": ("outside", lambda: _("Outside the framework")),
}


@page(P.SEARCH_WRITE)
def calls(request: HttpRequest, public_id: str) -> HttpResponse:
    """Whom to telephone, in the lawful order, the best fit first; what is excluded last with every reason."""
    found = _search(request, public_id)
    audit.record_read(actor_of(request), found.referral)
    rows = call_list(found)
    groups = [
        {
            "route": route,
            "id": key,
            "heading": head(),
            "rows": [r for r in rows if r.route == route and not r.excluded],
        }
        for route, (key, head) in HEADINGS.items()
    ]
    context = {
        "search": found, "referral": found.referral, "urgency": urgency_words(found.referral), "currency": found.body.currency,
        "groups": [g for g in groups if g["rows"]], "excluded": [r for r in rows if r.excluded],
        "fees": {r.home.pk: weekly_fee(r.offer) for r in rows if r.offer is not None},
        "said": {r.home.pk: _no(r) for r in rows if r.said_no},
        "to_call": [r.home.name for r in rows if r.route == "in_house" and r.step == "call" and not r.calls],
        "in_house_offer": any(r.route == "in_house" and r.offer for r in rows),
        "offers": sum(r.offer is not None for r in rows), **_around(found),
    }  # fmt: skip
    return render(request, "searches/calls.html", context)


def _no(row: Row) -> str:
    call = row.last
    assert call is not None
    words = label_of(call.body, "decline_reasons", call.reason)
    return f"{words}: {call.words}" if call.words else words


def _search(request: HttpRequest, public_id: str) -> Search:
    return get_visible(Search, request, public_id, using=P.SEARCH_WRITE)


def _around(found: Search) -> Json:
    address = reverse("call_list", args=[found.public_id])
    crumbs = [crumb(), {"text": str(found.referral), "href": reverse("home_search", args=[found.public_id])}]
    return {
        "caption": _("Search for %(referral)s") % {"referral": found.referral},
        "back": address,
        "crumbs": crumbs,
    }


def _home(request: HttpRequest, home: str) -> Home:
    """A home whose vacancy this person reads."""
    rows = Vacancy.objects.visible_to(actor_of(request)).select_related(
        "home__provider", "home__body", "home__organisation"
    )
    vacancy = rows.filter(home__public_id=home).first()
    if vacancy is None:
        raise Http404
    found: Home = vacancy.home
    return found


def _done(said: str, found: Search) -> tuple[str, str]:
    return said, reverse("call_list", args=[found.public_id])


@page(P.SEARCH_WRITE)
def enter(request: HttpRequest, public_id: str, home: str) -> HttpResponse:
    """What was said on the telephone, as an offer; for an in-house home what the service can give."""
    found, chosen, actor = _search(request, public_id), _home(request, home), actor_of(request)
    version, own = version_to_read(found.referral), kept_by_body(chosen)
    if version is None:
        raise Http404
    form = OnBehalfForm(request.POST or None, search=found, version=version, by_telephone=not own)
    service: Any = services.enter_in_house_offer if own else services.enter_telephone_offer
    lede = (
        _("The own service offers this home. It is compared like any other.")
        if own
        else _("Write down what was said. The provider confirms it on its own page by the next working day.")
    )
    return edit(
        request, form, lambda data: service(search=found, home=chosen, **form.given(), by=actor),
        lambda made: _done(_("Written down. %(home)s is offered.") % {"home": chosen.name}, found),
        heading=_("What %(home)s offers") % {"home": chosen.name}, verb=_("Write it down"), template="searches/said.html",
        lede=lede, **_around(found),
    )  # fmt: skip


@page(P.SEARCH_WRITE)
def no(request: HttpRequest, public_id: str, home: str) -> HttpResponse:
    found, chosen, actor = _search(request, public_id), _home(request, home), actor_of(request)
    form = NoForm(request.POST or None, search=found, one_home=kept_by_body(chosen))
    return edit(
        request, form, lambda data: services.record_no(search=found, home=chosen, **data, by=actor),
        lambda made: _done(_("Written down. Call the next."), found), heading=_("%(home)s said no") % {"home": chosen.name},
        verb=_("Write it down"), **_around(found),
    )  # fmt: skip


@page(P.SEARCH_WRITE)
@require_POST
def no_answer(request: HttpRequest, public_id: str, home: str) -> HttpResponse:
    found, chosen = _search(request, public_id), _home(request, home)
    services.record_no_answer(search=found, home=chosen, by=actor_of(request))
    messages.success(request, _("Written down: nobody answered at %(home)s.") % {"home": chosen.name})
    return redirect("call_list", found.public_id)


@page(P.SEARCH_WRITE)
@require_POST
def ask_everybody(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _search(request, public_id)
    made = services.ask_everybody(search=found, by=actor_of(request))
    messages.success(request, _("%(count)s providers have been asked. Call them now.") % {"count": len(made)})
    return redirect("call_list", found.public_id)


@page(P.SEARCH_WRITE)
@require_POST
def compare_in_house(request: HttpRequest, public_id: str) -> HttpResponse:
    found = services.compare_in_house(search=_search(request, public_id), by=actor_of(request))
    messages.success(request, _("Judge the in-house home. If it does not suit, the framework is asked."))
    return redirect("home_search", found.public_id)
