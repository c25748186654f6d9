"""Placement panels: what was looked at, what was proposed for all children at once, what people made of it.

Children stand under their letters; a reference is told where the token reads the child's record.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from homeward.api.shapes.common import Day, Id, Named, Reason, Sent, Told
from homeward.api.shapes.placements import ChildNamed


class PanelShape(Told):
    """One weekly placement panel, as the list tells it."""

    id: str = Field(description="Public id.")
    held_on: dt.date
    place: str
    chair: str = Field(description="Who is in the chair.")
    state: str = Field(description="planned, open, closed or cancelled.")
    since: dt.datetime = Field(description="When it came into this state.")
    referrals: int = Field(description="Referrals on its frozen agenda.")
    decided: int = Field(description="Of them with an outcome.")
    undone: int = Field(description="Actions taken on at it that are not done.")


class PanelChildShape(Told):
    letter: str
    age: int | None = Field(description="Full years on the day a home is needed; null where it is not known.")
    child: ChildNamed | None = Field(description="Null where the token may not read the child's record.")


class PutShape(Told):
    """One home, and which of the children would live there."""

    home: Named
    children: list[str] = Field(description="Their letters.")


class PlanShape(Told):
    """Where the children of one referral would live."""

    homes: list[PutShape] = Field(description="Empty for no home.")
    points: str | None = Field(
        description="Points of need met a child, to one decimal; null where nobody is placed."
    )


class DissentShape(Told):
    name: str
    words: str


class PanelItemShape(Told):
    """One referral on the agenda: what was proposed, and what the panel made of it."""

    id: str = Field(description="Public id.")
    referral: Named
    position: int
    needed_by: dt.date
    is_withdrawn: bool = Field(description="Whether the referral was withdrawn since the agenda was frozen.")
    children: list[PanelChildShape]
    proposed: PlanShape | None = Field(description="Null while nothing is proposed for it.")
    first_come: PlanShape | None = Field(
        description="What first come, first served would give on the same facts."
    )
    recommended: PlanShape
    outcome: str = Field(description="agreed, changed or refused; empty while it is not decided.")
    reason: str = Field(description="Why not as proposed.")
    decided_by: str
    decided_at: dt.datetime | None
    dissents: list[DissentShape]


class FitShape(Told):
    """One home of the agenda for one referral: its points, or all that keeps it out."""

    home: Named
    provider: str
    places: int
    children_there: int
    points: str | None
    miles: str | None
    price: str | None = Field(description="Decimal text a week and child; null where it is not known.")
    excluded: list[str] = Field(description="Codes of placement_obstacles; empty where it can be used.")
    warnings: list[str] = Field(description="Codes of placement_obstacles that keep nobody out.")


class PanelNeedShape(Told):
    weight: str = Field(description="must or should.")
    text: str
    wish: bool = Field(description="Whether it is a child's own wish.")


class WholePanelItemShape(PanelItemShape):
    """One referral before the panel with every home of the agenda, and why this one."""

    panel: str = Field(description="Public id of the panel.")
    needs: list[PanelNeedShape]
    why: str = Field(description="Why this home, in a sentence; empty while nothing is proposed.")
    homes: list[FitShape] = Field(
        description="As the rule matched them, those that can be used first, best first."
    )


class InHouseShape(Told):
    home: Named
    places: int
    free_from: dt.date | None = Field(description="Null for now.")
    conditions: str


class ExtraShape(Told):
    """Something paid above the weekly price of a placement."""

    contract: str = Field(description="Public id of the contract.")
    about: str
    what: str
    weekly: str = Field(description="Decimal text, in the body's currency.")
    last_night: dt.date | None


class LeftUndoneShape(Told):
    """An action of an earlier panel that was not done when the agenda was frozen."""

    id: str = Field(description="Public id of the action.")
    text: str
    owner: str
    due_on: dt.date
    held_on: dt.date = Field(description="Day of the panel at which it was taken on.")
    about: str = Field(description="Reference of the referral; empty for the panel as a whole.")


class WaitingShape(Told):
    """An open referral that would come onto the agenda if it were frozen now."""

    referral: Named
    children: int
    urgency: str = Field(description="A code of urgencies.")
    needed_by: dt.date
    types: list[str] = Field(description="Codes of placement_types_sought.")


class AgendaShape(Told):
    """What the panel looks at: as it was frozen, or, while it is prepared, as it stands now."""

    frozen_at: dt.datetime | None = Field(description="Null while it is prepared: then it still moves.")
    digest: str = Field(description="SHA-256 of the frozen agenda; empty before.")
    waiting: list[WaitingShape] = Field(
        description="Open referrals, while nothing is frozen; then see items."
    )
    in_house: list[InHouseShape]
    extras: list[ExtraShape]
    undone: list[LeftUndoneShape]


class PanelActionShape(Told):
    """Something a person took on at a panel."""

    id: str = Field(description="Public id.")
    panel: Named
    about: str = Field(description="Reference of the referral; empty for the panel as a whole.")
    text: str
    owner: str
    due_on: dt.date
    done_at: dt.datetime | None
    done_by: str
    done_note: str


class InterestShape(Told):
    """What binds somebody to a provider or a home: on a child placed there they do not decide."""

    name: str
    what: str = Field(description="The provider or the home.")
    words: str


class ProposalShape(Told):
    """Homes worked out for all children at once, on facts that are kept."""

    number: int
    made_at: dt.datetime
    made_by: str
    facts_digest: str = Field(description="SHA-256 of the facts: the same facts give the same answer again.")
    pack: str
    pack_version: str
    pack_digest: str
    proven: bool = Field(description="Whether it is proven that no better plan exists.")


class WholePanelShape(PanelShape):
    """One panel with its agenda, its decisions and what people took on."""

    agenda: AgendaShape
    items: list[PanelItemShape] = Field(description="Empty until the agenda is frozen.")
    proposals: list[ProposalShape]
    attendance: list[str]
    interests: list[InterestShape]
    actions: list[PanelActionShape]
    members: list[Named] = Field(
        description="Who sits on it, for naming owners of actions; told to who runs it."
    )
    summary: str
    minutes: str | None = Field(description="Public id of the minutes; null until it is closed.")


class PutSent(Sent):
    home: Id = Field(description="Public id of a home of the agenda.")
    children: list[str] = Field(
        default=[], max_length=26, description="Letters of those who would live there; none for all of them."
    )


class PanelDecisionSent(Sent):
    """What the panel decided on one referral."""

    outcome: Literal["agreed", "changed", "refused"]
    places: list[PutSent] = Field(
        default=[], max_length=26, description="Of `changed` only: the homes instead."
    )
    reason: str = Field(default="", max_length=400, description="Why not as proposed. Names no child.")


class NewPanelAction(Sent):
    """Who does what by when."""

    text: str = Field(min_length=1, max_length=2000, pattern=r"\S", description="Names no child.")
    owner: Id = Field(description="Public id of one of the panel's members.")
    due_on: Day
    item: Id | None = Field(
        default=None, description="Public id of the item it is about; null for the whole panel."
    )


class ActionDone(Sent):
    note: Reason = Field(description="What was done.")
