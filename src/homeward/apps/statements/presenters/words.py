"""The words a statement's sentences share: numbers, nights, spans, code lists, money."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from homeward.apps.core.vocabulary import label_of
from homeward.kernel.rounding import shown
from homeward.policy import Pack
from homeward.web import numbers
from homeward.web.dates import nights_short

Json = dict[str, Any]
NOT_COUNTED = {"hold": "on hold by the department", "disallowed": "disallowed by a validator"}
STATES = {
    "missing": "missing",
    "absent": "absent, whereabouts known",
    "shared_care": "shared care",
    "provider_pause": "paused by the provider",
    "two_records": "two records",
}


class Words:
    """The words one statement needs: its body's code lists and the page of each placement."""

    def __init__(self, statement: Any, pack: Pack | None, *, links: bool, rule: str = "utilisation") -> None:
        self.body, self.pack, self.currency, self.links = statement.body, pack, statement.body.currency, links
        self.rule = rule  # which sentences tell its steps

    def care_type(self, code: str) -> str:
        return label_of(self.body, "care_types", code).lower()

    def not_counted(self, reason: str) -> str:
        """Why nights are left out: a hold, a validator, or the care type they carry."""
        return NOT_COUNTED.get(reason) or f"under {self.care_type(reason)}"

    def money(self, text: str | int | Decimal) -> str:
        return numbers.money(Decimal(text), self.currency)


Sentence = Callable[[Json, Words], str]


def span(inputs: Mapping[str, Any]) -> str:
    """The nights of a step in the house's words: `1 Jul to 14 Aug`."""
    end = inputs.get("end")
    return nights_short((dt.date.fromisoformat(inputs["start"]), dt.date.fromisoformat(end) if end else None))


def exact(text: Any, places: int = 6) -> str:
    """A fraction as a decimal cut for reading: exact where it ends, with an ellipsis where it does not."""
    value = Fraction(str(text))
    if (value * 10**places).denominator == 1:
        return numbers.number(Decimal(value.numerator) / Decimal(value.denominator))
    cut = Decimal(value.numerator * 10**places // value.denominator) / 10**places
    return f"{cut}…"


def count(value: Any) -> str:
    """A number as people read it; parts to two decimals."""
    return (
        numbers.number(int(value))
        if Fraction(str(value)).denominator == 1
        else shown(Fraction(str(value)), 2)
    )


def nights(value: Any) -> str:
    """`1 night`, `92 nights`."""
    return f"{count(value)} night{'s' if str(value) != '1' else ''}"


def money_text(value: Any) -> Decimal:
    """An exact amount as it is shown: two decimals."""
    return Decimal(shown(Fraction(str(value)), 2))
