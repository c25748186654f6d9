"""The working of a score: each criterion with its points and weight, what was spread, the sum."""

from __future__ import annotations

from fractions import Fraction

from homeward.engine.matching.exclusions import miles, room
from homeward.engine.matching.points import living_together
from homeward.engine.matching.policy import Rules
from homeward.engine.matching.result import Match, Part, decimals
from homeward.engine.utilisation.steps import authority_of, step
from homeward.kernel.jsontypes import JSON
from homeward.kernel.reasons import Explanation, Step
from homeward.kernel.rounding import shown
from homeward.policy import Policy


def explain(match: Match, rules: Rules, policy: Policy) -> Explanation:
    """Why a place has the score it has."""
    known = match.known_weight
    steps = [_part(part, match, rules, known) for part in match.parts]
    spread = [part.criterion for part in match.parts if part.status == "unknown" and part.weight]
    aside = [part.criterion for part in match.parts if part.status == "not_asked" and part.weight]
    if known:
        steps.append(
            step(
                "weight_spread", decimals(known, 2), known=decimals(known, 2), unknown=spread, not_asked=aside
            )
        )
    score = "unknown" if match.score is None else decimals(match.score, 3)
    steps.append(step("score", score, terms=_terms(match), over=decimals(known, 2)))
    inputs: dict[str, JSON] = {"candidate": match.candidate.id, "score": score, "place": match.place}
    values = [*rules.weights.values(), *rules.points, *rules.values.used("matching.part_met")]
    return Explanation("match.score", inputs, tuple(steps), authority_of(policy.pack, values))


def _terms(match: Match) -> list[JSON]:
    return [
        {"criterion": part.criterion, "points": decimals(part.points, 2), "weight": decimals(part.weight, 2)}
        for part in match.parts
        if part.points is not None
    ]


def _part(part: Part, match: Match, rules: Rules, known: int) -> Step:
    if part.points is None:
        return step(f"{part.criterion}_{part.status}", "n/a", weight=decimals(part.weight, 2))
    adds = Fraction(part.weight * part.points, 100 * known) if known else Fraction(0)
    return step(
        part.criterion,
        shown(adds, 2),
        (),
        _facts(part.criterion, match, rules),
        points=decimals(part.points, 2),
        weight=decimals(part.weight, 2),
        adds=adds,
    )


def _facts(criterion: str, match: Match, rules: Rules) -> dict[str, JSON]:
    """What the points of a criterion were made of."""
    row, ask, candidate = match.row, rules.ask, match.candidate
    if criterion == "needs":
        met: dict[str, JSON] = {code: candidate.meets.get(code, "unknown") for code in ask.needs}
        return {"needs": met}
    if criterion == "distance":
        return {"miles": miles(match.where.tenths)}
    if criterion == "siblings":
        return {"together": living_together(row, ask), "siblings": ask.siblings_in_all, "room": room(row)}
    if criterion == "school":
        return {"school": candidate.school}
    if criterion == "language":
        return {"language": ask.language, "spoken": sorted(row.languages or ())}
    if criterion == "quality":
        return {"quality": None if candidate.quality is None else str(candidate.quality)}
    return {
        "price": None if candidate.weekly_price is None else str(candidate.weekly_price),
        "comparable": None if candidate.comparable_price is None else str(candidate.comparable_price),
    }
