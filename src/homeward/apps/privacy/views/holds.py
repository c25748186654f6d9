"""The schedule of retention, and legal holds: placed by one person, lifted by two."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.forms import crumb, edit
from homeward.apps.core.refusals import present, refuse_if
from homeward.apps.core.vocabulary import label_of
from homeward.apps.privacy import queries, services
from homeward.apps.privacy.forms import ReasonForm
from homeward.apps.privacy.lists import HOLD_TAGS, HOLDS
from homeward.apps.privacy.machine import HOLD
from homeward.apps.privacy.models import LegalHold
from homeward.apps.privacy.register_forms import HoldForm
from homeward.apps.privacy.retention import schedule
from homeward.apps.privacy.views.reading import reads
from homeward.kernel.reasons import Reason

Json = dict[str, Any]
State = LegalHold.State


def crumbs(found: LegalHold | None = None) -> list[dict[str, str]]:
    start = [crumb(_("Privacy"), "privacy"), crumb(_("Legal holds"), "legal_holds")]
    return [*start, crumb(found.title, "legal_hold", found.public_id)] if found else start


def _found(request: HttpRequest, public_id: str, using: P | None = None) -> LegalHold:
    found = get_visible(LegalHold, request, public_id, using=using)
    if found.child is not None:
        audit.record_read(actor_of(request), found.child, page="legal hold")
    return found


def _address(found: LegalHold) -> str:
    return reverse("legal_hold", args=[found.public_id])


@page(P.PRIVACY_READ)
def retention(request: HttpRequest) -> HttpResponse:
    """How long each class is kept, what is due, what is held. Nothing is disposed of here."""
    actor = actor_of(request)
    classes, seen = schedule(actor.body), set(queries.holds(actor).values_list("pk", flat=True))
    for one in classes:
        one.holds = [h for h in one.holds if h.pk in seen]
    context = {
        "classes": classes, "crumbs": [crumb(_("Privacy"), "privacy")], "due": sum(c.due_count for c in classes),
        "held": sum(c.held_count for c in classes), "places": actor.holds(P.PRIVACY_WRITE),
        "placeholders": [c.words for c in classes if c.standing == "placeholder"],
    }  # fmt: skip
    return render(request, "privacy/retention.html", context)


@page(P.PRIVACY_READ)
def holds(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actions = (
        [{"text": _("Place a hold"), "href": reverse("place_hold")}] if actor.holds(P.PRIVACY_WRITE) else []
    )
    return HOLDS.respond(
        request, queries.holds(actor), seen=reads(actor, "legal holds"), heading=_("Legal holds"), actions=actions,
        crumbs=[crumb(_("Privacy"), "privacy")],
        lede=_("What may not be disposed of, whatever the schedule says. Lifting a hold takes two people."),
    )  # fmt: skip


@page(P.PRIVACY_WRITE)
def place(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = HoldForm(request.POST or None, actor=actor)

    def do(data: Json) -> LegalHold:
        given = data.pop("child").strip()
        child = None
        if given:
            child = (
                Child.objects.visible_to(actor)
                .filter(Q(reference__iexact=given) | Q(client_number=given))
                .first()
            )
            unknown = None if child else Reason("privacy.nobody_found", {"given": given, "field": "child"})
            refuse_if("This hold cannot be placed", [unknown])
        return services.place_hold(child=child, **data, by=actor)

    return edit(
        request, form, do, lambda made: (_("Placed. It stands until two people lift it."), _address(made)),
        heading=_("Place a legal hold"), verb=_("Place it"), back=reverse("legal_holds"), crumbs=crumbs(),
    )  # fmt: skip


@page(P.PRIVACY_READ)
def hold(request: HttpRequest, public_id: str) -> HttpResponse:
    actor, found = actor_of(request), _found(request, public_id)
    actions: list[Json] = []
    reasons: list[Any] = []
    if found.state == State.IN_FORCE and actor.holds(P.PRIVACY_WRITE):
        actions = [{"text": _("Propose to lift it"), "href": reverse("propose_lift", args=[public_id])}]
    elif found.state == State.LIFT_PROPOSED and actor.holds(P.PRIVACY_CHECK):
        reasons = [present(r) for r in HOLD.why_not("lift", found, actor)]
        if not reasons:
            actions = [
                {"text": _("Lift it"), "href": reverse("lift_hold", args=[public_id])},
                {"text": _("Keep it"), "href": reverse("keep_hold", args=[public_id]), "secondary": True},
            ]
    context = {
        "hold": found, "crumbs": crumbs(), "colour": HOLD_TAGS[found.state], "actions": actions, "reasons": reasons,
        "record_class": label_of(found.body, "record_classes",
        found.record_class) if found.record_class else _("Every class of record"),
        "history": queries.timeline_of(found, _("Legal hold")),
    }  # fmt: skip
    return render(request, "privacy/hold.html", context)


@page(P.PRIVACY_WRITE)
def propose(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _found(request, public_id, P.PRIVACY_WRITE), actor_of(request)
    return edit(
        request, ReasonForm(request.POST or None, label=_("Why it can be lifted")),
        lambda data: services.propose_lift(hold=found, **data, by=actor),
        lambda made: (_("Proposed. The hold stands until another person lifts it."), _address(found)),
        heading=_("Propose to lift this hold"), caption=found.title, verb=_("Propose it"), back=_address(found),
        crumbs=crumbs(found),
    )  # fmt: skip


@page(P.PRIVACY_CHECK)
def keep(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _found(request, public_id, P.PRIVACY_CHECK), actor_of(request)
    return edit(
        request, ReasonForm(request.POST or None, label=_("Why it stays")),
        lambda data: services.decline_lift(hold=found, **data, by=actor),
        lambda made: (_("The hold stays."), _address(found)), heading=_("Keep this hold"), caption=found.title,
        verb=_("Keep it"),
        back=_address(found), crumbs=crumbs(found),
    )  # fmt: skip


@page(P.PRIVACY_CHECK)
def lift(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _found(request, public_id, P.PRIVACY_CHECK), actor_of(request)
    if request.method == "POST":
        services.lift_hold(hold=found, by=actor)
        return redirect(_address(found))
    form = ReasonForm()
    form.fields.clear()
    context = {
        "heading": _("Lift this hold"), "caption": found.title, "form": form, "danger": False, "verb": _("Lift it"),
        "back": _address(found),
        "sentence": _("%(who)s proposed it: %(reason)s")
        % {"who": found.lift_proposed_by.name if found.lift_proposed_by else "", "reason": found.lift_reason},
        "consequences": [_("Nothing is disposed of by this. What is due is only proposed for disposal.")],
        "crumbs": crumbs(found),
    }  # fmt: skip
    return render(request, "core/confirm.html", context)
