"""Decisions: the list, one of them with all that stands in the way, and proposing, deciding, accepting."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.documents.queries import documents_of_each
from homeward.apps.core.forms import edit
from homeward.apps.core.refusals import Refused, present
from homeward.apps.core.vocabulary import label_of
from homeward.apps.decisions import queries, services
from homeward.apps.decisions.facts import contract_of
from homeward.apps.decisions.forms import AcceptForm, DecideForm, ProposeForm, ReasonForm, VerbalForm
from homeward.apps.decisions.lists import DECISIONS
from homeward.apps.decisions.models import Agreed, Decision
from homeward.apps.decisions.services.deciding import PLACES
from homeward.apps.decisions.varying import terms_on
from homeward.apps.decisions.views.parts import around, crumb, done, get_decision
from homeward.apps.decisions.views.turns import turn_of
from homeward.apps.searches.views.opened import get_opened_offer

Json = dict[str, Any]


@page(P.DECISION_READ)
def decisions(request: HttpRequest) -> HttpResponse:
    """All decisions a person may see; a provider sees those on its own accepted offers."""
    lede = _("A head of service decides on each home before the first night, and never the person who asks.")
    actor = actor_of(request)
    actions = [
        {"text": _("Notices given"), "href": reverse("notices_given"), "secondary": True},
        {"text": _("Disruption meetings"), "href": reverse("disruptions"), "secondary": True},
    ]
    return DECISIONS.respond(
        request, queries.decisions(actor), heading=_("Decisions on a home"), lede=lede,
        actions=[] if actor.is_provider else actions,
    )  # fmt: skip


@page(P.DECISION_READ)
def decision(request: HttpRequest, public_id: str) -> HttpResponse:
    """One decision: everything in the way at once, what is recorded, the contract, and what this person can do."""
    actor, found = actor_of(request), get_decision(request, public_id)
    audit.record_read(actor, found, organisation_id=found.organisation_id)
    contract = contract_of(found)
    context = {
        "decision": found, "referral": found.search.referral, "state": queries.TAGS[found.state], "crumbs": [crumb()],
        "contract": contract, "fee": terms_on(contract, actor.today).weekly if contract else queries.fee_of(found),
        "notice": queries.notice_of(found), "turn": turn_of(found, actor, contract),
        "ended": _ended(found), "proposes": actor.holds(P.DECISION_PROPOSE),
        "carries_out": actor.holds(P.DECISION_CARRY_OUT), "decides": actor.holds(P.DECISION_DECIDE),
        **({} if actor.is_provider else _own(found, actor)),
    }  # fmt: skip
    return render(request, "decisions/decision.html", context)


def _own(found: Decision, actor: Actor) -> Json:
    """What only the authority reads."""
    way, told = None, []
    if (
        found.is_live
        and found.state not in (Decision.State.STARTED, Decision.State.NOTICE)
        or _emergency(found)
    ):
        try:
            way = queries.in_the_way(found)
        except Refused as refused:
            told = [present(reason) for reason in refused.reasons]
    checks, visits = queries.checks_of(found), queries.visits_of(found)
    recorded = [check for _code, _label, check in checks if check is not None]
    papers = {**documents_of_each(recorded, actor), **documents_of_each(visits, actor)}
    return {
        "way": way, "cannot_tell": told, "agreements": queries.agreements_of(found), "checks": checks, "visits": visits,
        "papers": {key: [held.document for held in rows] for key, rows in papers.items()},
        "area_notices": queries.area_notices_of(found),
        "disruption": queries.disruption_of(found), "history": queries.history_of(found),
        "emergency": _emergency(found),
    }  # fmt: skip


def _emergency(found: Decision) -> bool:
    return found.is_live and bool(found.search.referral.urgency == "emergency")


def _ended(found: Decision) -> str:
    return label_of(found.body, "end_reasons", found.end_reason) if found.end_reason else ""


@page(P.DECISION_PROPOSE)
def propose(request: HttpRequest, offer: str) -> HttpResponse:
    """Put a shortlisted offer to the head of service."""
    found, actor = get_opened_offer(request, offer, P.DECISION_PROPOSE), actor_of(request)
    referral = found.invitation.search.referral
    back = reverse("home_search", args=[found.invitation.search.public_id])
    initial = {"start_on": max(found.free_from, referral.needed_by)}
    return edit(
        request, ProposeForm(request.POST or None, initial=initial),
        lambda data: services.propose_placement(offer=found, **data, by=actor),
        lambda made: done(_("Proposed. The head of service decides."), made),
        heading=_("Propose %(home)s") % {"home": found.home.name}, verb=_("Put it to the head of service"),
        caption=found.organisation.name, back=back, crumbs=[{"text": str(found.invitation.search), "href": back}],
        lede=_("Whoever proposes does not decide."),
    )  # fmt: skip


@page(P.DECISION_DECIDE)
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_decision(request, public_id, P.DECISION_DECIDE), actor_of(request)
    return edit(
        request, DecideForm(request.POST or None),
        lambda data: services.decide_placement(
            decision=found, agree=data["agree"] == "yes", reason=data["reason"], by=actor
        ),
        lambda made: done(_("Decided."), found),
        heading=_("Decide on this home"), verb=_("Record the decision"), notes=_notes(found), **around(found),
    )  # fmt: skip


def _notes(found: Decision) -> list[str]:
    """What the head of service reads before deciding: what else stands in the way."""
    try:
        way = queries.in_the_way(found)
    except Refused as refused:
        return [f"{s.title}. {s.fact}" for s in map(present, refused.reasons)]
    skip = ("in_the_way.decision_missing",)
    return [
        f"{s.title}. {s.fact}"
        for item, s in zip(
            (*way.found.refusals, *way.found.warnings), (*way.refusals, *way.warnings), strict=True
        )
        if f"in_the_way.{item.code}" not in skip
    ]


@page(P.DECISION_CARRY_OUT)
def verbal(request: HttpRequest, public_id: str) -> HttpResponse:
    """In an emergency: who agreed by word of mouth, and when."""
    found, actor = get_decision(request, public_id, P.DECISION_CARRY_OUT), actor_of(request)
    form = VerbalForm(request.POST or None, decision=found, initial={"day": actor.today})
    return edit(
        request, form, lambda data: services.record_verbal_approval(decision=found, **form.given(), by=actor),
        lambda made: done(_("Recorded. It is to be confirmed in writing in time."), found),
        heading=_("A verbal approval"), verb=_("Record it"),
        lede=_("Only in an emergency. Name and time are kept."), **around(found),
    )  # fmt: skip


@page(P.DECISION_PROPOSE)
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_decision(request, public_id, P.DECISION_PROPOSE), actor_of(request)
    return edit(
        request, ReasonForm(request.POST or None),
        lambda data: services.withdraw_decision(decision=found, **data, by=actor),
        lambda made: done(_("Taken back."), found),
        heading=_("Take the proposal back"), verb=_("Take it back"), **around(found),
    )  # fmt: skip


@page(P.DECISION_CARRY_OUT)
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Accept the offer, with a reason for each provider that is not chosen."""
    found, actor = get_decision(request, public_id, P.DECISION_CARRY_OUT), actor_of(request)
    form = AcceptForm(request.POST or None, decision=found)
    lede = _("The place is promised, and every other provider is told. They read the referral no longer.")
    return edit(
        request, form, lambda data: services.accept_offer(decision=found, feedback=form.feedback(), by=actor),
        lambda made: done(_("Accepted. The provider is told; draw up the contract."), found),
        heading=_("Accept this home"), verb=_("Accept it"), lede=lede, **around(found),
    )  # fmt: skip


@page(P.DECISION_DECIDE)
def approve(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """Approve a placement out of area, or at a distance."""
    if kind not in PLACES:
        raise Http404
    found, actor = get_decision(request, public_id, P.DECISION_DECIDE), actor_of(request)
    return edit(
        request, ReasonForm(request.POST or None),
        lambda data: services.approve_place(decision=found, kind=kind, **data, by=actor),
        lambda made: done(_("Approved."), found),
        heading=_("Approve: %(kind)s") % {"kind": Agreed.Kind(kind).label.lower()}, verb=_("Approve it"), **around(found),
    )  # fmt: skip
