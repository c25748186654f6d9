"""Until when invited providers may answer, when they are reminded, and until when the rest is made good."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from homeward.engine.standing.moments import local, local_day, working_days_after, working_days_before
from homeward.kernel.reasons import ValueUsed
from homeward.policy import Policy

HOURS, DAYS = "matching.answer_hours", "matching.answer_days"
REMIND, TELEPHONE, MADE_GOOD = (
    "matching.remind_before", "matching.telephone_confirmed", "matching.waiver_made_good",
)  # fmt: skip


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


@dataclass(frozen=True, slots=True)
class Owed:
    """``on``: the last day on which it is in time; and the value it rests on."""

    on: date
    value: ValueUsed


def telephone_confirmed(told_at: datetime, holidays: Collection[date], policy: Policy) -> Owed:
    """Until when a provider confirms what it offered by telephone. Raises MissingValue."""
    return _owed(TELEPHONE, told_at, holidays, policy)


def made_good(at: datetime, holidays: Collection[date], policy: Policy) -> Owed:
    """Until when what an emergency left out is made good: the written referral, its quality check. Raises MissingValue."""
    return _owed(MADE_GOOD, at, holidays, policy)


def remind_on(urgency: str, answer_by: datetime, holidays: Collection[date], policy: Policy) -> date | None:
    """The day on which whoever has not answered is reminded; None where the pack reminds nobody of this urgency.

    ``answer_by`` is the last moment for answers; 0 days is its own day, worked or not.
    """
    zone = ZoneInfo(policy.pack.time_zone)
    day = local_day(answer_by, zone)
    used = policy.look_or_none(REMIND, on=day, key=urgency)
    return None if used is None else working_days_before(day, int(str(used.value)), holidays)


def _owed(path: str, at: datetime, holidays: Collection[date], policy: Policy) -> Owed:
    day = local_day(at, ZoneInfo(policy.pack.time_zone))
    used = policy.look(path, on=day)
    return Owed(working_days_after(day, int(str(used.value)), holidays), used)
