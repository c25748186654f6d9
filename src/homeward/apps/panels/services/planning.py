"""Preparing a panel: its day, its chair; moved, cancelled."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.panels.machine import MACHINE
from homeward.apps.panels.models import Panel
from homeward.apps.panels.queries import members
from homeward.kernel.reasons import Reason

State = Panel.State
PLAN, CHANGE = "This panel cannot be prepared", "This panel cannot be changed"

NAMED = "panel.names_a_child"


@service("plan_panel", PLAN)
def plan_panel(*, held_on: dt.date, chair: User, place: str = "", by: Actor) -> Panel:
    """Prepare the panel of a day. Everybody who sits on it is told."""
    permit(by.holds(P.PANEL_RUN), PLAN)
    refuse_if(PLAN, _against(by, held_on, chair))
    made = Panel.objects.create(
        body=by.body, held_on=held_on, place=place.strip(), chair=chair, planned_by=by.user
    )
    audit.record(by, "plan_panel", made)
    _tell(made, saying("A placement panel is prepared for %(held_on)s", held_on=held_on), by)
    return made


@service("change_panel", CHANGE)
def change_panel(*, panel: Panel, held_on: dt.date, chair: User, place: str, by: Actor) -> Panel:
    """Move a panel that is not open to another day or place, or give it another chair."""
    panel = locked(panel, by, CHANGE, State.PLANNED)
    refuse_if(CHANGE, _against(by, held_on, chair, panel))
    moved = panel.held_on != held_on
    panel.held_on, panel.chair, panel.place = held_on, chair, place.strip()
    panel.save(update_fields=["held_on", "chair", "place"])
    audit.record(by, "change_panel", panel)
    if moved:
        _tell(panel, saying("The placement panel was moved to %(held_on)s", held_on=held_on), by)
    return panel


@service("panel.cancel", "This panel cannot be cancelled")
def cancel_panel(*, panel: Panel, reason: str, by: Actor) -> Panel:
    """A panel that does not take place."""
    panel = locked(panel, by, "This panel cannot be cancelled")
    MACHINE.make("cancel", panel, by, reason=reason)
    audit.record(by, "panel.cancel", panel, reason=reason)
    _tell(panel, saying("The placement panel of %(held_on)s is cancelled", held_on=panel.held_on), by, reason)
    return panel


def locked(panel: Panel, by: Actor, what: str, *states: str) -> Panel:
    """The panel, locked until the transaction ends; in one of the states, where any is named. Raises Refused."""
    permit(may(by, P.PANEL_RUN, panel), what)
    panel = Panel.objects.select_for_update(of=("self",)).select_related("body", "chair").get(pk=panel.pk)
    wrong = bool(states) and panel.state not in states
    refuse_if(what, [Reason("panel.settled", {"state": str(panel.get_state_display())}) if wrong else None])
    return panel


def _against(by: Actor, held_on: dt.date, chair: User, panel: Panel | None = None) -> list[Reason | None]:
    same = Panel.objects.filter(body=by.body, held_on=held_on).exclude(state=State.CANCELLED)
    if panel is not None:
        same = same.exclude(pk=panel.pk)
    sits = any(u.pk == chair.pk for u in members(by.body, P.PANEL_RUN))
    return [
        Reason("panel.day_taken", {"on": held_on.isoformat(), "field": "held_on"}) if same.exists() else None,
        None if sits else Reason("panel.not_of_the_panel", {"name": chair.name, "field": "chair"}),
    ]


def _tell(panel: Panel, title: str, by: Actor, text: str = "") -> None:
    people = [u for u in members(panel.body) if u.pk != by.user.pk]
    where = f"{panel.place}. " if panel.place else ""
    words = text or f"{where}{panel.chair.name} is in the chair."
    tell(people, body=panel.body, title=title, text=words, url=reverse("panel", args=[panel.public_id]))
