"""The working of each point: formula, inputs, the values used and their clauses."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from homeward.engine.ranking.decision import Ranked
from homeward.engine.ranking.scores import Method, Quality, Term
from homeward.engine.utilisation.steps import authority_of, step
from homeward.engine.values import Values
from homeward.kernel.jsontypes import JSON
from homeward.kernel.reasons import Explanation, Step
from homeward.kernel.rounding import shown
from homeward.policy import Pack

QUALITY = (
    "ranking.reassessed_share",
    "ranking.reassessed_share_basis",
    "ranking.quality_share",
    "ranking.missing_annual",
    "ranking.snapshot_day",
)
PRICE = ("ranking.price_points",)
TOTAL = ("ranking.quality_share", "ranking.price_share")
KEYS = ("total", "quality", "price")


def explain(
    item: Ranked, method: Method, lowest: Fraction, values: Values, pack: Pack
) -> dict[str, Explanation]:
    """Quality, price, total and rank of one bidder."""
    decimals = values.whole("ranking.shown_decimals")
    shown_by = values.used("ranking.shown_decimals")
    id_: dict[str, JSON] = {"bidder": item.bidder.id}

    def told(key: str, inputs: dict[str, JSON], steps: Sequence[Step], *paths: str) -> Explanation:
        authority = authority_of(pack, (*values.used(*paths), *shown_by))
        return Explanation(f"ranking.{key}", {**id_, **inputs}, tuple(steps), authority)

    quality, price, total = (shown(v, decimals) for v in (item.quality.score, item.price, item.total))
    return {
        "quality": told("quality", {"score": quality}, _quality(item.quality, method, decimals), *QUALITY),
        "price": told("price", {"score": price}, _price(item, lowest, decimals), *PRICE),
        "total": told(
            "total",
            {"total": total, "quality": quality, "price": price},
            _total(item, method, decimals),
            *TOTAL,
        ),
        "rank": told(
            "rank",
            {"rank": item.place.rank, "total": total},
            _rank(item, decimals),
            "ranking.ties",
        ),
    }


def _quality(quality: Quality, method: Method, decimals: int) -> list[Step]:
    steps = [step("tender_score", shown(quality.tender, decimals), score=quality.tender)]
    if quality.annual is None:
        steps.append(step("annual_none", "n/a", wanted_year=quality.wanted_year))
    else:
        steps.append(
            step(
                "annual_carried_forward" if quality.is_stale else "annual_score",
                shown(quality.annual, decimals),
                score=quality.annual,
                year=quality.annual_year,
                wanted_year=quality.wanted_year,
            )
        )
    steps.append(
        step(
            "quality_of_year",
            shown(quality.score, decimals),
            [_term(term, decimals) for term in quality.terms],
            reassessed=method.reassessed,
            basis=method.basis,
            score=quality.score,
        )
    )
    return steps


def _term(term: Term, decimals: int) -> Step:
    return step(
        f"{term.source}_term",
        shown(term.points, decimals),
        weight=term.weight,
        score=term.score,
        points=term.points,
        criterion=term.criterion,
    )


def _price(item: Ranked, lowest: Fraction, decimals: int) -> list[Step]:
    return [
        step("lowest_price", shown(lowest, 2), weekly=lowest),
        step("own_price", shown(item.weekly, 2), weekly=item.weekly),
        step("price_points", shown(item.price, decimals), score=item.price),
    ]


def _total(item: Ranked, method: Method, decimals: int) -> list[Step]:
    parts = (
        ("quality_points", method.quality_weight, item.quality.score),
        ("price_share_points", method.price_weight, item.price),
    )
    steps = [
        step(code, shown(weight * score, decimals), weight=weight, score=score, points=weight * score)
        for code, weight, score in parts
    ]
    return [*steps, step("total_points", shown(item.total, decimals), total=item.total)]


def _rank(item: Ranked, decimals: int) -> list[Step]:
    place = item.place
    steps = [step("ranked_on_exact_total", shown(item.total, decimals), total=item.total)]
    if item.shown_alike:
        steps.append(step("total_shown_alike", shown(item.total, decimals), total=item.total))
    if place.tied_with:
        steps.append(step("tied_on_total", str(len(place.tied_with)), tied_with=place.tied_with))
    steps += [
        step(f"tie_settled_by_{KEYS[key]}", shown(_key(item, key), 2), value=_key(item, key))
        for key in place.settled_by
    ]
    if place.joint_with:
        steps.append(step("joint_rank", str(place.rank), joint_with=place.joint_with))
    return [*steps, step("rank", str(place.rank), rank=place.rank)]


def _key(item: Ranked, key: int) -> Fraction:
    return (item.total, item.quality.score, item.weekly)[key]
