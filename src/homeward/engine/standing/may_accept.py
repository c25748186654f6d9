"""The rule ``may-accept``: may this offer be accepted, this contract be signed, this placement start, now?

Every refusal at once. A restriction runs from 00:00 of its first day to 00:00 of its lift date in the pack's time
zone; one that stands when a contract is to be signed or a placement to start sends it back to be decided again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from homeward.engine.facts import parse_facts
from homeward.engine.matching.decide import match_one
from homeward.engine.matching.exclusions import CODES
from homeward.engine.matching.facts import MatchFacts
from homeward.engine.matching.policy import EMERGENCY
from homeward.engine.matching.result import Match
from homeward.engine.obstacles import Effects, Obstacle
from homeward.engine.refusal import Refusal, from_missing_value
from homeward.engine.standing import decided, placed
from homeward.engine.standing.asking import ACTS, IN_HOUSE_SIGNATURE, Asking, read_standing, signatories
from homeward.engine.standing.facts import AcceptFacts
from homeward.engine.standing.in_the_way import Found
from homeward.engine.standing.moments import local, local_day
from homeward.kernel.jsontypes import JSON
from homeward.kernel.reasons import Authority
from homeward.policy import Pack, Policy, PolicyValueError

OWN = (
    "offer_not_open", "offer_expired", "other_offer_accepted", "place_promised", "decision_missing",
    "decision_refused", "decider_not_entitled", "requester_decides", "verbal_not_emergency", "verbal_unconfirmed",
    "split_unexplained", "area_unknown", "out_of_area_not_approved", "area_not_notified", "distance_not_approved",
    "area_not_consulted", "check_missing", "waiver_not_emergency", "waiver_overdue", "non_framework_not_agreed",
    "contract_unsigned", "start_too_early",
)  # fmt: skip
SOFT = ("impact_missing", "area_unknown", "area_not_notified", "contract_unsigned")  # owed after an emergency
RESTRICTIONS = ("provider_restricted", "home_restricted")


@dataclass(frozen=True)
class Acceptance:
    """``refusals`` stand in the way now; ``warnings`` are owed, or will stand in the way of a later act.

    ``returns_to``: the step a restriction sends the search back to, or None. ``deadlines``: last days by name.
    """

    facts: AcceptFacts
    pack: Pack
    on: date
    refusals: tuple[Obstacle, ...]
    warnings: tuple[Obstacle, ...]
    returns_to: str | None
    deadlines: Mapping[str, date]
    match: Match
    authority: Authority

    @property
    def is_allowed(self) -> bool:
        return not self.refusals

    def to_json(self) -> dict[str, JSON]:
        return {
            "rule": "may-accept",
            "pack": {"id": self.pack.id, "version": self.pack.version, "digest": self.pack.digest},
            "offer": self.facts.offer.id,
            "referral": self.facts.referral.id,
            "act": self.facts.act,
            "on": self.on.isoformat(),
            "allowed": self.is_allowed,
            "refusals": [item.to_json() for item in self.refusals],
            "warnings": [item.to_json() for item in self.warnings],
            "returns_to": self.returns_to,
            "deadlines": {name: day.isoformat() for name, day in self.deadlines.items()},
            "miles": self.match.to_json()["miles"],
            "over_yardstick": self.match.where.over_yardstick,
            "out_of_area": self.match.where.out_of_area,
            "at_a_distance": self.match.where.at_a_distance,
            "authority": self.authority.to_json(),
        }


def decide_acceptance(facts: AcceptFacts | Mapping[str, Any], policy: Policy) -> Acceptance:
    """Whether the act may be done now. Raises Refusal when facts or policy values are wrong or missing."""
    given = parse_facts(AcceptFacts, facts)
    zone = ZoneInfo(policy.pack.time_zone)
    today = local_day(given.at, zone)
    match = match_one(
        MatchFacts(referral=given.referral, candidates=[given.candidate], on=today, purpose="decision"),
        policy,
    )
    soft = SOFT if given.referral.urgency == EMERGENCY else ()
    try:
        asking = read_standing(given, policy, zone, today)
        effects = Effects(policy, asking.day, (*CODES, *OWN), soft)
    except PolicyValueError as error:
        raise Refusal([from_missing_value(error)]) from None
    found = Found(effects)
    _fit(given, match, found)
    _offer(given, asking, found)
    decided.add(given, asking, found)
    deadlines = decided.deadlines(given, asking)
    placed.add(given, asking, match.where, found, deadlines)
    back = given.act != "accept" and any(item.code in RESTRICTIONS for item in found.refusals)
    return Acceptance(
        given,
        policy.pack,
        today,
        found.refusals,
        found.warnings,
        "head_of_service" if back else None,
        deadlines,
        match,
        policy.authority(),
    )


def _fit(facts: AcceptFacts, match: Match, found: Found) -> None:
    """What the match names; once the place is agreed, being free and confirmed no longer matter."""
    agreed = facts.act != "accept"
    for item in match.obstacles:
        if item.code == "vacancy_stale" and agreed:
            continue
        if item.code == "siblings_split" and not facts.offer.split_reason.strip():
            found.add("split_unexplained", item.reason.inputs)
        else:
            found.obstacles.append(item)


def _offer(facts: AcceptFacts, asking: Asking, found: Found) -> None:
    offer = facts.offer
    wanted = "open" if facts.act == "accept" else "accepted"
    if offer.standing != wanted:
        found.add("offer_not_open", standing=offer.standing, needed=wanted)
    if (
        facts.act == "accept"
        and offer.valid_until is not None
        and asking.now >= local(offer.valid_until, asking.zone)
    ):
        found.add("offer_expired", valid_until=local(offer.valid_until, asking.zone).isoformat())
    if facts.other_accepted is not None:
        found.add("other_offer_accepted", offer=facts.other_accepted)
    if facts.promised_to is not None:
        found.add("place_promised", referral=facts.promised_to)
    start = facts.offer.start_on or facts.referral.start_by
    if asking.today < start and facts.act == "start":
        found.add("start_too_early", start_on=start)
    signed = {"body": facts.contract.signed_by_body_at, "provider": facts.contract.signed_by_provider_at}
    needed = signatories(facts.candidate.route, asking.values.text(IN_HOUSE_SIGNATURE))
    unsigned = [who for who in needed if signed[who] is None]
    if unsigned and facts.act == ACTS[-1]:
        found.add("contract_unsigned", unsigned=unsigned)
