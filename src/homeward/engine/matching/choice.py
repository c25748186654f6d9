"""May this place be chosen? Rank is no veto (R8): a place passed over, by rank or by score, asks for a reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from homeward.engine.matching.facts import ChoiceFact
from homeward.engine.matching.result import Match
from homeward.engine.obstacles import Obstacle
from homeward.kernel.jsontypes import JSON


@dataclass(frozen=True)
class Choice:
    """``status``: best (nothing is passed over), reasoned, reason_missing, or excluded.

    ``by_score`` and ``by_rank``: eligible places that score higher, or whose provider ranks better.
    """

    fact: ChoiceFact
    status: str
    by_score: tuple[str, ...]
    by_rank: tuple[str, ...]
    excluded_by: tuple[Obstacle, ...]

    @property
    def is_allowed(self) -> bool:
        return self.status in ("best", "reasoned")

    def to_json(self) -> dict[str, JSON]:
        return {
            "candidate": self.fact.candidate,
            "reason": self.fact.reason,
            "status": self.status,
            "allowed": self.is_allowed,
            "passed_over_by_score": list(self.by_score),
            "passed_over_by_rank": list(self.by_rank),
            "excluded_by": [obstacle.to_json() for obstacle in self.excluded_by],
        }


def check_choice(choice: ChoiceFact, matches: Sequence[Match]) -> Choice:
    """The choice against every place that was looked at."""
    chosen = next(match for match in matches if match.candidate.id == choice.candidate)
    others = [match for match in matches if match.is_eligible and match is not chosen]
    score, rank = chosen.score, chosen.candidate.rank
    by_score = [m.candidate.id for m in others if m.score is not None and (score is None or m.score > score)]
    by_rank = [
        m.candidate.id
        for m in others
        if m.candidate.rank is not None and rank is not None and m.candidate.rank < rank
    ]
    if not chosen.is_eligible:
        status = "excluded"
    elif not by_score and not by_rank:
        status = "best"
    else:
        status = "reasoned" if choice.reason.strip() else "reason_missing"
    blocking = tuple(obstacle for obstacle in chosen.obstacles if obstacle.effect == "blocks")
    return Choice(choice, status, tuple(by_score), tuple(by_rank), blocking)
