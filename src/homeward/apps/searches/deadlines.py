"""Until when providers answer: the engine's rule over the body's policy and calendar."""

from __future__ import annotations

import datetime as dt

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.calendars import public_holidays
from homeward.apps.local_policy.queries import pack_of
from homeward.engine.standing.answers import DAYS, answers_due
from homeward.kernel.reasons import ValueUsed

LAST_MINUTE = dt.timedelta(minutes=1)


def answer_by(body: CommissioningBody, urgency: str, now: dt.datetime) -> tuple[dt.datetime, ValueUsed]:
    """The last moment for answers, and the value it rests on. Raises PolicyValueError when the pack has none.

    Working days are told by the last minute of their day: midnight would read as the day after.
    """
    pack = pack_of(body)
    due = answers_due(urgency, now, public_holidays(pack), pack.policy())
    return (due.at - LAST_MINUTE if due.value.path == DAYS else due.at), due.value
