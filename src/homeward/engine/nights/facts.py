"""Facts about stays and what happens within them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from homeward.engine.facts import Dated, Name

SpellKind = Literal["hold", "missing", "absent", "shared_care", "care_type"]


class SpellFact(Dated):
    """Something that holds for a part of a placement without ending it."""

    id: Name | None = Field(default=None, description="Identifier of the spell, for messages.")
    kind: SpellKind = Field(
        description="hold: put on hold; missing: reported missing; absent: away, whereabouts known;"
        " shared_care: care shared across several parties; care_type: the recorded care type."
    )
    decided_by: Name | None = Field(
        default=None,
        description="For a hold, who decided it: a code of hold_deciders (dcp or provider).",
        json_schema_extra={"vocabulary": "hold_deciders"},
    )
    code: Name | None = Field(
        default=None,
        description="For a care_type spell: a code of care_types.",
        json_schema_extra={"vocabulary": "care_types"},
    )


class PlacementFact(Dated):
    """One stay of one child in one home on this line."""

    id: Name = Field(description="Identifier of the placement record.")
    child: Name = Field(description="Identifier of the child.")
    home: Name = Field(description="Identifier of the home: the carer household or residential home.")
    spells: list[SpellFact] = Field(default_factory=list, description="Spells within the placement.")
    source: str | dict[str, str | int | None] | None = Field(
        default=None, description="Where the record came from, e.g. a file and its row."
    )


class DisallowedFact(Dated):
    """Nights a validator does not accept, with the reason."""

    placement: Name = Field(description="Identifier of the placement.")
    reason: str = Field(min_length=1, description="Why the nights are not accepted.")
