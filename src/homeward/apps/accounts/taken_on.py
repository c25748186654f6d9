"""What a person takes on at a meeting, by a day: one idea for every kind of meeting.

Each is a duty of its owner until it is done. An app says to which of its meetings it belongs, and who keeps those.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Scoped, User
from homeward.apps.core.duties import Duty
from homeward.apps.core.refusals import plain, refuse_if
from homeward.kernel.reasons import Reason

LONG = 90


class TakenOn(Scoped):
    """Something a person took on, by a day."""

    text = models.TextField()
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    recorded_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done_note = models.TextField(blank=True)

    class Meta:
        abstract = True
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_done_pair",
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
            )
        ]


def reasons_against(
    *, text: str, owner: User, owners: Iterable[User], due_on: dt.date, held_on: dt.date
) -> list[Reason | None]:
    """Everything against writing it down: words missing, a person who cannot take it on, a day before the meeting."""
    early = {"due": due_on.isoformat(), "held": held_on.isoformat(), "field": "due_on"}
    known = owner.pk in {u.pk for u in owners}
    return [
        None if text.strip() else Reason("taken_on.text_missing", {"field": "text"}),
        None if known else Reason("taken_on.not_asked", {"name": owner.name, "field": "owner"}),
        Reason("taken_on.due_before", early) if due_on < held_on else None,
    ]


def finish(action: TakenOn, *, note: str, keeps: bool, what: str, by: Actor) -> None:
    """Mark it done, with what was done; `keeps`: the person keeps such meetings and may do it for the owner.

    For services, inside their writing. Raises Refused.
    """
    rows: Any = type(action)._default_manager.select_for_update(of=("self",))
    fresh = rows.select_related("owner", "done_by").get(pk=action.pk)
    for name in ("done_at", "done_by", "done_note"):
        setattr(action, name, getattr(fresh, name))
    done_on = timezone.localtime(fresh.done_at).date() if fresh.done_at else None
    done = {"name": fresh.done_by.name, "on": done_on.isoformat()} if done_on else None
    mine = keeps or fresh.owner_id == by.user.pk
    refuse_if(
        what,
        [
            None if mine else Reason("taken_on.not_yours", {"name": fresh.owner.name}),
            Reason("taken_on.done", done) if done else None,
            None if note.strip() else Reason("taken_on.note_missing", {"field": "note"}),
        ],
    )
    action.done_at, action.done_by, action.done_note = timezone.now(), by.user, note.strip()
    action.save(update_fields=["done_at", "done_by", "done_note"])


def standing(action: TakenOn) -> tuple[str, str]:
    """Words and state: done, late or open."""
    if action.done_at:
        return gettext("Done"), "ok"
    return (
        (gettext("Late"), "bad") if action.due_on < action.body.today else (pgettext("state", "Open"), "info")
    )


def duty_of(action: TakenOn, *, why: str, url: str, kind: str) -> Duty:
    """The duty of its owner while it is not done."""
    text = action.text if len(action.text) <= LONG else f"{action.text[: LONG - 3].rstrip()} …"
    return Duty(title=text, why=why, verb=gettext("Mark done"), url=url, due=action.due_on, kind=kind)


plain("taken_on.text_missing", "There is nothing to record", "The action is empty.", "Write it down.", "You")
plain(
    "taken_on.note_missing", "There is nothing to record", "What was done is empty.", "Write it down.", "You"
)
plain(
    "taken_on.not_asked", "This person cannot take it on", "{name} has no role today that could read it.",
    "Choose one of the people offered.", "You",
)  # fmt: skip
plain(
    "taken_on.due_before", "The day lies before the meeting", "The action would be due on {due}; the meeting is on {held}.",
    "Choose the day of the meeting or a later one.", "You",
)  # fmt: skip
plain(
    "taken_on.done",
    "It is done already",
    "{name} marked it done on {on}.",
    "Nothing is left to do.",
    "Nobody",
)
plain(
    "taken_on.not_yours", "Somebody else took this on", "{name} took it on.",
    "{name}, or whoever keeps these meetings, marks it done.", "The owner",
)  # fmt: skip
