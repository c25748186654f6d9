"""The best plan for a panel: a mixed-integer programme for HiGHS, with a proof in whole numbers.

Most homes are no candidate for most children. The programme is solved over the best homes of each option; then prices
bound what any plan with *any* home could reach, and drop every pair that no better plan can use. Where bound and plan
meet the plan is proven; else the programme is solved once more over the pairs that are left, which proves it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from homeward.engine.allocation.prices import SCALE, Prices
from homeward.engine.allocation.problem import Ints, Plan, Problem, faults, plan_of

if TYPE_CHECKING:  # 40 MB that only a panel needs; whoever else loads this module does not
    from scipy.sparse import csr_matrix


@dataclass(frozen=True)
class Solved:
    """``is_proven``: no plan is better. ``bound``: a value no plan can exceed. ``pairs_solved``: those looked at."""

    plan: Plan
    bound: int
    is_proven: bool
    pairs_solved: int

    @property
    def gap(self) -> tuple[int, int]:
        """By how much a better plan could at most exceed this one: thousandths of a point, of this plan's score."""
        return (self.bound - self.plan.value, self.plan.score)


def solve(
    problem: Problem, start: Plan, *, keep: int = 15, seconds: float = 30.0, until_proven: bool = True
) -> Solved:
    """The best plan, never worse than ``start``. ``keep``: homes of each option to begin with.

    ``seconds``: what the solver may take, each of the two times; a plan not proven in time says so. Without
    ``until_proven`` the programme is solved once, and the bound says how far the plan can be from the best.
    """
    if not len(problem.pair_option):
        return Solved(start, start.value, True, 0)
    inside = _best(problem, keep)
    found, _ = _programme(problem, inside, seconds)
    best = found if found is not None and found.value > start.value else start
    prices = Prices(problem, _first_prices(problem, inside), best.value)
    prices.better()
    if prices.is_met:
        return Solved(best, best.value, True, len(inside))
    if not until_proven:
        return Solved(best, prices.bound, False, len(inside))
    again, finished = _programme(problem, prices.alive, seconds)
    if again is not None and again.value > best.value:
        best = again
    bound = best.value if finished else max(prices.bound, best.value)
    return Solved(best, bound, finished, len(np.union1d(inside, prices.alive)))


def _best(problem: Problem, keep: int) -> Ints:
    """The best homes of each option; the first listed among equals, so that every run takes the same."""
    order = np.lexsort((np.arange(len(problem.pair_option)), -problem.pair_score, problem.pair_option))
    grouped = problem.pair_option[order]
    first = np.searchsorted(grouped, np.arange(len(problem.option_unit)))
    place = np.arange(len(order)) - first[grouped]
    return np.sort(order[place < keep])


@dataclass(frozen=True)
class _Rows:
    """The constraints over some pairs, and one more variable for each unit that may be split."""

    pairs: Ints
    matrix: csr_matrix
    most: NDArray[np.float64]
    gain: NDArray[np.float64]


def _rows(problem: Problem, pairs: Ints) -> _Rows:
    """A unit is placed once or split; a part only when its unit is split; a home takes no more than its places."""
    from scipy.sparse import csr_matrix

    option, size = problem.pair_option[pairs], problem.size[pairs]
    homes, home_row = np.unique(problem.pair_home[pairs], return_inverse=True)
    split_units, option_split = np.unique(problem.option_unit[problem.option_is_part], return_inverse=True)
    part_options = np.flatnonzero(problem.option_is_part)
    count, splits = len(pairs), len(split_units)
    first_home = problem.units + len(part_options)
    columns, split_columns = np.arange(count), count + np.arange(splits)
    rows = [
        _row_of_option(problem)[option],
        first_home + home_row,
        split_units,
        problem.units + np.arange(len(part_options)),
    ]
    cols = [columns, columns, split_columns, count + option_split]
    data = [np.ones(count), size.astype(float), np.ones(splits), -np.ones(len(part_options))]
    height = first_home + len(homes)
    matrix = csr_matrix(
        (np.concatenate(data), (np.concatenate(rows), np.concatenate(cols))), shape=(height, count + splits)
    )
    most = np.concatenate(
        [np.ones(problem.units), np.zeros(len(part_options)), problem.capacity[homes].astype(float)]
    )
    gain = np.concatenate([problem.value[pairs] / 1000.0, np.zeros(splits)])
    return _Rows(pairs, matrix, most, gain)


def _programme(problem: Problem, pairs: Ints, seconds: float) -> tuple[Plan | None, bool]:
    """The best plan over some pairs, and whether it is proven the best of them."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    if not len(pairs):
        return None, True
    rows = _rows(problem, pairs)
    answer = milp(
        -rows.gain,
        constraints=LinearConstraint(rows.matrix, ub=rows.most),
        integrality=np.ones(len(rows.gain)),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if answer.x is None:
        return None, False
    plan = plan_of(problem, pairs[np.round(answer.x[: len(pairs)]) > 0])
    if faults(problem, plan):
        return None, False
    # the solver's own bound is a float of points; a plan is worth a whole number of thousandths
    tight = -answer.mip_dual_bound * 1000 < plan.value + 0.5
    return plan, bool(answer.status == 0 and tight)


def _first_prices(problem: Problem, pairs: Ints) -> Ints:
    """What placing each option is worth, from the relaxation over some pairs. Scaled whole numbers."""
    from scipy.optimize import linprog

    rows = _rows(problem, pairs)
    price = np.zeros(len(problem.option_unit), dtype=np.int64)
    answer = linprog(-rows.gain, A_ub=rows.matrix, b_ub=rows.most, bounds=(0, 1), method="highs")
    if answer.status == 0:
        worth = np.round(np.maximum(0.0, -answer.ineqlin.marginals) * 1000 * SCALE).astype(np.int64)
        price = worth[_row_of_option(problem)]
    return price


def _row_of_option(problem: Problem) -> Ints:
    """Units come first among the constraints, then parts in their order."""
    part = problem.option_is_part
    return np.where(part, problem.units + np.cumsum(part) - 1, problem.option_unit)
