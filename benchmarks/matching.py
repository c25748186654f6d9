"""The claims of matching and of the panel, in one run: columns against the plain loop, the panel against another solver
and against first come, first served. ``QUICK=1`` takes a size for every day. All homes and children are invented."""

from __future__ import annotations

import importlib.util
import os
import random
import statistics
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import scipy

from benchmarks.claims import QUICK, Claim, interleaved, report
from homeward.engine.allocation.first_come import first_come
from homeward.engine.allocation.problem import Problem, faults
from homeward.engine.allocation.solve import Solved, solve
from homeward.engine.matching.columns import NONE, Columns
from homeward.engine.matching.exclusions import mask_of
from homeward.engine.matching.facts import MatchFacts
from homeward.engine.matching.points import points_of, score_of
from homeward.engine.matching.policy import Rules, rules_of
from homeward.engine.matching.rows import Row
from homeward.policy import load_pack

RESULTS = Path(__file__).parent / "matching.json"
VACANCIES = 10_000 if QUICK else 100_000
DAY = 739_578
WIDTH = 120_000  # metres: a region of 75 miles by 75
FAMILIES = {1: 50, 2: 15, 3: 7} if QUICK else {1: 150, 2: 45, 3: 20}  # siblings to groups: 300 in 215 groups
PATIENCE = 60 if QUICK else 300  # seconds given to the other solver


def vacancies(homes: int, dice: random.Random, most: int = 3) -> list[Row]:
    """Homes with one to ``most`` places; one fact in ten is unknown, one home in five restricted or full of conditions."""

    def known(value: int) -> int | None:
        return None if dice.random() < 0.1 else value

    rows = []
    for number in range(homes):
        low = dice.choice((0, 0, 0, 5, 10))
        rows.append(
            Row(
                id=f"v{number}", home=f"h{number}", service_type="fostering",
                types=frozenset(dice.sample(("foster_mainstream", "foster_siblings", "foster_therapeutic"), 2)),
                framework=True, admitted=dice.random() < 0.97, places=dice.randint(1, most),
                confirmed_day=DAY - dice.randint(0, 9), blocked=dice.random() < 0.04, age_low=low,
                age_high=dice.choice((10, 15, 17, 17)), registered=True,
                restricted=(("provider", DAY - 5, None),) if dice.random() < 0.03 else (),
                easting=known(dice.randint(250_000, 250_000 + WIDTH)), northing=200_000 + dice.randint(0, WIDTH),
                area=f"A{dice.randint(1, 6)}",
                meets={f"need{n}": dice.choice((0, 1, 1, 2, 2, 2)) for n in range(6) if dice.random() < 0.8},
                traits=frozenset(dice.sample(("dog", "cat", "smoker", "teenager"), dice.randint(0, 2))),
                school=known(dice.randint(0, 2)), languages=frozenset(("en", "cy")[: dice.randint(1, 2)]),
                quality=known(dice.randint(4_000, 9_800)), price=known(dice.randint(60_000, 140_000)),
                comparable=90_000, children_there=dice.randint(0, 1), impact=True,
            )
        )  # fmt: skip
    return rows


def ask_for(size: int, dice: random.Random) -> Rules:
    """A referral for so many siblings, with the policy of the Welsh pack."""
    years = [dice.randint(2010, 2022) for _ in range(size)]
    facts = {
        "on": "2025-11-23",
        "referral": {
            "id": "r", "start_by": "2025-11-30", "urgency": "planned",
            "types": ["foster_mainstream"] if size == 1 else ["foster_siblings"],
            "children": [{"id": f"c{n}", "born_on": f"{year}-03-04"} for n, year in enumerate(years)],
            "needs": [{"code": f"need{n}"} for n in dice.sample(range(6), 3)], "avoid": dice.sample(["dog", "cat"], 1),
            "point": {"easting": 250_000 + dice.randint(0, WIDTH), "northing": 200_000 + dice.randint(0, WIDTH)},
            "max_miles": dice.choice(("20", "40", "80")), "keeps_school": dice.random() < 0.5,
            "language": "cy" if dice.random() < 0.3 else None,
        },
        "candidates": [],
    }  # fmt: skip
    return rules_of(MatchFacts.model_validate(facts), load_pack("gb_wls").policy())


def scoring() -> list[Claim]:
    """Every vacancy for one referral: columns and the plain rule, refusals named by both."""
    dice = random.Random(31)
    rows, ask = vacancies(VACANCIES, dice), ask_for(2, dice).ask
    columns = Columns(rows)
    plain = [(mask_of(row, ask), score_of(points_of(row, ask), ask.weights)) for row in rows]
    fast = columns.score(ask)
    same = [
        (mask, None if score == NONE else score)
        for mask, score in zip(fast.mask.tolist(), fast.score.tolist(), strict=True)
    ] == plain
    loop, at_once = interleaved(
        lambda: [(mask_of(row, ask), score_of(points_of(row, ask), ask.weights)) for row in rows],
        lambda: columns.score(ask),
    )
    return [
        ("score_columns_equal_loop", float(same), "1 = every vacancy", same),
        (f"score_{VACANCIES}_columns_to_loop", at_once / loop, "<= 0.1", at_once / loop <= 0.1),
        (f"score_{VACANCIES}_milliseconds", 1000 * at_once, "told only", True),
    ]


