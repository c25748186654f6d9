"""When a care partner's month is set against what was paid: by the calendar, after late records, when asked for.

The rule is cumulative, so a month that changed after both sides agreed it needs no line of its own: the next month that
is still open counts it as it is known now.
"""

from __future__ import annotations

import datetime as dt

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line
from homeward.apps.core import audit
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.funding.models import Reconciliation
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import LOCKED_STATES, Statement
from homeward.apps.statements.partnered.facts import is_paid_ahead
from homeward.apps.statements.periods import period_containing
from homeward.kernel.ranges import DateRange
from homeward.kernel.years import financial_year, months_after

EVERY = "partner_funding.reconcile_every"


def open_by_calendar(line: Line, period: DateRange, *, by: Actor) -> Reconciliation | None:
    """Open the reconciliation of a period where one is due: at the quarter's end of a line that is paid ahead, and at its
    own end (`partner_funding.reconcile_every`); for any other line after a month that carried a balance on.

    A line that is paid ahead is reconciled at no other month: its instalment would be left out there.
    """
    label = period_containing(line.body, period.start).label
    if is_paid_ahead(line):
        if not (_is_due(line, period) or _ends_in(line, period)):
            return None
        because = f"Paid ahead: set against what was paid at the end of {label}."
    elif earlier := _carried(line, period):
        because = f"{earlier.label} carried a balance on."
    else:
        return None
    return open_reconciliation(line=line, period=period, because=because, by=by)


def _is_due(line: Line, period: DateRange) -> bool:
    pack = pack_of(line.body)
    every = int(pack.policy().value(EVERY, on=period.start))
    year = financial_year(period.start, pack.financial_year_first_month)
    ends = {months_after(year.start, every * n) for n in range(1, 12 // every + 1)} if every else set()
    return period.end in ends or period.end == year.end


def _ends_in(line: Line, period: DateRange) -> bool:
    """Whether the period holds the line's last night: no month comes after it."""
    ends = [end for end in (from_db(line.period).end, from_db(line.agreement.period).end) if end is not None]
    return bool(ends) and period.end is not None and period.start < min(ends) <= period.end


def _carried(line: Line, period: DateRange) -> Statement | None:
    """The last agreed month before a period, where its balance was carried on."""
    agreed = Statement.objects.filter(line=line, state__in=LOCKED_STATES, period__fully_lt=to_db(period))
    last = agreed.order_by("period").last()
    found = newest(last).decision["reconciliation"] if last else None
    return last if found and found["status"] in ("carried", "carried_forward") else None


def reconcile_late(origin: Statement, *, by: Actor) -> Reconciliation | None:
    """An agreed month is known otherwise now: the line's first month that is not agreed is set against what was paid.

    A line that is paid ahead is set against it each quarter all the same, from the first month on.
    """
    if is_paid_ahead(origin.line):
        return None
    period = first_open(origin.line, from_db(origin.period).end)
    because = f"Records of {origin.label} changed after both sides agreed it."
    return open_reconciliation(line=origin.line, period=period, because=because, by=by)


def first_open(line: Line, day: dt.date | None) -> DateRange:
    """The first period from a day on that both sides have not agreed, whether it was drafted or not."""
    assert day is not None
    span = period_containing(line.body, day)
    agreed = set(
        Statement.objects.filter(line=line, state__in=LOCKED_STATES).values_list("period", flat=True)
    )
    starts = {found.lower for found in agreed}
    while span.range.start in starts:
        span = span.next()
    return span.range


def open_reconciliation(*, line: Line, period: DateRange, because: str, by: Actor) -> Reconciliation:
    """The line's reconciliation of a period, opened by itself. It looks at all of the line's months, so that nothing that
    an earlier one settled is settled again."""
    found, made = Reconciliation.objects.get_or_create(
        line=line, period=to_db(period), body=line.body, organisation=line.organisation,
        defaults={
            "since": from_db(line.period).start, "opened_by": by.user, "opened_because": because, "opened_by_itself": True,
        },
    )  # fmt: skip
    if not made and because not in found.opened_because:
        found.opened_because = f"{found.opened_because} {because}".strip()
        found.save(update_fields=["opened_because"])
    audit.record(by, "funding.reconcile", line, reason=because)
    return found
