"""The way of a panel: prepared, opened on a frozen agenda, closed with its minutes; or cancelled."""

from __future__ import annotations

from collections.abc import Sequence

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.machines import Machine, Move
from homeward.apps.panels.models import Panel, PanelItem
from homeward.apps.referrals.models import Referral
from homeward.kernel.reasons import Reason

State = Panel.State


def no_other_open(panel: Panel, by: Actor, **_: object) -> Sequence[Reason]:
    """One panel at a time: what the one before decided and left undone is the next one's agenda."""
    other = Panel.objects.filter(body=panel.body, state=State.OPEN).exclude(pk=panel.pk).first()
    return [Reason("panel.other_open", {"on": other.held_on.isoformat()})] if other else []


def day_has_come(panel: Panel, by: Actor, **_: object) -> Sequence[Reason]:
    if panel.held_on <= by.today:
        return []
    return [Reason("panel.not_yet", {"on": panel.held_on.isoformat(), "field": "summary"})]


def somebody_there(panel: Panel, by: Actor, **_: object) -> Sequence[Reason]:
    if panel.attendance.filter(was_there=True).exists():
        return []
    return [Reason("panel.nobody_there", {"field": "summary"})]


def every_child_decided(panel: Panel, by: Actor, **_: object) -> Sequence[Reason]:
    """Each referral has its outcome, unless it was withdrawn since the agenda was frozen."""
    open_items = PanelItem.objects.filter(panel=panel, outcome="").exclude(
        referral__state=Referral.State.WITHDRAWN
    )
    names = list(open_items.order_by("position").values_list("referral__reference", flat=True))
    told = ", ".join(names[:5]) + (" …" if len(names) > 5 else "")
    return (
        [Reason("panel.undecided", {"count": len(names), "referrals": told, "field": "summary"})]
        if names
        else []
    )


def reason_given(panel: Panel, by: Actor, *, reason: str = "", **_: object) -> Sequence[Reason]:
    return [] if reason.strip() else [Reason("panel.reason_missing", {"field": "reason"})]


MACHINE = Machine(
    "panel",
    {s.value: str(s.label) for s in State},
    (
        Move("open", (State.PLANNED,), State.OPEN, P.PANEL_RUN, "open this panel", (no_other_open,)),
        Move("close", (State.OPEN,), State.CLOSED, P.PANEL_RUN, "close this panel",
             (day_has_come, somebody_there, every_child_decided)),
        Move("cancel", (State.PLANNED,), State.CANCELLED, P.PANEL_RUN, "cancel this panel", (reason_given,)),
    ),
)  # fmt: skip
