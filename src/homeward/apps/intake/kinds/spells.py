"""Spells: what was so during part of a placement, such as a hold or a missing episode."""

from __future__ import annotations

from typing import Annotated

from homeward.apps.intake.kinds.columns import Column, Shape
from homeward.apps.intake.kinds.values import FileDate, FileRow, choice_of, text_of

SPELL_KINDS = (
    ("hold", "On hold"),
    ("missing", "Missing"),
    ("absent", "Absent, whereabouts known"),
    ("shared_care", "Shared care"),
    ("care_type", "Care type"),
)


class SpellRow(FileRow):
    placement: text_of(80) | None = None  # type: ignore[valid-type]
    child: text_of(40) | None = None  # type: ignore[valid-type]
    home: text_of(40) | None = None  # type: ignore[valid-type]
    placement_start: FileDate | None = None
    kind: Annotated[str, choice_of(SPELL_KINDS)]
    start: FileDate
    end: FileDate | None = None
    code: text_of(60) | None = None  # type: ignore[valid-type]
    decided_by: text_of(20) | None = None  # type: ignore[valid-type]
    reference: text_of(200) | None = None  # type: ignore[valid-type]


SPELLS = Shape(
    "spells",
    (
        Column(
            "placement",
            "Your own number of the stay, if you gave one. Otherwise fill the next three.",
            "S-88120",
        ),
        Column("child", "The child's record number.", "C-20417"),
        Column("home", "The home's number.", "H-104"),
        Column("placement_start", "The day the child came.", "2026-07-01", is_date=True),
        Column("kind", "What was so.", "hold", True, choices=SPELL_KINDS),
        Column("start", "The first day it was so.", "2026-07-20", True, is_date=True),
        Column(
            "end", "The first day it was so no longer. Empty while it goes on.", "2026-08-02", is_date=True
        ),
        Column("code", "For a care type: which one.", "", code_list="care_types"),
        Column("decided_by", "For a hold: who decided it.", "", code_list="hold_deciders"),
        Column("reference", "The decision or report this rests on.", "Minute of 19 July 2026"),
    ),
    SpellRow,
    must_have=("kind", "start", "end"),
)
