"""Requests for correction: the register, one with what is next, and each step of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.forms import crumb, edit, offer
from homeward.apps.core.refusals import present
from homeward.apps.privacy import queries, services
from homeward.apps.privacy.forms import (
    CorrectionForm,
    DecideCorrectionForm,
    LinkForm,
    ReasonForm,
    StatementForm,
)
from homeward.apps.privacy.lists import CORRECTION_TAGS, CORRECTIONS
from homeward.apps.privacy.machine import CORRECTION
from homeward.apps.privacy.models import Correction
from homeward.apps.privacy.subjects import subject_of
from homeward.apps.privacy.views.reading import reads

Json = dict[str, Any]
C = Correction.State
SHOWN = 30


def crumbs(found: Correction | None = None) -> list[dict[str, str]]:
    start = [crumb(_("Privacy"), "privacy"), crumb(_("Corrections"), "corrections")]
    return [*start, crumb(found.reference, "correction", found.public_id)] if found else start


def _found(request: HttpRequest, public_id: str, using: P | None = None) -> Correction:
    found = get_visible(Correction, request, public_id, using=using)
    if found.child is not None:
        audit.record_read(actor_of(request), found.child, page="correction", request=found.reference)
    return found


def _address(found: Correction) -> str:
    return reverse("correction", args=[found.public_id])


@page(P.PRIVACY_READ)
def corrections(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    actions = (
        [{"text": _("Record a request"), "href": reverse("record_correction")}]
        if actor.holds(P.PRIVACY_WRITE)
        else []
    )
    return CORRECTIONS.respond(
        request, queries.corrections(actor), seen=reads(actor, "corrections"), heading=_("Requests for correction"),
        actions=actions,
        crumbs=[crumb(_("Privacy"), "privacy")],
        lede=_("What somebody says is wrong, who decided, which change corrected it, or which statement stands with the record."),
    )  # fmt: skip


@page(P.PRIVACY_WRITE)
def record(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = CorrectionForm(
        request.POST or None,
        actor=actor,
        initial={"subject": request.GET.get("child", ""), "received_on": actor.today},
    )

    def do(data: Json) -> Correction:
        subject = subject_of(actor, data.pop("whom"), data.pop("subject"), "This request cannot be recorded")
        return services.record_correction(subject=subject, **data, by=actor)

    return edit(
        request, form, do,
        lambda made: (_("%(reference)s is recorded. Another person decides.") % {"reference": made.reference}, _address(made)),
        heading=_("Record a request for correction"), verb=_("Record it"), back=reverse("corrections"), crumbs=crumbs(),
        lede=_("You take it down. Another person decides."),
    )  # fmt: skip


@page(P.PRIVACY_READ)
def correction(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request: what is said to be wrong, who decides, which change or which statement came of it."""
    actor, found = actor_of(request), _found(request, public_id)
    turn: Json = {"said": "", "actions": [], "reasons": []}
    write, check = actor.holds(P.PRIVACY_WRITE), actor.holds(P.PRIVACY_CHECK)
    if found.state == C.RECEIVED:
        reasons = CORRECTION.why_not("agree", found, actor, reason="-") if check else []
        turn["reasons"] = [present(r) for r in reasons]
        if check and not reasons:
            turn["said"] = _("%(who)s took it down. You decide whether it is to be corrected.") % {
                "who": found.recorded_by.name
            }
            turn["actions"].append(
                {"text": _("Decide"), "href": reverse("decide_correction", args=[public_id])}
            )
    elif found.state == C.AGREED and write:
        turn["said"] = _("Whoever keeps the record changes it there. Then say here which change it was.")
        turn["actions"].append(
            {"text": _("Link the change"), "href": reverse("link_correction", args=[public_id])}
        )
    elif found.state == C.REFUSED and write:
        turn["said"] = (
            _("The person’s statement is read with the record.") if found.statement_at
            else _("The person may give a statement that is attached to the record.")
        )  # fmt: skip
        text = _("Change the statement") if found.statement_at else _("Attach a statement")
        turn["actions"].append({"text": text, "href": reverse("correction_statement", args=[public_id])})
    if found.is_open and write:
        turn["actions"].append(
            {
                "text": _("It was withdrawn"),
                "href": reverse("withdraw_correction", args=[public_id]),
                "secondary": True,
            }
        )
    context = {
        "correction": found, "crumbs": crumbs(), "colour": CORRECTION_TAGS[found.state], "turn": turn,
        "history": queries.timeline_of(found, _("Request for correction")),
        "child_href": reverse("child", args=[found.child.public_id]) if found.child and actor.holds(P.CHILD_READ) else "",
        "late": queries.lateness(found.due, actor.today) if found.is_open else None,
    }  # fmt: skip
    return render(request, "privacy/correction.html", context)


@page(P.PRIVACY_CHECK)
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _found(request, public_id, P.PRIVACY_CHECK), actor_of(request)
    return edit(
        request, DecideCorrectionForm(request.POST or None),
        lambda data: services.decide_correction(correction=found, **data, by=actor),
        lambda made: (_("Decided."), _address(found)), heading=_("Is it to be corrected"), caption=found.reference,
        verb=_("Decide"),
        facts=[{"label": _("What is said to be wrong"), "value": found.what},
        {"label": _("What it should say"), "value": found.wanted}],
        back=_address(found), crumbs=crumbs(found),
    )  # fmt: skip


@page(P.PRIVACY_WRITE)
def link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Choose the change, among those made to the person's records since the request was recorded."""
    found, actor = _found(request, public_id, P.PRIVACY_WRITE), actor_of(request)
    form = LinkForm(request.POST or None)
    events = [(str(event.pk), queries.change_words(event)) for event in queries.changes_since(found)[:SHOWN]]
    offer(form, "event", events)
    if not events:
        messages.warning(
            request,
            _("No change of this person’s records was made since. Whoever keeps them makes it first."),
        )
        return redirect(_address(found))
    return edit(
        request, form, lambda data: services.link_change(correction=found, **data, by=actor),
        lambda made: (_("Corrected."), _address(found)), heading=_("Which change corrected it"), caption=found.reference,
        verb=_("Link it"), back=_address(found), crumbs=crumbs(found),
    )  # fmt: skip


@page(P.PRIVACY_WRITE)
def statement(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _found(request, public_id, P.PRIVACY_WRITE), actor_of(request)
    return edit(
        request, StatementForm(request.POST or None, initial={"statement": found.statement}),
        lambda data: services.attach_statement(correction=found, **data, by=actor),
        lambda made: (_("Attached. It is read with the record from now on."), _address(found)),
        heading=_("Statement of correction"), caption=found.reference, verb=_("Attach it"), back=_address(found),
        crumbs=crumbs(found),
    )  # fmt: skip


@page(P.PRIVACY_WRITE)
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _found(request, public_id, P.PRIVACY_WRITE), actor_of(request)
    return edit(
        request, ReasonForm(request.POST or None, label=_("Why it was withdrawn")),
        lambda data: services.withdraw_correction(correction=found, **data, by=actor),
        lambda made: (_("Recorded."), _address(found)), heading=_("The person no longer asks"), caption=found.reference,
        verb=_("Record it"), back=_address(found), crumbs=crumbs(found),
    )  # fmt: skip
