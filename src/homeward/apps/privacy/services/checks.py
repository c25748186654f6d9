"""Checks that the services of this app share."""

from __future__ import annotations

import datetime as dt

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.vocabulary import is_code
from homeward.kernel.reasons import Reason


def not_to_come(day: dt.date, by: Actor, field: str) -> Reason | None:
    """A reason when a day that should have been is after today where the body is."""
    if day <= by.today:
        return None
    told = {"day": day.isoformat(), "today": by.today.isoformat(), "field": field}
    return Reason("privacy.to_come", told)


def known_ground(by: Actor, vocabulary: str, code: str, field: str) -> Reason | None:
    """A reason when a code is not on the pack's list today."""
    if is_code(by.body, vocabulary, code, by.today):
        return None
    return Reason("privacy.unknown_ground", {"given": code, "field": field})


def filled(text: str, field: str = "reason") -> Reason | None:
    return None if text.strip() else Reason("privacy.reason_missing", {"field": field})
