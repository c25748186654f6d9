"""The periods a body's statements are made for: its financial quarters, or months where its policy says so."""

from __future__ import annotations

import datetime as dt

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.refusals import Refused
from homeward.apps.local_policy.queries import pack_of
from homeward.kernel.months import Month
from homeward.kernel.quarters import Quarter
from homeward.kernel.reasons import Reason

Span = Quarter | Month
READING = "partner_funding.statement_period"


def is_monthly(body: CommissioningBody, on: dt.date) -> bool:
    """Whether a statement of the body is for a month on a day; else it is for a financial quarter."""
    pack = pack_of(body)
    return READING in pack.parameters and pack.policy().reading(READING, on=on) == "month"


def period_containing(body: CommissioningBody, day: dt.date) -> Span:
    """The month or quarter of the body that a day lies in."""
    if is_monthly(body, day):
        return Month.containing(day)
    return Quarter.containing(day, pack_of(body).financial_year_first_month)


def periods_over(body: CommissioningBody, today: dt.date, count: int) -> list[Span]:
    """The last periods that are over, newest first."""
    found, span = [], period_containing(body, today)
    for _ in range(count):
        span = span.previous()
        found.append(span)
    return found


def period_of(body: CommissioningBody, label: str) -> Span:
    """The body's period by its label, such as `Q1 2026-27` or `June 2026`. Raises Refused when it is none."""
    given = label.strip()
    try:
        span = _by_label(body, given)
    except ValueError:
        span = None
    if span is None or span.label != given:
        monthly = is_monthly(body, body.today)
        code = "statement.not_a_month" if monthly else "statement.not_a_quarter"
        what = "The month cannot be closed" if monthly else "The quarter cannot be closed"
        raise Refused(what, [Reason(code, {"given": label or "Nothing"})])
    return span


def _by_label(body: CommissioningBody, label: str) -> Span:
    if is_monthly(body, body.today):
        return Month.labelled(label)
    number, year = label.split()
    return Quarter(int(year[:4]), int(number.removeprefix("Q")), pack_of(body).financial_year_first_month)
