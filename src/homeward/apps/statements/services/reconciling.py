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
from homeward.apps.funding.models import FundedTerms, Reconciliation
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements.models import LOCKED_STATES, Statement
from homeward.apps.statements.periods import period_containing
from homeward.kernel.ranges import DateRange
from homeward.kernel.years import financial_year, months_after

EVERY = "partner_funding.reconcile_every"


def open_by_calendar(line: Line, period: DateRange, *, by: Actor) -> Reconciliation | None:
    """Open the reconciliation of a line that is paid ahead, where one is due at the end of this period.

    Months between two are counted from the first of the financial year (`partner_funding.reconcile_every`).
    """
    ahead = FundedTerms.objects.filter(line=line, yearly_nights__isnull=False).exists()
    if not ahead or not _is_due(line, period):
        return None
    year = financial_year(period.start, pack_of(line.body).financial_year_first_month)
    because = f"Paid ahead: set against what was paid at the end of {period_containing(line.body, period.start).label}."
    return open_reconciliation(line=line, period=period, since=year.start, because=because, by=by)


def _is_due(line: Line, period: DateRange) -> bool:
    pack = pack_of(line.body)
    every = int(pack.policy().value(EVERY, on=period.start))
    year = financial_year(period.start, pack.financial_year_first_month)
    ends = {months_after(year.start, every * n) for n in range(1, 12 // every + 1)} if every else set()
    return period.end in ends or period.end == year.end


def reconcile_late(origin: Statement, *, by: Actor) -> Reconciliation:
    """An agreed month is known otherwise now: the line's first month that is not agreed is set against what was paid."""
    line, changed = origin.line, from_db(origin.period)
    period = first_open(line, changed.end)
    because = f"Records of {origin.label} changed after both sides agreed it."
    return open_reconciliation(line=line, period=period, since=changed.start, because=because, by=by)


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


def open_reconciliation(
    *, line: Line, period: DateRange, since: dt.date, because: str, by: Actor
) -> Reconciliation:
    """The line's reconciliation of a period, opened by itself; one that is there reaches back further where needed."""
    found, made = Reconciliation.objects.get_or_create(
        line=line, period=to_db(period), body=line.body, organisation=line.organisation,
        defaults={"since": since, "opened_by": by.user, "opened_because": because, "opened_by_itself": True},
    )  # fmt: skip
    if not made and since < found.since:
        found.since = since
        found.opened_because = f"{found.opened_because} {because}".strip()
        found.save(update_fields=["since", "opened_because"])
    audit.record(by, "funding.reconcile", line, reason=because, since=since.isoformat())
    return found
