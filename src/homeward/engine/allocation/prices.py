"""A bound no plan can exceed, from prices on the children: each home then fills its places as suits it best.

Each option (a group, or a part of one) gets a price for being placed. A home takes what is worth most to it after
prices, exactly, since its places are few; every home may take the same group, so that the sum, with the prices paid
once, is at least what any plan reaches. That holds for any prices; better ones are found by raising the price of what
several homes take and lowering it of what none does. In whole numbers, so that the bound is exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from homeward.engine.allocation.problem import MOST, Ints, Problem

SCALE = 256  # prices are whole numbers of 1/256 of a thousandth of a point
STEPS = 250  # how often prices are bettered
STALE = 8  # steps without a better bound after which they become smaller
LEAST = 1e-3  # steps smaller than this lead nowhere


@dataclass
class Filled:
    """What the homes take at some prices. ``worth``: home × places, what so many places are worth to it."""

    worth: Ints
    net: Ints
    taken: Ints


class Prices:
    """Betters prices until the bound meets a plan, and drops pairs that no better plan can use."""

    def __init__(self, problem: Problem, start: Ints, value: int) -> None:
        """``start``: first prices of the options, scaled; ``value``: of the best plan known."""
        self._problem = problem
        self._value = value
        self._deepest = int(problem.capacity.max(initial=0))
        self.alive: Ints = np.arange(len(problem.pair_option))
        self.price = np.maximum(start, 0)
        self.bound = problem.children * (problem.placed_worth + MOST)  # everybody placed, at full points

    @property
    def is_met(self) -> bool:
        """Whether no plan can be better than the one known."""
        return self.bound <= self._value

    def better(self, steps: int = STEPS) -> None:
        """Improve the bound until it is met, or steps lead nowhere."""
        price, best, stale, length = self.price, self.price, 0, 1.0
        for _ in range(steps):
            filled = self._fill(price)
            scaled, wanted = self._bound(price, filled)
            if scaled // SCALE < self.bound:
                self.bound, best, stale = scaled // SCALE, price, 0
            else:
                stale += 1
            self._drop(scaled, filled)
            if self.is_met or length < LEAST:
                break
            if stale >= STALE:
                price, length, stale = best, length / 2, 0
                continue
            price = self._moved(price, scaled, wanted, filled, length)
        self.price = best

    def _moved(self, price: Ints, scaled: int, wanted: Ints, filled: Filled, length: float) -> Ints:
        """Dearer what several take, cheaper what none does; as far as the bound may still have to fall."""
        problem = self._problem
        counts = np.bincount(problem.pair_option[filled.taken], minlength=len(price))
        slope = wanted - counts
        norm = int((slope * slope).sum())
        if not norm:
            return price
        step = length * (scaled - SCALE * self._value) / norm
        return np.maximum(0, price - np.round(step * slope).astype(np.int64))

    def _bound(self, price: Ints, filled: Filled) -> tuple[int, Ints]:
        """The bound, and which options pay their price: a unit whole, or its parts if these pay more."""
        problem, part = self._problem, self._problem.option_is_part
        whole = np.zeros(problem.units, dtype=np.int64)
        split = np.zeros(problem.units, dtype=np.int64)
        whole[problem.option_unit[~part]] = price[~part]
        np.add.at(split, problem.option_unit[part], price[part])
        as_parts = split > whole
        wanted = (as_parts[problem.option_unit] == part).astype(np.int64)
        homes = filled.worth[np.arange(len(problem.capacity)), problem.capacity]
        return int(np.maximum(whole, split).sum()) + int(homes.sum()), wanted

    def _fill(self, price: Ints) -> Filled:
        """Each home by dynamic programming over sizes: of one size it takes the best ones."""
        problem, alive = self._problem, self.alive
        net = SCALE * problem.value[alive] - price[problem.pair_option[alive]]
        size, home = problem.size[alive], problem.pair_home[alive]
        worth = np.zeros((len(problem.capacity), self._deepest + 1), dtype=np.int64)
        stages: list[tuple[int, Ints, Ints, Ints, Ints]] = []
        for one in np.unique(size[net > 0]).tolist():
            rows = np.flatnonzero((size == one) & (net > 0))
            rows = rows[np.lexsort((-net[rows], home[rows]))]
            first = np.searchsorted(home[rows], home[rows])
            place = np.arange(len(rows)) - first
            rows, place = rows[place < self._deepest // one], place[place < self._deepest // one]
            sums = np.zeros((len(worth), self._deepest // one + 1), dtype=np.int64)
            sums[home[rows], place + 1] = net[rows]
            worth, count = _with_size(worth, np.cumsum(sums, axis=1), one)
            stages.append((one, count, rows, place, home[rows]))
        return Filled(worth, net, alive[self._taken(stages)])

    def _taken(self, stages: list[tuple[int, Ints, Ints, Ints, Ints]]) -> Ints:
        """The pairs behind the best filling, from the last size back to the first."""
        left = self._problem.capacity.copy()
        every = np.arange(len(left))
        found = [np.zeros(0, dtype=np.int64)]
        for one, count, rows, place, home in reversed(stages):
            taken = count[every, left]
            found.append(rows[place < taken[home]])
            left = left - one * taken
        return np.concatenate(found)

    def _drop(self, scaled: int, filled: Filled) -> None:
        """Without the pairs that cost more than is left between bound and plan."""
        problem, alive = self._problem, self.alive
        home = problem.pair_home[alive]
        room = problem.capacity[home]
        loss = filled.worth[home, room] - filled.worth[home, room - problem.size[alive]] - filled.net
        # a better plan is worth a whole thousandth more
        stays = scaled - loss >= SCALE * (self._value + 1)
        if not stays.all():
            self.alive = alive[stays]


def _with_size(worth: Ints, sums: Ints, one: int) -> tuple[Ints, Ints]:
    """Places filled with groups of one size more: the worth, and how many of them."""
    best, count = worth.copy(), np.zeros_like(worth)
    for many in range(1, sums.shape[1]):
        tried = worth[:, : worth.shape[1] - one * many] + sums[:, many : many + 1]
        part = best[:, one * many :]
        better: NDArray[np.bool_] = tried > part
        count[:, one * many :][better] = many
        part[better] = tried[better]
    return best, count
