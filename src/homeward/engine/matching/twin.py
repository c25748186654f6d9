"""The same places in columns: what differs from the plain rule, or nothing."""

from __future__ import annotations

from homeward.engine.matching.columns import NONE, Columns
from homeward.engine.matching.decide import MatchDecision
from homeward.engine.matching.exclusions import named
from homeward.engine.matching.policy import rules_of
from homeward.kernel.jsontypes import JSON
from homeward.policy import Policy


def compare(decision: MatchDecision, policy: Policy) -> list[dict[str, JSON]] | None:
    """For each place that differs both masks and both scores; None where the two ways agree."""
    rules = rules_of(decision.facts, policy)
    matches = decision.matches
    scored = Columns([match.row for match in matches]).score(rules.ask)
    asked = rules.blocks | rules.warns
    apart: list[dict[str, JSON]] = []
    for match, mask, score in zip(matches, scored.mask.tolist(), scored.score.tolist(), strict=True):
        if (mask & asked, score) != (match.mask, NONE if match.score is None else match.score):
            apart.append(
                {
                    "candidate": match.candidate.id,
                    "plain": [*named(match.mask), match.score],
                    "columns": [*named(mask & asked), score],
                }
            )
    return apart or None
