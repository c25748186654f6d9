"""What must hold before a variation is proposed, and again whenever somebody signs it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from homeward.apps.agreements import term_checks
from homeward.apps.agreements.models import (
    KINDS_OF_METHOD,
    PARTNERED,
    Agreement,
    Line,
    LineLoading,
    LineRate,
    Variation,
)
from homeward.apps.agreements.outcome import is_outcome, signed_paper
from homeward.apps.agreements.queries import loading_label
from homeward.apps.agreements.variation_terms import (
    CARE_MODEL,
    KINDS,
    LOADING,
    RATE,
    TARGET,
    Change,
    NotANumber,
    changes_nothing,
    read_changes,
    standing,
    summary_named,
)
from homeward.apps.core.checks import check_fields, unknown_code
from homeward.apps.core.periods import from_db, say, say_day
from homeward.apps.core.vocabulary import label_of
from homeward.apps.local_policy.queries import pack_of
from homeward.kernel.reasons import Reason

LABELS = {"reason": "Reason", "reference": "Reference"}
NOTICE = "partner_funding.rate_before_notice"


def check_proposal(
    *, agreement: Agreement, effective_on: dt.date, reason: str, reference: str, changes: list[Change], strange: list[str],
    knows_past: bool, today: dt.date, told_on: dt.date | None = None,
) -> list[Reason]:  # fmt: skip
    """Reasons against proposing to vary an agreement from a day on. `told_on`: when notice of it was given; empty: today."""
    reasons = check_fields(Variation, {"reason": reason.strip(), "reference": reference.strip()}, LABELS)
    period = from_db(agreement.period)
    told = {"field": "effective_on", "day": say_day(effective_on), "reference": agreement.reference}
    if not period.contains(effective_on):
        reasons.append(Reason("variation.outside", {**told, "period": say(period)}))
    elif effective_on < today and not knows_past:
        reasons.append(Reason("variation.past", {**told, "days": (today - effective_on).days}))
    if is_outcome(agreement) and signed_paper(agreement) is None:
        reasons.append(Reason("variation.not_signed", {"reference": agreement.reference}))
    if not changes and not strange:
        reasons.append(Reason("variation.changes_nothing", {"reference": agreement.reference}))
    reasons += [
        Reason("variation.other_line", {"line": s, "reference": agreement.reference}) for s in strange
    ]
    seen: set[str] = set()
    for change in changes:
        if change.field in seen:
            reasons.append(Reason("variation.twice", {"field": change.field, "what": what_of(change)}))
        seen.add(change.field)
        reasons += check_change(change, effective_on if period.contains(effective_on) else None)
        reasons += before_notice(change, effective_on, told_on or today)
    return reasons


def before_notice(change: Change, effective_on: dt.date, told_on: dt.date) -> list[Reason]:
    """A reason when a partner's rate would hold from a day before notice of it, where the policy refuses that."""
    if change.kind != RATE or change.on_line.method not in PARTNERED or effective_on >= told_on:
        return []
    used = pack_of(change.on_line.body).policy().look(NOTICE, on=told_on)
    if used.value != "refused":
        return []
    told = {"what": what_of(change), "day": say_day(effective_on), "notice": say_day(told_on)}
    return [Reason("rate.before_notice", {"field": "effective_on", **told}, (used,), used.clause)]


def _care_model(change: Change, effective_on: dt.date | None) -> list[Reason]:
    """The version is one the hub agreed, and another than stands."""
    told = {"field": change.field, "number": change.after[:10], "reference": change.whole.reference}
    try:
        summary = summary_named(change)
    except (NotANumber, ValueError):
        summary = None
    if summary is None:
        return [Reason("variation.no_care_model", told)]
    if effective_on and changes_nothing(change, effective_on):
        same = {"what": what_of(change), "value": change.stored, "line": change.whole.reference}
        return [Reason("variation.same_value", {"field": change.field, **same})]
    return []


