"""Who was there, what binds them, and what they take on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation, User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.accounts.taken_on import finish, reasons_against
from homeward.apps.core import audit
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.panels.models import Interest, Panel, PanelAction, PanelAttendance, PanelItem
from homeward.apps.panels.queries import members
from homeward.apps.panels.services.planning import NAMED, locked
from homeward.apps.providers.models import Home
from homeward.apps.referrals.content import unnamed
from homeward.apps.referrals.models import ReferralChild
from homeward.kernel.reasons import Reason

State = Panel.State
ATTEND, INTEREST = "The attendance cannot be recorded", "This interest cannot be recorded"
ACTION, FINISH = "This action cannot be recorded", "This action cannot be marked done"


@service("record_panel_attendance", ATTEND)
def record_panel_attendance(
    *, panel: Panel, there: Iterable[User], others: Sequence[str] = (), by: Actor
) -> list[PanelAttendance]:
    """Who was there: people who sit on the panel, and names of others."""
    panel = locked(panel, by, ATTEND, State.OPEN)
    known = {u.pk: u for u in members(panel.body)}
    people = list(there)
    strangers = [u for u in people if u.pk not in known]
    refuse_if(
        ATTEND, [Reason("panel.not_of_the_panel", {"name": u.name, "field": "there"}) for u in strangers]
    )
    wanted = [(u, u.name) for u in people] + [(None, n.strip()) for n in others if n.strip()]
    kept = {(u.pk if u else None, name) for u, name in wanted}
    for row in panel.attendance.filter(was_there=True):
        if (row.user_id, row.name) not in kept:
            row.was_there = False
            row.save(update_fields=["was_there"])
    made = [
        PanelAttendance.objects.update_or_create(
            panel=panel, user=user, name=name, defaults={"body": panel.body, "was_there": True}
        )[0]
        for user, name in dict.fromkeys(wanted)
    ]
    audit.record(by, "record_panel_attendance", panel, there=len(made))
    return made


@service("declare_interest", INTEREST)
def declare_interest(
    *,
    panel: Panel,
    user: User,
    words: str,
    firm: Organisation | None = None,
    home: Home | None = None,
    by: Actor,
) -> Interest:
    """Record what binds a person to a provider or a home. Everybody declares their own; who runs the panel, anybody's."""
    permit(may(by, P.PANEL_READ, panel), INTEREST)
    permit(user.pk == by.user.pk or may(by, P.PANEL_RUN, panel), INTEREST)
    panel = Panel.objects.select_for_update(of=("self",)).select_related("body").get(pk=panel.pk)
    settled = panel.state not in (State.PLANNED, State.OPEN)
    sits = any(u.pk == user.pk for u in members(panel.body))
    refuse_if(
        INTEREST,
        [
            Reason("panel.settled", {"state": str(panel.get_state_display())}) if settled else None,
            None if sits else Reason("panel.not_of_the_panel", {"name": user.name, "field": "user"}),
            None if words.strip() else Reason("panel.reason_missing", {"field": "words"}),
            Reason("panel.one_thing", {"field": "home"}) if (firm is None) == (home is None) else None,
        ],
    )
    made, _ = Interest.objects.update_or_create(
        panel=panel, user=user, firm=firm, home=home, defaults={"body": panel.body, "words": words.strip()}
    )
    audit.record(by, "declare_interest", panel, who=user.name)
    return made


@service("add_panel_action", ACTION)
def add_panel_action(
    *, panel: Panel, text: str, owner: User, due_on: dt.date, item: PanelItem | None = None, by: Actor
) -> PanelAction:
    """Write down who does what by when. It is a duty of that person, and opens the next panel while it is not done.

    Actions may be added after the close too: the minutes keep those that stood in them then.
    """
    panel = locked(panel, by, ACTION, State.OPEN, State.CLOSED)
    refuse_if(
        ACTION,
        [
            *reasons_against(
                text=text,
                owner=owner,
                owners=members(panel.body),
                due_on=due_on,
                held_on=min(panel.held_on, by.today),
            ),
            *unnamed(people_of(panel), NAMED, text=text),
        ],
    )
    made = PanelAction.objects.create(
        body=panel.body, panel=panel, item=item, text=text.strip(), owner=owner, due_on=due_on
    )
    audit.record(by, "add_panel_action", panel, owner=owner.name, due_on=due_on.isoformat())
    if owner.pk != by.user.pk:
        tell(
            [owner], body=panel.body, title=saying("You took something on, due %(due_on)s", due_on=due_on), text=made.text,
            url=reverse("panel_action", args=[made.public_id]),
        )  # fmt: skip
    return made


def people_of(panel: Panel) -> list[ReferralChild]:
    """Every child of the agenda."""
    return list(ReferralChild.objects.filter(referral__panel_items__panel=panel).select_related("child"))


@service("finish_panel_action", FINISH)
def finish_panel_action(*, action: PanelAction, note: str, by: Actor) -> PanelAction:
    """Mark an action done, with what was done. Its owner does, or who runs the panel."""
    permit(may(by, P.PANEL_READ, action), FINISH)
    finish(action, note=note, keeps=may(by, P.PANEL_RUN, action.panel), what=FINISH, by=by)
    audit.record(by, "finish_panel_action", action.panel, reason=note)
    return action
