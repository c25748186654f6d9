"""What must hold before a line's target, rate or override is recorded, and before an agreement is varied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Model

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.agreements.models import (
    KINDS_OF_METHOD,
    PARTNERED,
    Line,
    LineLoading,
    LineOverride,
    LineRate,
    LineTarget,
)
from homeward.apps.core.checks import check_fields, missing, no_night, outside, unknown_code
from homeward.apps.core.periods import from_db, say, to_db
from homeward.apps.core.vocabulary import choices_of, label_of
from homeward.apps.local_policy.queries import pack_of
from homeward.engine.loadings.facts import ABORIGINAL
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason
from homeward.policy import Override, OverrideRefused

REFERENCE = {"reference": "Reference"}
LOADING_LABELS = {"category": "Category", "placements": "Placements", "percent": "Percentage of the target"}
WHOLE = 100


# What a policy must hold for nights of a line to be paid in each way.
METHOD_NEEDS = {
    Line.Method.BLOCK: "utilisation.in_scope",
    Line.Method.PER_NIGHT: "funding.fee_for_service_nights",
    Line.Method.PER_WEEK: "weekly.night_price",
    **dict.fromkeys(PARTNERED, "partner_funding.night_rule"),
}


def methods_of(body: CommissioningBody) -> list[tuple[str, str]]:
    """How lines can be funded where the body is: its policy must say how such nights are paid."""
    held = pack_of(body).parameters
    return [(m.value, str(m.label)) for m in Line.Method if METHOD_NEEDS[m] in held]


def check_target(*, line: Line, placements: Decimal, period: DateRange, reference: str) -> list[Reason]:
    """Reasons against a target of a line between two dates."""
    reasons = check_fields(LineTarget, {"reference": reference}, REFERENCE)
    reasons += check_placements(placements, "placements", "Placements")
    if line.method != Line.Method.BLOCK:
        reasons.append(Reason("target.fee_for_service", {"field": "placements", "line": str(line)}))
    return reasons + _dates(line, "The target", period) + _overlap(LineTarget, line, "target", period)


def check_placements(placements: Decimal, field: str, label: str) -> list[Reason]:
    """A reason when a number of placements is below nought or not whole."""
    if placements == int(placements) and 0 <= placements <= 100_000:
        return []
    message = "Give a whole number, 0 or more."
    return [
        Reason("record.wrong", {"field": field, "label": label, "value": str(placements), "message": message})
    ]


def check_rate(*, line: Line, kind: str, amount: Decimal, period: DateRange, reference: str) -> list[Reason]:
    """Reasons against a price of a line between two dates."""
    reasons = check_fields(
        LineRate,
        {"kind": kind, "amount": amount, "reference": reference},
        {"kind": "Kind of price", "amount": "Amount", **REFERENCE},
    )
    wanted = KINDS_OF_METHOD[Line.Method(line.method)]
    if kind in LineRate.Kind.values and kind not in wanted:
        reasons.append(
            Reason(
                "rate.other_method",
                {
                    "field": "kind",
                    "given": LineRate.Kind(kind).label,
                    "wanted": " or ".join(str(k.label) for k in wanted),
                    "method": line.get_method_display(),
                },
            )
        )
    return reasons + _dates(line, "The rate", period) + _overlap(LineRate, line, "rate", period, kind=kind)


def check_loading(*, line: Line, values: Mapping[str, Any], period: DateRange) -> list[Reason]:
    """Reasons against a contract loading of a line between two dates."""
    reasons = check_fields(
        LineLoading,
        {"reference": values["reference"]},
        REFERENCE,
    )
    measures = [name for name in ("placements", "percent") if values[name] is not None]
    for name in measures:
        reasons += check_fields(LineLoading, {name: values[name]}, {name: LOADING_LABELS[name]})
    if values["percent"] is not None:
        reasons += check_share(values["percent"], "percent", LOADING_LABELS["percent"])
    if len(measures) != 1:
        reasons.append(Reason("loading.one_measure", {"field": "placements"}))
    category = values["category"]
    known = dict(loading_categories(line, period.start))
    if category not in known:
        reasons.append(
            unknown_code("category", LOADING_LABELS["category"], category, list(known), period.start)
        )
    if line.method != Line.Method.BLOCK:
        reasons.append(Reason("loading.fee_for_service", {"field": "category", "line": str(line)}))
    elif not loadings_apply(line, period.start):
        service = label_of(line.body, "service_types", line.service_type)
        reasons.append(Reason("loading.other_service", {"field": "category", "service": service}))
    return reasons + _dates(line, "The loading", period)


def check_share(percent: Any, field: str, label: str) -> list[Reason]:
    """Reasons against a percentage of the minimum placements: no part is more than the whole."""
    if not isinstance(percent, Decimal) or not percent.is_finite() or percent <= WHOLE:
        return []
    return [
        Reason("loading.above_whole", {"field": field, "label": label, "value": f"{percent.normalize():f} %"})
    ]


def loadings_apply(line: Line, on: dt.date) -> bool:
    """Whether the policy pays loadings for the line's service type and method."""
    policy = pack_of(line.body).policy()
    if line.method != Line.Method.BLOCK or "loadings.applies" not in policy.pack.parameters:
        return False
    found = policy.look_or_none("loadings.applies", on=on, key=line.service_type)
    return found is not None and found.value is True


