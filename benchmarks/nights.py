"""How counting by the ends of stays compares with counting night by night: same stays, same run, same answer."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

from homeward.engine.nights.count import NightCount

STAYS, RUNS = 60_000, 5
START, END = date(2025, 7, 1), date(2026, 7, 1)


def stays() -> list[tuple[str, date, date | None]]:
    """Invented stays of two children in three overlapping, some still open; the same in every run."""
    dice = random.Random(903)
    found = []
    for number in range(STAYS):
        start = START + timedelta(days=dice.randrange(-400, 360))
        end = None if dice.random() < 0.1 else start + timedelta(days=dice.randrange(0, 500))
        found.append((f"c{number * 2 // 3}", start, end))
    return found


def by_ends(rows: list[tuple[str, date, date | None]]) -> tuple[int, int]:
    count = NightCount(START.toordinal(), END.toordinal())
    for child, start, end in rows:
        count.add(child, start.toordinal(), None if end is None else end.toordinal())
    return count.placement_nights, count.child_nights


def night_by_night(rows: list[tuple[str, date, date | None]]) -> tuple[int, int]:
    nights, seen = 0, set()
    for child, start, end in rows:
        day = max(start, START)
        last = min(end or END, END)
        while day < last:
            nights += 1
            seen.add((child, day))
            day += timedelta(days=1)
    return nights, len(seen)


def timed(work: Callable[[], tuple[int, int]]) -> tuple[float, tuple[int, int]]:
    began = time.perf_counter()
    answer = work()
    return time.perf_counter() - began, answer


def main() -> None:
    rows = stays()
    ratios = []
    for _ in range(RUNS):
        plain, expected = timed(lambda: night_by_night(rows))
        quick, answer = timed(lambda: by_ends(rows))
        assert answer == expected, (answer, expected)
        ratios.append(plain / quick)
    print(f"{STAYS:,} stays, {expected[0]:,} placement nights, {expected[1]:,} child-nights, both ways alike")
    print(
        f"night by night ÷ by ends: {min(ratios):.1f}–{max(ratios):.1f}, median {statistics.median(ratios):.1f}"
    )


if __name__ == "__main__":
    main()
