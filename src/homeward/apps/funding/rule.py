"""What the rule `funding` says against terms and rates before they are recorded: its own checks, as reasons.

What decides the money later refuses here already, so that a page and a month cannot differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from homeward.apps.agreements.models import Line, LineRate
from homeward.apps.core.periods import from_db
from homeward.apps.funding.models import AdditionalRate, Asked, FundedTerms
from homeward.apps.local_policy.queries import pack_of
from homeward.engine.facts import Dated
from homeward.engine.partner_funding.additional import additional_refusals
from homeward.engine.partner_funding.check import check_facts
from homeward.engine.partner_funding.facts import (
    DisputeFact,
    FundedPeriodFact,
    FundingFacts,
    ReconciliationFact,
)
from homeward.engine.partner_funding.guards import notice_refusals
from homeward.engine.partner_funding.individual import individual_refusals
from homeward.engine.partner_funding.rates import days_after
from homeward.engine.partner_funding.reads import (
    ADDITIONAL_END,
    ADVICE,
    DISPUTED,
    EVIDENCE,
    INCIDENT,
    LEVELS,
    NOTICE,
    PROMPTS,
    RECOVERY,
)
from homeward.engine.partner_funding.reconcile import recovery_refusals
from homeward.engine.partner_funding.refusals import Refused
from homeward.engine.partner_funding.terms import (
    AdditionalFact,
    AdviceFact,
    CommittedFact,
    FundedLineFact,
    LevelOverrideFact,
    RenewalFact,
)
from homeward.engine.values import Values, read_values
from homeward.kernel.problems import Problem, errors
from homeward.kernel.ranges import DateRange, earlier_end
from homeward.kernel.reasons import Reason
from homeward.policy import Override

PREFIX = "funding_rule."
# Where a rule's reason stands on the form that asked, by the last part of the fact it is about.
FIELDS = {
    "review_on": "review_on", "reason": "reason", "renewed_on": "review_on", "support_level": "support_level",
    "advice": "advice_on", "on": "advice_on", "share": "ahead_share", "committed": "yearly_nights", "places": "places",
    "effect_on_children": "effect_on_children", "outcome": "outcome", "level_override": "below_level_reason",
    "amount": "amount", "additional_support": "start", "partner_response": "outcome",
}  # fmt: skip


def values_on(line: Line, day: dt.date, *paths: str) -> Values:
    """The named settings for a line on a day, with what the line sets for itself. Raises Refusal for one without a value."""
    rows = line.overrides.filter(parameter__in=paths)
    policy = pack_of(line.body).policy(
        Override(row.parameter, row.value, from_db(row.period), row.reference, row.key or None)
        for row in rows
    )
    return read_values(policy, day, "", paths)


def asks_for_request(line: Line, cause: str, on: dt.date) -> bool:
    """Whether an empty place of this cause opens a request: partners are not worse off through the agency's decisions."""
    return cause in values_on(line, on, PROMPTS).codes(PROMPTS)


def needs_evidence(line: Line, kind: str, on: dt.date) -> bool:
    return kind in values_on(line, on, EVIDENCE).codes(EVIDENCE)


def needs_incident(line: Line, kind: str, on: dt.date) -> bool:
    return kind in values_on(line, on, INCIDENT).codes(INCIDENT)


def last_review(rate: AdditionalRate) -> dt.date:
    """The review date that counts now: the latest of the rate and its renewals."""
    renewed = [renewal.review_on for renewal in rate.renewals.all()] if rate.pk else []
    return max([rate.review_on, *renewed])


def nights_of(rate: AdditionalRate, review: dt.date | None = None) -> DateRange:
    """The nights an additional rate holds: to its end, or to its review where nobody renews it."""
    period, until = from_db(rate.period), review or last_review(rate)
    if values_on(rate.line, period.start, ADDITIONAL_END).is_(ADDITIONAL_END, "through_review"):
        until = days_after(until, 1)
    end = earlier_end(period.end, until)
    return DateRange(period.start, max(end, period.start) if end else end)


def rate_fact(
    rate: AdditionalRate, approver: str, renewals: Sequence[RenewalFact] | None = None
) -> AdditionalFact:
    period = from_db(rate.period)
    kept = [
        RenewalFact(review_on=row.review_on, approved_by=row.approved_by.name, renewed_on=row.renewed_on)
        for row in (rate.renewals.select_related("approved_by") if rate.pk else ())
    ]
    return AdditionalFact(
        id=rate.public_id, child=rate.child.reference, amount=rate.amount, reason=rate.reason, start=period.start,
        end=period.end, review_on=rate.review_on, approved_by=approver, notice_on=rate.notice_on,
        renewals=[*kept, *(renewals or ())],
    )  # fmt: skip


