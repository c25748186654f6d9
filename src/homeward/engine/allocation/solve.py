"""The best plan for a panel: a mixed-integer programme for HiGHS, with a proof in whole numbers.

Most homes are no candidate for most children. The programme is solved over the best homes of each option; then prices
of places (the duals of its relaxation) bound what any plan with *any* home could reach. A pair left out that no better
plan can use stays out for good; if others remain they are taken in and the programme is solved again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix

from homeward.engine.allocation.problem import Ints, Plan, Problem, faults, plan_of

SCALE = 4096  # prices of places are whole numbers of 1/4096 thousandth of a point: the bound stays exact
ROUNDS = 6


@dataclass(frozen=True)
class Solved:
    """``is_proven``: no plan is better. ``bound``: a value no plan can exceed. ``rounds``: how often it was solved."""

    plan: Plan
    bound: int
    is_proven: bool
    rounds: int
    pairs_solved: int

    @property
    def gap(self) -> tuple[int, int]:
        """By how much a better plan could at most exceed this one: thousandths of a point, of this plan's score."""
        return (self.bound - self.plan.value, self.plan.score)


def solve(
    problem: Problem, start: Plan, *, keep: int = 30, seconds: float = 30.0, rounds: int = ROUNDS
) -> Solved:
    """The best plan, never worse than ``start``. ``keep``: homes of each option to begin with.

    ``seconds`` is the time the solver may take each round; a plan it could not prove in time says so.
    """
    if not len(problem.pair_option):
        return Solved(start, start.value, True, 0, 0)
    inside = _best(problem, keep)
    best, bound, proven = start, _loosest(problem), False
    for number in range(1, rounds + 1):
        found, finished, tight = _programme(problem, inside, seconds)
        if found is not None and found.value > best.value:
            best = found
        price = _prices(problem, inside)
        priced, loss = _bound(problem, price)
        bound = min(bound, priced)
        room = priced - best.value  # a pair that loses more than this is in no better plan
        wanted = ~inside & (loss < room)
        if bound <= best.value or (finished and not wanted.any()):
            proven = True
        if not wanted.any():
            bound = min(bound, max(tight, best.value))
        if proven or not finished or not wanted.any():
            break
        if number < rounds:
            inside = inside | wanted
    return Solved(best, best.value if proven else bound, proven, number, int(inside.sum()))


def _loosest(problem: Problem) -> int:
    return problem.children * (problem.placed_worth + 100_000)


def _best(problem: Problem, keep: int) -> NDArray[np.bool_]:
    """The best homes of each option; the first listed among equals, so that every run takes the same."""
    order = np.lexsort((np.arange(len(problem.pair_option)), -problem.pair_score, problem.pair_option))
    grouped = problem.pair_option[order]
    first = np.searchsorted(grouped, np.arange(len(problem.option_unit)))
    place = np.arange(len(order)) - first[grouped]
    inside = np.zeros(len(order), dtype=np.bool_)
    inside[order[place < keep]] = True
    return inside


@dataclass(frozen=True)
class _Rows:
    """The constraints over some pairs, and one more variable for each unit that may be split."""

    pairs: Ints
    matrix: csr_matrix
    most: NDArray[np.float64]
    gain: NDArray[np.float64]
    homes: Ints
    first_home_row: int


def _rows(problem: Problem, inside: NDArray[np.bool_]) -> _Rows:
    """A unit is placed once or split; a part only when its unit is split; a home takes no more than its places."""
    pairs = np.flatnonzero(inside)
    option, size = problem.pair_option[pairs], problem.size[pairs]
    homes, home_row = np.unique(problem.pair_home[pairs], return_inverse=True)
    split_units, option_split = np.unique(problem.option_unit[problem.option_is_part], return_inverse=True)
    part_options = np.flatnonzero(problem.option_is_part)
    count, splits = len(pairs), len(split_units)
    row_of_option = np.where(problem.option_is_part, -1, problem.option_unit)
    row_of_option[part_options] = problem.units + np.arange(len(part_options))
    first_home = problem.units + len(part_options)
    columns, split_columns = np.arange(count), count + np.arange(splits)
    rows = [
        row_of_option[option],
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
    return _Rows(pairs, matrix, most, gain, homes, first_home)


def _programme(problem: Problem, inside: NDArray[np.bool_], seconds: float) -> tuple[Plan | None, bool, int]:
    """The best plan over some pairs, whether it is proven the best of them, and a bound over them."""
    rows = _rows(problem, inside)
    answer = milp(
        -rows.gain,
        constraints=LinearConstraint(rows.matrix, ub=rows.most),
        integrality=np.ones(len(rows.gain)),
        bounds=Bounds(0, 1),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if answer.x is None:
        return None, False, _loosest(problem)
    plan = plan_of(problem, rows.pairs[np.round(answer.x[: len(rows.pairs)]) > 0])
    if faults(problem, plan):
        return None, False, _loosest(problem)
    # the solver's own bound is a float of points: a plan is a whole number of thousandths
    tight = int(np.floor(-answer.mip_dual_bound * 1000 + 0.5)) if answer.mip_dual_bound is not None else 0
    return plan, answer.status == 0 and tight <= plan.value, max(tight, plan.value)


def _prices(problem: Problem, inside: NDArray[np.bool_]) -> Ints:
    """What a place in each home is worth, from the relaxation; 0 where nobody wants it. Scaled whole numbers."""
    rows = _rows(problem, inside)
    price = np.zeros(len(problem.capacity), dtype=np.int64)
    answer = linprog(-rows.gain, A_ub=rows.matrix, b_ub=rows.most, bounds=(0, 1), method="highs")
    if answer.status == 0:
        worth = np.maximum(0.0, -answer.ineqlin.marginals[rows.first_home_row :])
        price[rows.homes] = np.round(worth * 1000 * SCALE).astype(np.int64)
    return price


def _bound(problem: Problem, price: Ints) -> tuple[int, Ints]:
    """A value no plan exceeds at these prices, and for each pair what a plan with it loses against that.

    Holds for any prices that are 0 or more: each unit takes what is best for it after paying for its places, and the
    homes are paid for all their places.
    """
    net = SCALE * problem.value - problem.size * price[problem.pair_home]
    best = np.zeros(len(problem.option_unit), dtype=np.int64)
    np.maximum.at(best, problem.pair_option, net)
    whole = np.zeros(problem.units, dtype=np.int64)
    split = np.zeros(problem.units, dtype=np.int64)
    part = problem.option_is_part
    whole[problem.option_unit[~part]] = best[~part]
    np.add.at(split, problem.option_unit[part], best[part])
    of_unit = np.maximum(whole, split)
    bound = int((problem.capacity * price).sum()) + int(of_unit.sum())
    unit = problem.option_unit[problem.pair_option]
    instead = np.where(part[problem.pair_option], split[unit] - best[problem.pair_option] + net, net)
    loss: Ints = (of_unit[unit] - instead) // SCALE
    return bound // SCALE, loss
