"""What facts look like at the door of the engine: known fields only, full dates, exact amounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema

from homeward.engine.refusal import Refusal
from homeward.kernel.problems import Problem
from homeward.kernel.ranges import DateRange


def _day(value: object) -> object:
    usable = isinstance(value, (date, str)) and not isinstance(value, datetime)
    if not usable:
        raise ValueError("write a full date as text, e.g. 2023-02-28")
    if not isinstance(value, str):
        return value
    try:
        if len(value) != 10:
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(
            f"{value!r} is no date of the calendar; write year-month-day, e.g. 2023-02-28"
        ) from None


def _signed_amount(value: object) -> object:
    usable = isinstance(value, (int, str, Decimal)) and not isinstance(value, bool)
    if not usable:
        raise ValueError('write the amount as text, e.g. "24000.00"')
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise ValueError(f'{value!r} is no amount; write digits and a point, e.g. "24000.00"') from None
    if not amount.is_finite():
        raise ValueError(f'{value!r} is no amount; write digits and a point, e.g. "24000.00"')
    return amount


def _amount(value: object) -> object:
    amount = _signed_amount(value)
    if isinstance(amount, Decimal) and amount < 0:
        raise ValueError("an amount is 0 or more")
    return amount


def _name(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Amount = Annotated[
    Decimal,
    BeforeValidator(_amount),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?$"}),
]
SignedAmount = Annotated[
    Decimal,
    BeforeValidator(_signed_amount),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}),
]
Name = Annotated[str, BeforeValidator(_name), Field(min_length=1, max_length=200)]


class Fact(BaseModel):
    """Base of all facts."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Dated(Fact):
    """Something that holds from ``start`` up to, not including, ``end``; without an end it still holds."""

    start: Day = Field(description="First date on which it holds.")
    end: Day | None = Field(
        default=None, description="First date on which it no longer holds; null while open."
    )

    @property
    def is_reversed(self) -> bool:
        return self.end is not None and self.end < self.start

    @property
    def range(self) -> DateRange:
        """Raises ValueError when the dates are reversed; check :attr:`is_reversed` first."""
        return DateRange(self.start, self.end)


_FactType = TypeVar("_FactType", bound=Fact)


def parse_facts(model: type[_FactType], data: _FactType | Mapping[str, Any]) -> _FactType:
    """Facts from JSON-like data. Raises Refusal with a problem for every field that is wrong."""
    if isinstance(data, model):
        return data
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise Refusal(_problem(fault) for fault in error.errors()) from None


_PLAIN = {
    "int_type": ("This is not a whole number.", "Write digits without quotes or a point, e.g. 40."),
    "int_from_float": ("This is not a whole number.", "Write digits without quotes or a point, e.g. 40."),
    "greater_than_equal": ("This number is below zero.", "Write 0 or more."),
    "string_too_short": ("This is empty.", "Fill it in."),
    "too_short": ("This is empty.", "Fill it in."),
    "both_measures": ("Both placements and percent are given.", "Keep one of the two."),
    "no_measure": ("Neither placements nor percent is given.", "Give one of the two."),
}


def _problem(fault: Any) -> Problem:
    place = ".".join(str(part) for part in fault["loc"])
    kind = fault["type"]
    given = fault.get("input")
    value = str(given) if isinstance(given, (str, int, date, Decimal)) else None
    if kind == "extra_forbidden":
        return Problem(
            "unknown_field",
            "This field is not known.",
            "Remove it or correct its spelling.",
            column=place,
            value=value,
        )
    if kind == "missing":
        return Problem("field_missing", "This field is missing.", "Add it.", column=place)
    if kind in _PLAIN:
        message, remedy = _PLAIN[kind]
    elif kind == "literal_error":
        message, remedy = f"{given} is not known here.", f"Use one of: {fault['ctx']['expected']}."
    else:
        text = str(fault["msg"]).removeprefix("Value error, ")
        message, remedy = f"{text[:1].upper()}{text[1:].rstrip('.')}.", "Correct the value."
    return Problem(
        "field_wrong",
        message,
        remedy,
        column=place,
        value=value,
    )
