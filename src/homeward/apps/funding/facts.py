"""The terms of a care partner's line as the rule `funding` reads them: plain data in a fixed order, without names.

An end on or after `until`, the end of the period, reads as open, so that what happens later changes no digest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Q

from homeward.apps.agreements.models import Line
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.funding.models import (
    AdditionalRate,
    Asked,
    FundedTerms,
    FundingRequest,
    PropertyCost,
)
from homeward.kernel.ranges import DateRange

Json = dict[str, Any]


def span_json(period: Any, until: dt.date | None) -> Json:
    """A stored range as facts."""
    found = period if isinstance(period, DateRange) else from_db(period)
    if until is not None and found.end is not None and found.end >= until:
        return DateRange(found.start).to_json()
    return found.to_json()


def line_json(line: Line, period: DateRange) -> Json:
    """Method, rates, additional support, places and what is paid ahead of one line."""
    until = period.end
    whole = from_db(line.period).clip(from_db(line.agreement.period)) or from_db(line.period)
    funded = FundedTerms.objects.filter(line=line).select_related("below_level_by").first()
    in_period = Q(belongs_on__gte=period.start, belongs_on__lt=period.end)
    return {
        "id": str(line),
        "method": line.method,
        "in_force": span_json(whole, until),
        "rates": [
            {
                **span_json(r.period, until), "kind": r.kind, "amount": _amount(r.amount),
                "notice_on": _day(r.notice_on), "reference": r.reference or None,
            }
            for r in line.rates.filter(period__startswith__lt=until).order_by("period", "id")
        ],
        "additional_support": [_additional(r, until) for r in _additional_rates(line, until)],
        "vacancies": [
            {**span_json(v.period, until), "cause": v.cause, "places": v.places, "note": v.note}
            for v in line.emptyplaces.filter(period__startswith__lt=until).order_by("period", "id")
        ],
        "variations": [
            {"amount": _amount(c.amount), "reason": c.reason, "reference": c.reference or None}
            for c in line.instalmentchanges.filter(in_period).order_by("belongs_on", "id")
        ],
        "overrides": [
            {
                "path": o.parameter, "key": o.key or None, "value": o.value, "reference": o.reference,
                "from": from_db(o.period).start.isoformat(),
                "until": end.isoformat() if (end := from_db(o.period).end) else None,
            }
            for o in line.overrides.order_by("parameter", "period", "id")
        ],
        **(_terms(funded) if funded else {}),
    }  # fmt: skip


def _terms(funded: FundedTerms) -> Json:
    found: Json = {"support_level": funded.support_level or None, "places": funded.places}
    if funded.advice_on or funded.advice_by:
        found["advice"] = {
            "on": _day(funded.advice_on), "by": funded.advice_by or None, "reference": funded.advice_reference or None,
        }  # fmt: skip
    if funded.below_level_reason:
        by = funded.below_level_by
        found["level_override"] = {
            "reason": funded.below_level_reason,
            "approved_by": by.name if by else None,
        }
    if funded.yearly_nights is not None:
        found["committed"] = {
            "yearly_nights": funded.yearly_nights, "rate": _amount(funded.ahead_rate),
            "share": _amount(funded.ahead_share), "months": funded.ahead_months,
        }  # fmt: skip
    return found


def _additional_rates(line: Line, until: dt.date | None) -> Iterable[AdditionalRate]:
    rows = AdditionalRate.objects.filter(line=line, state=Asked.APPROVED, period__startswith__lt=until)
    return (
        rows.select_related("child", "decided_by")
        .prefetch_related("renewals__approved_by")
        .order_by("period", "id")
    )


def _additional(rate: AdditionalRate, until: dt.date | None) -> Json:
    return {
        "id": rate.public_id, "child": rate.child.reference, **span_json(rate.period, until), "amount": _amount(rate.amount),
        "reason": rate.reason, "review_on": _day(rate.review_on), "notice_on": _day(rate.notice_on),
        "approved_by": rate.decided_by.name if rate.decided_by else None,
        "renewals": [
            {"review_on": _day(r.review_on), "renewed_on": _day(r.renewed_on), "approved_by": r.approved_by.name}
            for r in sorted(rate.renewals.all(), key=lambda r: (r.renewed_on, r.pk))
        ],
    }  # fmt: skip


def requests_json(line: Line, period: DateRange) -> list[Json]:
    """Ad-hoc requests that belong to the period; one that waits is listed and not paid."""
    rows = FundingRequest.objects.filter(
        line=line, belongs_on__gte=period.start, belongs_on__lt=period.end, state__in=(Asked.REQUESTED, Asked.APPROVED)
    )  # fmt: skip
    return [
        {
            "id": r.public_id, "amount": _amount(r.amount), "reason": r.reason,
            "approved_by": r.decided_by.name if r.decided_by else None,
            "approved_on": _day(line.body.day_of(r.decided_at)) if r.decided_at else None,
        }
        for r in rows.select_related("decided_by").order_by("belongs_on", "id")
    ]  # fmt: skip


def property_json(line: Line, period: DateRange) -> list[Json]:
    """Property-related costs that belong to the period."""
    rows = PropertyCost.objects.filter(
        line=line, belongs_on__gte=period.start, belongs_on__lt=period.end, withdrawn_at=None
    )
    return [
        {
            "id": c.public_id, "kind": c.kind, "amount": _amount(c.amount),
            "evidence": c.evidence.public_id if c.evidence else None, "incident": c.incident or None,
        }
        for c in rows.select_related("evidence").order_by("belongs_on", "id")
    ]  # fmt: skip


def used_json(line: Line, period: DateRange) -> list[Json]:
    """What the partner reports as used of its general support in the period."""
    rows = line.pooluses.filter(period__overlap=to_db(period))
    return [{"amount": _amount(u.amount), "what": u.what} for u in rows.order_by("period", "id")]


def _amount(amount: Decimal | None) -> str | None:
    """An amount as text without trailing noughts beyond the cent."""
    if amount is None:
        return None
    cents = amount.quantize(Decimal("0.01"))
    return format(cents if cents == amount else amount.normalize(), "f")


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
