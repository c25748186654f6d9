"""The list of meetings, one meeting with all that was said, and everybody's actions."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.taken_on import standing
from homeward.apps.core import audit
from homeward.apps.core.refusals import present
from homeward.apps.core.timeline import Watched, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.apps.meetings import queries
from homeward.apps.meetings.lists import ACTIONS, MEETINGS, STATE_TAGS
from homeward.apps.meetings.machine import MACHINE
from homeward.apps.meetings.models import Action, Attendee, Decision, Meeting
from homeward.web.lists import ListPage

TURN = {
    Meeting.State.PLANNED: "Mark who was there, write down decisions and actions, then record the meeting.",
    Meeting.State.HELD: "The record waits for the provider, who confirms it or says what is not right.",
    Meeting.State.CONFIRMED: "Both sides stand by this record. Actions stay duties until they are done.",
    Meeting.State.CANCELLED: "It did not take place.",
}


@page(P.MEETING_READ)
def meetings(request: HttpRequest) -> HttpResponse:
    """All meetings; filters, order and file are in the address."""
    actor = actor_of(request)
    rows = queries.meetings(actor).annotate(open_actions=Count("actions", filter=Q(actions__done_at=None)))
    buttons: list[dict[str, Any]] = (
        [{"text": "Plan a meeting", "href": reverse("plan_meeting")}] if actor.holds(P.MEETING_WRITE) else []
    )
    buttons += [
        {"text": "Actions", "href": reverse("meeting_actions"), "secondary": True},
        {"text": "Why targets were missed", "href": reverse("blockages"), "secondary": True},
    ]
    lede = "Reasons for a missed target are discussed at the contract management meeting."
    return MEETINGS.respond(request, rows, heading="Contract management meetings", lede=lede, actions=buttons)


@page(P.MEETING_READ)
def actions(request: HttpRequest) -> HttpResponse:
    """What people took on, of all meetings."""
    listing: ListPage = ACTIONS
    lede = "Each is a duty of its owner until it is done."
    return listing.respond(
        request, queries.actions(actor_of(request)), heading="Actions", lede=lede, crumbs=[crumb()]
    )


def crumb() -> dict[str, str]:
    return {"text": "Meetings", "href": reverse("meetings")}


@page(P.MEETING_READ)
def meeting(request: HttpRequest, public_id: str) -> HttpResponse:
    """One meeting: its lines as they stand, or as they stood when it was recorded; who was there, decisions, actions."""
    actor = actor_of(request)
    found = get_visible(Meeting, request, public_id)
    recorded = found.state in (Meeting.State.HELD, Meeting.State.CONFIRMED)
    items = found.lines if recorded else live_items(found, actor)
    audit.record_read(actor, found, children=sorted(_children(items)))
    writes = actor.holds(P.MEETING_WRITE) and found.state in (Meeting.State.PLANNED, Meeting.State.HELD)
    context: dict[str, Any] = {
        "meeting": found, "items": [_shown(item, found) for item in items], "recorded": recorded,
        "state": STATE_TAGS[found.state], "crumbs": [crumb()], "turn": TURN[Meeting.State(found.state)], "writes": writes,
        "attendees": list(found.attendees.all()),
        "decisions": list(found.decisions.select_related("statement__line__agreement")),
        "actions": [(a, *standing(a)) for a in queries.actions(actor).filter(meeting=found).order_by("due_on", "pk")],
        "adds_actions": actor.holds(P.MEETING_WRITE) and found.state != Meeting.State.CANCELLED,
        "may_hold": writes, "why_not_hold": [present(r) for r in MACHINE.why_not("hold", found, actor)] if writes else [],
        "may_confirm": not MACHINE.why_not("confirm", found, actor),
        "may_cancel": actor.holds(P.MEETING_WRITE) and found.state == Meeting.State.PLANNED,
        "may_explain": actor.holds(P.SHORTFALL_EXPLAIN) and not recorded,
        "history": _history(found),
    }  # fmt: skip
    return render(request, "meetings/meeting.html", context)


def live_items(found: Meeting, actor: Actor) -> list[dict[str, Any]]:
    statements = queries.statements_of(actor, found.organisation, found.label)
    return [queries.item_of(s) for s in statements]


def _children(items: list[dict[str, Any]]) -> set[str]:
    return {
        c for item in items for cause in (item["change"] or {}).get("causes", []) for c in cause["children"]
    }


def _shown(item: dict[str, Any], found: Meeting) -> dict[str, Any]:
    """An item with its codes in words and its difference signed."""
    words = [label_of(found.body, "level_responses", code) for code in item["responses"]]
    return {**item, "responses": words, "href": reverse("statement", args=[item["statement"]])}


def _history(found: Meeting) -> Any:
    hidden = frozenset({"lines", "since", "planned_at", "planned_by", "period"})
    rows = [
        Watched(Meeting, "Meeting", labels={"held_on": "Day"}, hidden=hidden),
        Watched(Attendee, "Attendance", "meeting"),
        Watched(Decision, "Decision", "meeting", hidden=frozenset({"recorded_at"})),
        Watched(Action, "Action", "meeting", hidden=frozenset({"recorded_at"})),
    ]
    return timeline(found, rows)
