"""The rule ``funding``: what a care partner is paid for a period, on the three funding models.

The formulas are defaults of this product, except that general support is paid per child and 24-hour period.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain
from typing import Any

from homeward.engine.facts import parse_facts
from homeward.engine.partner_funding.ahead import ahead_of, beginning_in
from homeward.engine.partner_funding.amounts import parts_of
from homeward.engine.partner_funding.check import check_facts
from homeward.engine.partner_funding.decision import FundingDecision, LineResult
from homeward.engine.partner_funding.explain import explain_all
from homeward.engine.partner_funding.facts import FundingFacts
from homeward.engine.partner_funding.flags import flags_of
from homeward.engine.partner_funding.guards import money_refusals
from homeward.engine.partner_funding.money import (
    AHEAD,
    RECONCILIATION,
    VARIATION,
    MoneyLine,
    Status,
    Till,
    requested,
)
from homeward.engine.partner_funding.nights import ChildNights, counted_before, nights_of, window_of
from homeward.engine.partner_funding.occupancy import prompts_of, use_of
from homeward.engine.partner_funding.pool import pool_of
from homeward.engine.partner_funding.reads import Settings, read_settings
from homeward.engine.partner_funding.reconcile import Delivered, Reconciled, reconcile, recovery_refusals
from homeward.engine.partner_funding.refusals import MoneyRefused, only
from homeward.engine.partner_funding.terms import FundedLineFact
from homeward.engine.refusal import Refusal
from homeward.kernel.problems import errors
from homeward.kernel.ranges import DateRange
from homeward.policy import Policy

BALANCE_IS: dict[str, Status] = {
    "payable": "due", "recovered": "due", "carried": "carried", "carried_forward": "carried", "repurposed": "repurposed",
}  # fmt: skip


def decide_funding(facts: FundingFacts | Mapping[str, Any], policy: Policy) -> FundingDecision:
    """What is paid for one partner and period.

    Settings are those of the first day of the period. Raises Refusal with every problem where the facts cannot be
    read or a setting is missing, and MoneyRefused with every reason where money is refused.
    """
    given = parse_facts(FundingFacts, facts)
    settings = read_settings(given, policy)
    problems = check_facts(given, policy.pack)  # errors, or warnings that go with the decision
    if errors(problems):
        raise Refusal(errors(problems))
    period = DateRange(given.period.start, given.period.end)
    refuse(given, period, settings)
    results = tuple(_result(given, line, period, settings) for line in given.lines)
    delivered = list(_delivered(given, results, period, settings))
    currency = policy.pack.currency
    apart = given.reconciliation is not None and given.reconciliation.apart
    reconciled = reconcile(given, [] if apart else delivered, currency, settings.own)
    own = sum((item.exact for item in delivered), Fraction(0))
    actual = own if reconciled is None else reconciled.actual + (own if apart else 0)
    pool = pool_of(given, actual, currency)
    till = Till(settings.own, currency)
    money = tuple(_money(given, results, reconciled, till, settings, period))
    total = till.total(money)
    flags = tuple(flags_of(given, results, period, settings))
    return FundingDecision(
        facts=given,
        pack=policy.pack,
        period=period,
        lines=results,
        money=money,
        total=total,
        delivered=till.total(_of_nights(results, till, "due")),
        reconciled=reconciled,
        pool=pool,
        prompts=tuple(
            chain.from_iterable(prompts_of(line, period, settings.of_line[line.id]) for line in given.lines)
        ),
        flags=flags,
        warnings=(*problems, *settings.warnings),
        explanations=explain_all(given, policy.pack, settings, results, money, total, reconciled, pool),
        authority=settings.policy.authority(settings.used),
    )


def refuse(facts: FundingFacts, period: DateRange, settings: Settings) -> None:
    """Raises MoneyRefused with every reason at once."""
    counted: dict[str, tuple[ChildNights, ...]] = {}
    for line in facts.lines:
        window = window_of(line, period)
        now = () if window is None else nights_of(facts, line, window, settings.of_line[line.id])
        before = [child for _, _, found in counted_before(facts, line, settings) for child in found]
        counted[line.id] = (*before, *now)
    found = only(chain(money_refusals(facts, counted, settings), recovery_refusals(facts, settings.own)))
    if found:
        raise MoneyRefused(found)


def _result(facts: FundingFacts, line: FundedLineFact, period: DateRange, settings: Settings) -> LineResult:
    values = settings.of_line[line.id]
    window = window_of(line, period)
    pack = settings.policy.pack
    ahead = ahead_of(line, period, pack.financial_year_first_month, pack.currency, values)
    if window is None:
        return LineResult(line, None, (), (), None, ahead)
    children = nights_of(facts, line, window, values)
    parts = tuple(parts_of(line, children, window, period, values))
    cost = sum((part.exact for part in parts), Fraction(0))
    return LineResult(line, window, children, parts, use_of(line, children, window, cost, values), ahead)


def _delivered(
    facts: FundingFacts, results: Sequence[LineResult], period: DateRange, settings: Settings
) -> Iterator[Delivered]:
    """What the nights of each line come to, since the first day that is reconciled."""
    for result in results:
        line, parts = result.fact, list(result.parts)
        for window, values, children in counted_before(facts, line, settings):
            parts += parts_of(line, children, window, period, values)
        varied = sum((Fraction(item.amount) for item in line.variations), Fraction(0))
        yield Delivered(line.id, tuple(parts), varied)


def _money(
    facts: FundingFacts,
    results: Sequence[LineResult],
    reconciled: Reconciled | None,
    till: Till,
    settings: Settings,
    period: DateRange,
) -> Iterator[MoneyLine]:
    """Lines in the order of an invoice: nights and instalments, requests, property, reconciliation."""
    for result in results:
        ahead = result.ahead is not None
        netted = reconciled is not None and not (facts.reconciliation and facts.reconciliation.apart)
        yield from _of_nights([result], till, "delivered" if ahead or netted else "due")
        if result.ahead is not None and reconciled is None:
            for item in beginning_in(result.ahead, period):
                yield till.line(AHEAD, item.exact, "due", line=result.fact.id, about=item.to_json())
    yield from requested(facts, till, settings.own)
    if reconciled is not None and reconciled.balance.amount:
        status = BALANCE_IS[reconciled.status]
        about = {"balance_status": reconciled.status}
        yield till.line(
            RECONCILIATION, reconciled.balance.amount, status, about=about, reasons=reconciled.reasons
        )


def _of_nights(results: Sequence[LineResult], till: Till, status: Status) -> Iterator[MoneyLine]:
    for result in results:
        line = result.fact
        for part in result.parts:
            if part.exact or part.nights:
                yield till.line(part.code, part.exact, status, line=line.id, part=part)
        for item in line.variations:
            about = {"reason": item.reason, "reference": item.reference}
            yield till.line(VARIATION, item.amount, status, line=line.id, about=about)
