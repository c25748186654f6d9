"""A panel as whole numbers in columns.

An *option* is a unit placed whole, or one part of a unit that may be split. A *pair* is an option in a home. Scores are
thousandths of a point for each child. The value of a pair counts each child placed above any sum of scores, so that
the most children are placed first and the scores decide among those plans.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
MOST = 100_000  # thousandths of a point a child's home can score


@dataclass(frozen=True)
class Problem:
    """Units, homes and the pairs allowed between them. Pairs are sorted by option, then home.

    ``penalty``: thousandths of a point taken off for each child of a unit that is split.
    """

    option_unit: Ints
    option_size: Ints
    option_is_part: NDArray[np.bool_]
    units: int
    capacity: Ints
    pair_option: Ints
    pair_home: Ints
    pair_score: Ints
    penalty: int = 0

    @cached_property
    def children(self) -> int:
        return int(self.option_size[~self.option_is_part].sum())

    @cached_property
    def placed_worth(self) -> int:
        """What placing one child counts: more than every score and penalty together."""
        return self.children * (MOST + self.penalty) + 1

    @cached_property
    def size(self) -> Ints:
        """Children of each pair."""
        found: Ints = self.option_size[self.pair_option]
        return found

    @cached_property
    def value(self) -> Ints:
        """What each pair adds to the plan."""
        taken = np.where(self.option_is_part[self.pair_option], self.penalty, 0)
        found: Ints = self.size * (self.placed_worth + self.pair_score - taken)
        return found

    def __post_init__(self) -> None:
        if len(self.pair_option) and np.any(np.diff(self.pair_option) < 0):
            raise ValueError("pairs are sorted by option")
        if np.any(self.pair_score < 0) or np.any(self.pair_score > MOST):
            raise ValueError("a score lies between 0 and 100 points")
        if np.any(self.size > self.capacity[self.pair_home]):
            raise ValueError("a pair needs a home with room for all of its children")


@dataclass(frozen=True)
class Plan:
    """Chosen pairs by their place in the problem, in order."""

    pairs: Ints
    value: int
    placed: int
    score: int
    """Thousandths of a point, each child counted, penalties taken off."""


def plan_of(problem: Problem, pairs: Any) -> Plan:
    """A plan with its figures, exact."""
    chosen = np.sort(np.asarray(pairs, dtype=np.int64))
    value = int(problem.value[chosen].sum())
    placed = int(problem.size[chosen].sum())
    return Plan(chosen, value, placed, value - placed * problem.placed_worth)


def faults(problem: Problem, plan: Plan) -> list[str]:
    """What a plan breaks; empty for a lawful one. Checked after every solve, in whole numbers."""
    used = np.bincount(
        problem.pair_home[plan.pairs], weights=problem.size[plan.pairs], minlength=len(problem.capacity)
    )
    options = problem.pair_option[plan.pairs]
    found = []
    if np.any(used > problem.capacity):
        found.append("over_capacity")
    if len(np.unique(options)) != len(options):
        found.append("placed_twice")
    whole = set(problem.option_unit[options[~problem.option_is_part[options]]].tolist())
    parts = set(problem.option_unit[options[problem.option_is_part[options]]].tolist())
    if whole & parts:
        found.append("whole_and_split")
    return found
