"""Children: who they are, and one fact about their status with its source."""

from __future__ import annotations

from typing import Annotated

from homeward.apps.intake.kinds.columns import Column, Shape
from homeward.apps.intake.kinds.values import FileDate, FileRow, code_of, text_of


class ChildRow(FileRow):
    client_number: text_of(40)  # type: ignore[valid-type]
    born_on: FileDate
    given_name: text_of(80) | None = None  # type: ignore[valid-type]
    family_name: text_of(80) | None = None  # type: ignore[valid-type]
    sex: Annotated[text_of(10), code_of("sexes")] | None = None  # type: ignore[valid-type]
    fact: Annotated[str, code_of("status_facts")] | None = None
    fact_value: text_of(60) | None = None  # type: ignore[valid-type]
    fact_source: text_of(200) | None = None  # type: ignore[valid-type]


CHILDREN = Shape(
    "children",
    (
        Column(
            "client_number", "Your own record number of the child. One child, one number.", "C-20417", True
        ),
        Column("born_on", "The date of birth.", "2014-03-09", True, is_date=True),
        Column("given_name", "Given names. They may be left out of a file; the number is enough.", "Tāne"),
        Column("family_name", "The family name.", "Whitlock"),
        Column("sex", "Sex, as your records have it.", "", code_list="sexes"),
        Column("fact", "A fact about the child's status.", "", code_list="status_facts"),
        Column("fact_value", "What the record says. Needed when a fact is named.", ""),
        Column(
            "fact_source", "The record this rests on. Needed when a fact is named.", "Case file, 3 March 2025"
        ),
    ),
    ChildRow,
)
