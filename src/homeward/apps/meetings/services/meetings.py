"""Planning, recording and confirming a meeting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation, User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.notices import tell
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.meetings.machine import MACHINE
from homeward.apps.meetings.models import Attendee, Decision, Meeting, Side
from homeward.apps.meetings.queries import item_of, owners, statements_of
from homeward.apps.providers.models import Provider
from homeward.apps.statements.models import Statement
from homeward.kernel.reasons import Reason

State = Meeting.State


@service("plan_meeting", "This meeting cannot be planned")
def plan_meeting(
    *, organisation: Organisation, label: str, held_on: dt.date, place: str = "", by: Actor
) -> Meeting:
    """Plan a meeting with a provider about a quarter; both sides' people are put down and told."""
    what = "This meeting cannot be planned"
    provider = Provider.objects.allowed_to(by, P.PROVIDER_READ).filter(organisation=organisation).first()
    permit(by.relation(P.MEETING_WRITE) is Relation.BODY and provider is not None, what)
    statements = statements_of(by, organisation, label)
    same = Meeting.objects.filter(body=by.body, organisation=organisation, label=label, held_on=held_on)
    told = {"provider": organisation.name, "label": label, "on": held_on.isoformat(), "field": "held_on"}
    refuse_if(
        what,
        [
            None if statements else Reason("meeting.no_statements", {**told, "field": "quarter"}),
            Reason("meeting.planned_before", told) if same.exclude(state=State.CANCELLED).exists() else None,
        ],
    )
    meeting = Meeting.objects.create(
        body=by.body, organisation=organisation, label=label, period=statements[0].period, held_on=held_on,
        place=place.strip(), planned_by=by.user,
    )  # fmt: skip
    _ask(meeting, by)
    audit.record(by, "plan_meeting", meeting)
    _tell(meeting, f"A meeting about {label} is planned", Role.PROVIDER_MANAGER, but=by)
    return meeting


def _ask(meeting: Meeting, by: Actor) -> None:
    """Put down those whose work it is: the planner, and the provider's managers."""
    managers = people_in([Role.PROVIDER_MANAGER], body=meeting.body, organisation_id=meeting.organisation_id)
    asked = [(by.user, Side.BODY), *((user, Side.PROVIDER) for user in managers)]
    for user, side in asked:
        Attendee.objects.create(
            meeting=meeting, body=meeting.body, organisation=meeting.organisation, user=user, name=user.name, side=side,
        )  # fmt: skip


@service("change_meeting", "This meeting cannot be changed")
def change_meeting(*, meeting: Meeting, held_on: dt.date, place: str, by: Actor) -> Meeting:
    """Move a planned meeting to another day or place."""
    meeting = _open(meeting, by, "This meeting cannot be changed")
    meeting.held_on, meeting.place = held_on, place.strip()
    meeting.save(update_fields=["held_on", "place"])
    audit.record(by, "change_meeting", meeting)
    _tell(meeting, f"The meeting about {meeting.label} was moved", Role.PROVIDER_MANAGER, but=by)
    return meeting


@service("record_attendance", "The attendance cannot be recorded")
def record_attendance(
    *, meeting: Meeting, there: Iterable[str], others: Sequence[tuple[str, str]] = (), by: Actor
) -> list[Attendee]:
    """Who was there: public ids of people who can be asked, and names with their side for others."""
    meeting = _open(meeting, by, "The attendance cannot be recorded")
    present = set(there)
    rows: list[tuple[User | None, str, str]] = []
    for owner in owners(meeting.body, meeting.organisation):
        if owner.user.public_id in present:
            rows.append((owner.user, owner.user.name, owner.side))
    rows += [(None, name.strip(), side) for side, name in others if name.strip()]
    kept = {(name, side) for _, name, side in rows}
    for old in meeting.attendees.all():
        if (old.name, old.side) not in kept:
            old.was_there = False
            old.save(update_fields=["was_there"])
    made = [
        Attendee.objects.update_or_create(
            meeting=meeting, side=side, name=name,
            defaults={"body": meeting.body, "organisation": meeting.organisation, "user": user, "was_there": True},
        )[0]
        for user, name, side in rows
    ]  # fmt: skip
    audit.record(by, "record_attendance", meeting, there=len(made))
    return made


