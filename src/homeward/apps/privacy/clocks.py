"""The clocks of a body's privacy law, read from its pack with what it entered itself."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.calendars import public_holidays
from homeward.apps.core.vocabulary import label_of
from homeward.apps.local_policy.queries import pack_of
from homeward.engine import privacy
from homeward.kernel.reasons import ValueUsed
from homeward.policy import load_pack


@lru_cache(maxsize=16)
def _holidays(pack_id: str, year: int) -> frozenset[dt.date]:
    """Of the pack's own country, which no body changes."""
    return frozenset(public_holidays(load_pack(pack_id), range(year, year + 2)))


def answer_due(body: CommissioningBody, received_on: dt.date) -> privacy.Answer | None:
    """When a request received on a day is to be decided; None where the pack gives no days."""
    return privacy.answer_due(received_on, _holidays(body.pack, received_on.year), pack_of(body).policy())


def breach_target(body: CommissioningBody, discovered_at: dt.datetime) -> dt.datetime | None:
    """The moment aimed at for notice of a breach; None where the pack aims at none."""
    found = privacy.breach_target(discovered_at, pack_of(body).policy())
    return found[0] if found else None


def owes_notice(body: CommissioningBody, collected_on: dt.date) -> ValueUsed | None:
    """The rule by which people are told of what was collected about them elsewhere on a day, if there is one."""
    return privacy.owes_notice(collected_on, pack_of(body).policy())


def notice_rule_begins(body: CommissioningBody) -> dt.date | None:
    """The first day of that rule; None where the jurisdiction has none."""
    parameter = pack_of(body).parameters.get(privacy.COLLECTION_NOTICE)
    if parameter is None:
        return None
    return min((v.in_force.start for v in parameter.values if v.value is True), default=None)


def calendar_words(body: CommissioningBody, calendar: str) -> str:
    return label_of(body, "working_calendars", calendar)
