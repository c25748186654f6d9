"""Areas of local authorities and the postcodes that lie in them."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from homeward.apps.geography.postcodes import normal
from homeward.apps.intake.kinds.columns import Column, Shape
from homeward.apps.intake.kinds.values import FileRow, Whole, choice_of, text_of

YES_NO = (("yes", "Yes"), ("no", "No"))


def _read_postcode(value: Any) -> str:
    text = str(value).strip()
    code = normal(text)
    if code is None:
        shown = text[:20].replace("{", "(").replace("}", ")")
        raise PydanticCustomError(
            "postcode_form",
            f"“{shown}” is no postcode.",
            {"remedy": "Write the whole postcode, such as QX1 2AB."},
        )
    return code


def _read_codes(value: Any) -> tuple[str, ...]:
    """Codes with spaces, semicolons or commas between them; “none” says that there is no neighbour."""
    parts = [p for p in re.split(r"[\s;,]+", str(value).strip()) if p]
    return () if [p.casefold() for p in parts] == ["none"] else tuple(dict.fromkeys(parts))


class AreaRow(FileRow):
    code: text_of(12)  # type: ignore[valid-type]
    name: text_of(120)  # type: ignore[valid-type]
    name_cy: text_of(120) | None = None  # type: ignore[valid-type]
    adjoining: Annotated[tuple[str, ...], BeforeValidator(_read_codes)] | None = None
    tile_column: Whole | None = None
    tile_row: Whole | None = None
    own: Annotated[str, choice_of(YES_NO)] | None = None


class PostcodeRow(FileRow):
    postcode: Annotated[str, BeforeValidator(_read_postcode)]
    easting: Whole
    northing: Whole
    area: text_of(12) | None = None  # type: ignore[valid-type]


AREAS = Shape(
    "areas",
    (
        Column("code", "The code of the area. One area, one code.", "BRE", True),
        Column("name", "The name of the area in English.", "Bro Eleri", True),
        Column("name_cy", "Its name in Welsh. Empty when it has no other.", "Bro Eleri"),
        Column(
            "adjoining",
            "Codes of the areas it borders on, with spaces between; “none” when there are none.",
            "GLM ABW",
        ),
        Column("tile_column", "Its tile on the map, counted from the left, from 1.", "3"),
        Column("tile_row", "Its tile on the map, counted from the top, from 1.", "2"),
        Column("own", "Whether it is your own area. One area only.", "yes", choices=YES_NO),
    ),
    AreaRow,
)
POSTCODES = Shape(
    "postcodes",
    (
        Column("postcode", "The whole postcode.", "QX1 2AB", True),
        Column("easting", "Metres east on the national grid.", "312400", True),
        Column("northing", "Metres north on the national grid.", "198750", True),
        Column("area", "The code of the area it lies in. Empty while it is not known.", "BRE"),
    ),
    PostcodeRow,
)
