"""The claims of the columnar twin, in one interleaved run: against a bare scan of the same columns, a row per
child-night in pandas, and the plain reference. ``QUICK=1`` takes a size for every day. Prints ``NAME ratio goal
holds|falls short`` for each claim, writes results.json, and ends with 1 when a claim falls short."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from benchmarks import invented
from benchmarks.claims import QUICK, Claim, interleaved, most_memory, report
from homeward.engine.nights.columns import Bits, Columns, ColumnsBuilder, Grid, Reading
from homeward.engine.nights.columns import parts as kept
from homeward.engine.nights.columns.count import hold
from homeward.engine.nights.columns.text import build
from homeward.engine.nights.segments import ChildRecords, CountingRule, Record, segments_of
from homeward.engine.utilisation import decide
from homeward.kernel.quarters import Quarter
from homeward.kernel.ranges import DateRange, intersect, union
from homeward.policy import load_pack

SMALL, LARGE = (100_000, 1_000_000) if QUICK else (1_000_000, 10_000_000)
PART = 1_000_000
RESULTS = Path(__file__).parent / "results.json"
READING = Reading(
    excluded_care_types=frozenset({"post_18", "other_person_guardianship"}), excluded=frozenset({"hold"}),
    deciders=frozenset({"dcp"}), pausers=frozenset({"provider"}),
)  # fmt: skip
SCAN = {
    "stays": "sum(strlen(record)), sum(strlen(child)), sum(line), sum(start - DATE '2000-01-01'),"
    " sum(until - DATE '2000-01-01')",
    "spells": "sum(strlen(record)), sum(strlen(child)), sum(line), sum(stay_start - DATE '2000-01-01'),"
    " sum(stay_until - DATE '2000-01-01'), sum(strlen(kind)), sum(strlen(code)), sum(start - DATE '2000-01-01'),"
    " sum(until - DATE '2000-01-01')",
    "pieces": "sum(term), sum(state), sum(net), sum(start - DATE '2000-01-01'), sum(until - DATE '2000-01-01'),"
    " sum(weight)",
}


def grid() -> Grid:
    quarter, found = Quarter(2021, 1, 7), []
    for _ in range(20):
        found.append(quarter.range)
        quarter = quarter.next()
    return Grid.of(found)


def readings(over: Grid) -> Columns:
    builder = ColumnsBuilder()
    for line in range(invented.LINES):
        builder.term(line, READING, over.span)
    return builder.build()


def on(folder: Path, part: str, *names: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"preserve_insertion_order": False, "memory_limit": "800MB"})
    for name in names:
        connection.execute(f"CREATE VIEW {name} AS SELECT * FROM '{folder}/{name}/{part}.parquet'")
    return connection


def parts_in(folder: Path) -> list[str]:
    return sorted(path.stem for path in (folder / "stays").glob("*.parquet"))


def bare(folder: Path, *names: str) -> None:
    for part in parts_in(folder):
        with on(folder, part, *names) as connection:
            for name in names:
                connection.execute(f"SELECT {SCAN[name]} FROM {name}").fetchall()


Connection = duckdb.DuckDBPyConnection


def in_parts(folder: Path, over: Grid, count: Callable[[Connection], None], *names: str) -> Any:
    """The nights of all parts, each counted on a connection of its own; the last one's adds them up."""
    parts, cubes = parts_in(folder), []
    for part in parts[:-1]:
        with on(folder, part, *names) as connection:
            count(connection)
            cubes.append(kept.cube_of_ends(connection))
    with on(folder, parts[-1], *names) as connection:
        count(connection)
        return kept.nights_beside(connection, cubes, over)


def from_raw(folder: Path) -> Any:
    over = grid()
    columns = readings(over)

    def count(connection: Connection) -> None:
        kept.prepare(connection, columns, over)
        build(connection)

    return in_parts(folder, over, count, "stays", "spells")


def keep(folder: Path) -> None:
    over = grid()
    (folder / "pieces").mkdir(exist_ok=True)
    for part in parts_in(folder):
        with on(folder, part, "stays", "spells") as connection:
            kept.prepare(connection, readings(over), over)
            select = kept.pieces(connection)
            connection.execute(
                f"COPY ({select}) TO '{folder}/pieces/{part}.parquet' (FORMAT parquet, ROW_GROUP_SIZE 122880)"
            )


def from_kept(folder: Path) -> Any:
    over = grid()

    def count(connection: Connection) -> None:
        hold(connection, calendar=over.calendar())
        kept.count_kept(connection)

    return in_parts(folder, over, count, "pieces")


