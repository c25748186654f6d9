"""The way of a meeting: planned, held and written up, confirmed by the provider; or cancelled."""

from __future__ import annotations

from collections.abc import Sequence

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.machines import Machine, Move
from homeward.apps.meetings.models import Meeting
from homeward.kernel.reasons import Reason

State = Meeting.State


def day_has_come(meeting: Meeting, by: Actor, **_: object) -> Sequence[Reason]:
    if meeting.held_on <= by.today:
        return []
    return [Reason("meeting.not_yet", {"on": meeting.held_on.isoformat(), "field": "summary"})]


def both_sides_there(meeting: Meeting, by: Actor, **_: object) -> Sequence[Reason]:
    """A meeting has two sides: the record names somebody of each who was there."""
    there = set(meeting.attendees.filter(was_there=True).values_list("side", flat=True))
    missing = [side for side in ("body", "provider") if side not in there]
    words = {"body": meeting.body.name, "provider": meeting.organisation.name}
    return [Reason("meeting.nobody_there", {"side": words[side]}) for side in missing]


def reason_given(meeting: Meeting, by: Actor, *, reason: str = "", **_: object) -> Sequence[Reason]:
    return [] if reason.strip() else [Reason("meeting.reason_missing", {"field": "reason"})]


MACHINE = Machine(
    "meeting",
    {s.value: s.label for s in State},
    (
        Move("hold", (State.PLANNED, State.HELD), State.HELD, P.MEETING_WRITE, "record this meeting",
             (day_has_come, both_sides_there)),
        Move("confirm", (State.HELD,), State.CONFIRMED, P.MEETING_CONFIRM, "confirm the record of this meeting"),
        Move("send_back", (State.HELD,), State.PLANNED, P.MEETING_CONFIRM, "send the record of this meeting back",
             (reason_given,)),
        Move("cancel", (State.PLANNED,), State.CANCELLED, P.MEETING_WRITE, "cancel this meeting", (reason_given,)),
    ),
)  # fmt: skip
