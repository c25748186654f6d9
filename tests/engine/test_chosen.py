"""What people chose, counted as the proposal is."""

from __future__ import annotations

from typing import Any

import pytest

from homeward.engine.allocation.chosen import NotAllowed, Put, chosen_figures
from homeward.engine.allocation.decide import decide_panel
from homeward.policy import load_pack

POLICY = load_pack("gb_wls").policy()


def fit(unit: str, home: str, score: str | None, part: int | None = None, *out: str) -> dict[str, Any]:
    return {"unit": unit, "part": part, "home": home, "score": score, "excluded_by": list(out)}


FACTS: dict[str, Any] = {
    "on": "2026-11-25",
    "units": [
        {"id": "solo", "children": ["a"], "came_on": "2026-11-01", "parts": []},
        {"id": "pair", "children": ["b", "c"], "came_on": "2026-11-02", "parts": [["b"], ["c"]]},
        {"id": "kept", "children": ["d", "e"], "came_on": "2026-11-03", "parts": []},
    ],
    "homes": [{"id": "one", "places": 1}, {"id": "two", "places": 2}, {"id": "three", "places": 2}],
    "fits": [
        fit("solo", "one", "70"),
        fit("solo", "two", "80.5"),
        fit("solo", "three", "60", None, "too_far"),
        fit("pair", "two", "90"),
        fit("pair", "one", "50", 0),
        fit("pair", "two", "95", 1),
        fit("pair", "two", "95", 0),
        fit("kept", "three", None),
        fit("kept", "two", "40"),
        fit("kept", "one", "99"),
    ],
}


def figures(chosen: dict[str, list[Put]]) -> dict[str, Any]:
    return chosen_figures(FACTS, POLICY, chosen)


def test_the_proposal_counts_the_same_when_people_choose_it() -> None:
    told = decide_panel(FACTS, POLICY).to_json()
    chosen = {
        unit["unit"]: [Put(p["home"], tuple(p["children"])) for p in unit["placed"]] for unit in told["units"]
    }  # type: ignore[index, union-attr, call-overload]
    assert figures(chosen) == {k: told["proposal"][k] for k in ("placed", "score", "mean")}  # type: ignore[index, call-overload]


def test_each_child_counts_and_what_nobody_knows_counts_nothing() -> None:
    found = figures({"solo": [Put("one", ("a",))], "kept": [Put("three", ("d", "e"))]})
    assert (found["placed"], found["score"]) == (3, "70.000")


def test_parting_costs_what_the_pack_says_for_each_child() -> None:
    whole = figures({"pair": [Put("two", ("b", "c"))]})
    parted = figures({"pair": [Put("one", ("b",)), Put("two", ("c",))]})
    assert whole["score"] == "180.000"
    assert parted["placed"] == 2 and float(parted["score"]) < 145


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ({"solo": [Put("three", ("a",))]}, "home_excluded"),
        ({"solo": [Put("nowhere", ("a",))]}, "home_not_listed"),
        ({"kept": [Put("two", ("d",)), Put("three", ("e",))]}, "split_not_allowed"),
        ({"kept": [Put("one", ("d", "e"))]}, "over_capacity"),
        ({"solo": [Put("two", ("a",))], "pair": [Put("two", ("b", "c"))]}, "over_capacity"),
        ({"solo": [Put("two", ("a",)), Put("one", ("a",))]}, "placed_twice"),
    ],
)
def test_what_the_facts_do_not_allow_is_named(chosen: dict[str, list[Put]], code: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        figures(chosen)
    assert refused.value.code == code


def test_nothing_chosen_is_nothing() -> None:
    assert figures({}) == {"placed": 0, "score": "0.000", "mean": None}