def row_per_night(folder: Path, share: int) -> int:
    """What an analyst does: a row for each night of each child on each line, once; every so-many-th child."""
    total = 0
    first, last = (pd.Timestamp(day) for day in (grid().span.start, grid().span.end))
    for part in parts_in(folder):
        with on(folder, part, "stays", "spells") as connection:
            some = f"hash(child) % {share} = 0"
            stays = connection.execute(f"SELECT * FROM stays WHERE {some}").df()
            holds = connection.execute(
                f"SELECT * FROM spells WHERE kind = 'hold' AND code = 'dcp' AND {some}"
            ).df()
        nights = _exploded(stays, first, last)
        held = _exploded(holds, first, last)[["record", "night"]].drop_duplicates()
        nights = nights.merge(held, how="left", on=["record", "night"], indicator="held")
        counted = nights[nights.held == "left_only"].drop_duplicates(["child", "line", "night"])
        quarter = counted.night.dt.to_period("Q-JUN")
        total += int(counted.groupby(["line", quarter]).size().sum())
    return total


def _exploded(rows: pd.DataFrame, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    start = rows.start.clip(lower=first)
    length = (rows.until.fillna(last).clip(upper=last) - start).dt.days.clip(lower=0)
    long = rows.loc[rows.index.repeat(length), ["record", "child", "line"]]
    long["night"] = start.repeat(length) + pd.to_timedelta(long.groupby(level=0).cumcount(), unit="D")
    return long.reset_index(drop=True)


def reference(folder: Path, share: int) -> Counter[tuple[int, int, int]]:
    """The plain reference on every so-many-th child: nights by line, state and quarter."""
    over = grid()
    bits = Bits.of([READING])
    rule = CountingRule(READING.excluded_care_types, READING.excluded)
    found: Counter[tuple[int, int, int]] = Counter()
    for line, child in _children(folder, share, over.span):
        for segment in segments_of(child, rule):
            names = segment.carried if segment.counted else segment.lost
            state = sum(bits.bit(name) for name in names) * (1 if segment.counted else -1)
            for cell, quarter in enumerate(over.periods):
                if (cut := segment.range.clip(quarter)) is not None:
                    found[(line, state, cell)] += cut.nights
    return found


def _children(folder: Path, share: int, span: DateRange) -> Iterator[tuple[int, ChildRecords]]:
    groups: dict[tuple[str, int], list[Any]] = {}
    marks: dict[str, list[Any]] = {}
    for part in parts_in(folder):
        with on(folder, part, "stays", "spells") as connection:
            for row in connection.execute(f"SELECT * FROM stays WHERE hash(child) % {share} = 0").fetchall():
                groups.setdefault((row[1], row[2]), []).append(row)
            for row in connection.execute(
                f"SELECT record, kind, code, start, until FROM spells WHERE hash(child) % {share} = 0"
            ).fetchall():
                marks.setdefault(row[0], []).append(row)
    for (child, line), rows in groups.items():
        records, types = [], {}
        for record, _, _, start, until in rows:
            stay = DateRange(start, until).clip(span)
            if stay is None:
                continue
            states: dict[str, list[DateRange]] = {}
            for _, kind, code, low, high in marks.get(record, ()):
                name = "provider_pause" if code == "provider" else kind
                into = types if kind == "care_type" else states
                key = code if kind == "care_type" else name
                into.setdefault(key, []).extend(intersect([DateRange(low, high)], [stay]))
            joined = {kind: union(spans) for kind, spans in states.items()}
            records.append(Record(record, record, stay, joined))
        yield line, ChildRecords(child, records, {code: union(spans) for code, spans in types.items()})


def columns_on_share(folder: Path, share: int) -> dict[tuple[int, int, int], int]:
    over = grid()
    columns, cubes = readings(over), []
    for part in parts_in(folder):
        with on(folder, part, "stays", "spells") as connection:
            for name in ("stays", "spells"):
                connection.execute(
                    f"CREATE TABLE some_{name} AS SELECT * FROM {name} WHERE hash(child) % {share} = 0"
                )
                connection.execute(f"CREATE OR REPLACE VIEW {name} AS SELECT * FROM some_{name}")
            kept.prepare(connection, columns, over)
            cubes.append(kept.cube(connection))
    rows = kept.nights(kept.fold(cubes), over).to_pylist()
    return {(row["term"], row["state"], row["cell"]): row["nights"] for row in rows}


def statement_facts(placements: int = 500) -> dict[str, Any]:
    first = date(2023, 1, 1)
    stays = [
        {
            "id": f"p{n}", "child": f"c{n}", "home": f"h{n}", "start": f"{first - timedelta(days=n % 200)}",
            "end": f"{first + timedelta(days=20 + n % 90)}",
            "spells": [{"kind": "hold", "decided_by": "dcp", "start": f"{first + timedelta(days=n % 15)}",
                        "end": f"{first + timedelta(days=17)}"}] if n % 5 == 0 else [],
        }
        for n in range(placements)
    ]  # fmt: skip
    terms = {"start": "2022-07-01", "end": None}
    return {
        "period": {"start": "2023-01-01", "end": "2023-04-01"},
        "line": {
            "id": "l", "service_type": "general_family_based_care", "method": "block", "in_force": terms,
            "targets": [{**terms, "placements": placements}],
            "rates": [{**terms, "kind": "base_unit_annual", "amount": "24000.00"}],
        },
        "placements": stays,
    }  # fmt: skip


def working() -> tuple[float, float]:
    """One statement of 500 placements with its working, and the same without."""
    import homeward.engine.utilisation.decide  # noqa: F401

    module = sys.modules["homeward.engine.utilisation.decide"]
    policy, facts = load_pack("au_sa").policy(), statement_facts()
    explain = module.explain_all

    def without() -> None:
        module.explain_all = lambda work: {}
        try:
            decide(facts, policy)
        finally:
            module.explain_all = explain

    whole, plain = interleaved(lambda: decide(facts, policy).to_json(), without)
    return whole, plain


def memory(folder: Path) -> float:
    """Largest resident set, in MB, of a process that counts the folder."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.columns", "--count", str(folder)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    return float(done.stdout)


def measure(work: Path) -> list[Claim]:
    small, large = work / "small", work / "large"
    invented.write(small, SMALL, max(1, SMALL // PART))
    invented.write(large, LARGE, max(1, LARGE // PART))
    for folder in (small, large):
        keep(folder)
    share = max(1, SMALL // 20_000)
    same = columns_on_share(small, share) == dict(reference(small, share))
    scan, raw, many = interleaved(
        lambda: bare(small, "stays", "spells"),
        lambda: from_raw(small),
        lambda: row_per_night(small, 10),
        rounds=2,
    )
    scan, raw = map(min, (scan, raw), interleaved(
        lambda: bare(small, "stays", "spells"), lambda: from_raw(small), rounds=10
    ))  # fmt: skip
    scan_large, raw_large, scan_kept, by_kept = interleaved(
        lambda: bare(large, "stays", "spells"), lambda: from_raw(large),
        lambda: bare(large, "pieces"), lambda: from_kept(large), rounds=5,
    )  # fmt: skip
    alike = from_raw(large).sort_by("nights").equals(from_kept(large).sort_by("nights")) or _same(large)
    whole, plain = working()
    rss = memory(large)
    return [
        ("columns_equal_reference", float(same), "1 = every cell", same),
        ("kept_segments_equal_raw", float(alike), "1 = every cell", alike),
        (f"columns_raw_{SMALL}_to_bare_scan", raw / scan, "<= 6", raw / scan <= 6),
        (f"columns_raw_{LARGE}_to_bare_scan", raw_large / scan_large, "<= 6", raw_large / scan_large <= 6),
        (f"kept_segments_{LARGE}_to_bare_scan", by_kept / scan_kept, "<= 4", by_kept / scan_kept <= 4),
        (f"row_per_night_{SMALL}_to_columns", 10 * many / raw, ">= 80", 10 * many / raw >= 80),
        ("growth_ten_times", raw_large / raw, "<= 11", raw_large / raw <= 11),
        (f"memory_MB_{LARGE}", rss, "< 1000", rss < 1000),
        ("statement_with_working_to_without", whole / plain, "<= 3", whole / plain <= 3),
    ]


def _same(folder: Path) -> bool:
    one, two = (
        {(r["term"], r["state"], r["cell"]): r["nights"] for r in table.to_pylist()}
        for table in (from_raw(folder), from_kept(folder))
    )
    return one == two


def main() -> int:
    if len(sys.argv) > 2 and sys.argv[1] == "--count":
        from_raw(Path(sys.argv[2]))
        print(most_memory())
        return 0
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as work:
        claims = measure(Path(work))
    return report(claims, RESULTS, load, f"{SMALL:,} and {LARGE:,}", duckdb=duckdb.__version__)


if __name__ == "__main__":
    sys.exit(main())
