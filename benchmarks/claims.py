"""Claims about performance: timed turn by turn in one run, printed one a line, kept as JSON."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

QUICK = bool(os.environ.get("QUICK"))
ROUNDS = 3
Claim = tuple[str, float, str, bool]  # name, what was found, the goal in words, whether it holds


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def interleaved(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The best time of each, taken turn by turn so that load on the machine meets all alike."""
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for place, work in enumerate(works):
            best[place] = min(best[place], timed(work))
    return best


def report(claims: Sequence[Claim], results: Path, load: float, sizes: str, **about: object) -> int:
    """Print ``NAME found goal holds|falls short`` for each claim and write them down; 1 when a claim falls short."""
    for name, found, goal, holds in claims:
        print(f"{name} {found:.2f} {goal} {'holds' if holds else 'falls short'}")
    print(f"load at the start {load:.1f} on {os.cpu_count()} cores; sizes {sizes}")
    rows = [{"name": n, "ratio": round(f, 3), "goal": g, "holds": h} for n, f, g, h in claims]
    results.write_text(json.dumps({"quick": QUICK, "load": load, **about, "claims": rows}, indent=2) + "\n")
    return 0 if all(holds for _, _, _, holds in claims) else 1


def most_memory() -> float:
    """Largest resident set of this process since it began, in MB.

    The kernel's own mark: what `getrusage` tells starts from the size of whoever began the process.
    """
    status = Path("/proc/self/status").read_text()
    mark = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(mark.split()[1]) / 1024