def loading_categories(line: Line, on: dt.date) -> list[tuple[str, str]]:
    """What a loading can be paid for, in words."""
    classes = choices_of(line.body, "remoteness_classes", on)
    return [(ABORIGINAL, label_of(line.body, "loading_categories", ABORIGINAL)), *classes]


def check_override(
    *, line: Line, parameter: str, key: str, value: Any, period: DateRange, reference: str
) -> list[Reason]:
    """Reasons against replacing a pack value for a line. Whether the value is lawful is the policy's own question."""
    reasons = [] if reference.strip() else [missing("reference", "Reference")]
    if len(reference) > 200:
        reasons += check_fields(LineOverride, {"reference": reference}, REFERENCE)
    reasons += _dates(line, "The value", period)
    pack = pack_of(line.body)
    known = pack.parameters.get(parameter)
    try:
        # The reference is asked above, in the form's words; a dummy keeps the policy's own check to the value.
        pack.policy([Override(parameter, value, period, reference.strip() or "-", key or None)])
    except OverrideRefused as error:
        told = {"parameter": known.description if known else parameter}
        reasons += [
            Reason(
                "override.refused", {**told, "field": _field_of(problem, known), "problem": _plainly(problem)}
            )
            for problem in error.problems
        ]
    if not period.is_empty:
        for row in line.overrides.filter(parameter=parameter, key=key, period__overlap=to_db(period)):
            reasons.append(_taken("value", from_db(row.period)))
    return reasons


def _field_of(problem: str, known: Any) -> str:
    """Which field of a form a fault of the policy room belongs to."""
    if known is None:
        return "parameter"
    return "key" if " key " in problem else "value"


def _plainly(problem: str) -> str:
    """A fault without the numbering and path that only a file of overrides needs."""
    said = problem.split(") ", 1)[-1]
    return f"It {said}"


def check_term_end(row: Any, on: dt.date) -> list[Reason]:
    """Reasons against ending a target, rate or override on a day (the first day without it)."""
    period = from_db(row.period)
    if on < period.start or (period.end is not None and on >= period.end):
        return [Reason("term.not_inside", {"field": "on", "period": say(period)})]
    return []


def _dates(line: Line, words: str, period: DateRange) -> list[Reason]:
    found = no_night("period", period) or outside(
        "period", words, period, f"Line {line.number}", from_db(line.period)
    )
    return [found] if found else []


def _overlap(model: type[Model], line: Line, words: str, period: DateRange, **also: str) -> list[Reason]:
    if period.is_empty:
        return []
    rows = model._default_manager.filter(line=line, period__overlap=to_db(period), **also)
    return [_taken(words, from_db(row.period)) for row in rows]  # type: ignore[attr-defined]


def _taken(words: str, period: DateRange) -> Reason:
    return Reason("term.overlaps", {"field": "period", "words": words, "period": say(period)})
