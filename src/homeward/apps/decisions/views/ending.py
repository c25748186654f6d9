"""The first night, notice, the end, and the meeting that is owed when nobody planned it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import edit
from homeward.apps.decisions import lists_ending as listed
from homeward.apps.decisions import queries, services
from homeward.apps.decisions.forms import DisruptionForm, EndForm, NoticeForm, ReasonForm
from homeward.apps.decisions.lists_ending import DISRUPTIONS, NOTICES
from homeward.apps.decisions.views.parts import around, crumb, done, get_decision


@page(P.DECISION_READ)
def notices(request: HttpRequest) -> HttpResponse:
    """Notices given by either side; a provider finds its own on the decision."""
    actor = actor_of(request)
    if actor.is_provider:
        raise Http404
    lede = _("Each opens a referral for the next home. The day is the last on which the children leave.")
    return NOTICES.respond(
        request, listed.notices(actor), heading=_("Notices given"), lede=lede, crumbs=[crumb()],
        actions=[{"text": _("Disruption meetings"), "href": reverse("disruptions"), "secondary": True}],
    )  # fmt: skip


@page(P.DECISION_READ)
def disruptions(request: HttpRequest) -> HttpResponse:
    """Meetings owed, and held, because a placement ended that nobody planned to end."""
    actor = actor_of(request)
    if actor.is_provider:
        raise Http404
    lede = _("Owed where a placement ended that nobody planned to end. What is learned serves the next home.")
    return DISRUPTIONS.respond(
        request, listed.disruptions(actor), heading=_("Disruption meetings"), lede=lede, crumbs=[crumb()],
        actions=[{"text": _("Notices given"), "href": reverse("notices_given"), "secondary": True}],
    )  # fmt: skip


@page(P.DECISION_CARRY_OUT)
@require_POST
def start(request: HttpRequest, public_id: str) -> HttpResponse:
    """The children have come: the placement is recorded."""
    found = get_decision(request, public_id, P.DECISION_CARRY_OUT)
    services.start_placement(decision=found, by=actor_of(request))
    messages.success(request, _("Recorded. Their nights count from the first night agreed."))
    return redirect("decision", found.public_id)


@page(P.DECISION_READ)
def notice(request: HttpRequest, public_id: str) -> HttpResponse:
    """Either side ends the contract; a new referral is opened from the last."""
    found, actor = get_decision(request, public_id), actor_of(request)
    if not (actor.holds(P.CONTRACT_SIGN) or actor.holds(P.DECISION_CARRY_OUT)):
        raise Http404
    form = NoticeForm(request.POST or None, decision=found, initial={"given_on": actor.today})
    return edit(
        request, form, lambda data: services.give_notice(decision=found, **data, by=actor),
        lambda made: done(_("Notice is given. A new referral is opened from the last one."), found),
        heading=_("Give notice"), verb=_("Give notice"),
        lede=_("The children stay until they leave. The authority begins to look for the next home."), **around(found),
    )  # fmt: skip


@page(P.DECISION_CARRY_OUT)
def let_go(request: HttpRequest, public_id: str) -> HttpResponse:
    """The children will not come."""
    found, actor = get_decision(request, public_id, P.DECISION_CARRY_OUT), actor_of(request)
    return edit(
        request, ReasonForm(request.POST or None),
        lambda data: services.let_home_go(decision=found, **data, by=actor),
        lambda made: done(_("Recorded. The place is free again, and the search is open again."), found),
        heading=_("The children will not come"), verb=_("Record it"),
        lede=_("The head of service and the provider read the reason. After a signed contract, settle with it what is owed."),
        **around(found),
    )  # fmt: skip


@page(P.DECISION_CARRY_OUT)
def notice_back(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_decision(request, public_id, P.DECISION_CARRY_OUT), actor_of(request)
    return edit(
        request, ReasonForm(request.POST or None),
        lambda data: services.take_notice_back(decision=found, **data, by=actor),
        lambda made: done(_("Taken back."), found), heading=_("Take the notice back"), verb=_("Take it back"),
        lede=_("The referral that was opened stays; withdraw it where no home is needed."), **around(found),
    )  # fmt: skip


@page(P.DECISION_CARRY_OUT)
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """The children left."""
    found, actor = get_decision(request, public_id, P.DECISION_CARRY_OUT), actor_of(request)
    given = queries.notice_of(found)
    initial = {"on": min(given.leaves_on, actor.today) if given else actor.today}
    form = EndForm(request.POST or None, decision=found, initial=initial)
    return edit(
        request, form, lambda data: services.end_decision(decision=found, **data, by=actor),
        lambda made: done(_("Recorded."), found), heading=_("Record the end"), verb=_("Record the end"),
        lede=_("An end that nobody planned owes a disruption meeting."), **around(found),
    )  # fmt: skip


@page(P.DECISION_CARRY_OUT)
def disruption(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_decision(request, public_id, P.DECISION_CARRY_OUT), actor_of(request)
    owed = queries.disruption_of(found)
    if owed is None:
        raise Http404
    return edit(
        request, DisruptionForm(request.POST or None, initial={"on": actor.today}),
        lambda data: services.hold_disruption(disruption=owed, **data, by=actor),
        lambda made: done(_("Recorded."), found), heading=_("The disruption meeting"), verb=_("Record it"), **around(found),
    )  # fmt: skip
