"""First come, first served: what a panel without a plan does, for comparison."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from homeward.engine.allocation.problem import Plan, Problem, plan_of


def first_come(problem: Problem, order: Iterable[int]) -> Plan:
    """Each unit in turn takes its best home that still has room; one that may be split is split only when nothing
    takes it whole."""
    free = problem.capacity.copy()
    starts = np.searchsorted(problem.pair_option, np.arange(len(problem.option_unit) + 1))
    whole: dict[int, int] = {}
    parts: dict[int, list[int]] = {}
    for option, (unit, is_part) in enumerate(
        zip(problem.option_unit.tolist(), problem.option_is_part.tolist(), strict=True)
    ):
        if is_part:
            parts.setdefault(unit, []).append(option)
        else:
            whole[unit] = option
    chosen: list[int] = []

    def take(option: int) -> bool:
        low, high = int(starts[option]), int(starts[option + 1])
        fits = free[problem.pair_home[low:high]] >= problem.option_size[option]
        if not fits.any():
            return False
        pair = low + int(np.argmax(np.where(fits, problem.pair_score[low:high], -1)))
        free[problem.pair_home[pair]] -= problem.option_size[option]
        chosen.append(pair)
        return True

    for unit in order:
        if not take(whole[unit]):
            for option in parts.get(unit, ()):
                take(option)
    return plan_of(problem, chosen)
