"""In which order the things stand that need a person."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from homeward.apps.core import duties
from homeward.apps.core.duties import Duty

TODAY = dt.date(2026, 11, 22)


def duty(title: str, *, due: dt.date | None = None, since: dt.date | None = None) -> Duty:
    return Duty(title, "Why", "Open", "/", due, "kind", since)


def test_late_duties_stand_first_by_date_and_those_without_a_day_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given = [
        duty("when you can"),
        duty("due today", due=TODAY),
        duty("waits for a year", since=dt.date(2025, 11, 1)),
        duty("late by a day", due=dt.date(2026, 11, 21)),
        duty("due next month", due=dt.date(2026, 12, 20)),
        duty("late by months", due=dt.date(2026, 3, 1)),
    ]

    def known(actor: Any) -> list[Duty]:
        return given

    monkeypatch.setattr(duties, "_SOURCES", [known])
    assert [d.title for d in duties.duties_of(SimpleNamespace(today=TODAY))] == [
        "late by months", "late by a day", "waits for a year", "due today", "due next month", "when you can",
    ]  # fmt: skip
