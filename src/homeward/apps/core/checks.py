"""Checks that every record shares. Each returns reasons; forms, services and imports ask the same ones.

A reason that belongs to one field names it in its inputs (`field`), so that a form can show it there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from homeward.apps.core.periods import say, say_day
from homeward.apps.core.refusals import plain
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason


def missing(field: str, label: str) -> Reason:
    return Reason("record.missing", {"field": field, "label": label})


def taken(field: str, label: str, value: str) -> Reason:
    return Reason("record.taken", {"field": field, "label": label, "value": value})


def unknown_code(field: str, label: str, value: str, known: Iterable[str], day: dt.date) -> Reason:
    return Reason(
        "record.unknown_code",
        {
            "field": field,
            "label": label,
            "value": value,
            "known": ", ".join(known) or "none",
            "day": say_day(day),
        },
    )


def reversed_dates(field: str, start: dt.date, end: dt.date | None, words: str = "The end") -> Reason | None:
    """A reason when `end` lies before `start`."""
    if end is None or end >= start:
        return None
    return Reason(
        "record.reversed", {"field": field, "words": words, "start": say_day(start), "end": say_day(end)}
    )


def no_night(field: str, period: DateRange) -> Reason | None:
    return (
        Reason("record.no_night", {"field": field, "day": say_day(period.start)}) if period.is_empty else None
    )


def outside(field: str, words: str, period: DateRange, frame_words: str, frame: DateRange) -> Reason | None:
    """A reason when `period` is not wholly inside `frame`."""
    if frame.covers(period):
        return None
    return Reason(
        "record.outside",
        {
            "field": field,
            "words": words,
            "period": say(period),
            "frame_words": frame_words,
            "frame": say(frame),
        },
    )


def check_fields(
    model: type[models.Model], values: Mapping[str, Any], labels: Mapping[str, str] | None = None
) -> list[Reason]:
    """What the model's own fields say against these values: missing, too long, not an address, below nought."""
    reasons: list[Reason] = []
    for name, value in values.items():
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            raise TypeError(f"{model.__name__} has no field {name}") from None
        if not isinstance(field, models.Field):
            raise TypeError(f"{name} of {model.__name__} cannot be set")
        label = (labels or {}).get(name) or str(field.verbose_name).capitalize()
        if value in (None, ""):
            if not field.blank:
                reasons.append(missing(name, label))
            continue
        try:
            field.clean(value, None)
        except ValidationError as error:
            reasons.append(
                Reason(
                    "record.wrong",
                    {
                        "field": name,
                        "label": label,
                        "value": str(value)[:80],
                        "message": " ".join(error.messages),
                    },
                )
            )
    return reasons


plain(
    "record.missing",
    title="{label} is missing",
    fact="{label} is empty. Nothing is filled in by guessing.",
    lift="Enter {label}.",
    who="You",
)
plain(
    "record.wrong",
    title="{label} cannot be used",
    fact="{label} is “{value}”. {message}",
    lift="Correct {label}.",
    who="You",
)
plain(
    "record.taken",
    title="{label} “{value}” is already used",
    fact="Another record already has {label} “{value}”.",
    lift="Open the record that has it, or give this one another.",
    who="You",
)
plain(
    "record.unknown_code",
    title="{label} “{value}” is not a known code",
    fact="The code list in force on {day} does not hold “{value}”.",
    lift="Use one of: {known}.",
    who="You",
    authority="The policy pack's code list",
)
plain(
    "record.reversed",
    title="The dates are the wrong way round",
    fact="{words} is {end}, before the start on {start}.",
    lift="Give an end on or after the start.",
    who="You",
)
plain(
    "record.no_night",
    title="The dates hold no night",
    fact="It would start and end on {day}, so it would cover no night.",
    lift="Give a last night on or after the first.",
    who="You",
)
plain(
    "record.outside",
    title="The dates reach outside {frame_words}",
    fact="{words} would run {period}. {frame_words} runs {frame}.",
    lift="Keep to the dates of {frame_words}, or change those first.",
    who="You",
)
