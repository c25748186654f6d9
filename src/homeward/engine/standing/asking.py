"""What one question of standing rests on: the moment, the roles and the deadlines of the pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from homeward.engine.matching.policy import EMERGENCY
from homeward.engine.standing.facts import AcceptFacts
from homeward.engine.standing.moments import local
from homeward.engine.values import Values, read_values
from homeward.kernel.reasons import ValueUsed
from homeward.policy import Policy

ACTS = ("accept", "contract", "start")
IN_HOUSE_SIGNATURE = "matching.in_house_signature"
READS = (
    "matching.decided_before",
    IN_HOUSE_SIGNATURE,
    "matching.checks",
    "matching.waiver_made_good",
    "matching.verbal_confirmed",
    "matching.area_notified",
)
APPROVALS = ("placement", "non_framework", "out_of_area", "at_a_distance")


@dataclass(frozen=True)
class Asking:
    """``day``: the day values are read for. ``roles``: who may agree, by kind of approval."""

    now: datetime
    today: date
    day: date
    zone: ZoneInfo
    act: str
    emergency: bool
    values: Values
    roles: Mapping[str, ValueUsed]
    holidays: frozenset[date]

    def is_before(self, act: str) -> bool:
        """Whether the act at hand comes before another, so that what that one needs is still to come."""
        return ACTS.index(self.act) < ACTS.index(act)

    def may_decide(self, approval: str) -> tuple[str, ...]:
        return listed(self.roles[approval])


def signatories(route: str, reading: str) -> tuple[str, ...]:
    """Whose signatures a contract needs: both sides', but for an own home where the policy reads it so."""
    return ("body",) if route == "in_house" and reading == "body" else ("body", "provider")


def listed(used: ValueUsed) -> tuple[str, ...]:
    """The codes of a value that is a list."""
    return tuple(str(code) for code in used.value) if isinstance(used.value, (list, tuple)) else ()


def read_standing(facts: AcceptFacts, policy: Policy, zone: ZoneInfo, today: date) -> Asking:
    """Raises Refusal, or MissingValue, naming what the pack lacks on the first night."""
    on = facts.referral.start_by
    return Asking(
        local(facts.at, zone),
        today,
        on,
        zone,
        facts.act,
        facts.referral.urgency == EMERGENCY,
        read_values(policy, on, "", READS),
        {name: policy.look("matching.decider", on=on, key=name) for name in APPROVALS},
        frozenset(facts.public_holidays),
    )
