"""Actions of a meeting: taken on by a person, due by a day, done."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.notices import tell
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.meetings.models import Action, Meeting
from homeward.apps.meetings.queries import owners
from homeward.apps.statements.models import Statement
from homeward.kernel.reasons import Reason


@service("add_action", "This action cannot be recorded")
def add_action(
    *,
    meeting: Meeting,
    text: str,
    owner: User,
    due_on: dt.date,
    statement: Statement | None = None,
    by: Actor,
) -> Action:
    """Write down who does what by when. It is a duty of that person until it is done.

    Actions may be added until the meeting is cancelled: what is agreed on afterwards belongs to it too.
    """
    what = "This action cannot be recorded"
    permit(may(by, P.MEETING_WRITE, meeting), what)
    side = {o.user.pk: o.side for o in owners(meeting.body, meeting.organisation)}.get(owner.pk)
    settled = meeting.state == Meeting.State.CANCELLED
    early = {"due": due_on.isoformat(), "held": meeting.held_on.isoformat(), "field": "due_on"}
    stranger = {"name": owner.name, "provider": meeting.organisation.name, "field": "owner"}
    refuse_if(
        what,
        [
            Reason("meeting.settled", {"state": meeting.get_state_display()}) if settled else None,
            None if text.strip() else Reason("meeting.text_missing", {"what": "The action", "field": "text"}),
            None if side else Reason("meeting.not_asked", stranger),
            Reason("meeting.due_before", early) if due_on < meeting.held_on else None,
        ],
    )
    made = Action.objects.create(
        meeting=meeting, body=meeting.body, organisation=meeting.organisation, statement=statement, text=text.strip(),
        owner=owner, side=side or "", due_on=due_on,
    )  # fmt: skip
    audit.record(by, "add_action", meeting, owner=owner.name, due_on=due_on.isoformat())
    if owner.pk != by.user.pk:
        tell(
            [owner], body=meeting.body, title=f"You took something on, due {say_day(due_on)}", text=made.text,
            url=reverse("meeting_action", args=[made.public_id]), organisation_id=meeting.organisation_id,
        )  # fmt: skip
    return made


@service("finish_action", "This action cannot be marked done")
def finish_action(*, action: Action, note: str, by: Actor) -> Action:
    """Mark an action done, with what was done. Its owner does, or whoever keeps the department's meetings."""
    what = "This action cannot be marked done"
    permit(may(by, P.MEETING_READ, action), what)
    action = (
        Action.objects.select_for_update(of=("self",))
        .select_related("owner", "done_by", "meeting")
        .get(pk=action.pk)
    )
    may_finish = action.owner_id == by.user.pk or may(by, P.MEETING_WRITE, action.meeting)
    done_on = timezone.localtime(action.done_at).date() if action.done_at else None
    done = done_on and {"name": action.done_by.name, "on": done_on.isoformat()}  # type: ignore[union-attr]
    refuse_if(
        what,
        [
            None if may_finish else Reason("meeting.not_your_action", {"name": action.owner.name}),
            Reason("meeting.action_done", done) if done else None,
            None
            if note.strip()
            else Reason("meeting.text_missing", {"what": "What was done", "field": "note"}),
        ],
    )
    action.done_at, action.done_by, action.done_note = timezone.now(), by.user, note.strip()
    action.save(update_fields=["done_at", "done_by", "done_note"])
    audit.record(by, "finish_action", action.meeting, reason=note)
    return action
