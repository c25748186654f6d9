"""Cells of a return into values, and values back into cells: what was written is read again as it was."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    StringConstraints,
    ValidationInfo,
    create_model,
)
from pydantic_core import PydanticCustomError

from homeward.apps.exchange.profiles import Field, Group
from homeward.apps.intake.kinds.columns import Column, Shape
from homeward.apps.intake.kinds.values import FileDate, FileRow, Whole, choice_of, code_of
from homeward.kernel.jsontypes import JSON
from homeward.web.lists.exports import RISKY_STARTS

LONGEST = 400
YES_NO = (("yes", "Yes"), ("no", "No"))
BETWEEN = "; "
_MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$", re.ASCII)
_NUMBER = re.compile(r"^\d{1,9}(\.\d{1,4})?$", re.ASCII)


def composed(text: str) -> str:
    """A text in the form in which macrons are one character. Nothing is stripped of it."""
    if text.startswith(RISKY_STARTS):
        raise PydanticCustomError(
            "cell_formula",
            "The cell begins like a formula.",
            {"remedy": "Write the plain value, or leave the cell empty."},
        )
    return unicodedata.normalize("NFC", text)


def _month(value: Any) -> str:
    text = str(value).strip()
    found = _MONTH.match(text)
    if found is None or not 1900 <= int(found[1]) <= 2100:
        raise PydanticCustomError(
            "month_form", "“{given}” is not a month.", {"given": text[:40], "remedy": "Write it as 2026-08."}
        )
    return text


def _number(value: Any) -> Decimal:
    text = str(value).strip()
    if not _NUMBER.match(text):
        raise PydanticCustomError(
            "number_form", "“{given}” is not a number.",
            {"given": text[:40], "remedy": "Write digits with a point, such as 2.5."},
        )  # fmt: skip
    return Decimal(text)


def _several(value: Any) -> list[str]:
    found = [part for text in str(value).split(";") if (part := text.strip())]
    if not found:
        raise PydanticCustomError(
            "several_none",
            "Nothing stands between the semicolons.",
            {"remedy": "Name one, or empty the cell."},
        )
    return found


def _codes(name: str) -> BeforeValidator:
    one: Any = code_of(name).func

    def read(value: Any, info: ValidationInfo) -> list[str]:
        return list(dict.fromkeys(one(part, info) for part in _several(value)))

    return BeforeValidator(read)


_Text = Annotated[str, StringConstraints(max_length=LONGEST, min_length=1), AfterValidator(composed)]


def _type_of(asked: Field) -> Any:
    kinds: dict[str, Any] = {
        "text": _Text,
        "texts": Annotated[list[_Text], BeforeValidator(_several)],
        "code": Annotated[str, code_of(asked.vocabulary)],
        "codes": Annotated[list[str], _codes(asked.vocabulary)],
        "date": FileDate,
        "month": Annotated[str, BeforeValidator(_month)],
        "whole": Whole,
        "number": Annotated[Decimal, BeforeValidator(_number)],
        "yes_no": Annotated[str, choice_of(YES_NO)],
    }
    return kinds[asked.kind]


def shape_of(group: Group) -> Shape:
    """The table of a group as the importer knows tables: its columns and the model each row must fit."""
    fields: dict[str, Any] = {
        f.column: (_type_of(f), ...) if f.required else (_type_of(f) | None, None) for f in group.on
    }
    model: type[BaseModel] = create_model(f"{group.code.title()}Row", __base__=FileRow, **fields)
    return Shape(group.code, tuple(_column(f) for f in group.on), model)


def _column(asked: Field) -> Column:
    choices = YES_NO if asked.kind == "yes_no" else ()
    return Column(
        asked.column, f"{asked.label}.", "", asked.required, code_list=asked.vocabulary, choices=choices,
        is_date=asked.kind == "date",
    )  # fmt: skip


def to_plain(value: Any, kind: str) -> JSON:
    """A value as the JSON document holds it: yes and no as true and false, days as text, a decimal as exact text."""
    if value is None:
        return None
    if kind == "yes_no":
        return bool(value == "yes")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, list | tuple) else value


def to_cell(value: JSON) -> str:
    """A value of the document as a cell of a file."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return BETWEEN.join(str(part) for part in value)
    return str(value)
