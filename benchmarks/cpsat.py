"""The same panel for another solver (OR-Tools CP-SAT), in a process of its own: it and HiGHS cannot be loaded together.

``python -m benchmarks.cpsat PROBLEM.npz SECONDS`` prints ``value seconds proven``."""

from __future__ import annotations

import sys
import time

import numpy as np
from ortools.sat.python import cp_model


def solve(path: str, seconds: float) -> tuple[int, float, bool]:
    """Each group in at most one home, no home over its places; all pairs, as the panel has them."""
    with np.load(path) as held:
        group, home, size, value, capacity = (
            held[name] for name in ("group", "home", "size", "value", "capacity")
        )
    began = time.perf_counter()
    model = cp_model.CpModel()
    taken = [model.new_bool_var("") for _ in range(len(group))]
    for rows in np.split(np.arange(len(group)), np.flatnonzero(np.diff(group)) + 1):
        model.add_at_most_one(taken[row] for row in rows)
    by_home = np.argsort(home, kind="stable")
    for rows in np.split(by_home, np.flatnonzero(np.diff(home[by_home])) + 1):
        limit = int(capacity[home[rows[0]]])
        model.add(
            cp_model.LinearExpr.weighted_sum([taken[row] for row in rows], size[rows].tolist()) <= limit
        )
    model.maximize(cp_model.LinearExpr.weighted_sum(taken, value.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 2
    status = solver.solve(model)
    spent = time.perf_counter() - began
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return 0, spent, False
    return round(solver.objective_value), spent, status == cp_model.OPTIMAL


if __name__ == "__main__":
    print(*solve(sys.argv[1], float(sys.argv[2])))
