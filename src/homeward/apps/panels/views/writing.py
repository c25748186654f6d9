"""Preparing, opening, recording, closing: one small form each."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.forms import DoneForm
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.taken_on import standing
from homeward.apps.core.forms import edit
from homeward.apps.panels import queries, services
from homeward.apps.panels.forms import (
    AttendanceForm,
    CloseForm,
    InterestForm,
    PlanForm,
    TakeOnForm,
    WhyForm,
)
from homeward.apps.panels.models import Panel, PanelAction
from homeward.apps.panels.views.reading import crumb

WEEK = dt.timedelta(days=7)


def around(found: Panel) -> dict[str, Any]:
    """What every form of a panel shows around it."""
    address = reverse("panel", args=[found.public_id])
    return {
        "caption": str(found),
        "back": address,
        "crumbs": [crumb(), {"text": str(found), "href": address}],
    }


def to_run(request: HttpRequest, public_id: str) -> Panel:
    return get_visible(Panel, request, public_id, using=P.PANEL_RUN)


def done(said: str, found: Panel) -> tuple[str, str]:
    return said, reverse("panel", args=[found.public_id])


@page(P.PANEL_RUN)
def prepare(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    initial = {"held_on": next_day(actor), "chair": actor.user.public_id}
    form = PlanForm(request.POST or None, actor=actor, initial=initial)
    return edit(
        request, form,
        lambda data: services.plan_panel(**form.given(), by=actor),
        lambda made: done(_("Prepared. Those who sit on the panel have been told."), made),
        heading=_("Prepare a panel"), verb=_("Prepare the panel"), back=reverse("panels"), crumbs=[crumb()],
        lede=_("Its agenda makes itself: open referrals, free places, extra costs, and what was left undone."),
    )  # fmt: skip


def next_day(actor: Actor) -> dt.date:
    """A week after the newest panel, or the next Wednesday."""
    rows = Panel.objects.visible_to(actor).exclude(state=Panel.State.CANCELLED).order_by("-held_on")
    newest = rows.values_list("held_on", flat=True).first()
    if newest is not None and newest + WEEK >= actor.today:
        return newest + WEEK
    return actor.today + dt.timedelta(days=(2 - actor.today.weekday()) % 7)


@page(P.PANEL_RUN)
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = to_run(request, public_id), actor_of(request)
    initial = {"held_on": found.held_on, "chair": found.chair.public_id, "place": found.place}
    form = PlanForm(request.POST or None, actor=actor, initial=initial)
    return edit(
        request, form,
        lambda data: services.change_panel(panel=found, **form.given(), by=actor),
        lambda made: done(_("Changed."), made),
        heading=_("Change day, chair or place"), verb=_("Change"), **around(found),
    )  # fmt: skip


@page(P.PANEL_RUN)
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    found = to_run(request, public_id)
    return edit(
        request, WhyForm(request.POST or None),
        lambda data: services.cancel_panel(panel=found, reason=data["reason"], by=actor_of(request)),
        lambda made: done(_("Cancelled. Those who sit on the panel have been told."), made),
        heading=_("Cancel the panel"), verb=_("Cancel the panel"), **around(found),
    )  # fmt: skip


@page(P.PANEL_RUN)
@require_POST
def work_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open the panel, or propose again for those who are not decided on: a job with progress."""
    run = services.start_working(panel=to_run(request, public_id), by=actor_of(request))
    return redirect("job", run.public_id)


@page(P.PANEL_RUN)
def attendance(request: HttpRequest, public_id: str) -> HttpResponse:
    found = to_run(request, public_id)
    form = AttendanceForm(request.POST or None, panel=found)
    return edit(
        request, form,
        lambda data: (services.record_panel_attendance(panel=found, **form.given(), by=actor_of(request)), found),
        lambda made: done(_("Attendance recorded."), found),
        heading=_("Who was there"), verb=_("Record the attendance"), **around(found),
    )  # fmt: skip


@page(P.PANEL_READ)
def interest(request: HttpRequest, public_id: str) -> HttpResponse:
    """Everybody declares their own; who runs the panel, anybody's."""
    found, actor = get_visible(Panel, request, public_id), actor_of(request)
    form = InterestForm(request.POST or None, panel=found, actor=actor)
    return edit(
        request, form,
        lambda data: services.declare_interest(panel=found, **form.given(), by=actor),
        lambda made: done(_("Recorded. They take no part where that home is proposed or chosen."), found),
        heading=_("Declare an interest"), verb=_("Record the interest"), **around(found),
        lede=_("Whoever is bound to a home or provider does not decide on a child for whom it is proposed or chosen."),
    )  # fmt: skip


@page(P.PANEL_RUN)
def take_on(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = to_run(request, public_id), actor_of(request)
    form = TakeOnForm(request.POST or None, panel=found, initial={"due_on": actor.today + WEEK})
    return edit(
        request, form,
        lambda data: services.add_panel_action(panel=found, **form.given(), by=actor),
        lambda made: done(_("Recorded. %(name)s sees it among their duties.") % {"name": made.owner.name}, found),
        heading=_("Record an action"), verb=_("Record the action"), **around(found),
    )  # fmt: skip


@page(P.PANEL_RUN)
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    found = to_run(request, public_id)
    form = CloseForm(request.POST or None)
    return edit(
        request, form,
        lambda data: services.close_panel(panel=found, summary=data["summary"], by=actor_of(request)),
        lambda made: done(_("Closed. The minutes are kept as they stand."), made),
        heading=_("Close the panel"), verb=_("Close the panel"), **around(found),
        lede=_("Nothing of it changes afterwards. It promises no place: each search goes on to its own decision."),
    )  # fmt: skip


@page(P.PANEL_READ)
def action(request: HttpRequest, public_id: str) -> HttpResponse:
    """One action, and marking it done."""
    actor = actor_of(request)
    get_visible(PanelAction, request, public_id)
    found = queries.actions(actor).get(public_id=public_id)
    may_finish = not found.done_at and (found.owner_id == actor.user.pk or actor.holds(P.PANEL_RUN))
    return edit(
        request, DoneForm(request.POST or None),
        lambda data: services.finish_panel_action(action=found, note=data["note"], by=actor),
        lambda made: done(_("Done. It is off the list of duties."), found.panel),
        template="accounts/taken_on.html", heading=found.text, verb=_("Mark it done"), action=found, who=found.owner.name,
        about=found.item.referral.reference if found.item else _("The panel as a whole"), standing=standing(found),
        may_finish=may_finish, **around(found.panel),
    )  # fmt: skip
