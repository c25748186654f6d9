"""In which order the things stand that need a person."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.utils import timezone

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
    actor = SimpleNamespace(today=TODAY, body=SimpleNamespace(time_zone="Australia/Adelaide"))
    assert [d.title for d in duties.duties_of(actor)] == [
        "late by months", "late by a day", "waits for a year", "due today", "due next month", "when you can",
    ]  # fmt: skip


@time_machine.travel(dt.datetime(2026, 11, 22, 14, tzinfo=dt.UTC), tick=False)
def test_a_duty_arises_on_the_day_of_the_body_whoever_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    def known(actor: Any) -> list[Duty]:
        return [duty("now", since=timezone.localtime().date())]

    monkeypatch.setattr(duties, "_SOURCES", [known])
    for zone, day in (("Australia/Adelaide", 23), ("Europe/London", 22)):
        actor = SimpleNamespace(today=TODAY, body=SimpleNamespace(time_zone=zone))
        assert [d.since for d in duties.duties_of(actor)] == [dt.date(2026, 11, day)]
