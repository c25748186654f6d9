"""Homes: carer households and residential homes, one row each."""

from __future__ import annotations

from typing import Annotated

from homeward.apps.intake.kinds.columns import Column, Shape
from homeward.apps.intake.kinds.values import FileDate, FileRow, Whole, choice_of, code_of, text_of

HOME_KINDS = (
    ("carer_household", "Carer household"),
    ("residential_home", "Residential home"),
    ("other", "Other"),
)


class HomeRow(FileRow):
    reference: text_of(40)  # type: ignore[valid-type]
    name: text_of(160)  # type: ignore[valid-type]
    kind: Annotated[str, choice_of(HOME_KINDS)]
    provider: text_of(200) | None = None  # type: ignore[valid-type]
    places: Whole | None = None
    urn: text_of(20) | None = None  # type: ignore[valid-type]
    opened_on: FileDate | None = None
    remoteness_class: Annotated[str, code_of("remoteness_classes")] | None = None
    remoteness_edition: text_of(40) | None = None  # type: ignore[valid-type]


HOMES = Shape(
    "homes",
    (
        Column(
            "reference", "The number by which your files name the home. One home, one number.", "H-104", True
        ),
        Column("name", "The name of the home or household as people call it.", "Wattle House", True),
        Column("kind", "The kind of home.", "residential_home", True, choices=HOME_KINDS),
        Column(
            "provider",
            "The provider's number or name in these records. Empty when nobody runs it for you.",
            "P-07",
        ),
        Column("places", "How many children may live there. Empty when it is not known.", "4"),
        Column("urn", "The number of its registration, where there is one.", "1234567"),
        Column("opened_on", "The first day it was open.", "2024-07-01", is_date=True),
        Column(
            "remoteness_class", "The remoteness class of its address.", "ra2", code_list="remoteness_classes"
        ),
        Column(
            "remoteness_edition",
            "The edition of the classification that class was read from.",
            "ASGS Edition 3",
        ),
    ),
    HomeRow,
)