def against_rate(
    rate: AdditionalRate, approver: str, renewals: Sequence[RenewalFact] | None = None
) -> list[Reason]:
    """Reasons of the rule against an additional rate beside those approved; whoever approves it later counts as its approver."""
    others = AdditionalRate.objects.filter(line=rate.line, child=rate.child, state=Asked.APPROVED)
    rows = [rate_fact(other, "–") for other in others.exclude(pk=rate.pk).select_related("child")]
    rows.append(rate_fact(rate, approver, renewals))
    fact = FundedLineFact(id=str(rate.line), method=rate.line.method, additional_support=rows)  # type: ignore[arg-type]
    mine = f".additional_support.{len(rows) - 1}"
    found = [
        *additional_refusals("lines.0", fact),
        *notice_refusals("lines.0", fact, values_on(rate.line, from_db(rate.period).start, NOTICE)),
    ]
    return [
        *_problems(rate.line, fact, from_db(rate.period).start),
        *_reasons((item for item in found if mine in (item.problem.column or "")), {"rate": "start"}),
    ]  # fmt: skip


def terms_fact(line: Line, terms: FundedTerms) -> FundedLineFact:
    """The terms of a line as the rule reads them."""
    period = from_db(line.period)
    advice = AdviceFact(
        on=terms.advice_on, by=terms.advice_by or None, reference=terms.advice_reference or None
    )
    approver = terms.below_level_by.name if terms.below_level_by else None
    override = LevelOverrideFact(reason=terms.below_level_reason, approved_by=approver)
    return FundedLineFact(
        id=str(line), method=line.method, support_level=terms.support_level or None,  # type: ignore[arg-type]
        in_force=Dated(start=period.start, end=period.end), places=terms.places,
        advice=advice if terms.advice_on or terms.advice_by or terms.advice_reference else None,
        level_override=override if terms.below_level_reason else None,
        committed=None if terms.yearly_nights is None else CommittedFact(
            yearly_nights=terms.yearly_nights, months=terms.ahead_months, share=terms.ahead_share, rate=terms.ahead_rate
        ),
    )  # fmt: skip


def against_terms(line: Line, terms: FundedTerms) -> list[Reason]:
    """Reasons of the rule against terms. What only waits for its approver is not one of them: it is not paid until then."""
    fact, day = terms_fact(line, terms), from_db(line.period).start
    found: list[Refused] = []
    if line.method == Line.Method.INDIVIDUALISED:
        found = list(individual_refusals("lines.0", fact, (), values_on(line, day, LEVELS, ADVICE)))
    waiting = "level_override_without_approver"
    return [*_problems(line, fact, day), *_reasons(i for i in found if i.problem.code != waiting)]


def against_recovery(
    line: Line, day: dt.date, *, reason: str, effect_on_children: str, disputes: Iterable[DisputeFact]
) -> list[Reason]:
    """Reasons of the rule against deciding to recover. The partner's response follows the decision, before the money."""
    facts = FundingFacts(
        period=FundedPeriodFact(start=day, end=days_after(day, 1)),
        lines=[FundedLineFact(id=str(line), method=line.method)],  # type: ignore[arg-type]
        disputes=list(disputes), on=line.body.today,
        reconciliation=ReconciliationFact(
            outcome="recover", reason=reason, effect_on_children=effect_on_children, partner_response="–"
        ),
    )  # fmt: skip
    return _reasons(recovery_refusals(facts, values_on(line, day, RECOVERY, DISPUTED)))


def has_placeholder(line: Line) -> bool:
    """Whether a price of the line is marked as invented."""
    return LineRate.objects.filter(line=line, is_placeholder=True).exists()


def _problems(line: Line, fact: FundedLineFact, day: dt.date) -> list[Reason]:
    facts = FundingFacts(period=FundedPeriodFact(start=day, end=days_after(day, 1)), lines=[fact])
    return [_reason(problem) for problem in errors(check_facts(facts, pack_of(line.body)))]


def _reasons(found: Iterable[Refused], at: Mapping[str, str] | None = None) -> list[Reason]:
    return [_reason(item.problem, item.reason, at) for item in found]


def _reason(problem: Problem, reason: Reason | None = None, at: Mapping[str, str] | None = None) -> Reason:
    told: dict[str, Any] = {"message": problem.message, "remedy": problem.remedy}
    parts = [part for part in (problem.column or "").split(".") if not part.isdecimal()]
    field = next(_named(parts, {**FIELDS, **(at or {})}), "")
    return Reason(
        PREFIX + problem.code, {**told, "field": field}, reason.values if reason else (), reason.clause if reason else None
    )  # fmt: skip


def _named(parts: Sequence[str], names: Mapping[str, str]) -> Iterator[str]:
    for part in reversed(parts):
        if part in names:
            yield names[part]
