"""Placements and spells, as they are told and as they are sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field

from homeward.api.reading import bounds
from homeward.api.shapes.common import Day, Id, Named, Reason, Sent, Spanned, Text, Told
from homeward.apps.placements.models import Spell
from homeward.kernel.problems import Problem

Kind = Literal["hold", "missing", "absent", "shared_care", "care_type"]
Decider = Literal["", "dcp", "provider"]


class ChildNamed(Told):
    """A child by public id and reference. Names never leave by the interface."""

    id: str = Field(description="Public id.")
    reference: str = Field(description="How pages and files name the child.")


class SpellShape(Spanned):
    """What was so during part of a placement."""

    id: str = Field(description="Public id.")
    kind: str = Field(description="hold, missing, absent, shared_care or care_type.")
    decided_by: str = Field(description="Of a hold: dcp (the department) or provider.")
    code: str = Field(description="Of a care type: a code of care_types.")
    reference: str = Field(description="Decision or report it rests on.")


class PlacementShape(Spanned):
    """A child's stay in a home, on a line where one pays for it."""

    id: str = Field(description="Public id.")
    child: ChildNamed
    home: Named
    line: Named | None = Field(description="Null where no line pays for it.")
    provider: str = Field(description="Name of the provider that is party to it.")
    state: str = Field(description="open, ended or to_come, as of today where the body is.")
    placement_type: str
    end_reason: str = Field(description="A code of end_reasons; empty while open.")
    source: str
    source_key: str = Field(description="Your own key for this stay, if you gave one.")
    breaches: list[str] = Field(description="What should not have happened, such as over_capacity.")
    spells: list[SpellShape]


class WarningShape(Told):
    """Something worth knowing about what was recorded. It refused nothing."""

    code: str
    field: str
    message: str
    remedy: str


class RecordedPlacement(Told):
    """What was recorded, and what should be known about it."""

    placement: PlacementShape
    warnings: list[WarningShape]


class RecordedSpell(Told):
    """What was recorded, and what should be known about it."""

    spell: SpellShape
    warnings: list[WarningShape]


class NewPlacement(Sent):
    """A stay as it happened. What should not have happened is recorded all the same, and flagged."""

    child: str = Field(min_length=1, max_length=12, description="The child's reference or public id.")
    home: str = Field(min_length=1, max_length=40, description="The home's reference or public id.")
    line: Id | None = Field(default=None, description="Public id of the agreement line that pays for it.")
    start: Day = Field(description="The day the child came: the first night.")
    end: Day | None = Field(
        default=None, description="The day the child left; null while the child is there."
    )
    placement_type: str = Field(default="", max_length=60, description="A code of placement_types.")
    end_reason: str = Field(default="", max_length=60, description="A code of end_reasons, with an end.")
    source: Text = Field(default="", description="Where it comes from. Empty: the person and the token.")
    source_key: str = Field(default="", max_length=80, description="Your own key; may stand once in a body.")


class PlacementChange(Sent):
    """A correction of what was recorded. What is not sent stays; what stood there before is kept in the history."""

    reason: Reason = Field(description="Why, without names. Kept with what was recorded before.")
    home: str | None = Field(default=None, min_length=1, max_length=40, description="Reference or public id.")
    line: Id | None = Field(default=None, description="Public id; null takes the line away.")
    start: Day | None = Field(default=None, description="The day the child came.")
    end: Day | None = Field(default=None, description="The day the child left; null opens the stay again.")
    placement_type: str | None = Field(default=None, max_length=60)
    end_reason: str | None = Field(default=None, max_length=60)
    source_key: str | None = Field(default=None, max_length=80)


class PlacementEnd(Sent):
    """The end of a stay."""

    on: Day = Field(description="The day the child left; the night before is the last.")
    end_reason: str = Field(default="", max_length=60, description="A code of end_reasons.")


class NewSpell(Sent):
    """Something that was so during part of a placement."""

    kind: Kind
    start: Day = Field(description="First night of it.")
    end: Day | None = Field(default=None, description="First day after it; null while it continues.")
    decided_by: Decider = Field(default="", description="Of a hold: who decided it.")
    code: str = Field(default="", max_length=60, description="Of a care type: a code of care_types.")
    reference: Text = Field(default="", description="Decision or report it rests on, without names.")


class SpellEnd(Sent):
    """The end of a spell."""

    on: Day = Field(description="First day after it.")
    reason: Reason = Field(description="Why, without names.")


def spell_shape(s: Spell) -> SpellShape:
    return SpellShape(
        id=s.public_id,
        kind=s.kind,
        decided_by=s.decided_by,
        code=s.code,
        reference=s.reference,
        **bounds(s.period),
    )


def placement_shape(p: Any, today: dt.date) -> PlacementShape:
    stay = p.stay
    return PlacementShape(
        id=p.public_id, child=ChildNamed(id=p.child.public_id, reference=p.child.reference),
        home=Named(id=p.home.public_id, name=p.home.name),
        line=Named(id=p.line.public_id, name=str(p.line)) if p.line else None,
        provider=p.organisation.name if p.organisation else "", start=stay.start, end=stay.end,
        state=_state(stay.start, stay.end, today), placement_type=p.placement_type, end_reason=p.end_reason,
        source=p.source, source_key=p.source_key, breaches=list(p.breaches),
        spells=[spell_shape(s) for s in sorted(p.spells.all(), key=lambda s: (s.period.lower, s.kind, s.pk))],
    )  # fmt: skip


def _state(start: dt.date, end: dt.date | None, today: dt.date) -> str:
    if start > today:
        return "to_come"
    return "open" if end is None or end > today else "ended"


def warnings_of(problems: Iterable[Problem]) -> list[WarningShape]:
    return [
        WarningShape(code=p.code, field=p.column or "", message=p.message, remedy=p.remedy) for p in problems
    ]
