"""Ranks the providers of one lot, region and period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from homeward.engine.facts import parse_facts
from homeward.engine.ranking.admission import standing_of
from homeward.engine.ranking.check import check_facts, check_method
from homeward.engine.ranking.decision import NotRanked, Ranked, RankingDecision
from homeward.engine.ranking.explain import explain
from homeward.engine.ranking.facts import BidderFact, RankingFacts
from homeward.engine.ranking.gateway import GATEWAY
from homeward.engine.ranking.places import Contender, places
from homeward.engine.ranking.scores import Method, method_of, quality_of
from homeward.engine.refusal import Refusal, from_override
from homeward.engine.values import Values, read_values
from homeward.kernel.problems import Problem, errors
from homeward.kernel.reasons import Reason
from homeward.kernel.rounding import half_up
from homeward.policy import OverrideRefused, Policy

READ = (
    "ranking.quality_share",
    "ranking.price_share",
    "ranking.reassessed_share",
    "ranking.reassessed_share_basis",
    "ranking.price_points",
    "ranking.ties",
    "ranking.missing_annual",
    "ranking.gateway",
    "ranking.snapshot_day",
    "ranking.query_window",
    "ranking.shown_decimals",
    "admission.required_checks",
)


def decide_ranking(facts: RankingFacts | Mapping[str, Any], policy: Policy) -> RankingDecision:
    """Rank the providers of a lot. Raises Refusal with every problem of the facts or the method.

    Policy values are those of ``method_on``; a framework's own overrides stand above them. Whoever cannot be
    ranked is named with every reason and changes nobody's points.
    """
    given = parse_facts(RankingFacts, facts)
    problems = check_facts(given, policy.pack)
    method_on = given.method_on or given.period.start
    try:
        own = policy.with_overrides(given.lot.overrides)
    except OverrideRefused as error:
        raise Refusal([*errors(problems), *from_override(error)]) from None
    values = _read(own, method_on, problems)
    problems += check_method(values, given.criteria)
    if errors(problems):
        raise Refusal(errors(problems))
    snapshot_on = last_snapshot(given.period.start, values.text("ranking.snapshot_day"))
    method = method_of(values, given.criteria)
    ranked, not_ranked, lowest = _ranked(given, method, values, snapshot_on.year)
    explained = [
        replace(item, explanations=explain(item, method, lowest or Fraction(0), values, own.pack))
        for item in ranked
    ]
    return RankingDecision(
        facts=given,
        pack=own.pack,
        method_on=method_on,
        snapshot_on=snapshot_on,
        method=method,
        values=values,
        lowest=lowest,
        ranked=tuple(
            sorted(explained, key=lambda item: (item.place.rank, item.bidder.id))
        ),  # joint: any order
        not_ranked=tuple(sorted(not_ranked, key=lambda item: item.bidder.id)),
        warnings=(*problems, *_later_years(given.bidders, snapshot_on.year)),
        authority=own.authority(),
    )


def _read(policy: Policy, on: date, problems: Sequence[Problem]) -> Values:
    """The values of the ranking, and those of the gateway where one is set."""
    try:
        values = read_values(policy, on, "", READ)
        if values.is_("ranking.gateway", "none"):
            return values
        return read_values(policy, on, "", (*READ, *GATEWAY))
    except Refusal as refusal:
        raise Refusal([*errors(problems), *refusal.problems]) from None


def last_snapshot(day: date, month_day: str) -> date:
    """The last snapshot day on or before a day. 29 February stands for 28 February in a common year."""
    month, number = (int(part) for part in month_day.split("-"))
    for year in (day.year, day.year - 1):
        found = _day_of(year, month, number)
        if found <= day:
            return found
    raise AssertionError(f"{month_day} comes once a year")


def _day_of(year: int, month: int, number: int) -> date:
    while True:
        try:
            return date(year, month, number)
        except ValueError:  # a day this month does not have
            number -= 1


def _ranked(
    facts: RankingFacts, method: Method, values: Values, year: int
) -> tuple[list[Ranked], list[NotRanked], Fraction | None]:
    scored: list[tuple[BidderFact, list[Reason]]] = []
    not_ranked = []
    for bidder in facts.bidders:
        reasons, flags = standing_of(bidder, facts.period.range, values)
        if reasons:
            not_ranked.append(NotRanked(bidder, tuple(reasons)))
        else:
            scored.append((bidder, flags))
    weekly = {bidder.id: Fraction(bidder.price.weekly) for bidder, _ in scored if bidder.price is not None}
    lowest = min(weekly.values(), default=None)
    if lowest is None:
        return [], not_ranked, None
    items = []
    for bidder, flags in scored:
        quality = quality_of(bidder, method, year)
        price = 100 * lowest / weekly[bidder.id]
        total = method.quality_weight * quality.score + method.price_weight * price
        flags = [*flags, *_annual_flags(quality.annual_year, year, values)]
        items.append(Ranked(bidder, quality, weekly[bidder.id], price, total, flags=tuple(flags)))
    return _placed(items, values), not_ranked, lowest


def _annual_flags(found: int | None, wanted: int, values: Values) -> list[Reason]:
    used = values.used("ranking.missing_annual")
    if found is None:
        return [Reason("annual_none", {"wanted_year": wanted}, used, used[0].clause)]
    if found < wanted:
        return [Reason("annual_stale", {"year": found, "wanted_year": wanted}, used, used[0].clause)]
    return []


def _placed(items: Sequence[Ranked], values: Values) -> list[Ranked]:
    """Ranks on the exact totals, ties by the rule of the pack."""
    by_rule = values.is_("ranking.ties", "quality_then_price")
    contenders = [
        Contender(
            item.bidder.id,
            (-item.total, -item.quality.score, item.weekly) if by_rule else (-item.total,),
        )
        for item in items
    ]
    found = places(contenders)
    decimals = values.whole("ranking.shown_decimals")
    exact = {item.total for item in items}
    alike = Counter(half_up(total, decimals) for total in exact)
    return [
        replace(item, place=found[item.bidder.id], shown_alike=alike[half_up(item.total, decimals)] > 1)
        for item in items
    ]


def _later_years(bidders: Sequence[BidderFact], year: int) -> list[Problem]:
    return [
        Problem(
            "annual_of_a_later_year",
            f"The annual score of {annual.year} is not looked at: the ranking takes that of {year}.",
            "Nothing to do, unless the period is wrong.",
            severity="warning",
            column=f"bidders.{index}.annual.{number}",
            value=str(annual.year),
        )
        for index, bidder in enumerate(bidders)
        for number, annual in enumerate(bidder.annual)
        if annual.year > year
    ]
