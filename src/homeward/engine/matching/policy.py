"""What matching reads from the pack, as the whole numbers it works with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from homeward.engine.matching.exclusions import BITS, CODES
from homeward.engine.matching.facts import MatchFacts
from homeward.engine.matching.rows import CRITERIA, Ask, ask_of, hundredths, tenths
from homeward.engine.obstacles import Effects
from homeward.engine.refusal import Refusal, from_missing_value
from homeward.engine.values import Values, read_values
from homeward.kernel.jsontypes import JSON
from homeward.kernel.problems import Problem
from homeward.kernel.reasons import ValueUsed
from homeward.policy import Policy, PolicyValueError

READS = (
    "matching.yardstick_miles",
    "matching.stale_after",
    "matching.other_arrangements",
    "matching.other_arrangements_age",
    "matching.part_met",
    "matching.use_of_rank",
)
BANDS = "distance_bands"
EMERGENCY = "emergency"
OWED = ("impact_missing",)  # in a search and in an emergency it is owed, and does not exclude


@dataclass(frozen=True)
class Rules:
    """The policy of one matching. ``blocks`` and ``warns`` are masks over the exclusions."""

    ask: Ask
    values: Values
    weights: dict[str, ValueUsed]
    points: tuple[ValueUsed, ...]
    effects: Effects
    override_roles: frozenset[str]
    blocks: int
    warns: int


def rules_of(facts: MatchFacts, policy: Policy) -> Rules:
    """Read everything once. Raises Refusal naming each value the pack lacks on the day."""
    try:
        return _read(facts, policy)
    except PolicyValueError as error:
        raise Refusal([from_missing_value(error)]) from None


def _read(facts: MatchFacts, policy: Policy) -> Rules:
    on = facts.referral.start_by
    values = read_values(policy, on, "", READS)
    weights = {c: policy.look("matching.weight", on=on, key=c) for c in CRITERIA}
    whole = tuple(hundredths(_number(weights[c])) for c in CRITERIA)
    if not sum(whole):
        problem = "Every weight of the match is 0, so nothing can be scored."
        raise Refusal([Problem("no_weights", problem, "Give at least one criterion a weight.")])
    bands, points = _bands(policy, facts)
    types = policy.pack.vocabulary("service_types").codes_on(on)
    needed = [policy.look_or_none("matching.registration_required", on=on, key=code) for code in types]
    registered = frozenset(str(used.key) for used in needed if used is not None and used.value)
    soft = OWED if facts.purpose == "search" or facts.referral.urgency == EMERGENCY else ()
    effects = Effects(policy, on, CODES, soft)
    return Rules(
        ask_of(facts, values, whole, bands, registered),
        values,
        weights,
        points,
        effects,
        override_roles(policy, on),
        blocks=sum(BITS[code] for code in CODES if effects.blocks(code)),
        warns=sum(BITS[code] for code in CODES if code in effects and not effects.blocks(code)),
    )


def override_roles(policy: Policy, on: date) -> frozenset[str]:
    """The roles that together may allow a placement under a restriction."""
    used = policy.look_or_none("matching.decider", on=on, key="restriction_override")
    return frozenset() if used is None else frozenset(str(role) for role in _listed(used))


def _listed(used: ValueUsed) -> tuple[JSON, ...]:
    return tuple(used.value) if isinstance(used.value, (list, tuple)) else ()


def _number(used: ValueUsed) -> Fraction:
    return Fraction(str(used.value))


def _bands(
    policy: Policy, facts: MatchFacts
) -> tuple[tuple[tuple[int | None, int], ...], tuple[ValueUsed, ...]]:
    """The bands nearest first; the one without an edge is the last."""
    on = facts.referral.start_by
    found: list[tuple[int | None, int]] = []
    read: list[ValueUsed] = []
    for code in policy.pack.vocabulary(BANDS).codes_on(on):
        edge = policy.look_or_none("matching.band_edge", on=on, key=code)
        points = policy.look("matching.band_points", on=on, key=code)
        found.append((None if edge is None else tenths(_number(edge)), hundredths(_number(points))))
        read += [used for used in (edge, points) if used is not None]
    found.sort(key=lambda band: (band[0] is None, band[0] or 0))
    return tuple(found), tuple(read)
