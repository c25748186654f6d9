"""Why an offer has its score, and the facts a comparison rests on."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.refusals import Refused, refuse_if
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.searches.comparing import explained
from homeward.apps.searches.explaining import figure
from homeward.apps.searches.facts import match_facts
from homeward.apps.searches.models import Offer, Search
from homeward.apps.searches.views.searching import COMPARED, _around
from homeward.kernel.reasons import Reason


def _opened(search: Search, what: str) -> None:
    """Offers stay sealed until answers are closed."""
    refuse_if(what, [None if search.state in COMPARED else Reason("search.offers_open", {})])


@page(P.SEARCH_READ)
def why(request: HttpRequest, public_id: str) -> HttpResponse:
    """The working of one offer's score."""
    offer = get_visible(Offer, request, public_id, using=P.SEARCH_READ)
    search, actor = offer.invitation.search, actor_of(request)
    _opened(search, _("This score cannot be shown"))
    audit.record_read(actor, search.referral)
    found, told = explained(search, offer)
    if found is None:
        raise Refused(
            _("This score cannot be shown"),
            [Reason("search.offer_closed", {"state": offer.get_state_display()})],
        )
    context = {
        "search": search, "offer": offer, "found": found, "figure": figure(told, search.body, pack_of(search.body)),
        **_around(search),
    }  # fmt: skip
    return render(request, "searches/why.html", context)


@page(P.SEARCH_READ)
def facts(request: HttpRequest, public_id: str) -> HttpResponse:
    """The facts of the comparison as JSON: what `homeward decide match` reads. For the authority, without names."""
    search, actor = get_visible(Search, request, public_id), actor_of(request)
    # the facts hold ranks and quality of the framework, which a child's own worker reads nowhere
    if not actor.holds(P.FRAMEWORK_READ):
        raise Http404
    _opened(search, _("These facts cannot be downloaded"))
    audit.record_read(actor, search.referral)
    told = match_facts(search).model_dump_json(indent=2, exclude_none=True)
    answer = HttpResponse(told + "\n", content_type="application/json; charset=utf-8")
    name = f"match-{search.referral.reference}-{search.body.today.isoformat()}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
