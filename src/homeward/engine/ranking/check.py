"""Checks of a ranking's facts before anything is scored. Every problem is named at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from homeward.engine.ranking.facts import (
    BidderFact,
    CriterionFact,
    InspectionFact,
    QualityFact,
    RankingFacts,
    WaiverFact,
)
from homeward.engine.values import Values
from homeward.kernel.problems import Problem
from homeward.policy import Pack

HUNDRED = Decimal(100)


def check_facts(facts: RankingFacts, pack: Pack) -> list[Problem]:
    """Errors and warnings in a settled order."""
    return [*_period(facts), *_criteria(facts.criteria), *_bidders(facts, pack)]


def check_method(values: Values, criteria: Sequence[CriterionFact]) -> Iterator[Problem]:
    """Whether the values can be followed together, and with these criteria."""
    quality, price = values.number("ranking.quality_share"), values.number("ranking.price_share")
    share = values.number("ranking.reassessed_share")
    basis = values.text("ranking.reassessed_share_basis")
    if quality + price != 100:
        yield Problem(
            "weights_not_whole",
            f"Quality makes {quality} % and price {price} %: together not 100 %.",
            "Let both together be 100 %.",
            column="ranking.quality_share",
        )
    if share > (quality if basis == "total" else 100) or (basis == "total" and quality == 0):
        yield Problem(
            "reassessed_above_quality",
            f"{share} % are assessed anew each year, more than quality has.",
            "Correct the share, or choose another reading of it.",
            column="ranking.reassessed_share",
        )
    moved = sum((item.weight for item in criteria if item.reassessed), Decimal(0))
    if basis == "criteria_set" and criteria and Fraction(moved) != share:
        yield Problem(
            "reassessed_set_differs",
            f"The criteria scored anew each year carry {moved} % of quality; the policy says {share} %.",
            f"Mark criteria that carry {share} % together as scored anew, or choose another reading.",
            column="criteria",
        )


def _period(facts: RankingFacts) -> Iterator[Problem]:
    period = facts.period
    if period.end is not None and period.end <= period.start:
        yield Problem(
            "period_empty",
            f"The period runs from {period.start} to {period.end}: it has no day.",
            "Give the first date and the first date after the period.",
            column="period",
        )


def _criteria(criteria: Sequence[CriterionFact]) -> Iterator[Problem]:
    yield from check_once("criteria", "criterion", [item.code for item in criteria])
    weights = sum((item.weight for item in criteria), Decimal(0))
    if criteria and weights != HUNDRED:
        yield Problem(
            "criteria_not_whole",
            f"The weights of the criteria come to {weights} %.",
            "Let them come to 100 %.",
            column="criteria",
        )
    for index, item in enumerate(criteria):
        for name, value in (("weight", item.weight), ("out_of", item.out_of)):
            if value == 0:
                yield Problem(
                    "not_above_zero",
                    f"The criterion {item.code} has 0 here.",
                    "Give a number above 0.",
                    column=f"criteria.{index}.{name}",
                    value="0",
                )


def _bidders(facts: RankingFacts, pack: Pack) -> Iterator[Problem]:
    yield from check_once("bidders", "provider", [item.id for item in facts.bidders])
    anew = [item for item in facts.criteria if item.reassessed] or list(facts.criteria)
    for index, bidder in enumerate(facts.bidders):
        place = f"bidders.{index}"
        if bidder.tender is not None:
            yield from _quality(f"{place}.tender", bidder.tender, facts.criteria)
        yield from check_once(f"{place}.annual", "year", [str(item.year) for item in bidder.annual])
        for number, annual in enumerate(bidder.annual):
            yield from _quality(f"{place}.annual.{number}", annual, anew)
        yield from _terms(place, bidder, pack)


def _terms(place: str, bidder: BidderFact, pack: Pack) -> Iterator[Problem]:
    if bidder.price is not None:
        yield from check_price(f"{place}.price.weekly", bidder.price.weekly)
    if bidder.admitted is not None and bidder.admitted.is_reversed:
        yield Problem(
            "dates_reversed",
            f"The admission ends on {bidder.admitted.end}, before it starts.",
            "Correct the dates.",
            column=f"{place}.admitted",
        )
    yield from check_gateway(place, bidder.inspection, bidder.waiver, pack)
    checks = bidder.checks or []
    yield from check_once(f"{place}.checks", "check", [item.kind for item in checks])
    for number, check in enumerate(checks):
        yield from check_code(f"{place}.checks.{number}.kind", "admission_checks", check.kind, pack)


def check_gateway(
    place: str, inspection: InspectionFact | None, waiver: WaiverFact | None, pack: Pack
) -> Iterator[Problem]:
    if inspection is not None and inspection.grade is not None:
        yield from check_code(f"{place}.inspection.grade", "inspection_grades", inspection.grade, pack)
    if waiver is not None:
        yield from check_code(f"{place}.waiver.role", "waiver_roles", waiver.role, pack)


def check_price(place: str, price: Decimal) -> Iterator[Problem]:
    if price == 0:
        yield Problem(
            "not_above_zero",
            "A price of 0 cannot be compared with others.",
            "Give the price, or leave it out.",
            column=place,
            value="0",
        )


def check_code(place: str, vocabulary: str, code: str, pack: Pack) -> Iterator[Problem]:
    held = pack.vocabularies.get(vocabulary)
    if held is None or not held.knows(code):
        yield Problem(
            "unknown_code",
            f"{code} is no code of {vocabulary}.",
            f"Use one of: {', '.join(held.codes)}." if held else "Add the list to the pack.",
            column=place,
            value=code,
        )


def check_once(place: str, what: str, names: Sequence[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield Problem(
                "given_twice",
                f"The {what} {name} is given twice.",
                "Give each once.",
                column=f"{place}.{index}",
                value=name,
            )
        seen.add(name)


def _quality(place: str, quality: QualityFact, criteria: Sequence[CriterionFact]) -> Iterator[Problem]:
    """One total of 100, or exactly the criteria's scores, each within what it is out of."""
    if (quality.total is None) == (quality.scores is None):
        yield Problem(
            "one_measure",
            "A total and scores by criterion are both given, or neither.",
            "Give one of the two.",
            column=place,
        )
        return
    if quality.scores is None:
        yield from _within(f"{place}.total", quality.total or Decimal(0), HUNDRED)
        return
    if not criteria:
        yield Problem(
            "criteria_missing",
            "Scores by criterion are given, but no criteria.",
            "Add the criteria with their weights, or give a total.",
            column=place,
        )
        return
    yield from check_once(f"{place}.scores", "criterion", [item.criterion for item in quality.scores])
    highest = {item.code: item.out_of for item in criteria}
    for index, item in enumerate(quality.scores):
        if item.criterion not in highest:
            yield Problem(
                "unknown_code",
                f"{item.criterion} is no criterion that is scored here.",
                f"Use each of: {', '.join(highest) or 'none'}.",
                column=f"{place}.scores.{index}.criterion",
                value=item.criterion,
            )
        else:
            yield from _within(f"{place}.scores.{index}.score", item.score, highest[item.criterion])
    for code in sorted(set(highest) - {item.criterion for item in quality.scores}):
        yield Problem(
            "criterion_not_scored",
            f"The criterion {code} has no score.",
            "Add its score, or give a total.",
            column=f"{place}.scores",
            value=code,
        )


def _within(place: str, score: Decimal, highest: Decimal) -> Iterator[Problem]:
    if score > highest:
        yield Problem(
            "score_too_high",
            f"{score} is above {highest}, the highest score.",
            "Correct the score.",
            column=place,
            value=str(score),
        )
