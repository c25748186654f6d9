"""Until when providers answer: the pack's hours or working days by urgency."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.calendars import working_days
from homeward.apps.local_policy.queries import pack_of
from homeward.kernel.reasons import ValueUsed
from homeward.policy import Policy, PolicyValueError

HOURS, DAYS = "matching.answer_hours", "matching.answer_days"


def answer_by(body: CommissioningBody, urgency: str, now: dt.datetime) -> tuple[dt.datetime, ValueUsed]:
    """The deadline for answers, and the value it rests on.

    Hours are elapsed hours; working days end with the day. Raises PolicyValueError when the pack has neither.
    """
    pack, zone = pack_of(body), ZoneInfo(body.time_zone)
    policy, on = pack.policy(), now.astimezone(zone).date()
    hours = _look(policy, HOURS, on, urgency)
    if hours is not None:
        return now + dt.timedelta(hours=_whole(hours)), hours
    days = policy.look(DAYS, on=on, key=urgency)
    is_working, day, left = working_days(pack), on, _whole(days)
    while left:
        day += dt.timedelta(days=1)
        left -= is_working(day)
    return dt.datetime.combine(day, dt.time(23, 59), tzinfo=zone), days


def _look(policy: Policy, path: str, on: dt.date, key: str) -> ValueUsed | None:
    try:
        return policy.look(path, on=on, key=key)
    except PolicyValueError:
        return None


def _whole(value: ValueUsed) -> int:
    """Both values are whole numbers by their unit."""
    assert isinstance(value.value, int)
    return value.value
