"""Matters taken further: the list, raising one, one with its ladder and clock, and the report of concern."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import edit
from homeward.apps.core.timeline import Watched, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.apps.funding import queries, services
from homeward.apps.funding.addresses import escalation_address, line_address
from homeward.apps.funding.escalating import (
    DAYS,
    MACHINE,
    STEPS,
    STREAMS,
    TAKING_PART,
    clock_of,
    next_step,
    open_pause,
    outside_routes,
    step_words,
    steps_of,
)
from homeward.apps.funding.escalation_models import Escalation, EscalationPause, EscalationStep
from homeward.apps.funding.forms import MatterForm
from homeward.apps.funding.lists import MATTERS
from homeward.apps.funding.views.parts import caption, crumbs_to, deciding, line_of, needs
from homeward.apps.funding.words import MATTER_TAGS


@page(P.FUNDING_READ)
def escalations(request: HttpRequest) -> HttpResponse:
    """All matters taken further."""
    return MATTERS.respond(
        request, queries.escalations(actor_of(request)), heading=_("Matters taken further"), crumbs=crumbs_to(),
        lede=_("Raised by either side and settled as early as possible. Raise one on the funding page of its line."),
    )  # fmt: skip


@page(P.FUNDING_READ)
def raise_matter(request: HttpRequest, public_id: str) -> HttpResponse:
    """Raise a matter about the funding of a line. Where a child may be at risk: to the report of concern, at once."""
    line, actor = line_of(request, public_id), needs(request, *TAKING_PART)

    def done(made: services.Raised) -> tuple[str, str]:
        if made.escalation is None:
            return _("Nothing of it is kept here. Report it now."), reverse("report_of_concern")
        return _("Raised. Both sides are told."), escalation_address(made.escalation)

    return edit(
        request, MatterForm(request.POST or None), lambda data: services.raise_escalation(line=line, by=actor, **data),
        done, heading=_("Take a funding matter further"), caption=caption(line), verb=_("Raise it"),
        back=line_address(line), crumbs=crumbs_to(line),
        lede=_("It begins with the people concerned talking directly. Each step further says why."),
    )  # fmt: skip


@page(P.FUNDING_READ)
def report_of_concern(request: HttpRequest) -> HttpResponse:
    """Where a concern for a child goes: never into a queue here."""
    return render(
        request, "funding/concern.html", {"crumbs": crumbs_to(), "routes": outside_routes(actor_of(request))}
    )


@page(P.FUNDING_READ)
def escalation(request: HttpRequest, public_id: str) -> HttpResponse:
    """One matter: its ladder, the clock of its step, pauses, outside routes, and what may be done now."""
    actor, found = actor_of(request), get_visible(Escalation, request, public_id)
    clock = clock_of(found) if found.state == Escalation.State.OPEN else None
    may = {name: not MACHINE.why_not(name, found, actor, reason="–") for name in MACHINE.moves}
    following = next_step(found)
    context: dict[str, Any] = {
        "matter": found, "line": found.line, "tone": MATTER_TAGS[found.state], "clock": clock,
        "late": clock is not None and clock.is_late(actor.today), "ladder": _ladder(found),
        "stream": label_of(found.body, STREAMS, found.stream), "step": step_words(found, found.step),
        "following": step_words(found, following) if following else "", "routes": outside_routes(found),
        "paused": open_pause(found), "may": may, "days_href": reverse("parameter", args=[DAYS]),
        "pauses": list(found.pauses.select_related("begun_by", "ended_by").order_by("-start")),
        "caption": caption(found.line) if found.line else found.organisation.name,
        "crumbs": crumbs_to(found.line), "history": _history(found),
    }  # fmt: skip
    return render(request, "funding/matter.html", context)


def _ladder(found: Escalation) -> list[dict[str, str]]:
    """Every step, first to last: done, now or to come, with the reason for which it was reached."""
    why = {row.reached: row for row in found.steps.select_related("made_by")}
    codes, rows = steps_of(found), []
    now = codes.index(found.step) if found.step in codes else 0
    for place, code in enumerate(codes):
        is_now = place == now and found.state == Escalation.State.OPEN
        state = "now" if is_now else "done" if place <= now else "next"
        text = f"{why[code].reason} ({why[code].made_by.name})" if code in why else ""
        rows.append({"title": step_words(found, code), "state": state, "text": text})
    return rows


def _history(found: Escalation) -> Any:
    hidden = frozenset({"line", "since", "raised_at", "raised_by", "raised_side", "made_at", "about"})
    steps = {
        name: lambda code: label_of(found.body, STEPS, code or "") for name in ("step", "left", "reached")
    }
    rows = [
        Watched(Escalation, _("Matter"), hidden=hidden, formats=steps),
        Watched(EscalationStep, _("Step"), "escalation", hidden=hidden, formats=steps),
        Watched(EscalationPause, _("Pause"), "escalation", hidden=hidden),
    ]
    return timeline(found, rows)


def _deciding(do: Any, words: Any) -> Any:
    return deciding(Escalation, P.FUNDING_READ, do, escalation_address, words, also=TAKING_PART)


move_up = _deciding(
    lambda found, reason, by: services.move_up(escalation=found, reason=reason, by=by),
    lambda: {
        "heading": _("Take this matter a step further"), "verb": _("Take it further"),
        "said": _("Taken further. Both sides are told."),
        "sentence": _("Say why it could not be settled where it is."),
    },
)  # fmt: skip
pause = _deciding(
    lambda found, reason, by: services.pause(escalation=found, reason=reason, by=by),
    lambda: {
        "heading": _("Let the clock stand still"), "verb": _("Pause it"), "said": _("The clock stands still."),
        "sentence": _("For days on which nobody can act. The reason stays on record."),
    },
)  # fmt: skip
settle = _deciding(
    lambda found, reason, by: services.settle(escalation=found, reason=reason, by=by),
    lambda: {
        "heading": _("Settle this matter"), "verb": _("Settle it"), "said": _("Settled. Both sides are told."),
        "sentence": _("Say how it was settled, in words both sides can stand by."),
    },
)  # fmt: skip
withdraw = _deciding(
    lambda found, reason, by: services.withdraw(escalation=found, reason=reason, by=by),
    lambda: {
        "heading": _("Withdraw this matter"), "verb": _("Withdraw it"), "said": _("Withdrawn. Both sides are told."),
        "sentence": _("It stays on record with your reason."),
    },
)  # fmt: skip


@page(P.FUNDING_READ)
@require_POST
def resume(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Actor = actor_of(request)
    found = get_visible(Escalation, request, public_id)
    services.resume(escalation=found, by=actor)
    messages.success(request, _("The clock goes on."))
    return redirect(escalation_address(found))