@service("add_decision", "This decision cannot be recorded")
def add_decision(*, meeting: Meeting, text: str, statement: Statement | None = None, by: Actor) -> Decision:
    """Write down what was decided, about one line or about all."""
    what = "This decision cannot be recorded"
    meeting = _open(meeting, by, what)
    missing = Reason("meeting.text_missing", {"what": "The decision", "field": "text"})
    refuse_if(what, [None if text.strip() else missing])
    made = Decision.objects.create(
        meeting=meeting, body=meeting.body, organisation=meeting.organisation, statement=statement, text=text.strip()
    )  # fmt: skip
    audit.record(by, "add_decision", meeting)
    return made


@service("meeting.hold", "This meeting cannot be recorded")
def hold_meeting(*, meeting: Meeting, summary: str, by: Actor) -> Meeting:
    """Record that it was held: the lines are kept as they stand now, and the provider confirms the record."""
    meeting = _lock(meeting, by, P.MEETING_WRITE)
    missing = Reason("meeting.text_missing", {"what": "The summary", "field": "summary"})
    refuse_if("This meeting cannot be recorded", [None if summary.strip() else missing])
    MACHINE.check("hold", meeting, by)
    meeting.summary = summary.strip()
    meeting.lines = [item_of(s) for s in statements_of(by, meeting.organisation, meeting.label)]
    _move(meeting, "hold", by)
    _tell(meeting, f"Confirm the record of the meeting about {meeting.label}", Role.PROVIDER_MANAGER, but=by)
    return meeting


@service("meeting.confirm", "This record cannot be confirmed")
def confirm_meeting(*, meeting: Meeting, by: Actor) -> Meeting:
    """The provider says that the record is right."""
    meeting = _lock(meeting, by, P.MEETING_CONFIRM)
    _move(meeting, "confirm", by)
    _tell(meeting, f"{meeting.organisation.name} confirmed the record", Role.CONTRACT_MANAGER, but=by)
    return meeting


@service("meeting.send_back", "This record cannot be sent back")
def send_back_meeting(*, meeting: Meeting, reason: str, by: Actor) -> Meeting:
    """The provider says what is not right; the department writes it anew."""
    meeting = _lock(meeting, by, P.MEETING_CONFIRM)
    _move(meeting, "send_back", by, reason=reason)
    title = f"{meeting.organisation.name} sent the record of the meeting back"
    _tell(meeting, title, Role.CONTRACT_MANAGER, but=by, text=reason)
    return meeting


@service("meeting.cancel", "This meeting cannot be cancelled")
def cancel_meeting(*, meeting: Meeting, reason: str, by: Actor) -> Meeting:
    meeting = _lock(meeting, by, P.MEETING_WRITE)
    _move(meeting, "cancel", by, reason=reason)
    _tell(
        meeting, f"The meeting about {meeting.label} is cancelled", Role.PROVIDER_MANAGER, but=by, text=reason
    )
    return meeting


def _lock(meeting: Meeting, by: Actor, using: P) -> Meeting:
    permit(may(by, using, meeting), "This meeting cannot be changed")
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("body", "organisation")
    return rows.get(pk=meeting.pk)


def _open(meeting: Meeting, by: Actor, what: str) -> Meeting:
    """The meeting, locked, while its record may still be written."""
    meeting = _lock(meeting, by, P.MEETING_WRITE)
    settled = meeting.state not in (State.PLANNED, State.HELD)
    refuse_if(what, [Reason("meeting.settled", {"state": meeting.get_state_display()}) if settled else None])
    return meeting


def _move(meeting: Meeting, name: str, by: Actor, *, reason: str = "") -> None:
    move = MACHINE.check(name, meeting, by, reason=reason)
    meeting.state, meeting.since = move.target, timezone.now()
    meeting.save()
    audit.record(by, f"meeting.{name}", meeting, reason=reason)


def _tell(meeting: Meeting, title: str, role: Role, *, but: Actor, text: str = "") -> None:
    people: list[Any] = people_in([role], body=meeting.body, organisation_id=meeting.organisation_id)
    tell(
        [u for u in people if u.pk != but.user.pk], body=meeting.body, title=title,
        text=text or f"{meeting.organisation.name}, on {say_day(meeting.held_on)}.",
        url=reverse("meeting", args=[meeting.public_id]), organisation_id=meeting.organisation_id,
    )  # fmt: skip
