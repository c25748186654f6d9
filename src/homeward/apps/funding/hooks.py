"""What this app asks of those standing above it, which answer once they are ready: what was received, what is agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from homeward.apps.agreements.models import Line

Months = dict[dt.date, Decimal]
Received = Callable[[Line], Months | None]
FirstOpenDay = Callable[[Line], dt.date | None]


@dataclass
class _Answers:
    received: Received | None = None
    first_open_day: FirstOpenDay | None = None


_ANSWERS = _Answers()


def answer(*, received: Received | None = None, first_open_day: FirstOpenDay | None = None) -> None:
    """Say who answers. `received`: by first day of the month what a line was paid, without tax; `first_open_day`: the
    first day of the earliest month after all those agreed, None where nothing is agreed."""
    _ANSWERS.received = received or _ANSWERS.received
    _ANSWERS.first_open_day = first_open_day or _ANSWERS.first_open_day


def received(line: Line) -> Months | None:
    """What was received for a line in each month, without tax; None where nobody knows."""
    return _ANSWERS.received(line) if _ANSWERS.received else None


def first_open_day(line: Line) -> dt.date | None:
    """The first day of the earliest month that is not agreed yet; None where no month is."""
    return _ANSWERS.first_open_day(line) if _ANSWERS.first_open_day else None
