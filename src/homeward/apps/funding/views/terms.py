"""Terms of a line, a month's instalment, empty places, and nights of an absence."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.forms import dates_of
from homeward.apps.core import audit
from homeward.apps.core.periods import from_db
from homeward.apps.funding import services
from homeward.apps.funding.forms import AbsenceForm, ChangeForm, EmptyPlaceForm, ReasonForm, TermsForm
from homeward.apps.funding.models import EmptyPlace
from homeward.apps.funding.views.parts import EITHER, about_line, line_of, needs


@page(P.FUNDING_PROPOSE)
def terms(request: HttpRequest, public_id: str) -> HttpResponse:
    """Set the terms of a line by its model."""
    line, actor = line_of(request, public_id, P.FUNDING_PROPOSE), actor_of(request)
    form = TermsForm(request.POST or None, line=line, terms=services.terms_of(line))
    return about_line(
        request, line, form, lambda data: services.set_terms(line=line, by=actor, **data),
        _("The terms are set."), heading=_("Set the terms of funding"), verb=_("Set the terms"),
        lede=_("They hold for the whole line. Months both sides agreed are not changed; a difference is shown as an adjustment."),
    )  # fmt: skip


@page(P.FUNDING_APPROVE)
def allow_level(request: HttpRequest, public_id: str) -> HttpResponse:
    """Decide that a line is funded individually below the level meant for it."""
    line, actor = line_of(request, public_id, P.FUNDING_APPROVE), actor_of(request)
    held = services.terms_of(line)
    return about_line(
        request, line, ReasonForm(request.POST or None),
        lambda data: services.allow_below_level(line=line, reason=data["reason"], by=actor),
        _("Approved. The advice of High Needs Services is needed all the same."), template="core/confirm.html",
        heading=_("Fund this line individually all the same"), verb=_("Approve it"),
        sentence=_("Asked for because: %(reason)s") % {"reason": held.below_level_reason or "–"},
        consequences=[_("It does not stand for the advice of High Needs Services.")],
    )  # fmt: skip


@page(P.FUNDING_PROPOSE)
def change_instalment(request: HttpRequest, public_id: str) -> HttpResponse:
    line, actor = line_of(request, public_id, P.FUNDING_PROPOSE), actor_of(request)
    return about_line(
        request, line, ChangeForm(request.POST or None, line=line),
        lambda data: services.change_instalment(line=line, by=actor, **data),
        _("The change is recorded; the partner is told."), heading=_("Change a month’s instalment"), verb=_("Record it"),
        lede=_("What both sides agreed. Empty places do not lower an instalment."), at="#changes",
    )  # fmt: skip


@page(P.FUNDING_READ)
def record_empty_place(request: HttpRequest, public_id: str) -> HttpResponse:
    """Record a place that stands empty; by its cause it opens a funding request."""
    line, actor = line_of(request, public_id), needs(request, *EITHER)
    return about_line(
        request, line, EmptyPlaceForm(request.POST or None, line=line, initial={"places": 1}),
        lambda data: services.record_empty_place(line=line, by=actor, **_given(data)),
        _("Recorded. Where a decision of the agency caused it, a funding request is open now."),
        heading=_("Record an empty place"), verb=_("Record it"), at="#places",
        lede=_("A partner is not to be worse off through decisions of the agency: such a cause opens a funding request at once."),
    )  # fmt: skip


def _given(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in ("start", "last_night")}


@page(P.FUNDING_READ)
def change_empty_place(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(EmptyPlace, request, public_id), needs(request, *EITHER)
    initial = {**dates_of(found.period), "places": found.places, "cause": found.cause, "note": found.note}
    return about_line(
        request, found.line, EmptyPlaceForm(request.POST or None, line=found.line, initial=initial),
        lambda data: services.change_empty_place(place=found, by=actor, **_given(data)),
        _("It is put right."), heading=_("Put this empty place right"), verb=_("Save"), at="#places",
    )  # fmt: skip


@page(P.FUNDING_READ)
def remove_empty_place(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(EmptyPlace, request, public_id), needs(request, *EITHER)

    def remove(data: dict[str, str]) -> bool:
        services.remove_empty_place(place=found, reason=data["reason"], by=actor)
        return True

    return about_line(
        request, found.line, ReasonForm(request.POST or None), remove, _("It is removed; the history keeps it."),
        template="core/confirm.html", heading=_("Remove this empty place"), verb=_("Remove it"), danger=True,
        sentence=_("For what was recorded wrongly."), at="#places",
        consequences=[_("A request it opened is withdrawn, unless it is approved.")],
    )  # fmt: skip


@page(P.FUNDING_APPROVE)
def approve_absence(request: HttpRequest, public_id: str) -> HttpResponse:
    """Approve nights of an absence beyond those paid without a decision."""
    line, actor = line_of(request, public_id, P.FUNDING_APPROVE), actor_of(request)
    form = AbsenceForm(request.POST or None, line=line)
    audit.record_reads(
        actor, [spell.placement.child for spell in form.absences.values()], page="approve_absence"
    )

    def approve(data: dict[str, object]) -> object:
        spell = data["absence"]
        return services.approve_absence(
            placement=spell.placement, period=from_db(spell.period), until=data["until"], reason=data["reason"], by=actor,  # type: ignore[attr-defined, arg-type]
        )  # fmt: skip

    return about_line(
        request, line, form, approve, _("Approved; the partner is told."), heading=_("Pay more nights of an absence"),
        verb=_("Approve them"), at="#absences", back=reverse("funding_line", args=[public_id]),
        notes=[] if form.absences else [_("No absence of this line waits for a decision.")],
    )  # fmt: skip
