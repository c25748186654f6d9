"""Clocks of the privacy law: requests to see and correct, notice of what came from elsewhere, a breach, time of keeping.

A jurisdiction whose pack says nothing has no such clock: each function then answers None, and a person sets the day.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from homeward.engine.calendars import working_days
from homeward.kernel.reasons import ValueUsed
from homeward.kernel.years import months_after
from homeward.policy import Policy

CALENDAR = "privacy"
ACCESS_DAYS = "privacy.access_days"
BREACH_TARGET = "privacy.breach_target"
COLLECTION_NOTICE = "privacy.collection_notice"
KEPT_FOR = "retention.kept_for"


@dataclass(frozen=True, slots=True)
class Answer:
    """The last day for the decision on a request: so many working days of the named calendar after its receipt."""

    on: date
    working_days: int
    calendar: str
    value: ValueUsed


def answer_due(received_on: date, holidays: Collection[date], policy: Policy) -> Answer | None:
    """When a request to see or correct is to be decided. The day of receipt does not count; the due day does.

    In working days of the calendar `privacy`, with the public holidays given. Principles 6 and 7 of the Privacy Act 2020.
    """
    used = _looked_up(ACCESS_DAYS, policy, received_on)
    if used is None:
        return None
    count = int(str(used.value))
    days = working_days(CALENDAR, holidays, policy, received_on)
    return Answer(days.after(received_on, count), count, CALENDAR, used)


def breach_target(discovered_at: datetime, policy: Policy) -> tuple[datetime, ValueUsed] | None:
    """The moment by which notice of a breach is aimed at: elapsed hours from its discovery, in UTC.

    A change of the clocks in between moves nothing. It is a target of guidance, never a limit: the law says as soon as
    practicable. Raises ValueError for a moment without a time zone.
    """
    if discovered_at.tzinfo is None:
        raise ValueError("a breach is discovered at a moment with its time zone")
    moment = discovered_at.astimezone(UTC)
    used = _looked_up(BREACH_TARGET, policy, moment.date())
    return None if used is None else (moment + timedelta(hours=int(str(used.value))), used)


def owes_notice(collected_on: date, policy: Policy) -> ValueUsed | None:
    """The rule by which people are told that information about them was collected from somebody else on a day.

    None before the rule is in force, and where the jurisdiction has none. Principle 3A of the Privacy Act 2020.
    """
    used = _looked_up(COLLECTION_NOTICE, policy, collected_on)
    return used if used is not None and used.value is True else None


def kept_until(record_class: str, closed_on: date, policy: Policy) -> tuple[date, ValueUsed] | None:
    """The first day on which a record of a class that was closed on a day may be put up for disposal.

    None for a class without a rule: its records are kept without end.
    """
    used = _looked_up(KEPT_FOR, policy, closed_on, record_class)
    return None if used is None else (months_after(closed_on, int(str(used.value))), used)


def _looked_up(path: str, policy: Policy, on: date, key: str | None = None) -> ValueUsed | None:
    return policy.look_or_none(path, on=on, key=key) if path in policy.pack.parameters else None