def panel(families: dict[int, int], homes: int, places: int, seed: int) -> Problem:
    """Groups of siblings and the homes that fit them, scored as a referral's are."""
    dice = random.Random(seed)
    rows = vacancies(homes, dice, 1)
    rooms = [1] * homes
    while sum(rooms) < places:
        home = dice.randrange(homes)
        rooms[home] += rooms[home] < 4
    rows = [replace(row, places=room) for row, room in zip(rows, rooms, strict=True)]
    columns = Columns(rows)
    sizes = [size for size, count in families.items() for _ in range(count)]
    dice.shuffle(sizes)
    found: list[Any] = []
    for group, size in enumerate(sizes):
        rules = ask_for(size, dice)
        scored = columns.score(rules.ask)
        fits = np.flatnonzero(((scored.mask & rules.blocks) == 0) & (scored.score != NONE))
        found.append(np.stack([np.full(len(fits), group), fits, scored.score[fits]]))
    group_of, home_of, score = np.concatenate(found, axis=1).astype(np.int64)
    count = len(sizes)
    return Problem(
        np.arange(count), np.array(sizes), np.zeros(count, dtype=np.bool_), count, np.array(rooms), group_of, home_of,
        score,
    )  # fmt: skip


def best_of(problem: Problem, **how: Any) -> tuple[Solved, float]:
    """The plan and the best time of three."""
    queue = first_come(problem, range(problem.units))
    kept: list[Solved] = []
    spent = interleaved(lambda: kept.append(solve(problem, queue, **how)))[0]
    if faults(problem, kept[-1].plan):
        raise AssertionError(faults(problem, kept[-1].plan))
    return kept[-1], spent


def by_cpsat(problem: Problem) -> tuple[int, float, bool] | None:
    """Value, seconds and whether proven; None where OR-Tools is not installed."""
    if importlib.util.find_spec("ortools") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "panel.npz"
        np.savez(
            path, group=problem.pair_option, home=problem.pair_home, size=problem.size, value=problem.value,
            capacity=problem.capacity,
        )  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.cpsat", str(path), str(PATIENCE)],
            capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1],
        )  # fmt: skip
    value, spent, proven = done.stdout.split()
    return int(value), float(spent), proven == "True"


def whole_panel() -> list[Claim]:
    """A panel with homes enough: proven, against the other solver and against first come, first served."""
    problem = panel(FAMILIES, *((560, 1_000) if QUICK else (1_700, 3_000)), 7)
    found, spent = best_of(problem)
    queue = first_come(problem, range(problem.units))
    gap = found.gap[0] / 1000
    gain = (found.plan.score - queue.score) / queue.score
    claims: list[Claim] = [
        ("panel_gap_points", gap, "0", found.is_proven and not gap),
        ("panel_seconds", spent, "told only", True),
        (
            "panel_more_children_placed_than_first_come",
            found.plan.placed - queue.placed,
            ">= 0",
            found.plan.placed >= queue.placed,
        ),
        ("panel_score_gain_over_first_come_percent", 100 * gain, "told only", True),
    ]
    other = by_cpsat(problem)
    if other is None:
        print("panel_cpsat_to_ours: not measured, OR-Tools is not installed")
        return claims
    value, seconds, proven = other
    same = value == found.plan.value if proven else value <= found.plan.value
    name = "panel_cpsat_to_ours" if proven else f"panel_cpsat_unproven_after_{PATIENCE}_s_to_ours"
    claims.append(("panel_equal_to_cpsat", float(same), "1 = same value, or no better", same))
    claims.append((name, seconds / spent, ">= 20", seconds / spent >= 20))
    return claims


def scarce_panel() -> list[Claim]:
    """More children than homes can take: how many are placed, against first come in twenty orders."""
    problem = panel({1: 90, 2: 65, 3: 27}, 250, 401, 9)  # 301 children, 401 places in 250 homes
    found, _ = best_of(problem)
    placed = []
    for seed in range(20):
        order = list(range(problem.units))
        random.Random(seed).shuffle(order)
        placed.append(first_come(problem, order).placed)
    print(
        f"scarce panel: {found.plan.placed} of {problem.children} placed, first come {min(placed)} to {max(placed)},"
        f" median {statistics.median(placed):g}"
    )
    return [
        ("scarce_panel_gap_points", found.gap[0] / 1000, "0", found.is_proven),
        ("scarce_more_than_best_first_come", found.plan.placed - max(placed), ">= 0", found.plan.placed >= max(placed)),
    ]  # fmt: skip


def large_panel() -> list[Claim]:
    """A thousand children, the best 30 homes of each group, solved once: how far from the best there can be."""
    families, homes = ({1: 100, 2: 30, 3: 13}, 1_200) if QUICK else ({1: 500, 2: 150, 3: 67}, 6_000)
    problem = panel(families, homes, homes * 5 // 3, 11)
    found, spent = best_of(problem, keep=30, until_proven=False)
    missing, score = found.gap
    percent = 100 * missing / score
    return [
        (f"panel_{problem.children}_gap_percent", percent, "<= 0.01", percent <= 0.01),
        (f"panel_{problem.children}_seconds", spent, "<= 5", spent <= 5),
        (f"panel_{problem.children}_pairs_looked_at_percent",
         100 * found.pairs_solved / len(problem.pair_option), "told only", True),
    ]  # fmt: skip


def main() -> int:
    load = os.getloadavg()[0]
    claims = [*scoring(), *whole_panel(), *scarce_panel(), *large_panel()]
    sizes = f"{VACANCIES:,} vacancies"
    return report(claims, RESULTS, load, sizes, numpy=np.__version__, scipy=scipy.__version__)


if __name__ == "__main__":
    sys.exit(main())
