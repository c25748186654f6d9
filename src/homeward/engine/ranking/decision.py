"""The decision of a ranking, as it is kept with a published version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from homeward.engine.ranking.facts import BidderFact, RankingFacts
from homeward.engine.ranking.places import Place
from homeward.engine.ranking.scores import Method, Quality
from homeward.engine.values import Values
from homeward.kernel.jsontypes import JSON, exact_text, plain
from homeward.kernel.problems import Problem
from homeward.kernel.reasons import Authority, Explanation, Reason
from homeward.kernel.rounding import shown
from homeward.policy import Pack


def score_json(value: Fraction, decimals: int) -> dict[str, JSON]:
    """A score exact and as it is shown, rounded half-up."""
    return {"exact": exact_text(value), "shown": shown(value, decimals)}


def method_version(pack: Pack, on: date, values: Values) -> dict[str, JSON]:
    """The method a result was made by: pack and every value read, so that a published version can be frozen."""
    return {
        "pack": pack.id,
        "version": pack.version,
        "digest": pack.digest,
        "on": on.isoformat(),
        "values": {path: plain(used.value) for path, used in sorted(values.by_path.items())},
    }


@dataclass(frozen=True)
class Ranked:
    """One bidder with its scores, of 100 each, and its place."""

    bidder: BidderFact
    quality: Quality
    weekly: Fraction
    price: Fraction
    total: Fraction
    place: Place = field(default_factory=lambda: Place(0))
    shown_alike: bool = False
    flags: tuple[Reason, ...] = ()
    explanations: Mapping[str, Explanation] = field(default_factory=dict)

    def to_json(self, method: Method, decimals: int) -> dict[str, JSON]:
        quality, place = self.quality, self.place
        annual: dict[str, JSON] | None = None
        if quality.annual is not None:
            annual = {
                "year": quality.annual_year,
                "stale": quality.is_stale,
                **score_json(quality.annual, decimals),
            }
        return {
            "bidder": self.bidder.id,
            "rank": place.rank,
            "joint_with": list(place.joint_with),
            "tied_with": list(place.tied_with),
            "settled_by": [("total", "quality", "price")[key] for key in place.settled_by],
            "shown_alike": self.shown_alike,
            "tender": score_json(quality.tender, decimals),
            "annual": annual,
            "stale": quality.is_stale,
            "quality": score_json(quality.score, decimals),
            "price": {"weekly": shown(self.weekly, 2), **score_json(self.price, decimals)},
            "points": {
                "quality": score_json(quality.score * method.quality_weight, decimals),
                "price": score_json(self.price * method.price_weight, decimals),
            },
            "total": score_json(self.total, decimals),
            "flags": [flag.to_json() for flag in self.flags],
            "explanations": {key: item.to_json() for key, item in self.explanations.items()},
        }


@dataclass(frozen=True)
class NotRanked:
    """A bidder that is not ranked, with every reason."""

    bidder: BidderFact
    reasons: tuple[Reason, ...]

    def to_json(self) -> dict[str, JSON]:
        return {"bidder": self.bidder.id, "reasons": [reason.to_json() for reason in self.reasons]}


@dataclass(frozen=True)
class RankingDecision:
    """The ranking of one lot, region and period, by one method."""

    facts: RankingFacts
    pack: Pack
    method_on: date
    snapshot_on: date
    method: Method
    values: Values
    lowest: Fraction | None
    ranked: tuple[Ranked, ...]
    not_ranked: tuple[NotRanked, ...]
    warnings: tuple[Problem, ...]
    authority: Authority

    @property
    def decimals(self) -> int:
        return self.values.whole("ranking.shown_decimals")

    def to_json(self) -> dict[str, JSON]:
        facts = self.facts
        return {
            "rule": "ranking",
            "pack": {"id": self.pack.id, "version": self.pack.version, "digest": self.pack.digest},
            "lot": facts.lot.id,
            "region": facts.region,
            "period": facts.period.range.to_json(),
            "method_version": method_version(self.pack, self.method_on, self.values),
            "method": {
                "quality_weight": exact_text(self.method.quality_weight),
                "price_weight": exact_text(self.method.price_weight),
                "reassessed_share_basis": self.method.basis,
                "reassessed_of_quality": exact_text(self.method.reassessed),
            },
            "snapshot_on": self.snapshot_on.isoformat(),
            "assessment_year": self.snapshot_on.year,
            "query_window": {"business_days": self.values.whole("ranking.query_window")},
            "lowest_price": None if self.lowest is None else shown(self.lowest, 2),
            "ranked": [item.to_json(self.method, self.decimals) for item in self.ranked],
            "not_ranked": [item.to_json() for item in self.not_ranked],
            "warnings": [warning.to_json() for warning in self.warnings],
            "values": [used.to_json() for used in self.authority.values],
            "placeholders": [used.path for used in self.authority.values if used.standing == "placeholder"],
        }
