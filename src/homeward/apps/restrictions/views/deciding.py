"""Proposing, deciding, taking back and lifting: one small form each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import RecordForm, edit
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import present
from homeward.apps.placements.choosers import homes_on_offer
from homeward.apps.restrictions import queries, services, words
from homeward.apps.restrictions.forms import DecideForm, DecideLiftForm, LiftForm, ProposeForm, WhyForm
from homeward.apps.restrictions.machine import MACHINE
from homeward.apps.restrictions.models import Restriction
from homeward.apps.restrictions.services.restrictions import may_decide
from homeward.apps.restrictions.subjects import homes_known, providers_known
from homeward.apps.restrictions.views.restrictions import crumbs_to


def facts_of(found: Restriction) -> list[dict[str, str]]:
    """What the decision is about, above its form."""
    provider = found.organisation.name if found.organisation else _("Not known")
    return [
        {"label": _("Provider"), "value": provider},
        {"label": _("It binds"), "value": found.home.name if found.home else words.scope_words(found)},
        {"label": _("Cause"), "value": queries.cause_words(found)},
        {"label": _("Reason"), "value": found.reason},
        {"label": _("What would lift it"), "value": found.what_lifts},
        {"label": _("First day"), "value": say_day(found.starts_on)},
        {"label": _("Proposed by"), "value": found.proposed_by.name},
    ]


def _around(found: Restriction) -> dict[str, Any]:
    address = reverse("restriction", args=[found.public_id])
    return {"caption": _("Restriction of %(subject)s") % {"subject": found.subject}, "back": address,
            "crumbs": crumbs_to(found)}  # fmt: skip


def _initial(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """A provider or home named in the address, as its page links here."""
    initial: dict[str, Any] = {"starts_on": actor.today}
    home = homes_known(actor).filter(public_id=request.GET.get("home", "")).first()
    provider = providers_known(actor).filter(public_id=request.GET.get("provider", "")).first()
    if home is not None:
        initial["home"] = f"{home.reference} {home.name}"
        provider = home.provider or provider
    if provider is not None:
        initial["provider"] = provider.public_id
    return initial


@page(P.RESTRICTION_PROPOSE)
def propose(request: HttpRequest) -> HttpResponse:
    """Whom, why, what would lift it, from when. It binds nobody before a second person imposes it."""
    actor = actor_of(request)
    form = ProposeForm(
        request.POST or None, request.FILES or None, actor=actor, initial=_initial(request, actor)
    )
    return edit(
        request, form,
        lambda data: services.propose_restriction(**form.given(), by=actor),
        lambda made: (
            _("Proposed. It binds nobody until a second person decides."),
            reverse("restriction", args=[made.public_id]),
        ),
        template="restrictions/propose.html", heading=_("Propose a restriction"), verb=_("Propose it"),
        lede=_("No new placements with a provider, or in one home. You propose; another person decides."),
        back=reverse("restrictions"), crumbs=crumbs_to(), homes=homes_on_offer(actor, homes_known(actor)),
    )  # fmt: skip


@page(P.RESTRICTION_IMPOSE)
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """The second person imposes or refuses."""
    actor, found = actor_of(request), get_visible(Restriction, request, public_id, using=P.RESTRICTION_IMPOSE)
    form = DecideForm(request.POST or None, initial={"starts_on": max(found.starts_on, found.body.today)})

    def do(data: dict[str, Any]) -> Restriction:
        if data["decision"] == "impose":
            return services.impose_restriction(
                restriction=found, starts_on=data["starts_on"], note=data["reason"], by=actor
            )
        return services.refuse_restriction(restriction=found, reason=data["reason"], by=actor)

    children = sum(home.children for home in queries.children_there(found, actor))
    return _decision(
        request, found, form, do, move="impose", heading=_("Impose or refuse?"), verb=_("Decide"),
        facts=facts_of(found),
        consequences=[
            _("Open offers are held and unsigned contracts go back to the head of service."),
_who_stays(children),
            _("The provider’s managers and those who place children are told."),
        ],
    )  # fmt: skip


def _who_stays(children: int) -> str:
    if not children:
        return _("No child is recorded as living there tonight.")
    return ngettext(
        "%(n)s child lives there now and stays. The placement is reviewed.",
        "%(n)s children live there now and stay. Each placement is reviewed.",
        children,
    ) % {"n": children}


@page(P.RESTRICTION_PROPOSE)
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """The proposer takes it back before anybody decided."""
    found = get_visible(Restriction, request, public_id, using=P.RESTRICTION_PROPOSE)
    return edit(
        request, WhyForm(request.POST or None),
        lambda data: services.withdraw_restriction(
            restriction=found, reason=data["reason"], by=actor_of(request)
        ),
        lambda done: (_("Taken back. Nobody has to decide any more."), reverse("restriction", args=[public_id])),
        heading=_("Take back the proposal"), verb=_("Take it back"),
        lede=_("It stays on record, and binds nobody."), **_around(found),
    )  # fmt: skip


@page(P.RESTRICTION_PROPOSE)
def lift(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose that it ends."""
    found = get_visible(Restriction, request, public_id, using=P.RESTRICTION_PROPOSE)
    return edit(
        request, LiftForm(request.POST or None, initial={"lifts_on": found.body.today}),
        lambda data: services.propose_lift(
            restriction=found, lifts_on=data["lifts_on"], reason=data["reason"], by=actor_of(request)
        ),
        lambda done: (
            _("Proposed. It binds until a second person lifts it."),
            reverse("restriction", args=[public_id]),
        ),
        heading=_("Propose to lift it"), verb=_("Propose to lift it"),
        facts=[{"label": _("What would lift it"), "value": found.what_lifts}], **_around(found),
    )  # fmt: skip


