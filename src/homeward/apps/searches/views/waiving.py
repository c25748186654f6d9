"""The question whether an offer may be scored in spite of its inspection, and the answer."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.forms import edit
from homeward.apps.core.vocabulary import label_of
from homeward.apps.inspections.queries import latest
from homeward.apps.inspections.remarks import said
from homeward.apps.searches import services
from homeward.apps.searches.forms_scoring import WaiverForm, WhyForm
from homeward.apps.searches.models import GatewayWaiver, Offer, Scoring
from homeward.apps.searches.scoring import WAIVER_ROLES, waiving_office, waiving_role
from homeward.apps.searches.views.opened import get_opened_offer
from homeward.apps.searches.views.scoring import WAIVER_TAGS, around
from homeward.apps.searches.views.searching import Json


def _newest(offer: Offer) -> Scoring | None:
    """The choice by marks the question belongs to: the newest of its search."""
    found: Scoring | None = offer.invitation.search.scorings.order_by("-number").first()
    return found


@page(P.SCORING_WRITE)
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    offer, actor = get_opened_offer(request, public_id, P.SEARCH_WRITE), actor_of(request)
    search = offer.invitation.search
    audit.record_read(actor, search.referral)
    told = around(search, _newest(offer))
    inspection = latest(search.body, [offer.home], search.body.today).of(offer.home)
    office = label_of(search.body, WAIVER_ROLES, waiving_office(search.body))
    facts = [
        {"label": _("Home"), "value": f"{offer.home.name}, {offer.organisation.name}"},
        {
            "label": _("Latest inspection"),
            "value": said(inspection) if inspection else _("None is recorded."),
        },
        {"label": _("Who decides"), "value": _("%(office)s, never whoever asks") % {"office": office}},
    ]
    return edit(
        request, WhyForm(request.POST or None), lambda data: services.ask_waiver(offer=offer, **data, by=actor),
        lambda made: (_("Asked. Somebody else decides."), told["back"]),
        heading=_("Ask that %(home)s be scored") % {"home": offer.home.name}, verb=_("Ask"), facts=facts,
        lede=_("Its latest inspection keeps it out of the choice by marks. It can be compared and chosen all the same."),
        **told,
    )  # fmt: skip


@page(P.SCORING_READ)
def waiver(request: HttpRequest, public_id: str) -> HttpResponse:
    """The question with the inspection it is about; the office the policy names decides it."""
    found, actor = get_visible(GatewayWaiver, request, public_id), actor_of(request)
    search = found.offer.invitation.search
    audit.record_read(actor, search.referral)
    asked = found.state == GatewayWaiver.State.ASKED
    decides = asked and actor.holds(P.SCORING_WAIVE) and found.asked_by_id != actor.user.pk
    decides = decides and str(actor.role) == waiving_role(search.body)
    form = WaiverForm(request.POST or None if actor.holds(P.SCORING_WAIVE) else None)

    def do(data: Json) -> GatewayWaiver:
        service = services.give_waiver if data["gives"] == "yes" else services.refuse_waiver
        return service(waiver=found, reason=data["reason"], by=actor)

    told = around(search, _newest(found.offer))
    return edit(
        request, form, do, lambda made: (_("Decided. Whoever asked has been told."), told["back"]),
        heading=_("May %(home)s be scored?") % {"home": found.offer.home.name}, verb=_("Decide"),
        template="searches/waiver.html", waiver=found, tag_state=WAIVER_TAGS[found.state], decides=decides,
        said=said(found.inspection), office=label_of(search.body, WAIVER_ROLES, waiving_office(search.body)),
        role=label_of(search.body, WAIVER_ROLES, found.decided_as) if found.decided_as else "",
        takes_back=asked and actor.holds(P.SCORING_WRITE), **told,
    )  # fmt: skip


@page(P.SCORING_WRITE)
@require_POST
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(GatewayWaiver, request, public_id, using=P.SCORING_WRITE)
    services.take_back_waiver(waiver=found, by=actor_of(request))
    messages.success(request, _("Taken back. It can be asked again."))
    newest = _newest(found.offer)
    if newest is None:
        return redirect("home_search", found.offer.invitation.search.public_id)
    return redirect(reverse("scoring", args=[newest.public_id]))
