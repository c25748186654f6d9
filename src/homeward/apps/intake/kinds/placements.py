"""Placements: a child's stay in a home, on an agreement line where one pays for it."""

from __future__ import annotations

from typing import Annotated

from homeward.apps.intake.kinds.columns import Column, Shape
from homeward.apps.intake.kinds.values import FileDate, FileRow, Whole, code_of, text_of


class PlacementRow(FileRow):
    placement: text_of(80) | None = None  # type: ignore[valid-type]
    child: text_of(40)  # type: ignore[valid-type]
    home: text_of(40)  # type: ignore[valid-type]
    agreement: text_of(40) | None = None  # type: ignore[valid-type]
    line: Whole | None = None
    start: FileDate
    end: FileDate | None = None
    placement_type: Annotated[str, code_of("placement_types")] | None = None
    end_reason: Annotated[str, code_of("end_reasons")] | None = None


PLACEMENTS = Shape(
    "placements",
    (
        Column(
            "placement",
            "Your own number of this stay. With it a later file can correct any of its dates.",
            "S-88120",
        ),
        Column("child", "The child's record number.", "C-20417", True),
        Column("home", "The home's number.", "H-104", True),
        Column("agreement", "The agreement that pays. Empty, with the line, when none does.", "FBC-2026-03"),
        Column("line", "The number of the line in that agreement.", "1"),
        Column("start", "The day the child came. The first night counted.", "2026-07-01", True, is_date=True),
        Column(
            "end",
            "The day the child left. That night is not counted. Empty while the child is there.",
            "2026-08-15",
            is_date=True,
        ),
        Column("placement_type", "The kind of placement.", "", code_list="placement_types"),
        Column("end_reason", "Why it ended.", "", code_list="end_reasons"),
    ),
    PlacementRow,
    must_have=("child", "home", "start", "end"),
)
