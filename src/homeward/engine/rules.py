"""The rules by name, for the command line, scenarios and the interface for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from homeward.engine.allocation.facts import AllocationFacts
from homeward.engine.approval import ApprovalFacts, decide_gate
from homeward.engine.facts import Fact
from homeward.engine.loadings.review import LoadingReviewFacts, decide_review
from homeward.engine.matching.decide import decide as decide_match
from homeward.engine.matching.facts import MatchFacts
from homeward.engine.partner_funding import FundingFacts, decide_funding
from homeward.engine.ranking import (
    MiniCompetitionFacts,
    RankingFacts,
    decide_mini_competition,
    decide_ranking,
)
from homeward.engine.standing.facts import AcceptFacts, WidenFacts
from homeward.engine.standing.may_accept import decide_acceptance
from homeward.engine.standing.may_widen import decide_widening
from homeward.engine.utilisation import (
    UtilisationFacts,
    check_abatement,
    check_loading_abatements,
    decide,
)
from homeward.kernel.jsontypes import JSON
from homeward.kernel.reasons import Reason
from homeward.policy import Pack, Policy, Workflow


class Decision(Protocol):
    def to_json(self) -> dict[str, JSON]: ...


@dataclass(frozen=True)
class Rule:
    """A rule: the facts it takes, how it decides, and what can be asked of its decision afterwards."""

    name: str
    summary: str
    facts: type[Fact]
    decide: Callable[[Any, Policy], Decision]
    asks: Mapping[str, Callable[[Any, Any], list[Reason]]] = field(default_factory=dict)
    twin: Callable[[Any, Policy], object | None] | None = (
        None  # decides again in columns: what differs, or None
    )
    holidays: str | None = (
        None  # the fact that the command line fills with public holidays where it is left out
    )

    def schema(self, pack: Pack | None = None) -> dict[str, Any]:
        """The JSON schema of the facts; with a pack, coded fields list its codes."""
        schema = self.facts.model_json_schema()
        if pack is not None:
            _list_codes(schema, pack)
        return {**schema, "title": f"Facts of the rule {self.name}"}


def _list_codes(part: Any, pack: Pack) -> None:
    if isinstance(part, dict):
        name = part.get("vocabulary")
        if isinstance(name, str) and name in pack.vocabularies:
            empty = [None] if "default" in part else []
            part["enum"] = [*pack.vocabulary(name).codes, *empty]
        journeys = [pack.workflows[key] for key in part.get("journeys", ()) if key in pack.workflows]
        if journeys:
            part["enum"] = [*_of_journeys(journeys, part.get("steps") is True), None]
        for item in part.values():
            _list_codes(item, pack)
    elif isinstance(part, list):
        for item in part:
            _list_codes(item, pack)


def _of_journeys(journeys: Sequence[Workflow], steps: bool) -> list[str]:
    """The states of journeys, after their moves where those are meant as well."""
    moves = [code for journey in journeys for move in journey.moves for code in (move.code, *move.also)]
    states = [code for journey in journeys for code in journey.codes]
    return list(dict.fromkeys([*moves, *states] if steps else states))


def _in_columns(decision: Any, policy: Policy) -> object | None:
    from homeward.engine.utilisation.twin import compare  # deciding alone needs no columns

    return compare(decision, policy)


def _match_in_columns(decision: Any, policy: Policy) -> object | None:
    from homeward.engine.matching.twin import compare

    return compare(decision, policy)


def _decide_panel(facts: Any, policy: Policy) -> Decision:
    from homeward.engine.allocation.decide import decide_panel  # numpy and SciPy only for a panel

    return decide_panel(facts, policy)


RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            "utilisation",
            "placements and spells of one line and period: nights, share, level, growth, limit, flags",
            UtilisationFacts,
            decide,
            {"abatement": check_abatement, "loading_abatements": check_loading_abatements},
            _in_columns,
        ),
        Rule(
            "loading-review",
            "year-to-date data of one line: the contract loading proposed for the next financial year",
            LoadingReviewFacts,
            decide_review,
        ),
        Rule(
            "ranking",
            "providers of one lot, region and period: quality of the year, price points, total, rank, who is not ranked and why",
            RankingFacts,
            decide_ranking,
        ),
        Rule(
            "mini-competition",
            "offers for one child: gateway, marks for skills and weekly fee, rank",
            MiniCompetitionFacts,
            decide_mini_competition,
        ),
        Rule(
            "match",
            "one referral and the places that might be offered: exclusions by name, score, order, a choice checked",
            MatchFacts,
            decide_match,
            twin=_match_in_columns,
        ),
        Rule(
            "may-accept",
            "may this offer be accepted, this contract signed, this placement start: every refusal at once",
            AcceptFacts,
            decide_acceptance,
        ),
        Rule(
            "may-widen",
            "may this search go outside the framework: every refusal at once",
            WidenFacts,
            decide_widening,
        ),
        Rule(
            "approval",
            "an application to become a care partner and a step wished for: may it be made, and everything that is missing",
            ApprovalFacts,
            decide_gate,
            holidays="public_holidays",
        ),
        Rule(
            "panel",
            "all open referrals and free homes at once: most children placed, best total, beside first come, first served",
            AllocationFacts,
            _decide_panel,
        ),
        Rule(
            "funding",
            "one care partner and period: nights, rates, instalments, requests, GST, what was paid and what is left",
            FundingFacts,
            decide_funding,
        ),
    )
}
