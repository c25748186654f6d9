"""Cells into values. A cell that cannot be read says why and what to write instead; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from homeward.policy import Pack

ISO = re.compile(r"^(\d{4})-(\d{2})-(\d{2})$", re.ASCII)
DAY_FIRST = re.compile(r"^(\d{2})/(\d{2})/(\d{4})$", re.ASCII)
LOOSE = re.compile(r"^\d{1,4}[/.\- ]\d{1,2}[/.\- ]\d{1,4}( .*)?$")
WRITE_DATE = "Write the date as 2026-08-14 or 14/08/2026."
FIRST_YEAR, LAST_YEAR = 1900, 2100


def _refuse(code: str, message: str, remedy: str) -> PydanticCustomError:
    # braces would be read as places to fill in
    return PydanticCustomError(code, message.replace("{", "(").replace("}", ")"), {"remedy": remedy})


def read_date(value: Any) -> dt.date:
    """A date as 2026-08-14 or 14/08/2026. The month-first order is never read: it cannot be told apart."""
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    text = str(value).strip()
    if match := ISO.match(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := DAY_FIRST.match(text):
        day, month, year = (int(part) for part in match.groups())
    elif text.isascii() and text.isdigit() and 4 <= len(text) <= 6:
        raise _refuse(
            "date_form", f"“{text}” is a number, not a date.", f"Format the column as dates. {WRITE_DATE}"
        )
    elif LOOSE.match(text):
        raise _refuse("date_form", f"“{text[:40]}” is not written as dates are written here.", WRITE_DATE)
    else:
        raise _refuse("date_form", f"“{text[:40]}” is not a date.", WRITE_DATE)
    if month > 12 and day <= 12:
        raise _refuse(
            "date_impossible", f"“{text}” has month {month}.", "The day stands first. Exchange day and month."
        )
    try:
        found = dt.date(year, month, day)
    except ValueError:
        raise _refuse(
            "date_impossible", f"“{text}” is no day of the calendar.", "Correct the day, month or year."
        ) from None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise _refuse("date_impossible", f"The year {year} cannot be meant.", "Correct the year.")
    return found


def _read_whole(value: Any) -> int:
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise _refuse("number_form", f"“{text[:40]}” is not a whole number.", "Write digits only, such as 4.")
    return int(text)


def code_of(name: str) -> BeforeValidator:
    """A code of one of the pack's lists, or one of its labels. A pack without that list takes any word."""

    def read(value: Any, info: ValidationInfo) -> str:
        text = str(value).strip()
        pack: Pack = (info.context or {})["pack"]
        codes = pack.vocabularies.get(name)
        if codes is None or codes.knows(text):
            return text
        if (found := codes.find(text)) is not None:
            return found
        offered = list(codes.codes)
        known = ", ".join(offered[:30]) + (" …" if len(offered) > 30 else "")
        raise _refuse(
            "unknown_code",
            f"“{text[:40]}” is not a code of the list “{codes.description}”.",
            f"Use one of: {known}.",
        )

    return BeforeValidator(read)


def choice_of(choices: tuple[tuple[str, str], ...]) -> BeforeValidator:
    """One of the house's own codes, or its label."""
    spelled = {text.casefold().replace(" ", "_"): code for code, label in choices for text in (code, label)}

    def read(value: Any) -> str:
        text = str(value).strip()
        found = spelled.get(text.casefold().replace(" ", "_"))
        if found is None:
            known = ", ".join(code for code, _ in choices)
            raise _refuse("unknown_code", f"“{text[:40]}” is not known here.", f"Use one of: {known}.")
        return found

    return BeforeValidator(read)


def text_of(most: int) -> Any:
    return Annotated[str, StringConstraints(max_length=most, min_length=1)]


FileDate = Annotated[dt.date, BeforeValidator(read_date)]
Whole = Annotated[int, BeforeValidator(_read_whole)]
Amount = Decimal


class FileRow(BaseModel):
    """Base of all row models: known columns only, values as read."""

    model_config = ConfigDict(extra="forbid", frozen=True)
