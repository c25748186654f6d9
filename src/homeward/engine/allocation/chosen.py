"""The figures of a plan that people made, on the facts of the panel: what it comes to beside the proposal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from homeward.engine.allocation.decide import PENALTY, figures_of
from homeward.engine.allocation.facts import AllocationFacts
from homeward.engine.allocation.gather import Panel, gather
from homeward.engine.allocation.problem import faults, plan_of
from homeward.engine.facts import parse_facts
from homeward.engine.matching.rows import hundredths
from homeward.engine.values import read_values
from homeward.kernel.jsontypes import JSON
from homeward.policy import Policy


@dataclass(frozen=True)
class Put:
    """Children of a unit put into one home."""

    home: str
    children: tuple[str, ...]


class NotAllowed(ValueError):
    """A plan that the facts do not allow; ``code`` says why, ``unit`` and ``home`` where."""

    def __init__(self, code: str, unit: str = "", home: str = "") -> None:
        super().__init__(f"{code}: {unit} {home}")
        self.code, self.unit, self.home = code, unit, home


def chosen_figures(
    facts: AllocationFacts | Mapping[str, Any], policy: Policy, chosen: Mapping[str, Sequence[Put]]
) -> dict[str, JSON]:
    """``placed``, ``score`` and ``mean`` of what was chosen for each unit, as the proposal tells its own.

    Raises NotAllowed for a home that is excluded, has no room or is not listed, and for children split otherwise than
    the facts allow; Refusal when facts or policy values are wrong or missing.
    """
    given = parse_facts(AllocationFacts, facts)
    penalty = hundredths(read_values(policy, given.on, "", (PENALTY,)).number(PENALTY)) * 10
    panel = gather(given, penalty)
    pairs = [_pair(panel, unit, put) for unit, puts in sorted(chosen.items()) for put in puts]
    plan = plan_of(panel.problem, pairs)
    for code in faults(panel.problem, plan):
        raise NotAllowed(code)
    return figures_of(plan)


def _pair(panel: Panel, unit: str, put: Put) -> int:
    """The pair that says so, by its place in the problem."""
    options = [
        number
        for number, (name, _) in enumerate(panel.options)
        if name == unit and sorted(panel.children(number)) == sorted(put.children)
    ]
    # a part that holds every child is none: whole comes first
    if not options:
        raise NotAllowed("split_not_allowed", unit, put.home)
    fit = panel.fits[panel.options[options[0]]].get(put.home)
    if fit is None or put.home not in panel.homes:
        raise NotAllowed("home_not_listed", unit, put.home)
    if fit.excluded_by:
        raise NotAllowed("home_excluded", unit, put.home)
    problem, home = panel.problem, panel.homes.index(put.home)
    found = np.flatnonzero((problem.pair_option == options[0]) & (problem.pair_home == home))
    if not len(found):
        raise NotAllowed("over_capacity", unit, put.home)
    return int(found[0])
