"""Invented stays and spells in any number, the same in every run; parts hold whole children, in stored order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

FIRST, DAYS, LINES = 18_809, 1_826, 2_000  # 1 July 2021, five years, lines of agreements
DIGITS = np.frombuffer(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ", dtype="S1")
MARKS = (  # kind, who decided or which type, share of stays, how many each: overlapping holds on a fifth
    ("hold", "dcp", 0.20, 2),
    ("hold", "provider", 0.01, 1),
    ("missing", "", 0.02, 1),
    ("absent", "", 0.01, 1),
    ("shared_care", "", 0.01, 1),
    ("care_type", "post_18", 0.01, 1),
)


ORDER = {"stays": ("child", "line", "start"), "spells": ("record", "line", "start")}


def write(folder: Path, stays: int, parts: int) -> None:
    """Write ``stays/000.parquet`` and ``spells/000.parquet`` and so on."""
    for name in ("stays", "spells"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for part in range(parts):
        tables = make(stays // parts, part)
        for name, table in zip(("stays", "spells"), tables, strict=True):
            rows = table.sort_by([(key, "ascending") for key in ORDER[name]])
            pq.write_table(rows, folder / name / f"{part:03d}.parquet", row_group_size=122_880)


def make(count: int, part: int) -> tuple[pa.Table, pa.Table]:
    """One part: about five stays to two children, one in a hundred beside another stay on the same line."""
    dice = np.random.default_rng([903, part])
    child = np.sort(dice.integers(0, max(1, count * 2 // 5), count))
    first = np.r_[True, child[1:] != child[:-1]]
    line = dice.integers(0, LINES, count)
    back = ~first & (dice.random(count) < 0.3)  # three in ten go to a home of the same provider
    line = line[np.maximum.accumulate(np.where(back, 0, np.arange(count)))]
    length = np.minimum(dice.exponential(240, count).astype(np.int64), 1_200)
    gap = np.where(dice.random(count) < 0.01, -20, dice.exponential(40, count).astype(np.int64))
    start = _one_after_another(first, length, gap, dice)
    still_open = dice.random(count) < 0.05
    until = start + np.where(still_open, 4_000, length)
    numbers = np.arange(count) + part * 100_000_000
    ids = {
        "record": _text(numbers, 0x9E3779B97F4A7C15),
        "child": _text(child + part * 100_000_000, 0xC2B2AE3D27D4EB4F),
    }
    stays = pa.table(
        {
            **{name: pa.array(values) for name, values in ids.items()},
            "line": pa.array(line, pa.int32()),
            "start": _days(start),
            "until": _days(until, still_open),
        }
    )
    return stays, _spells(dice, ids, line, start, until, still_open, length)


def _one_after_another(
    first: np.ndarray, length: np.ndarray, gap: np.ndarray, dice: np.random.Generator
) -> np.ndarray:
    """A child's stays follow each other; a gap below zero makes the next one begin before the last one ends."""
    step = np.r_[0, (length + gap)[:-1]]
    total = np.cumsum(step)
    begin = np.flatnonzero(first)
    base = np.repeat(total[begin], np.diff(np.r_[begin, len(first)]))
    opening = np.repeat(dice.integers(-200, DAYS - 100, len(begin)), np.diff(np.r_[begin, len(first)]))
    return FIRST + opening + total - base


def _spells(
    dice: np.random.Generator, ids: dict[str, np.ndarray], line: np.ndarray, start: np.ndarray, until: np.ndarray,
    still_open: np.ndarray, length: np.ndarray,
) -> pa.Table:  # fmt: skip
    who, kinds, codes, low, high = [], [], [], [], []
    for place, (_, _, share, copies) in enumerate(MARKS):
        stay = np.repeat(np.flatnonzero(dice.random(len(line)) < share), copies)
        begin = start[stay] + (dice.random(len(stay)) * np.maximum(length[stay], 1)).astype(np.int64)
        if copies > 1:  # the second hold begins within the first
            begin[1::copies] = begin[::copies] + dice.integers(0, 6, len(stay) // copies)
        who.append(stay)
        kinds.append(np.full(len(stay), place))
        low.append(begin)
        high.append(begin + 7 + dice.exponential(10, len(stay)).astype(np.int64))
    stay, kind, begin, end = (np.concatenate(part) for part in (who, kinds, low, high))
    names, codes = ([mark[place] for mark in MARKS] for place in (0, 1))
    return pa.table(
        {
            **{name: pa.array(values[stay]) for name, values in ids.items()},
            "line": pa.array(line[stay], pa.int32()),
            "stay_start": _days(start[stay]),
            "stay_until": _days(until[stay], still_open[stay]),
            "kind": pa.DictionaryArray.from_arrays(pa.array(kind, pa.int8()), pa.array(names)),
            "code": pa.DictionaryArray.from_arrays(pa.array(kind, pa.int8()), pa.array(codes)),
            "start": _days(begin),
            "until": _days(end),
        }
    )


def _days(values: np.ndarray, empty: np.ndarray | None = None) -> pa.Array:
    return pa.array(values.astype(np.int32), pa.int32(), mask=empty).cast(pa.date32())


def _text(numbers: np.ndarray, factor: int) -> np.ndarray:
    """Twelve characters that say nothing of the order, as references do; different for different numbers."""
    mixed = numbers.astype(np.uint64) * np.uint64(factor & (2**60 - 1) | 1) & np.uint64(2**60 - 1)
    places = [DIGITS[(mixed >> np.uint64(5 * place) & np.uint64(31)).astype(np.int64)] for place in range(12)]
    return np.char.decode(np.ascontiguousarray(np.stack(places, axis=1)).view("S12").ravel(), "ascii")
