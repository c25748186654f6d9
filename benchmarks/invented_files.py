"""Invented files of a whole state in any number of rows, the same each time, with faults planted in them.

`write` makes homes, children, placements and spells as CSV and says what the importer must find: by file and row the
columns and codes. Everything else in the files is sound. Stays do not meet: a home takes one child after another.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

PROVIDERS, LINES = 40, 10  # lines of each provider, each in an agreement of its own
FIRST, EVERY, LENGTH = (
    dt.date(2016, 1, 1),
    140,
    100,
)  # a home's first stay, days from stay to stay, nights of a stay
SHARES = {"homes": 0.02, "children": 0.3, "placements": 0.53, "spells": 0.15}
GAP = 100  # sound rows between planted ones; fewer where a file would not hold each sort twice
COLUMNS = {
    "homes": [
        "reference",
        "name",
        "kind",
        "provider",
        "places",
        "opened_on",
        "remoteness_class",
        "remoteness_edition",
    ],
    "children": [
        "client_number",
        "born_on",
        "given_name",
        "family_name",
        "sex",
        "fact",
        "fact_value",
        "fact_source",
    ],
    "placements": [
        "placement",
        "child",
        "home",
        "agreement",
        "line",
        "start",
        "end",
        "placement_type",
        "end_reason",
    ],
    "spells": [
        "placement",
        "child",
        "home",
        "placement_start",
        "kind",
        "start",
        "end",
        "code",
        "decided_by",
        "reference",
    ],
}
SORTS = {"homes": 20, "children": 10, "placements": 21, "spells": 13}  # of faults
Cells = dict[str, str]
Found = set[tuple[str | None, str]]  # column and code
Plant = Callable[
    [int], list[tuple[Cells, Found]]
]  # n-th of its sort: rows that follow one another, and what is in them


def day(number: int) -> str:
    return str(FIRST + dt.timedelta(days=number))


class State:
    """A state of so many rows in all."""

    def __init__(self, rows: int) -> None:
        self.rows = {kind: round(rows * share) for kind, share in SHARES.items()}
        self.gap = {kind: max(2, min(GAP, count // (2 * SORTS[kind]))) for kind, count in self.rows.items()}
        planted = {kind: count // self.gap[kind] for kind, count in self.rows.items()}
        self.homes = self.rows["homes"] - 2 * planted["homes"]
        self.children = self.rows["children"] - 2 * planted["children"]
        self.earlier = max(planted.values())  # records of an earlier file, for planted rows to meet

    def home(self, n: int) -> Cells:
        kind = "carer_household" if n % 5 else "residential_home"
        given = (
            {"remoteness_class": f"ra{n % 5 + 1}", "remoteness_edition": "ASGS Edition 3"}
            if n % 3 == 0
            else {}
        )
        return {"reference": f"H-{n}", "name": f"Household {n}", "kind": kind, "provider": f"P-{n % PROVIDERS}",
                "places": str(n % 4 + 1), "opened_on": "2011-07-01", **given}  # fmt: skip

    def child(self, n: int) -> Cells:
        fact = (
            {"fact": "aboriginal", "fact_value": "yes", "fact_source": f"Case file {n}"} if n % 4 == 0 else {}
        )
        return {"client_number": f"C{n:07d}", "born_on": str(dt.date(2005, 1, 1) + dt.timedelta(days=n % 2_000)),
                "given_name": f"Name{n % 997}", "family_name": f"Family{n % 4001}", **fact}  # fmt: skip

    def stay(self, n: int) -> Cells:
        home, turn = n % self.homes, n // self.homes
        start = turn * EVERY + home % 30
        child = (n * 7919 + turn) % self.children
        return {"placement": f"S-{n}", "child": f"C{child:07d}", "home": f"H-{home}",
                "agreement": f"AG-{home % PROVIDERS}-{home // PROVIDERS % LINES}", "line": "1",
                "start": day(start), "end": day(start + LENGTH), "placement_type": "foster_care"}  # fmt: skip

    def spell(self, n: int) -> Cells:
        stay = self.stay(n)
        start = dt.date.fromisoformat(stay["start"])
        kind = ("hold", "hold", "missing", "absent", "care_type")[n % 5]
        more = {"hold": {"decided_by": "dcp"}, "care_type": {"code": "post_18"}}.get(kind, {})
        return {"placement": stay["placement"], "kind": kind, "start": str(start + dt.timedelta(days=5)),
                "end": str(start + dt.timedelta(days=15)), **more}  # fmt: skip


def one(cells: Cells, column: str | None, code: str) -> list[tuple[Cells, Found]]:
    return [(cells, {(column, code)})]


def home_plants(state: State) -> list[Plant]:
    def odd(n: int, **cells: str) -> Cells:
        return {**state.home(n), "reference": f"HX-{n}", **cells}

    return [
        lambda n: one({**odd(n), "reference": f"H-{n}"}, "reference", "row_twice"),
        lambda n: one(odd(n, provider="Nobody"), "provider", "unknown_provider"),
        lambda n: one(odd(n, reference=f"OLD-{n}", provider="P-3"), "provider", "other_provider"),
        lambda n: one(odd(n, remoteness_class="ra2", remoteness_edition=""), "remoteness_edition", "edition_missing"),
        lambda n: one(odd(n, remoteness_class="", remoteness_edition="E3"), "remoteness_class", "class_missing"),
        lambda n: one(odd(n, remoteness_class="ra9"), "remoteness_class", "unknown_code"),
        lambda n: one(odd(n, places="4000"), "places", "places_too_many"),
        lambda n: one(odd(n, places="0"), "places", "places_none"),
        lambda n: one(odd(n, places="four"), "places", "number_form"),
        lambda n: one(odd(n, opened_on="2090-01-01"), "opened_on", "opens_later"),
        lambda n: one(odd(n, opened_on="13/31/2020"), "opened_on", "date_impossible"),
        lambda n: one(odd(n, kind="castle"), "kind", "unknown_code"),
        lambda n: one(odd(n, name=""), "name", "cell_empty"),
        lambda n: one(odd(n, name="long " * 40), "name", "cell_too_long"),
        lambda n: one(odd(n, name="=1+1"), "name", "cell_formula"),
        lambda n: one(odd(n, name="Caf\ufffd"), "name", "cell_damaged"),
        lambda n: one(odd(n, name="A\x07B"), "name", "cell_control"),
        lambda n: one(odd(n, name="CafÃ©"), "name", "cell_twice_encoded"),
        lambda n: one(odd(n, __more="spare"), None, "row_too_long"),
        lambda n: one(odd(n, remoteness_class="", remoteness_edition="", __less="2"), None, "row_too_short"),
    ]  # fmt: skip


def child_plants(state: State) -> list[Plant]:
    def odd(n: int, **cells: str) -> Cells:
        return {**state.child(n), "client_number": f"CX{n}", **cells}

    whole = {"fact": "aboriginal", "fact_value": "yes", "fact_source": "Case file"}
    return [
        lambda n: one({**odd(n), "client_number": f"C{n:07d}"}, "client_number", "row_twice"),
        lambda n: one(odd(n, born_on="2091-02-03"), "born_on", "born_later"),
        lambda n: one(odd(n, born_on="1931-02-03"), "born_on", "born_long_ago"),
        lambda n: one(
            odd(n, client_number=f"OLD-{n}", born_on="2021-02-03"), "born_on", "placed_before_birth"
        ),
        lambda n: one(odd(n, born_on="31.12.2012"), "born_on", "date_form"),
        lambda n: one(odd(n, born_on="2013-02-30"), "born_on", "date_impossible"),
        lambda n: one(odd(n, **{**whole, "fact_source": ""}), "fact_source", "fact_not_whole"),
        lambda n: one(odd(n, **{**whole, "fact_value": "perhaps"}), "fact_value", "unknown_code"),
        lambda n: one(odd(n, **{**whole, "fact": "left_handed"}), "fact", "unknown_code"),
        lambda n: one(odd(n, client_number=""), "client_number", "cell_empty"),
    ]


def stay_plants(state: State) -> list[Plant]:
    def odd(n: int, **cells: str) -> Cells:
        """A stay of its own child: the one of the n-th, in a home and years nobody else is there."""
        home = n % state.homes
        return {**state.stay(home), "placement": f"SX-{n}", "child": f"C{n:07d}", "start": "2012-01-10",
                "end": "2012-01-20", **cells}  # fmt: skip

    def free(n: int, **cells: str) -> Cells:
        return odd(n, agreement="", line="", **cells)

    def met(n: int) -> list[tuple[Cells, Found]]:
        later = {"placement": f"SY-{n}", "start": "2012-01-15", "end": "2012-01-25"}
        return [(odd(n), {("start", "overlap")}), (odd(n, **later), {("start", "overlap")})]

    old = {"home": "OLD-HOME", "start": "2014-03-05", "end": "2014-03-09"}
    return [
        lambda n: one(odd(n, child="Nobody"), "child", "unknown_child"),
        lambda n: one(odd(n, home="Nowhere"), "home", "unknown_home"),
        lambda n: one(odd(n, line=""), "line", "line_not_whole"),
        lambda n: one(odd(n, line="77"), "line", "unknown_line"),
        lambda n: one(odd(n, placement=f"S-{n}"), "placement", "row_twice"),
        lambda n: one(state.stay(n) | {"placement": ""}, "start", "row_twice"),
        met,
        lambda n: [(free(n, start="1949-01-01", end="1949-02-01", placement_type=""),
                    {("start", "start_too_early"), ("start", "start_before_birth")})],
        lambda n: one(odd(n, start="2091-01-01", end=""), "start", "start_far_ahead"),
        lambda n: one(odd(n, start=ahead(), end=""), "start", "start_ahead"),
        lambda n: one(odd(n, start="2004-01-01", end="2004-02-01"), "start", "start_before_birth"),
        lambda n: one(odd(n, end="2012-01-01"), "end", "dates_reversed"),
        lambda n: one(odd(n, end="2095-01-01"), "end", "end_far_ahead"),
        lambda n: one(odd(n, placement_type="boarding"), "placement_type", "unknown_code"),
        lambda n: one(free(n, child="OLD-GROWN", placement=f"SG-{n}", home=f"H-{n % state.homes}", start="1999-03-01",
                           end="1999-03-02"), "placement_type", "code_not_in_force"),
        lambda n: one(odd(n, end="", end_reason="left"), "end_reason", "end_reason_without_end"),
        lambda n: one(odd(n, home="OLD-FREE"), "home", "home_without_provider"),
        lambda n: one(odd(n, agreement=f"AG-{(n % state.homes + 1) % PROVIDERS}-0"), "line", "line_of_another_provider"),
        lambda n: one(odd(n, child=f"OLD-{n}", agreement="", line="", **old), "start", "overlap"),
        lambda n: one(odd(n, placement=f"OLD-{n}", child=f"OLD-{n}", agreement="", line="",
                          home="OLD-HOME", start="2014-03-01", end=""), "end", "stay_reopened"),
        lambda n: one(odd(n, start="3/4/2012"), "start", "date_form"),
    ]  # fmt: skip


def spell_plants(state: State) -> list[Plant]:
    def odd(n: int, **cells: str) -> Cells:
        """A spell of a stay that no other row speaks of: they count from the last stay down."""
        start = dt.date.fromisoformat(state.stay(n)["start"])
        return {"placement": f"S-{n}", "kind": "hold", "start": str(start + dt.timedelta(days=20)),
                "end": str(start + dt.timedelta(days=30)), "decided_by": "dcp", **cells}  # fmt: skip

    def far(n: int, days: int) -> str:
        return str(dt.date.fromisoformat(state.stay(n)["start"]) + dt.timedelta(days=days))

    return [
        lambda n: one(odd(n, placement=""), "placement", "placement_not_named"),
        lambda n: one(odd(n, placement="S-none"), "placement", "unknown_placement"),
        lambda n: one(state.spell(n), "start", "row_twice"),
        lambda n: [(odd(n, kind="care_type", code="post_18", decided_by=""), set()),
                   (odd(n, kind="care_type", code="other_care_type", decided_by="", start=far(n, 25)),
                    {("start", "two_care_types")})],
        lambda n: one(odd(n, end=odd(n)["start"]), "end", "spell_without_night"),
        lambda n: one(odd(n, start=far(n, 200), end=far(n, 210)), "start", "spell_outside"),
        lambda n: one(odd(n, end=far(n, 130)), "start", "spell_clipped"),
        lambda n: one(odd(n, decided_by=""), "decided_by", "hold_without_decider"),
        lambda n: one(odd(n, decided_by="aunt"), "decided_by", "unknown_code"),
        lambda n: one(odd(n, kind="care_type", decided_by=""), "code", "care_type_without_code"),
        lambda n: one(odd(n, kind="care_type", code="holiday", decided_by=""), "care_type", "unknown_code"),
        lambda n: one(odd(n, kind="nap"), "kind", "unknown_code"),
        lambda n: one(odd(n, end=far(n, 1)), "end", "dates_reversed"),
    ]  # fmt: skip


def ahead() -> str:
    return str(dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30))


def write(folder: Path, rows: int) -> dict[str, dict[int, Found]]:
    """Write the four files; returns what is in them, by file and row."""
    state = State(rows)
    sound: dict[str, Callable[[int], Cells]] = {
        "homes": state.home, "children": state.child, "placements": state.stay, "spells": state.spell,
    }  # fmt: skip
    plants = {"homes": home_plants(state), "children": child_plants(state), "placements": stay_plants(state),
              "spells": spell_plants(state)}  # fmt: skip
    assert {kind: len(own) for kind, own in plants.items()} == SORTS
    return {
        kind: _write(folder / f"{kind}.csv", kind, state, make, plants[kind]) for kind, make in sound.items()
    }


def _write(
    path: Path, kind: str, state: State, make: Callable[[int], Cells], plants: list[Plant]
) -> dict[int, Found]:
    found: dict[int, Found] = {}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS[kind])
        for number, (cells, what) in enumerate(_rows(state, kind, make, plants), start=2):
            writer.writerow(_line(cells, kind))
            if what:
                found[number] = what
    return found


def _line(cells: Cells, kind: str) -> list[str]:
    columns = COLUMNS[kind]
    kept = columns[: len(columns) - int(cells.get("__less", 0))]
    return [cells.get(name, "") for name in kept] + ([cells["__more"]] if "__more" in cells else [])


def _rows(
    state: State, kind: str, make: Callable[[int], Cells], plants: list[Plant]
) -> Iterator[tuple[Cells, Found]]:
    """Sound rows with planted ones evenly between them, each sort in turn; a planted row follows what it doubles."""
    total, gap, given, planted = state.rows[kind], state.gap[kind], 0, 0
    for n in range(total):
        if given >= total:
            return
        yield make(n), set()
        given += 1
        if n % gap == gap - 1:
            for row in plants[planted % len(plants)](planted):
                if given < total:
                    yield row
                    given += 1
            planted += 1
