"""The rule ``may-widen``: may this search go outside the framework?

Only when nothing suitable was offered inside it, and somebody entitled agrees. Before the deadline for answers only in
an emergency, with an override and its reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from homeward.engine.facts import parse_facts
from homeward.engine.matching.policy import EMERGENCY
from homeward.engine.obstacles import Effects, Obstacle
from homeward.engine.refusal import Refusal, from_missing_value
from homeward.engine.standing.asking import listed
from homeward.engine.standing.facts import AgreementFact, AnswerFact, WidenFacts
from homeward.engine.standing.in_the_way import Found, by_then
from homeward.engine.standing.moments import local, local_day
from homeward.kernel.jsontypes import JSON
from homeward.kernel.problems import Problem
from homeward.kernel.reasons import Authority, ValueUsed
from homeward.policy import Pack, Policy, PolicyValueError

CODES = (
    "in_house_not_searched", "framework_not_searched", "suitable_offer_open", "offer_unjudged",
    "unsuitable_without_reason", "answers_pending", "override_not_emergency", "non_framework_not_agreed",
    "decider_not_entitled", "requester_decides",
)  # fmt: skip


@dataclass(frozen=True)
class Widening:
    """Whether the search may be widened, what stands in the way, and how the invited answered."""

    facts: WidenFacts
    pack: Pack
    on: date
    refusals: tuple[Obstacle, ...]
    warnings: tuple[Obstacle, ...]
    counts: Mapping[str, int]
    authority: Authority

    @property
    def is_allowed(self) -> bool:
        return not self.refusals

    def to_json(self) -> dict[str, JSON]:
        return {
            "rule": "may-widen",
            "pack": {"id": self.pack.id, "version": self.pack.version, "digest": self.pack.digest},
            "referral": self.facts.referral,
            "on": self.on.isoformat(),
            "allowed": self.is_allowed,
            "refusals": [item.to_json() for item in self.refusals],
            "warnings": [item.to_json() for item in self.warnings],
            "answers": dict(self.counts),
            "authority": self.authority.to_json(),
        }


def decide_widening(facts: WidenFacts | Mapping[str, Any], policy: Policy) -> Widening:
    """Whether a non-framework search is allowed now. Raises Refusal when facts or values are wrong or missing."""
    given = parse_facts(WidenFacts, facts)
    zone = ZoneInfo(policy.pack.time_zone)
    today = local_day(given.at, zone)
    _once([answer.provider for answer in given.answers])
    try:
        roles = {
            name: policy.look("matching.decider", on=today, key=name)
            for name in ("non_framework", "deadline_override")
        }
        found = Found(Effects(policy, today, CODES))
    except PolicyValueError as error:
        raise Refusal([from_missing_value(error)]) from None
    if not given.in_house_reason.strip():
        found.add("in_house_not_searched")
    if not given.answers:
        found.add("framework_not_searched")
    counts = _answers(given.answers, found)
    override = _deadline(given, roles["deadline_override"], counts, found, zone)
    _agreed(given, override, roles["non_framework"], found, zone)
    return Widening(given, policy.pack, today, found.refusals, found.warnings, counts, policy.authority())


def _once(providers: list[str]) -> None:
    twice = sorted({name for name in providers if providers.count(name) > 1})
    if twice:
        text = "A provider stands twice among the answers."
        raise Refusal(
            [Problem("listed_twice", text, "Keep each once.", column="answers", value=", ".join(twice))]
        )


def _answers(answers: list[AnswerFact], found: Found) -> dict[str, int]:
    offered = [answer for answer in answers if answer.answer == "offered"]
    suitable = [answer.provider for answer in offered if answer.suitable]
    unjudged = [answer.provider for answer in offered if answer.suitable is None]
    bare = [a.provider for a in offered if a.suitable is False and not a.reason.strip()]
    if suitable:
        found.add("suitable_offer_open", providers=sorted(suitable))
    if unjudged:
        found.add("offer_unjudged", providers=sorted(unjudged))
    if bare:
        found.add("unsuitable_without_reason", providers=sorted(bare))
    return {
        "invited": len(answers),
        "suitable": len(suitable),
        "unjudged": len(unjudged),
        "unsuitable": len(offered) - len(suitable) - len(unjudged),
        "declined": sum(answer.answer == "declined" for answer in answers),
        "no_response": sum(answer.answer == "none" for answer in answers),
    }


def _deadline(
    facts: WidenFacts, used: ValueUsed, counts: Mapping[str, int], found: Found, zone: ZoneInfo
) -> AgreementFact | None:
    """The override, where it holds; what is wrong with it, where the deadline has not passed."""
    if local(facts.at, zone) >= local(facts.deadline, zone):
        return None
    override = facts.override
    given = override is not None and bool(override.reason.strip()) and by_then(override, facts.at, zone)
    if override is None or not given:
        deadline = local(facts.deadline, zone).isoformat()
        found.add("answers_pending", values=[used], deadline=deadline, pending=counts["no_response"])
        return None
    if facts.urgency != EMERGENCY:
        found.add("override_not_emergency", urgency=facts.urgency, by=override.by)
        return None
    _by_whom("deadline_override", override, used, facts, found)
    return override


def _agreed(
    facts: WidenFacts, override: AgreementFact | None, used: ValueUsed, found: Found, zone: ZoneInfo
) -> None:
    """The override is an agreement already; otherwise one is needed."""
    if override is not None and facts.agreed is None:
        return
    if facts.agreed is None or not by_then(facts.agreed, facts.at, zone):
        found.add("non_framework_not_agreed", values=[used], needed=list(listed(used)))
    else:
        _by_whom("non_framework", facts.agreed, used, facts, found)


def _by_whom(
    approval: str, agreement: AgreementFact, used: ValueUsed, facts: WidenFacts, found: Found
) -> None:
    roles = listed(used)
    if agreement.role not in roles:
        found.add(
            "decider_not_entitled",
            values=[used],
            approval=approval,
            by=agreement.by,
            role=agreement.role,
            entitled=list(roles),
        )
    if agreement.by == facts.requested_by:
        found.add("requester_decides", approval=approval, by=agreement.by)
