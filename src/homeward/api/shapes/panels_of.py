"""How panels become what a program is told of them: the frozen agenda, the proposals and what people made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from homeward.api.shapes.common import Named
from homeward.api.shapes.panels import (
    AgendaShape,
    DissentShape,
    ExtraShape,
    FitShape,
    InHouseShape,
    InterestShape,
    LeftUndoneShape,
    PanelActionShape,
    PanelChildShape,
    PanelItemShape,
    PanelNeedShape,
    PanelShape,
    PlanShape,
    ProposalShape,
    PutShape,
    WaitingShape,
    WholePanelItemShape,
    WholePanelShape,
)
from homeward.api.shapes.placements import ChildNamed
from homeward.apps.children.models import Child
from homeward.apps.panels.models import Interest, Panel, PanelAction, PanelItem, Proposal
from homeward.apps.panels.presenters import Told, points

Json = dict[str, Any]
Known = Mapping[str, Child]


def panel_shape(p: Any) -> PanelShape:
    return PanelShape(**_panel(p))


def _panel(p: Any) -> Json:
    """A panel with the numbers its query counted."""
    return {
        "id": p.public_id, "held_on": p.held_on, "place": p.place, "chair": p.chair.name, "state": p.state,
        "since": p.since, "referrals": p.referrals, "decided": p.decided, "undone": p.undone,
    }  # fmt: skip


def whole_panel(
    p: Panel,
    *,
    agenda: AgendaShape,
    items: list[PanelItemShape],
    actions: list[PanelAction],
    members: list[Named],
) -> WholePanelShape:
    proposals = p.proposals.select_related("made_by").order_by("number")
    interests = p.interests.select_related("user", "home", "firm").order_by("pk")
    return WholePanelShape(
        **_panel(p), agenda=agenda, items=items, proposals=[_proposal(found) for found in proposals],
        attendance=[a.name for a in p.attendance.all() if a.was_there], interests=[_interest(i) for i in interests],
        actions=[action_shape(a) for a in actions], members=members, summary=p.summary,
        minutes=p.minutes.public_id if p.minutes else None,
    )  # fmt: skip


def agenda_shape(content: Json, *, waiting: list[WaitingShape], panel: Panel | None = None) -> AgendaShape:
    """What is beside the referrals: of a frozen agenda (`panel` given), or of the records as they stand."""
    frozen = panel.agenda if panel else None
    return AgendaShape(
        frozen_at=frozen.frozen_at if frozen else None, digest=frozen.digest if frozen else "", waiting=waiting,
        in_house=[
            InHouseShape(home=Named(id=v["home"], name=v["name"]), **_only(v, "places", "free_from", "conditions"))
            for v in content["in_house"]
        ],
        extras=[ExtraShape(**_only(e, *ExtraShape.model_fields)) for e in content["extras"]],
        undone=[LeftUndoneShape(**{**a, "held_on": a["panel"]}) for a in content["actions"]],
    )  # fmt: skip


def _only(row: Json, *names: str) -> Json:
    return {name: row[name] for name in names}


def item_shape(item: PanelItem, words: Told, known: Known) -> PanelItemShape:
    return PanelItemShape(**_item(item, words, known))


def _item(item: PanelItem, words: Told, known: Known) -> Json:
    frozen, row = words.items[item.referral.public_id], words.row(item)
    letters = {c["id"]: c["letter"] for c in frozen["children"]}

    def plan(places: list[Json], told: Json | None) -> PlanShape:
        homes = [
            PutShape(home=Named(id=p["home"], name=words.home(p["home"])), children=sorted(letters[c] for c in p["children"]))
            for p in places
        ]  # fmt: skip
        return PlanShape(homes=homes, points=told["points"] if told and homes else None)

    proposed, queued = words.proposed_for(item), words.first_come_for(item)
    return {
        "id": item.public_id, "referral": Named(id=item.referral.public_id, name=item.referral.reference),
        "position": item.position, "needed_by": frozen["needed_by"], "is_withdrawn": item.referral.state == "withdrawn",
        "children": [_child(c, known) for c in frozen["children"]],
        "proposed": plan(proposed["placed"], row["proposed"]) if proposed else None,
        "first_come": plan(queued["placed"], row["first_come"]) if queued else None,
        "recommended": plan(item.places, row["chosen"]), "outcome": item.outcome, "reason": item.reason,
        "decided_by": item.decided_by.name if item.decided_by else "", "decided_at": item.decided_at,
        "dissents": [DissentShape(name=d.user.name, words=d.words) for d in item.dissents.all()],
    }  # fmt: skip


def _child(c: Json, known: Known) -> PanelChildShape:
    child = known.get(c["id"])
    named = ChildNamed(id=child.public_id, reference=child.reference) if child else None
    return PanelChildShape(letter=c["letter"], age=c["age"], child=named)


def whole_item(item: PanelItem, words: Told, known: Known) -> WholePanelItemShape:
    frozen, told = words.items[item.referral.public_id], words.row(item)["why"]
    return WholePanelItemShape(
        **_item(item, words, known), panel=item.panel.public_id,
        needs=[PanelNeedShape(weight=n["weight"], text=n["text"], wish=n["wish"]) for n in frozen["needs"]],
        why=told["sentence"] if told else "", homes=[_fit(words, key, fit) for key, fit in words.fits_for(item)],
    )  # fmt: skip


def _fit(words: Told, key: str, fit: Json) -> FitShape:
    home = words.agenda["homes"][key]
    return FitShape(
        home=Named(id=key, name=home["name"]), provider=home["provider"], places=home["places"],
        children_there=home["there"], points=points(fit["score"]) if fit["score"] is not None else None,
        miles=fit["miles"], price=fit["price"], excluded=fit["excluded"], warnings=fit["warns"],
    )  # fmt: skip


def action_shape(a: PanelAction) -> PanelActionShape:
    return PanelActionShape(
        id=a.public_id, panel=Named(id=a.panel.public_id, name=a.panel.held_on.isoformat()),
        about=a.item.referral.reference if a.item else "", text=a.text, owner=a.owner.name, due_on=a.due_on,
        done_at=a.done_at, done_by=a.done_by.name if a.done_by else "", done_note=a.done_note,
    )  # fmt: skip


def _interest(i: Interest) -> InterestShape:
    return InterestShape(name=i.user.name, what=i.home.name if i.home else str(i.firm), words=i.words)


def _proposal(p: Proposal) -> ProposalShape:
    return ProposalShape(
        number=p.number, made_at=p.made_at, made_by=p.made_by.name, facts_digest=p.digest, pack=p.pack,
        pack_version=p.pack_version, pack_digest=p.pack_digest, proven=p.result["proven"],
    )  # fmt: skip
