"""One page for every move: what it means, what is still missing, and its form. The service asks the gate again."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.approvals import services
from homeward.apps.approvals.forms import (
    AdviceForm,
    DecisionForm,
    DeclineForm,
    EndorseForm,
    FeedbackForm,
    MoveForm,
    ProposeDeclineForm,
    ReasonForm,
)
from homeward.apps.approvals.gates import gate_of
from homeward.apps.approvals.journey import move_words, own_moves, part_words, state_words
from homeward.apps.approvals.models import Application
from homeward.apps.approvals.obstacles import reasons_of
from homeward.apps.approvals.services.deeds import DEEDS, WITH_REASON, newest_recommendation
from homeward.apps.approvals.views.applications import address_of, around
from homeward.apps.core.forms import RecordForm, edit
from homeward.apps.core.refusals import Refused, heading_of, present
from homeward.policy import Move

FORMS: dict[str, type[RecordForm]] = {
    "give_feedback": FeedbackForm, "endorse": EndorseForm, "advise": AdviceForm, "decline": ProposeDeclineForm,
    "confirm_decline": DeclineForm,
}  # fmt: skip
# Requirements that the form of the move itself fills: not told beforehand.
BY_THE_FORM = frozenset(
    {"FEEDBACK_REQUIRED", "ADVICE_REQUIRED", "DECISION_REQUIRED", "DECISION_KIND_REQUIRED", "DECISION_REASONS_REQUIRED",
     "SUITABILITY_REQUIRED", "SUBMISSIONS_DATE_REQUIRED", "REASON_REQUIRED"}
)  # fmt: skip


def _refused(request: HttpRequest, found: Application, move: str, refused: Refused) -> HttpResponse:
    """The refusal as its page; of a closed gate that the pack wishes told, those who can open it were told."""
    told = services.tell_of_gate(application=found, move=move, by=actor_of(request))
    if not told:
        raise refused
    context = {
        "what": heading_of(refused), "reasons": [present(reason) for reason in refused.reasons], "passed": (),
        "back": address_of(found),
        "told": _("Nothing has been changed. Told that it was tried: %(parts)s.") % {"parts": ", ".join(told)},
    }  # fmt: skip
    return render(request, "core/refusal.html", context, status=409)


def _form(request: HttpRequest, found: Application, move: str) -> RecordForm:
    data = request.POST or None
    if move == "approve":
        newest = newest_recommendation(found)
        initial = (
            {"kinds": newest.kinds, "conditions": newest.conditions, "with_whanau": newest.with_whanau}
            if newest
            else {}
        )
        return DecisionForm(data, body=found.body, initial=initial)
    return FORMS.get(move, ReasonForm if move in WITH_REASON else MoveForm)(data)


@page(P.APPLICATION_WORK)
def move(request: HttpRequest, public_id: str, move: str) -> HttpResponse:
    """Make one move of the journey, or be told everything that is missing."""
    actor, found = actor_of(request), get_visible(Application, request, public_id, using=P.APPLICATION_WORK)
    chosen = next((m for m in own_moves(found, actor, actor.today) if m.code == move), None)
    if chosen is None and request.method != "POST":
        raise Http404
    words = move_words(found.body, move) if chosen else move
    missing: Any = (  # asked only where the page is shown: the service asks the gate itself
        SimpleLazyObject(lambda: _missing(found, chosen, to_partner=actor.is_provider)) if chosen else []
    )
    form = _form(request, found, move)
    try:
        return edit(
            request, form,
            lambda data: services.move_application(application=found, move=move, by=actor, **_told(move, data)),
            lambda made: (_("Now: %(state)s.") % {"state": state_words(made.body, made.state)}, address_of(made)),
            **around(found), heading=words[:1].upper() + words[1:], verb=_verb(words), template="approvals/move.html",
            missing=missing, tells=_tells(found, chosen), leads_to=_leads_to(found, chosen),
        )  # fmt: skip
    except Refused as refused:
        return _refused(request, found, move, refused)


def _told(move: str, data: dict[str, Any]) -> dict[str, Any]:
    """What goes to the service: a bare note, or all that the form of the move asks."""
    return dict(data) if move in DEEDS and "note" not in data else {"note": data.get("note", "")}


def _verb(words: str) -> str:
    return words[:1].upper() + words[1:]


def _missing(found: Application, chosen: Move, *, to_partner: bool) -> list[Any]:
    step = next((s for s in gate_of(found).next if s.move.code == chosen.code), None)
    if step is None:
        return []
    refusals = [item for item in step.refusals if item.code not in BY_THE_FORM]
    return [present(reason) for reason in reasons_of(found, refusals, to_partner=to_partner)]


def _tells(found: Application, chosen: Move | None) -> str:
    parts = chosen.tells if chosen else ()
    return ", ".join(dict.fromkeys(part_words(found.body, part) for part in parts))


def _leads_to(found: Application, chosen: Move | None) -> str:
    if chosen is None:
        return ""
    target = chosen.to or found.resumes_at
    return state_words(found.body, target) if target else ""
