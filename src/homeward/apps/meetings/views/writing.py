"""Planning, recording, confirming: one small form each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.forms import DoneForm
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.taken_on import standing
from homeward.apps.core.forms import edit
from homeward.apps.meetings import queries, services
from homeward.apps.meetings.forms import (
    AboutForm,
    ActionForm,
    AttendanceForm,
    MoveForm,
    PlanForm,
    SummaryForm,
    WhyForm,
)
from homeward.apps.meetings.models import Action, Meeting
from homeward.apps.meetings.views.meetings import crumb


def _words(meeting: Meeting) -> dict[str, Any]:
    """What every form of a meeting shows around it."""
    address = reverse("meeting", args=[meeting.public_id])
    crumbs = [crumb(), {"text": str(meeting), "href": address}]
    return {"caption": f"{meeting.organisation.name}, {meeting.label}", "back": address, "crumbs": crumbs}


def _done(said: str, meeting: Meeting) -> tuple[str, str]:
    return said, reverse("meeting", args=[meeting.public_id])


@page(P.MEETING_WRITE)
def plan(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    initial = {"provider": request.GET.get("provider"), "quarter": request.GET.get("quarter")}
    form = PlanForm(request.POST or None, actor=actor, initial=initial)
    return edit(
        request, form,
        lambda data: services.plan_meeting(
            organisation=form.organisation, label=data["quarter"], held_on=data["held_on"], place=data["place"], by=actor
        ),
        lambda made: _done("Planned. The provider's managers have been told.", made),
        heading="Plan a meeting", verb="Plan the meeting", back=reverse("meetings"), crumbs=[crumb()],
        lede="Its lines, their levels and the reasons given so far are put down by themselves.",
    )  # fmt: skip


def _to_write(request: HttpRequest, public_id: str, using: P = P.MEETING_WRITE) -> Meeting:
    return get_visible(Meeting, request, public_id, using=using)


@page(P.MEETING_WRITE)
def move(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _to_write(request, public_id)
    form = MoveForm(request.POST or None, initial={"held_on": found.held_on, "place": found.place})
    return edit(
        request, form,
        lambda data: services.change_meeting(meeting=found, **data, by=actor_of(request)),
        lambda made: _done("Changed. The provider's managers have been told.", made),
        heading="Change day or place", verb="Change", **_words(found),
    )  # fmt: skip


@page(P.MEETING_WRITE)
def attendance(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _to_write(request, public_id)
    form = AttendanceForm(request.POST or None, meeting=found)
    return edit(
        request, form,
        lambda data: (services.record_attendance(meeting=found, **form.given(), by=actor_of(request)), found),
        lambda made: _done("Attendance recorded.", found),
        heading="Who was there", verb="Record the attendance", **_words(found),
    )  # fmt: skip


@page(P.MEETING_WRITE)
def decision(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _to_write(request, public_id), actor_of(request)
    statements = queries.statements_of(actor, found.organisation, found.label)
    form = AboutForm(request.POST or None, statements=statements)
    return edit(
        request, form,
        lambda data: services.add_decision(meeting=found, text=data["text"], statement=form.statement, by=actor),
        lambda made: _done("Decision recorded.", found),
        heading="Record a decision", verb="Record the decision", **_words(found),
    )  # fmt: skip


@page(P.MEETING_WRITE)
def add_action(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _to_write(request, public_id), actor_of(request)
    statements = queries.statements_of(actor, found.organisation, found.label)
    form = ActionForm(request.POST or None, meeting=found, statements=statements)
    return edit(
        request, form,
        lambda data: services.add_action(
            meeting=found, text=data["text"], owner=form.people[data["owner"]], due_on=data["due_on"],
            statement=form.statement, by=actor,
        ),
        lambda made: _done(f"Recorded. {made.owner.name} sees it among their duties.", found),
        heading="Record an action", verb="Record the action", **_words(found),
    )  # fmt: skip


@page(P.MEETING_WRITE)
def hold(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _to_write(request, public_id)
    form = SummaryForm(request.POST or None, initial={"summary": found.summary})
    return edit(
        request, form,
        lambda data: services.hold_meeting(meeting=found, summary=data["summary"], by=actor_of(request)),
        lambda made: _done("Recorded. The provider confirms the record, or sends it back.", made),
        heading="Record the meeting", verb="Record the meeting",
        lede="The lines, their figures and the reasons are kept as they stand now.", **_words(found),
    )  # fmt: skip


@page(P.MEETING_CONFIRM)
@require_POST
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _to_write(request, public_id, P.MEETING_CONFIRM)
    services.confirm_meeting(meeting=found, by=actor_of(request))
    messages.success(request, "Confirmed. Both sides stand by this record now.")
    return redirect("meeting", found.public_id)


@page(P.MEETING_CONFIRM)
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _to_write(request, public_id, P.MEETING_CONFIRM)
    return edit(
        request, WhyForm(request.POST or None),
        lambda data: services.send_back_meeting(meeting=found, reason=data["reason"], by=actor_of(request)),
        lambda made: _done("Sent back. The department has been told what is not right.", made),
        heading="What is not right", verb="Send the record back", **_words(found),
    )  # fmt: skip


@page(P.MEETING_WRITE)
def cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _to_write(request, public_id)
    return edit(
        request, WhyForm(request.POST or None),
        lambda data: services.cancel_meeting(meeting=found, reason=data["reason"], by=actor_of(request)),
        lambda made: _done("Cancelled. The provider's managers have been told.", made),
        heading="Cancel the meeting", verb="Cancel the meeting", **_words(found),
    )  # fmt: skip


@page(P.MEETING_READ)
def action(request: HttpRequest, public_id: str) -> HttpResponse:
    """One action, and marking it done."""
    actor = actor_of(request)
    get_visible(Action, request, public_id)
    found = queries.actions(actor).get(public_id=public_id)
    may_finish = not found.done_at and (found.owner_id == actor.user.pk or actor.holds(P.MEETING_WRITE))
    return edit(
        request, DoneForm(request.POST or None),
        lambda data: services.finish_action(action=found, note=data["note"], by=actor),
        lambda made: _done("Done. It is off the list of duties.", found.meeting),
        template="accounts/taken_on.html", heading=found.text, verb="Mark it done", action=found,
        who=f"{found.owner.name}, {found.get_side_display().lower()}",
        about=str(found.statement.line) if found.statement else "All lines",
        standing=standing(found), may_finish=may_finish, **_words(found.meeting),
    )  # fmt: skip
