"""The rule ``panel``: a home for as many children as can be, and among such plans the one that fits best.

Each result says whether it is proven, and for each child what was chosen, which homes fit as well or better, and why
not they. First come, first served stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from homeward.engine.allocation.facts import AllocationFacts
from homeward.engine.allocation.first_come import first_come
from homeward.engine.allocation.gather import Panel, gather
from homeward.engine.allocation.problem import Plan
from homeward.engine.allocation.solve import Solved, solve
from homeward.engine.allocation.why import Outcome, outcomes
from homeward.engine.facts import parse_facts
from homeward.engine.matching.result import decimals
from homeward.engine.matching.rows import hundredths
from homeward.engine.values import read_values
from homeward.kernel.jsontypes import JSON, exact_text
from homeward.kernel.reasons import Authority
from homeward.kernel.rounding import shown
from homeward.policy import Pack, Policy

PENALTY = "matching.split_penalty"


@dataclass(frozen=True)
class Allocation:
    """``solved`` is the proposal, ``queue`` what first come, first served gives on the same facts."""

    facts: AllocationFacts
    pack: Pack
    panel: Panel
    solved: Solved
    queue: Plan
    outcomes: tuple[Outcome, ...]
    queued: tuple[Outcome, ...]
    authority: Authority

    def to_json(self) -> dict[str, JSON]:
        plan, (missing, score) = self.solved.plan, self.solved.gap
        return {
            "rule": "panel",
            "pack": {"id": self.pack.id, "version": self.pack.version, "digest": self.pack.digest},
            "on": self.facts.on.isoformat(),
            "children": self.panel.problem.children,
            "proven": self.solved.is_proven,
            "gap": {
                "points": _points(missing),
                "percent": "0"
                if not missing
                else shown(Fraction(100 * missing, score), 4)
                if score
                else "n/a",
            },
            "proposal": figures_of(plan),
            "first_come": {**figures_of(self.queue), "units": [item.to_json() for item in self.queued]},
            "gain": {
                "placed": plan.placed - self.queue.placed,
                "score": _points(plan.score - self.queue.score),
            },
            "units": [item.to_json() for item in self.outcomes],
            "authority": self.authority.to_json(),
        }


def figures_of(plan: Plan) -> dict[str, JSON]:
    """``score`` adds the points of every child placed; ``mean`` is for each of them."""
    mean = Fraction(plan.score, 1000 * plan.placed) if plan.placed else None
    return {
        "placed": plan.placed,
        "score": _points(plan.score),
        "mean": None if mean is None else {"exact": exact_text(mean), "shown": shown(mean, 1)},
    }


def _points(thousandths: int) -> str:
    sign = "-" if thousandths < 0 else ""
    return sign + decimals(abs(thousandths), 3)


def decide_panel(facts: AllocationFacts | Mapping[str, Any], policy: Policy) -> Allocation:
    """Propose homes for a whole panel. Raises Refusal when facts or policy values are wrong or missing."""
    given = parse_facts(AllocationFacts, facts)
    values = read_values(policy, given.on, "", (PENALTY,))
    panel = gather(given, hundredths(values.number(PENALTY)) * 10)
    queue = first_come(panel.problem, panel.order)
    solved = solve(panel.problem, queue, seconds=float(given.seconds))
    return Allocation(
        given,
        policy.pack,
        panel,
        solved,
        queue,
        outcomes(panel, solved.plan, given.alternatives),
        outcomes(panel, queue, 0),
        policy.authority(),
    )
