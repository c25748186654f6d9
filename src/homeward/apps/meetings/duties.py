"""What meetings ask of people: say why, plan, record, confirm, do what was taken on."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.taken_on import duty_of
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.core.vocabulary import label_of
from homeward.apps.meetings import queries
from homeward.apps.meetings.models import Meeting, Side
from homeward.apps.statements.queries import line_words

State = Meeting.State


@duty_source
def actions_taken_on(actor: Actor) -> Iterator[Duty]:
    """What this person took on at a meeting and has not done."""
    if not actor.holds(P.MEETING_READ):
        return
    for action in queries.actions(actor).filter(owner=actor.user, done_at=None):
        why = f"Taken on at the meeting about {action.meeting.label} with {action.organisation.name}."
        yield duty_of(
            action, why=why, url=reverse("meeting_action", args=[action.public_id]), kind="meeting.action"
        )


@duty_source
def meetings_to_plan(actor: Actor) -> Iterator[Duty]:
    """Providers whose assessment asks for a meeting that nobody has planned."""
    if not actor.holds(P.MEETING_WRITE):
        return
    for wanted in queries.to_plan(actor):
        asked = label_of(actor.body, "level_responses", wanted.response).lower()
        quarters = "quarter" if wanted.earlier == 1 else "quarters"
        before = f" {wanted.earlier} earlier {quarters} had none." if wanted.earlier else ""
        yield Duty(
            title=f"Plan a meeting: {wanted.organisation.name}",
            why=f"{wanted.label} was assessed: {asked}.{before}",
            verb="Plan",
            url=f"{reverse('plan_meeting')}?{urlencode({'provider': wanted.organisation.public_id, 'quarter': wanted.label})}",
            due=None,
            since=wanted.since,
            kind="meeting.plan",
        )


@duty_source
def meetings_to_record(actor: Actor) -> Iterator[Duty]:
    """Meetings whose day has come and whose record is not written."""
    if not actor.holds(P.MEETING_WRITE):
        return
    for meeting in queries.meetings(actor).filter(state=State.PLANNED, held_on__lte=actor.today):
        yield Duty(
            title=f"Record the meeting with {meeting.organisation.name}",
            why=f"About {meeting.label}.",
            verb="Record",
            url=reverse("meeting", args=[meeting.public_id]),
            due=meeting.held_on,
            kind="meeting.record",
        )


@duty_source
def records_to_confirm(actor: Actor) -> Iterator[Duty]:
    if not actor.holds(P.MEETING_CONFIRM):
        return
    for meeting in queries.meetings(actor).filter(state=State.HELD):
        yield Duty(
            title=f"Confirm the record of a meeting with {meeting.body.name}",
            why=f"About {meeting.label}.",
            verb="Read and confirm",
            url=reverse("meeting", args=[meeting.public_id]),
            due=None,
            since=timezone.localtime(meeting.since).date(),
            kind="meeting.confirm",
        )


@duty_source
def shortfalls_to_explain(actor: Actor) -> Iterator[Duty]:
    """A provider says why a line missed its target, before the meeting asks."""
    if not (actor.is_provider and actor.holds(P.SHORTFALL_EXPLAIN)):
        return
    for statement in queries.lines_to_explain(actor, Side.PROVIDER):
        yield Duty(
            title=f"Say why {line_words(statement)} missed its target",
            why=f"{statement.label}: {statement.contracted - statement.actual:,} nights short. The meeting starts from it.",
            verb="Say why",
            url=reverse("shortfall_reasons", args=[statement.public_id]),
            due=None,
            since=timezone.localtime(statement.since).date(),
            kind="meeting.reasons",
        )