def check_change(change: Change, effective_on: dt.date | None) -> list[Reason]:
    """Reasons against one change; without a day only the value is looked at."""
    if change.kind not in KINDS:
        return [Reason("variation.unknown_kind", {"kind": change.kind, "known": ", ".join(KINDS)})]
    reasons = []
    if change.kind == CARE_MODEL:
        return _care_model(change, effective_on)
    line = change.on_line
    if line.method == Line.Method.PER_WEEK:
        return [Reason("variation.individual", {"field": change.field, "line": str(line)})]
    if effective_on and not from_db(line.period).contains(effective_on):
        told = {"line": str(line), "period": say(from_db(line.period)), "day": say_day(effective_on)}
        return [Reason("variation.line_not_in_force", {"field": change.field, **told})]
    try:
        reasons += _value(change, change.value, effective_on or from_db(line.period).start)
    except NotANumber:
        told = {"label": what_of(change), "value": change.after[:40], "message": "Give a number."}
        return [Reason("record.wrong", {"field": change.field, **told})]
    if effective_on and not reasons and changes_nothing(change, effective_on):
        told = {"what": what_of(change), "value": change.stored, "line": str(line)}
        reasons.append(Reason("variation.same_value", {"field": change.field, **told}))
    return reasons


def _value(change: Change, value: Decimal, on: dt.date) -> list[Reason]:
    line, label = change.on_line, what_of(change)
    if change.kind == TARGET:
        if line.method != Line.Method.BLOCK:
            return [Reason("target.fee_for_service", {"field": change.field, "line": str(line)})]
        return term_checks.check_placements(value, change.field, label)
    if change.kind == RATE:
        wanted = KINDS_OF_METHOD[Line.Method(line.method)]
        if change.category not in wanted:
            told = {"given": change.category, "wanted": " or ".join(str(k.label) for k in wanted)}
            return [
                Reason(
                    "rate.other_method", {"field": change.field, "method": line.get_method_display(), **told}
                )
            ]
        found = check_fields(LineRate, {"amount": value}, {"amount": label})
    else:
        measure = "percent" if change.is_percent else "placements"
        known = dict(term_checks.loading_categories(line, on))
        if change.category not in known:
            return [unknown_code(change.field, "Category", change.category, list(known), on)]
        if not term_checks.loadings_apply(line, on):
            service = label_of(line.body, "service_types", line.service_type)
            return [Reason("loading.other_service", {"field": change.field, "service": service})]
        found = check_fields(LineLoading, {measure: value}, {measure: label})
        if change.is_percent:
            found += term_checks.check_share(value, change.field, label)
    return [Reason(r.code, {**r.inputs, "field": change.field}) for r in found]


def what_of(change: Change) -> str:
    """A term in words: which line, and which of its terms."""
    if change.kind == CARE_MODEL:
        return "Care model summary"
    number = change.on_line.number
    if change.kind == TARGET:
        return f"Minimum placements of line {number}"
    if change.kind == RATE:
        label = dict(LineRate.Kind.choices).get(change.category, change.category)
        return f"Price of line {number} ({str(label).lower()})"
    if change.kind == LOADING:
        return f"Loading of line {number} ({loading_label(change.on_line.body, change.category)})"
    return change.kind


def stale(variation: Variation) -> list[Reason]:
    """Reasons why a variation no longer fits its agreement: both sides would sign a "before" that is no longer so."""
    changes, strange = read_changes(variation.agreement, variation.changes)
    reasons = [Reason("variation.line_gone", {"reference": variation.agreement.reference}) for _ in strange]
    kept = [c for c in variation.changes if c["line"] not in strange]
    for change, written in zip(changes, kept, strict=True):
        if change.line is not None and not change.period.contains(variation.effective_on):
            told = {
                "line": str(change.line),
                "period": say(change.period),
                "day": say_day(variation.effective_on),
            }
            reasons.append(Reason("variation.line_not_in_force", told))
            continue
        now = standing(change, variation.effective_on)
        if now != written.get("replaces", now):
            told = {
                "what": what_of(change),
                "was": say_standing(written["replaces"]),
                "now": say_standing(now),
            }
            reasons.append(Reason("variation.stale", told))
    if not from_db(variation.agreement.period).contains(variation.effective_on):
        period = from_db(variation.agreement.period)
        told = {
            "day": say_day(variation.effective_on),
            "reference": variation.agreement.reference,
            "period": say(period),
        }
        reasons.append(Reason("variation.outside", told))
    return reasons


def say_standing(rows: Iterable[dict[str, Any]]) -> str:
    """What stands, in words: “12 from 1 Jul 2026, 14 from 1 Jan 2027”."""
    said = [f"{row['value']} from {say_day(dt.date.fromisoformat(row['start']))}" for row in rows]
    return ", ".join(said) or "none"
