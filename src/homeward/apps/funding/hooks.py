"""What this app asks of those standing above it, which answer once they are ready: what was received, what is agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line

Months = dict[dt.date, Decimal]
Received = Callable[[Line], Months | None]
FirstOpenDay = Callable[[Line], dt.date | None]
MonthAddress = Callable[[Line, dt.date, Actor], str]


@dataclass
class _Answers:
    received: Received | None = None
    first_open_day: FirstOpenDay | None = None
    month_address: MonthAddress | None = None


_ANSWERS = _Answers()


def answer(
    *,
    received: Received | None = None,
    first_open_day: FirstOpenDay | None = None,
    month_address: MonthAddress | None = None,
) -> None:
    """Say who answers. `received`: by first day of the month what a line was paid, without tax; `first_open_day`: the
    first day of the earliest month after all those agreed, None where nothing is agreed; `month_address`: where a person
    reads the calculation of the month a day lies in, empty where they see none."""
    _ANSWERS.received = received or _ANSWERS.received
    _ANSWERS.first_open_day = first_open_day or _ANSWERS.first_open_day
    _ANSWERS.month_address = month_address or _ANSWERS.month_address


def received(line: Line) -> Months | None:
    """What was received for a line in each month, without tax; None where nobody knows."""
    return _ANSWERS.received(line) if _ANSWERS.received else None


def first_open_day(line: Line) -> dt.date | None:
    """The first day of the earliest month that is not agreed yet; None where no month is."""
    return _ANSWERS.first_open_day(line) if _ANSWERS.first_open_day else None


def month_address(line: Line, day: dt.date, actor: Actor) -> str:
    """Where a person reads the calculation of a line's month; empty where there is none for them."""
    return _ANSWERS.month_address(line, day, actor) if _ANSWERS.month_address else ""
