"""Until when invited providers may answer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from homeward.engine.standing.moments import local, local_day, working_days_after
from homeward.kernel.reasons import ValueUsed
from homeward.policy import Policy

HOURS, DAYS = "matching.answer_hours", "matching.answer_days"


@dataclass(frozen=True, slots=True)
class AnswersDue:
    """``at``: the first moment at which an answer is late, with its offset; and the value it rests on."""

    at: datetime
    value: ValueUsed


def answers_due(urgency: str, sent_at: datetime, holidays: Collection[date], policy: Policy) -> AnswersDue:
    """Hours run on the clock from the moment of sending; working days end with the last day, at midnight.

    ``sent_at`` without an offset is local time of the pack. Raises MissingValue for an urgency without a value.
    """
    zone = ZoneInfo(policy.pack.time_zone)
    sent, day = local(sent_at, zone), local_day(sent_at, zone)
    hours = policy.look_or_none(HOURS, on=day, key=urgency)
    if hours is not None:
        elapsed = sent.astimezone(UTC) + timedelta(
            hours=int(str(hours.value))
        )  # by the clock of no summer time
        return AnswersDue(elapsed.astimezone(zone), hours)
    days = policy.look(DAYS, on=day, key=urgency)
    last = working_days_after(day, int(str(days.value)), holidays)
    return AnswersDue(datetime.combine(last + timedelta(days=1), time(), zone), days)
