"""Parts that several shapes share."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _day(value: Any) -> Any:
    """A date as text only: numbers and moments are not taken for days."""
    if isinstance(value, str):
        if not _DAY.fullmatch(value):
            raise ValueError("write a date as 2026-07-31")
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError("there is no such date; write it as 2026-07-31") from None
    if isinstance(value, dt.date):
        return value
    raise ValueError("write a date as text, such as 2026-07-31")


Day = Annotated[dt.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Id = Annotated[str, Field(description="Public id.", min_length=1, max_length=12, examples=["7Q2MZK4HX9BD"])]
Text = Annotated[str, Field(max_length=200)]
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class Sent(BaseModel):
    """What a program sends: a field that is not known is refused, not overlooked."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Told(BaseModel):
    """What a program is told."""


class Named(Told):
    """Another thing, by public id and name."""

    id: str = Field(description="Public id.")
    name: str


class Spanned(Told):
    """Dates between which something is so."""

    start: dt.date = Field(description="First day.")
    end: dt.date | None = Field(description="First day without it; null while open.")
