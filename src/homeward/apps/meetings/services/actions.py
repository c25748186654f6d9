"""Actions of a meeting: taken on by a person, due by a day, done."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.accounts.taken_on import finish, reasons_against
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
    known = owners(meeting.body, meeting.organisation)
    side = {o.user.pk: o.side for o in known}.get(owner.pk)
    settled = meeting.state == Meeting.State.CANCELLED
    refuse_if(
        what,
        [
            Reason("meeting.settled", {"state": meeting.get_state_display()}) if settled else None,
            *reasons_against(text=text, owner=owner, owners=[o.user for o in known], due_on=due_on, held_on=meeting.held_on),
        ],
    )  # fmt: skip
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
    finish(action, note=note, keeps=may(by, P.MEETING_WRITE, action.meeting), what=what, by=by)
    audit.record(by, "finish_action", action.meeting, reason=note)
    return action
