"""Utilisation of one agreement line in one period: the plain reference that can explain itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from homeward.engine.facts import parse_facts
from homeward.engine.loadings.assess import category_label, with_loadings
from homeward.engine.loadings.explain import explain_loadings
from homeward.engine.loadings.explain_due import explain_contract
from homeward.engine.nights.segments import segments_of
from homeward.engine.refusal import Refusal, from_override
from homeward.engine.utilisation import funding
from homeward.engine.utilisation.check import check_facts, rates_of
from homeward.engine.utilisation.contracted import (
    Contracted,
    base_payment,
    contracted_nights,
    targets_in_force,
    unit_price,
)
from homeward.engine.utilisation.decision import Figures, UtilisationDecision
from homeward.engine.utilisation.exceed import Exceed, nightly_exceed, quarter_exceed
from homeward.engine.utilisation.explain import explain_all
from homeward.engine.utilisation.facts import UtilisationFacts
from homeward.engine.utilisation.flags import Flag, child_flags
from homeward.engine.utilisation.measure import Level, abatement_threshold, assess_level
from homeward.engine.utilisation.reads import DELIVERED, changes_within, read_for, reading_day
from homeward.engine.utilisation.records import child_records, counting_rule
from homeward.engine.utilisation.taken_in import explain_adjustments, with_adjustments
from homeward.engine.utilisation.tally import tally
from homeward.engine.utilisation.working import Working
from homeward.engine.values import Values
from homeward.kernel.money import Money
from homeward.kernel.problems import Problem, errors
from homeward.kernel.quarters import Quarter
from homeward.kernel.ranges import DateRange, subtract, union
from homeward.kernel.reasons import Reason
from homeward.kernel.share import Share
from homeward.kernel.years import financial_year
from homeward.policy import OverrideRefused, Pack, Policy


def decide(facts: UtilisationFacts | Mapping[str, Any], policy: Policy) -> UtilisationDecision:
    """Decide one line and one period (policy sections 4.1 to 4.4).

    Values are those of the first night in force in the period; the line's own overrides stand above them.
    Raises Refusal with every problem when the facts cannot be counted or a policy value is missing.
    """
    given = parse_facts(UtilisationFacts, facts)
    problems = check_facts(given, policy.pack)
    if errors(problems):
        raise Refusal(errors(problems))
    try:
        own = policy.with_overrides(given.line.overrides)
    except OverrideRefused as error:
        raise Refusal(from_override(error)) from None
    _check_scope(given, own)
    values = read_for(given, own)
    work = count_nights(given, own.pack, values)
    work = _block(work) if given.line.method == "block" else _delivered(work)
    work = with_adjustments(with_loadings(work, own))
    told = explain_all(work)
    return UtilisationDecision(
        facts=given,
        pack=own.pack,
        period=work.period,
        quarter=work.quarter,
        in_force=work.window,
        values=values,
        segments=work.segments,
        figures=work.figures,
        flags=tuple(_flags(work)),
        warnings=(*problems, *changes_within(given, own.overrides)),
        explanations={
            **told,
            **explain_loadings(work, work.figures.loadings, own),
            **explain_contract(work, work.figures.contract_loading, told),
            **explain_adjustments(work),
        },
        authority=own.authority(),
    )


def _check_scope(facts: UtilisationFacts, policy: Policy) -> None:
    """A block line must be of a service type the policy covers, or be brought in by its agreement."""
    line = facts.line
    if line.method != "block":
        return
    parameter = policy.pack.parameters.get("utilisation.in_scope")  # a jurisdiction may have no such policy
    rows = parameter.rows(line.service_type) if parameter else ()
    brought_in = any(row.path == "utilisation.in_scope" for row in policy.overrides)
    in_scope = None
    if parameter is not None:
        in_scope = policy.look_or_none("utilisation.in_scope", on=reading_day(facts), key=line.service_type)
    if (not rows and not brought_in) or (in_scope is not None and in_scope.value is False):
        raise Refusal(
            [
                Problem(
                    "service_type_out_of_scope",
                    f"Block funding of {line.service_type} is outside the utilisation policy.",
                    "Use a service type it covers, or let the agreement say otherwise with an override of"
                    " utilisation.in_scope and the values it needs.",
                    column="line.service_type",
                    value=line.service_type,
                )
            ]
        )


def count_nights(facts: UtilisationFacts, pack: Pack, values: Values) -> Working:
    """Segments of every child on the nights in force, and their tally; the facts have been checked."""
    period = DateRange(facts.period.start, facts.period.end)
    window = facts.line.in_force.range.clip(period)
    assert window is not None  # checked: a line not in force in the period is refused
    records = child_records(facts, window, values, pack)
    rule = counting_rule(values)
    segments = {item.child: segments_of(item, rule) for item in records}
    always = [*rule.excluded_care_types, *rule.excluded_states]
    found = tally([segment for items in segments.values() for segment in items], always)
    quarter = Quarter.of(period, pack.financial_year_first_month)
    return Working(facts, pack, period, window, quarter, values, records, segments, Figures(found))


def _block(work: Working) -> Working:
    facts, values, pack = work.facts, work.values, work.pack
    actual = work.figures.nights.actual
    contracted = contracted_nights(facts.line, work.period, work.window, values)
    share = Share(actual, contracted.nights, "utilisation")
    level = assess_level(share, work.period, work.quarter is not None, facts.previous_levels, values)
    figures = replace(
        work.figures,
        contracted=contracted,
        share=share,
        level=level,
        exceed=_exceed(work, contracted, actual),
    )
    if work.quarter is None:
        unknown = "not_assessed"
        figures = replace(figures, growth=funding.Growth(unknown), limit=funding.AbatementLimit(unknown))
        return replace(work, figures=figures)
    percent = share.percent
    is_over = None if percent is None else percent > values.number("utilisation.over_threshold")
    year_days = financial_year(work.period.start, pack.financial_year_first_month).nights
    kind = f"{values.text('funding.growth_price')}_annual"
    base = unit_price(facts.line, "base_unit_annual", work.quarter.range, work.window, year_days, values)
    grown = unit_price(facts.line, kind, work.quarter.range, work.window, year_days, values)
    found = funding.growth(
        actual, contracted.nights, contracted.base_nights, is_over, grown, pack.currency, values
    )
    if found.nights and found.status != "shown_only" and facts.report_received_on is not None:
        received = Quarter.containing(facts.report_received_on, pack.financial_year_first_month)
        found = replace(found, paid_in=funding.growth_paid_in(received, values))
    threshold = abatement_threshold(values)
    limit = funding.abatement_limit(
        actual, contracted.nights, contracted.base_nights, threshold, base, pack.currency, values
    )
    money = []
    if base is not None:
        due = Money.rounded(base_payment(contracted, base, work.window), pack.currency)
        money.append(funding.MoneyLine("base", due, "due"))
    if found.payment is not None and found.nights:
        status = "not_payable" if found.status == "shown_only" else found.status
        money.append(funding.MoneyLine("growth", found.payment, status))
    figures = replace(
        figures,
        is_over=is_over,
        growth=found,
        limit=limit,
        price=base,
        growth_price=grown,
        threshold_percent=threshold,
        money=tuple(money),
    )
    return replace(work, figures=figures)


def _exceed(work: Working, contracted: Contracted, actual: int) -> Exceed | None:
    values, approvals = work.values, work.facts.exceed_approvals
    if not values.raw("residential.exceed_applies"):
        return None
    if values.is_("residential.exceed_check", "quarter_total"):
        return quarter_exceed(actual, contracted.nights, approvals, work.window)
    nightly = targets_in_force(work.facts.line, work.window)
    return nightly_exceed(work.records, nightly, approvals, work.window)


WEEK = 7  # nights that a weekly price pays for


def _delivered(work: Working) -> Working:
    """Nights delivered times the rate of each night; no target, no share, no level.

    A weekly price is the price of seven nights (``weekly.night_price``), kept exact until the one rounding.
    """
    values, line = work.values, work.facts.line
    method = line.method
    work = replace(work, figures=replace(work.figures, level=Level("not_applicable", why=f"paid_{method}")))
    every = values.is_(DELIVERED[method][0], "every_night")
    nights_of_a_price = WEEK if method == "per_week" else 1
    spans = [
        (segment.range, segment.weight if segment.counted else 0, segment.left_out)
        for items in work.segments.values()
        for segment in items
    ]
    paid: list[tuple[DateRange, int, Decimal]] = []
    total, nights_paid = Fraction(0), 0
    for rate in rates_of(line, method):
        nights = sum(
            cut.nights * (weight + left_out if every else weight)
            for span, weight, left_out in spans
            if (cut := span.clip(rate.range)) is not None
        )
        in_force = rate.range.clip(work.window)
        if in_force is not None:
            paid.append((in_force, nights, rate.amount))
            nights_paid += nights
            total += nights * Fraction(rate.amount) / nights_of_a_price
    if _unpriced(work, method):  # nothing can be told; a flag names the nights without a rate
        return replace(work, paid=paid)
    money = (funding.MoneyLine(method, Money.rounded(total, work.pack.currency), "due"),)
    return replace(work, figures=replace(work.figures, money=money, paid_nights=nights_paid), paid=paid)


def _unpriced(work: Working, kind: str) -> list[DateRange]:
    return subtract(work.window, [rate.range for rate in rates_of(work.facts.line, kind)])


def _flags(work: Working) -> Iterator[Flag]:
    """Flags of the line, then of single children."""
    figures, values = work.figures, work.values
    method = work.facts.line.method
    kind = "base_unit_annual" if method == "block" else method
    gaps = _unpriced(work, kind)
    if gaps:
        yield Flag("price_not_configured", ranges=tuple(gaps), inputs={"kind": kind})
    if figures.level.status == "not_configured":
        yield Flag("levels_not_configured")
    if figures.contracted is not None and work.quarter is None:
        yield Flag("period_not_a_quarter", inputs=work.period.to_json())
    yield from _misleading(work)
    yield from _unclassed(work)
    if figures.exceed is not None and figures.exceed.unapproved_nights:
        yield Flag(
            "over_target_unapproved",
            nights=figures.exceed.unapproved_nights,
            ranges=tuple(item.range for item in figures.exceed.ranges if item.unapproved_places),
            values=values.used("residential.exceed_applies", "residential.exceed_check"),
        )
    yield from child_flags(work.facts, work.window, work.segments, values)


def _misleading(work: Working) -> Iterator[Flag]:
    """The shown share appears to reach a level or the target that the exact one misses."""
    share, values = work.figures.share, work.values
    if share is None:
        return
    places = values.whole("utilisation.shown_decimals")
    edges = {band.at_least: band.level for band in work.figures.level.bands}
    edges.setdefault(values.number("utilisation.over_threshold"), "target")
    for edge, name in sorted(edges.items(), reverse=True):
        if share.misleads_at(edge, places):
            yield Flag(
                "shown_share_misleads",
                inputs={"shown": share.shown_to(places), "threshold": str(edge), "appears_to_reach": name},
            )


def _unclassed(work: Working) -> Iterator[Flag]:
    """Counted nights of a line with contract loadings whose class or identity nobody has recorded."""
    loadings = work.figures.loadings
    if loadings.status in ("not_applicable", "not_configured"):
        return
    for code in ("class_missing", "status_missing"):
        gaps = [gap for gap in loadings.gaps if gap.code == code]
        if gaps:
            nights = sum(gap.nights for gap in gaps)
            yield Flag(f"loading_{code}", nights=nights, ranges=tuple(union(gap.range for gap in gaps)))
    for line in work.figures.contract_loading.lines:
        if line.status == "rate_not_configured":
            without = tuple(piece.range for piece in line.rates.pieces if piece.used is None)
            named = {"category": line.category, "label": category_label(line.category, work.pack)}
            yield Flag("loading_rate_not_configured", ranges=without, inputs=named)


def check_abatement(amount: Decimal | str | int, decision: UtilisationDecision) -> list[Reason]:
    """Every reason why an abatement of that amount cannot be decided; empty when it can (section 4.4.2)."""
    limit = decision.abatement_limit
    values = decision.values.used(
        "utilisation.abatement_level", "utilisation.abatement_edge", "funding.abatement_refusal"
    )
    try:
        wanted = funding.as_decimal(amount)
    except (TypeError, ValueError) as error:
        return [Reason("abatement_not_an_amount", {"given": str(amount), "message": str(error)}, values)]
    inputs = {"amount": format(wanted, "f"), "limit": None if limit.amount is None else limit.amount.text}
    reasons = []
    if wanted < 0:
        reasons.append(Reason("abatement_below_zero", inputs, values))
    if wanted != wanted.quantize(Decimal("0.01")):
        reasons.append(Reason("abatement_parts_of_a_cent", inputs, values))
    if limit.highest is None:
        reasons.append(Reason("abatement_no_limit", {**inputs, "status": limit.status}, values))
    elif Fraction(wanted) > limit.highest:
        reasons.append(Reason("abatement_above_limit", inputs, values))
    return reasons
