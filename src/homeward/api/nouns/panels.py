"""Placement panels: list, one with its agenda and decisions, an item decided on, what people take on."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from homeward.api import examples_panels as examples
from homeward.api import problems
from homeward.api.examples import page
from homeward.api.operations import operation
from homeward.api.paging import Page, Paged, ordered, page_of
from homeward.api.reading import actor_in, allowed, check_match, made_at, record_children, tagged, the_one
from homeward.api.shapes import panels as shapes
from homeward.api.shapes import panels_of as told
from homeward.api.shapes.common import Named
from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.panels import queries, services
from homeward.apps.panels.agenda import open_referrals, rest_of
from homeward.apps.panels.models import Panel, PanelAction, PanelItem
from homeward.apps.panels.presenters import Told

panels = Router(tags=["Placement panels"])
State = Panel.State


class PanelsAsked(Paged):
    state: Literal["", *State.values] = ""  # type: ignore[valid-type]
    sort: Literal["held_on", "-held_on"] = "-held_on"


@operation(
    panels, "get", "/panels", name="listPanels", permission=P.PANEL_READ, answers=Page[shapes.PanelShape],
    summary="List placement panels", example=page(examples.PANEL),
)  # fmt: skip
def list_panels(request: HttpRequest, asked: Query[PanelsAsked]) -> Page[shapes.PanelShape]:
    """Panels with how much of their agenda is decided, the newest first."""
    rows = queries.panels(actor_in(request))
    if asked.state:
        rows = rows.filter(state=asked.state)
    return page_of(request, ordered(rows, asked.sort, {"held_on": "held_on"}), asked, told.panel_shape)


@operation(
    panels, "get", "/panels/{panel_id}", name="getPanel", permission=P.PANEL_READ, answers=shapes.WholePanelShape,
    summary="Read one panel", example=examples.WHOLE_PANEL,
)  # fmt: skip
def get_panel(request: HttpRequest, panel_id: str) -> shapes.WholePanelShape:
    """One panel: its frozen agenda with proposal and decisions, or, while it is prepared, what would come onto it."""
    actor = actor_in(request)
    return tagged(
        request, _whole(request, the_one(queries.panels(actor).select_related("minutes", "agenda"), panel_id))
    )


@operation(
    panels, "get", "/panel-items/{item_id}", name="getPanelItem", permission=P.PANEL_READ,
    answers=shapes.WholePanelItemShape, summary="Read one referral before the panel", example=examples.WHOLE_ITEM,
)  # fmt: skip
def get_panel_item(request: HttpRequest, item_id: str) -> shapes.WholePanelItemShape:
    """One referral of a panel with every home of the agenda: its points, or all that keeps it out."""
    return tagged(request, _item(request, the_one(_items(actor_in(request)), item_id)))


@operation(
    panels, "post", "/panel-items/{item_id}/decision", name="decidePanelItem", permission=P.PANEL_RUN,
    answers=shapes.WholePanelItemShape, refuses=True, matched=True, summary="Record what the panel decided",
    example=examples.WHOLE_ITEM, sends=examples.DECIDING,
)  # fmt: skip
def decide_panel_item(
    request: HttpRequest, item_id: str, sent: shapes.PanelDecisionSent
) -> shapes.WholePanelItemShape:
    """Agree as proposed, choose other homes, or refuse: a recommendation, which promises no place. It may be changed
    until the panel closes; a decision made since you read the item is not overwritten when you send its tag. The token
    also needs `panel.read`.
    """
    actor = actor_in(request)
    found = the_one(_items(actor).filter(panel__in=allowed(Panel, actor, P.PANEL_RUN)), item_id)
    seen = None
    if "If-Match" in request.headers:
        check_match(request, _item(request, found))
        seen = found.decided_at.isoformat() if found.decided_at else ""
    services.decide_item(
        item=found,
        outcome=sent.outcome,
        places=_puts(found, sent.places),
        reason=sent.reason,
        seen=seen,
        by=actor,
    )
    return tagged(request, _item(request, _items(actor).get(pk=found.pk)))


class PanelActionsAsked(Paged):
    open: bool = Field(default=False, description="Only those that are not done.")
    panel: str = Field(default="", max_length=12, description="Only of the panel with this public id.")
    sort: Literal["due_on", "-due_on"] = "due_on"


@operation(
    panels, "get", "/panel-actions", name="listPanelActions", permission=P.PANEL_READ,
    answers=Page[shapes.PanelActionShape], summary="List actions of the panels", example=page(examples.ACTION),
)  # fmt: skip
def list_panel_actions(
    request: HttpRequest, asked: Query[PanelActionsAsked]
) -> Page[shapes.PanelActionShape]:
    """What people took on at panels, the soonest due first."""
    rows = queries.actions(actor_in(request))
    if asked.open:
        rows = rows.filter(done_at=None)
    if asked.panel:
        rows = rows.filter(panel__public_id=asked.panel)
    return page_of(request, ordered(rows, asked.sort, {"due_on": "due_on"}), asked, told.action_shape)


@operation(
    panels, "post", "/panels/{panel_id}/actions", name="addPanelAction", permission=P.PANEL_RUN,
    answers=shapes.PanelActionShape, status=201, refuses=True, summary="Write down who does what",
    example=examples.ACTION, sends=examples.NEW_ACTION,
)  # fmt: skip
def add_panel_action(
    request: HttpRequest, panel_id: str, sent: shapes.NewPanelAction
) -> Status[shapes.PanelActionShape]:
    """Somebody takes something on by a day. It is their duty, and opens the next panel while it is not done."""
    actor = actor_in(request)
    panel = the_one(allowed(Panel, actor, P.PANEL_RUN).select_related("body"), panel_id)
    owner = next((u for u in queries.members(panel.body) if u.public_id == sent.owner), None)
    item = PanelItem.objects.filter(panel=panel, public_id=sent.item).first() if sent.item else None
    faults = []
    if owner is None:
        faults.append(
            problems.fault("owner", "unknown", "Nobody of this panel is known by this. See its members.")
        )
    if sent.item and item is None:
        faults.append(problems.fault("item", "unknown", "The panel has no such item."))
    if faults or owner is None:
        raise problems.invalid(faults)
    made = services.add_panel_action(
        panel=panel, text=sent.text, owner=owner, due_on=sent.due_on, item=item, by=actor
    )
    made_at(request, f"/api/v1/panels/{panel.public_id}")
    return Status(201, told.action_shape(made))


@operation(
    panels, "post", "/panel-actions/{action_id}/done", name="finishPanelAction", permission=P.PANEL_READ,
    answers=shapes.PanelActionShape, refuses=True, summary="Mark an action done", example=examples.DONE_ACTION,
    sends=examples.FINISHING,
)  # fmt: skip
def finish_panel_action(
    request: HttpRequest, action_id: str, sent: shapes.ActionDone
) -> shapes.PanelActionShape:
    """Say what was done. Its owner may, and who runs the panel."""
    actor = actor_in(request)
    found: PanelAction = the_one(queries.actions(actor), action_id)
    services.finish_panel_action(action=found, note=sent.note, by=actor)
    return told.action_shape(queries.actions(actor).get(pk=found.pk))


# What the operations share ----------------------------------------------------------------------------


def _items(actor: Actor) -> Any:
    return PanelItem.objects.visible_to(actor).select_related(
        "panel__agenda", "panel__body", "referral__body", "proposal", "decided_by"
    )


def _known(request: HttpRequest, panel: Panel, rows: list[dict[str, Any]]) -> dict[str, Child]:
    """The children of some items of the agenda whose record the token reads; each counts as read."""
    keys = [c["id"] for row in rows for c in row["children"]]
    found = list(Child.objects.visible_to(actor_in(request)).filter(public_id__in=keys))
    record_children(request, found, panel=panel.public_id)
    return {child.public_id: child for child in found}


def _item(request: HttpRequest, found: PanelItem) -> shapes.WholePanelItemShape:
    words = Told(found.panel)
    known = _known(request, found.panel, [words.items[found.referral.public_id]])
    audit.record_read(actor_in(request), found.panel, referral=found.referral.reference)
    return told.whole_item(found, words, known)


def _whole(request: HttpRequest, found: Panel) -> shapes.WholePanelShape:
    actor = actor_in(request)
    runs = actor.holds(P.PANEL_RUN)
    members = [Named(id=u.public_id, name=u.name) for u in queries.members(found.body)] if runs else []
    given: dict[str, Any] = {"actions": list(queries.actions(actor).filter(panel=found)), "members": members}
    if found.state in (State.PLANNED, State.CANCELLED):
        audit.record_read(actor, found)
        agenda = told.agenda_shape(
            rest_of(found.body), waiting=[_waiting(r) for r in open_referrals(found.body)]
        )
        return told.whole_panel(found, agenda=agenda, items=[], **given)
    words = Told(found)
    known = _known(request, found, words.agenda["items"])
    audit.record_read(actor, found, children=sorted(known))
    rows = found.items.select_related("referral", "proposal", "panel", "decided_by").prefetch_related(
        "dissents__user"
    )
    items = [told.item_shape(item, words, known) for item in rows]
    agenda = told.agenda_shape(words.agenda, waiting=[], panel=found)
    return told.whole_panel(found, agenda=agenda, items=items, **given)


def _waiting(referral: Any) -> shapes.WaitingShape:
    return shapes.WaitingShape(
        referral=Named(id=referral.public_id, name=referral.reference), children=referral.children.count(),
        urgency=referral.urgency, needed_by=referral.needed_by, types=referral.placement_types,
    )  # fmt: skip


def _puts(item: PanelItem, sent: list[shapes.PutSent]) -> list[services.Put]:
    """Homes with the keys of their children; a letter that is none of the referral's is a fault of its field."""
    rows = item.panel.agenda.content["items"]
    children = next(r for r in rows if r["id"] == item.referral.public_id)["children"]
    keys = {c["letter"]: c["id"] for c in children}
    faults = [
        problems.fault(f"places.{number}.children", "unknown", "The referral has no child of this letter.")
        for number, put in enumerate(sent)
        if set(put.children) - keys.keys()
    ]
    if faults:
        raise problems.invalid(faults)
    return [
        services.Put(put.home, tuple(keys[letter] for letter in dict.fromkeys(put.children or keys)))
        for put in sent
    ]
