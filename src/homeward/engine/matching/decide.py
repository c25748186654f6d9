"""The rule ``match``: which places may be considered, how well each fits, in which order, and may this one be chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from homeward.engine.facts import parse_facts
from homeward.engine.matching.choice import Choice, check_choice
from homeward.engine.matching.distance import Whereabouts, whereabouts
from homeward.engine.matching.exclusions import EXCLUSIONS, mask_of, named, tenths_between
from homeward.engine.matching.explain import explain
from homeward.engine.matching.facts import CandidateFact, MatchFacts
from homeward.engine.matching.points import asked, points_of, score_of
from homeward.engine.matching.policy import Rules, rules_of
from homeward.engine.matching.result import Match, Part
from homeward.engine.matching.rows import CRITERIA, Row, row_of
from homeward.engine.refusal import Refusal
from homeward.kernel.jsontypes import JSON
from homeward.kernel.problems import Problem
from homeward.kernel.reasons import Authority, Explanation
from homeward.policy import Pack, Policy


@dataclass(frozen=True)
class MatchDecision:
    """Every place in order: eligible ones best first, then those excluded."""

    facts: MatchFacts
    pack: Pack
    matches: tuple[Match, ...]
    choice: Choice | None
    explanations: Mapping[str, Explanation]
    authority: Authority

    def to_json(self) -> dict[str, JSON]:
        return {
            "rule": "match",
            "pack": {"id": self.pack.id, "version": self.pack.version, "digest": self.pack.digest},
            "referral": self.facts.referral.id,
            "on": self.facts.referral.start_by.isoformat(),
            "purpose": self.facts.purpose,
            "eligible": sum(match.is_eligible for match in self.matches),
            "excluded": sum(not match.is_eligible for match in self.matches),
            "matches": [match.to_json() for match in self.matches],
            "choice": None if self.choice is None else self.choice.to_json(),
            "explanations": {key: told.to_json() for key, told in self.explanations.items()},
            "authority": self.authority.to_json(),
        }


def decide(facts: MatchFacts | Mapping[str, Any], policy: Policy) -> MatchDecision:
    """Compare the places for one referral. Raises Refusal when facts or policy values are wrong or missing."""
    given = parse_facts(MatchFacts, facts)
    _check(given)
    rules = rules_of(given, policy)
    found = [_match(candidate, rules) for candidate in given.candidates]
    ordered = _placed(found, rules.values.is_("matching.use_of_rank", "ties_only"))
    choice = None if given.choice is None else check_choice(given.choice, ordered)
    told = {f"score.{m.candidate.id}": explain(m, rules, policy) for m in ordered}
    return MatchDecision(given, policy.pack, ordered, choice, told, policy.authority())


def match_one(facts: MatchFacts, policy: Policy) -> Match:
    """The one place of the facts, without order and working. Raises as :func:`decide`."""
    _check(facts)
    return _match(facts.candidates[0], rules_of(facts, policy))


def _check(facts: MatchFacts) -> None:
    problems = []
    for name, ids in (
        ("candidates", [candidate.id for candidate in facts.candidates]),
        ("referral.children", [child.id for child in facts.referral.children]),
    ):
        if len(set(ids)) != len(ids):
            text = "The same identifier stands twice."
            problems.append(Problem("listed_twice", text, "Keep each once.", column=name))
    for child in facts.referral.children:
        if child.born_on > facts.referral.start_by:
            text = "The child is born after the first night."
            problems.append(
                Problem("born_after_start", text, "Correct one of the dates.", column="referral.children")
            )
    if facts.choice is not None and facts.choice.candidate not in {c.id for c in facts.candidates}:
        problems.append(
            Problem(
                "choice_not_listed",
                "The place chosen is not among the candidates.",
                "Choose one of them, or add it.",
                column="choice.candidate",
            )
        )
    if problems:
        raise Refusal(problems)


def _match(candidate: CandidateFact, rules: Rules) -> Match:
    row, ask = row_of(candidate, rules.override_roles), rules.ask
    points = points_of(row, ask)
    parts = tuple(
        Part(name, "known" if found is not None else "unknown" if wanted else "not_asked", found, weight)
        for name, found, wanted, weight in zip(CRITERIA, points, asked(ask), ask.weights, strict=True)
    )
    mask = mask_of(row, ask)
    obstacles = []
    for exclusion in EXCLUSIONS:
        if exclusion.code in named(mask):
            facts = {**exclusion.told(row, ask), **_beside(exclusion.code, candidate)}
            found_one = rules.effects.obstacle(exclusion.code, facts)
            obstacles += [found_one] if found_one is not None else []
    tenths = tenths_between(row, ask)
    where = whereabouts(tenths, ask.yardstick, ask.area, row.area, ask.adjoining)
    return Match(
        candidate,
        row,
        mask & (rules.blocks | rules.warns),
        score_of(points, ask.weights),
        parts,
        tuple(obstacles),
        where,
        _unknown(row, rules, parts, where),
    )


def _beside(code: str, candidate: CandidateFact) -> dict[str, JSON]:
    """What only the facts say: in which words a place is blocked, how a provider stands."""
    if code == "place_blocked":
        return {"because": candidate.blocked}
    if code == "not_admitted":
        return {"standing": candidate.admission or "not_admitted", "provider": candidate.provider}
    if code == "provider_restricted":
        return {"provider": candidate.provider}
    return {"home": candidate.home} if code == "home_restricted" else {}


def _unknown(row: Row, rules: Rules, parts: tuple[Part, ...], where: Whereabouts) -> tuple[str, ...]:
    ask = rules.ask
    found = [part.criterion for part in parts if part.status == "unknown"]
    found += [f"need:{code}" for code in ask.needs if code not in row.meets]
    if ask.avoid and row.traits is None:
        found.append("matching_exclusions")
    if ask.most_tenths is not None and where.tenths is None:
        found.append("limit")
    if where.out_of_area is None:
        found.append("out_of_area")
    elif where.at_a_distance is None:
        found.append("at_a_distance")
    return tuple(found)


def _placed(found: list[Match], by_rank: bool) -> tuple[Match, ...]:
    """Best score first, the provider's rank among equals, then the identifier so that any order in gives this out."""

    def key(match: Match) -> tuple[int, int]:
        score = -1 if match.score is None else match.score
        rank = match.candidate.rank if by_rank and match.candidate.rank is not None else 10**9
        return (-score, rank)

    eligible = sorted((m for m in found if m.is_eligible), key=lambda m: (key(m), m.candidate.id))
    places: list[Match] = []
    for number, match in enumerate(eligible, 1):
        same = bool(places) and key(places[-1]) == key(match)
        place = places[-1].place if same else number
        places.append(replace(match, place=place))
    excluded = sorted((m for m in found if not m.is_eligible), key=lambda m: (key(m)[0], m.candidate.id))
    return (*places, *excluded)