@page(P.RESTRICTION_IMPOSE)
def decide_lift(request: HttpRequest, public_id: str) -> HttpResponse:
    """The second person lifts it or keeps it."""
    actor, found = actor_of(request), get_visible(Restriction, request, public_id, using=P.RESTRICTION_IMPOSE)
    form = DecideLiftForm(
        request.POST or None, initial={"lifts_on": max(found.lift_on or found.body.today, found.body.today)}
    )

    def do(data: dict[str, Any]) -> Restriction:
        if data["decision"] == "lift":
            return services.lift_restriction(
                restriction=found, lifts_on=data["lifts_on"], note=data["reason"], by=actor
            )
        return services.keep_restriction(restriction=found, reason=data["reason"], by=actor)

    who = found.lift_proposed_by.name if found.lift_proposed_by else ""
    facts = [
        {"label": _("What would lift it"), "value": found.what_lifts},
        {"label": _("Why it can be lifted"), "value": found.lift_reason},
        {"label": _("Proposed by"), "value": who},
    ]
    return _decision(
        request, found, form, do, move="lift", heading=_("Lift it or keep it?"), verb=_("Decide"), facts=facts,
        consequences=[_("What was held does not come back by itself. The provider’s managers are told.")],
    )  # fmt: skip


SAID = {
    Restriction.State.IMPOSED: gettext_noop(
        "It stands. The provider’s managers and those who place children have been told."
    ),
    Restriction.State.REFUSED: gettext_noop("Refused. Whoever proposed it has been told."),
    Restriction.State.LIFTED: gettext_noop(
        "Lifted. The provider’s managers and those who place children have been told."
    ),
}


def _decision(
    request: HttpRequest, found: Restriction, form: RecordForm, do: Any, *, move: str, **page_: Any
) -> HttpResponse:
    """A form to decide, or the reasons why this person cannot: whoever may not is told before they type."""
    actor = actor_of(request)
    reasons = MACHINE.why_not(move, found, actor)
    if reasons and request.method != "POST" and may_decide(found, actor):
        messages.warning(request, " ".join(present(reason).fact for reason in reasons))
        return redirect("restriction", found.public_id)
    return edit(
        request, form, do,
        lambda done: (_(SAID[Restriction.State(done.state)]), reverse("restriction", args=[found.public_id])),
        template="restrictions/decide.html", **page_, **_around(found),
    )  # fmt: skip
