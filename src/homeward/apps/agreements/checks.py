"""What must hold before an agreement or a line is recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.agreements.models import Agreement, Line, ServiceSpecification
from homeward.apps.core.checks import check_fields, no_night, outside, reversed_dates, taken, unknown_code
from homeward.apps.core.periods import from_db, say_day
from homeward.apps.core.vocabulary import choices_of, is_code
from homeward.apps.providers.models import Home, Provider
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

AGREEMENT_LABELS = {"reference": "Agreement number", "title": "Title"}
LINE_LABELS = {
    "cost_code": "Cost code",
    "method": "Funding method",
    "service_type": "Service type",
    "placement_type": "Placement type",
}
SPECIFICATION_LABELS = {
    "code": "Code",
    "title": "Title",
    "service_type": "Service type",
    "text": "Text",
    "effective_from": "First day in force",
}


def check_code(
    body: CommissioningBody, field: str, label: str, vocabulary: str, code: str, on: dt.date
) -> list[Reason]:
    """A reason when a code is not in the pack's list on that day; none for an empty code."""
    if not code or is_code(body, vocabulary, code, on):
        return []
    return [unknown_code(field, label, code, [c for c, _ in choices_of(body, vocabulary, on)], on)]


def check_specification(*, body: CommissioningBody, values: Mapping[str, Any]) -> list[Reason]:
    """Reasons against publishing a version: fields, service type, and a first day after the version before."""
    reasons = check_fields(ServiceSpecification, values, SPECIFICATION_LABELS)
    start, code = values.get("effective_from"), values.get("code")
    if start and values.get("service_type"):
        reasons += check_code(
            body,
            "service_type",
            SPECIFICATION_LABELS["service_type"],
            "service_types",
            values["service_type"],
            start,
        )
    latest = (
        ServiceSpecification.objects.filter(body=body, code=code).order_by("-version").first()
        if code
        else None
    )
    if latest and start and start <= latest.effective_from:
        reasons.append(
            Reason(
                "specification.not_later",
                {"field": "effective_from", "version": latest.version, "day": say_day(latest.effective_from)},
            )
        )
    if latest and values.get("service_type") and latest.service_type != values["service_type"]:
        reasons.append(
            Reason(
                "specification.other_service",
                {"field": "service_type", "code": code, "service_type": latest.service_type},
            )
        )
    return reasons


def check_agreement(
    *, provider: Provider, values: Mapping[str, Any], period: DateRange, agreement: Agreement | None = None
) -> list[Reason]:
    """Reasons against an agreement with a provider between two dates."""
    reasons = check_fields(Agreement, values, AGREEMENT_LABELS)
    reference = values.get("reference")
    others = Agreement.objects.filter(body=provider.body).exclude(pk=agreement.pk if agreement else None)
    if reference and others.filter(reference=reference).exists():
        reasons.append(taken("reference", AGREEMENT_LABELS["reference"], reference))
    if empty := no_night("period", period):
        return [*reasons, empty]
    if provider.end and (period.end is None or period.end > provider.end):
        reasons.append(
            Reason(
                "agreement.provider_ended",
                {"field": "period", "name": str(provider), "day": say_day(provider.end)},
            )
        )
    if agreement:
        for line in agreement.lines.all():
            if wrong := outside(
                "period", str(line).capitalize(), from_db(line.period), "The agreement", period
            ):
                reasons.append(wrong)
    return reasons


def check_line(
    *, agreement: Agreement, service_type: str, method: str, cost_code: str, period: DateRange, placement_type: str = "",
    specification: ServiceSpecification | None = None, home: Home | None = None, line: Line | None = None,
) -> list[Reason]:  # fmt: skip
    """Reasons against a line of an agreement. `line` is the one being changed, if any."""
    body, start = agreement.body, period.start
    reasons = check_fields(
        Line,
        {
            "service_type": service_type,
            "method": method,
            "cost_code": cost_code.strip(),
            "placement_type": placement_type,
        },
        LINE_LABELS,
    )
    reasons += check_code(
        body, "service_type", LINE_LABELS["service_type"], "service_types", service_type, start
    )
    reasons += check_code(
        body, "placement_type", LINE_LABELS["placement_type"], "placement_types", placement_type, start
    )
    if empty := no_night("period", period):
        return [*reasons, empty]
    if wrong := outside("period", "The line", period, "The agreement", from_db(agreement.period)):
        reasons.append(wrong)
    if specification and specification.service_type != service_type:
        reasons.append(
            Reason(
                "line.other_specification", {"field": "specification", "specification": str(specification)}
            )
        )
    if home and home.provider_id != agreement.provider_id:
        reasons.append(
            Reason(
                "line.other_home", {"field": "home", "home": home.name, "provider": str(agreement.provider)}
            )
        )
    return reasons + _twice(agreement, service_type, method, placement_type, home, period, line)


def _twice(
    agreement: Agreement,
    service_type: str,
    method: str,
    placement_type: str,
    home: Home | None,
    period: DateRange,
    line: Line | None,
) -> list[Reason]:
    same = agreement.lines.filter(
        service_type=service_type, method=method, placement_type=placement_type, home=home
    )
    for other in same.exclude(pk=line.pk if line else 0):
        if from_db(other.period).overlaps(period):
            return [Reason("line.twice", {"field": "service_type", "line": str(other)})]
    return []


def check_agreement_end(agreement: Agreement, on: dt.date) -> list[Reason]:
    """Reasons against ending an agreement on a day."""
    period = from_db(agreement.period)
    if wrong := reversed_dates("on", period.start, on):
        return [wrong]
    if on == period.start:
        return [Reason("agreement.never_began", {"field": "on", "day": say_day(on)})]
    if period.end is not None and on >= period.end:
        return [
            Reason(
                "agreement.already_ends",
                {"field": "on", "reference": agreement.reference, "last": say_day(period.last_night)},
            )
        ]
    return []
