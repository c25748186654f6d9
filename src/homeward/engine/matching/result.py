"""How one place fits: its standing, its score and the parts of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from homeward.engine.matching.distance import Whereabouts
from homeward.engine.matching.exclusions import miles
from homeward.engine.matching.facts import CandidateFact
from homeward.engine.matching.rows import Row
from homeward.engine.obstacles import Obstacle
from homeward.kernel.jsontypes import JSON, exact_text


@dataclass(frozen=True)
class Part:
    """One criterion of one place. ``status``: known, unknown, or not_asked by this referral.

    ``points`` in hundredths (0 to 10 000). ``weight``: hundredths of a percent by the pack.
    """

    criterion: str
    status: str
    points: int | None
    weight: int

    def to_json(self, known: int) -> dict[str, JSON]:
        """``share``: the weight after what is unknown was spread, exact; ``known``: the weight of what is known."""
        counts = self.points is not None and known > 0
        return {
            "criterion": self.criterion,
            "status": self.status,
            "points": None if self.points is None else decimals(self.points, 2),
            "weight": decimals(self.weight, 2),
            "share": exact_text(Fraction(self.weight, known)) if counts else "0",
        }


@dataclass(frozen=True)
class Match:
    """How one place fits. ``score``: thousandths of a point, 0 to 100 000, None when nothing is known.

    ``standing``: eligible or excluded. ``place``: among the eligible, equal where neither score nor rank differs.
    ``unknown``: what could not be checked or scored.
    """

    candidate: CandidateFact
    row: Row
    mask: int
    score: int | None
    parts: tuple[Part, ...]
    obstacles: tuple[Obstacle, ...]
    where: Whereabouts
    unknown: tuple[str, ...]
    place: int | None = None

    @property
    def is_eligible(self) -> bool:
        return not any(obstacle.effect == "blocks" for obstacle in self.obstacles)

    @property
    def known_weight(self) -> int:
        return sum(part.weight for part in self.parts if part.points is not None)

    def to_json(self) -> dict[str, JSON]:
        known = self.known_weight
        return {
            "candidate": self.candidate.id,
            "home": self.candidate.home,
            "provider": self.candidate.provider,
            "route": self.candidate.route,
            "standing": "eligible" if self.is_eligible else "excluded",
            "place": self.place,
            "score": None if self.score is None else decimals(self.score, 3),
            "rank": self.candidate.rank,
            "excluded_by": [o.to_json() for o in self.obstacles if o.effect == "blocks"],
            "warnings": [o.to_json() for o in self.obstacles if o.effect == "warns"],
            "criteria": [part.to_json(known) for part in self.parts],
            "known_weight": decimals(known, 2),
            "unknown": list(self.unknown),
            "miles": miles(self.where.tenths),
            "over_yardstick": self.where.over_yardstick,
            "out_of_area": self.where.out_of_area,
            "at_a_distance": self.where.at_a_distance,
        }


def decimals(value: int, digits: int) -> str:
    """A whole number of hundredths or thousandths as text, without a trailing point.

    >>> decimals(87_450, 3), decimals(10_000, 2)
    ('87.450', '100.00')
    """
    whole, rest = divmod(value, 10**digits)
    return f"{whole}.{rest:0{digits}d}"
