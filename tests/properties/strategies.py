"""Invented lines and stays for property tests; small, crowded with edges."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

FIRST = date(2022, 12, 20)
SPAN = 115  # from before the quarter to after it


def day(offset: int) -> str:
    return (FIRST + timedelta(days=offset)).isoformat()


@st.composite
def dated(draw: st.DrawFn, low: int = 0, high: int = SPAN, can_be_open: bool = True) -> dict[str, Any]:
    start = draw(st.integers(low, high))
    end = draw(st.integers(start, high))
    return {"start": day(start), "end": None if can_be_open and draw(st.integers(0, 5)) == 0 else day(end)}


@st.composite
def spell(draw: st.DrawFn, stay: dict[str, Any]) -> dict[str, Any]:
    """A spell that touches its placement; it may reach beyond it."""
    low = (date.fromisoformat(stay["start"]) - FIRST).days
    high = SPAN if stay["end"] is None else (date.fromisoformat(stay["end"]) - FIRST).days
    item = draw(dated(low, high))
    if item["start"] == stay["end"] and item["start"] != stay["start"]:
        item["end"] = item["start"]  # from the day of departure it would lie wholly outside
    kind = draw(st.sampled_from(["hold", "hold", "missing", "absent", "shared_care", "care_type"]))
    extra = {}
    if kind == "hold":
        extra["decided_by"] = draw(st.sampled_from(["dcp", "dcp", "provider"]))
    if kind == "care_type":
        extra["code"] = draw(
            st.sampled_from(["chief_executive_guardianship", "other_person_guardianship", "post_18"])
        )
    return {"kind": kind, **item, **extra}


@st.composite
def placements(draw: st.DrawFn) -> list[dict[str, Any]]:
    result = []
    for number in range(draw(st.integers(0, 6))):
        stay = draw(dated())
        spells = [draw(spell(stay)) for _ in range(draw(st.integers(0, 3)))]
        # a home of its own for each record: one child twice in one home is refused
        result.append(
            {
                "id": f"p{number}",
                "child": draw(st.sampled_from("abc")),
                "home": f"h{number}",
                **stay,
                "spells": spells,
            }
        )
    return result


@st.composite
def line_facts(draw: st.DrawFn, service_type: str = "general_family_based_care") -> dict[str, Any]:
    stays = draw(placements())
    border = draw(st.integers(0, SPAN))
    disallowed = [
        {"placement": stay["id"], "start": stay["start"], "end": stay["end"], "reason": "not delivered"}
        for stay in stays
        if draw(st.integers(0, 9)) == 0
    ]
    return {
        "period": {"start": "2023-01-01", "end": "2023-04-01"},
        "line": {
            "id": "l",
            "service_type": service_type,
            "method": "block",
            "in_force": {"start": day(draw(st.integers(0, 60))), "end": None},
            "targets": [
                {"start": day(0), "end": day(border), "placements": draw(st.integers(0, 3))},
                {"start": day(border), "end": None, "placements": draw(st.integers(0, 3))},
            ],
            "rates": [{"kind": "base_unit_annual", "start": day(0), "end": None, "amount": "24000.00"}],
        },
        "placements": stays,
        "disallowed": disallowed,
        "exceed_approvals": [
            {**draw(dated()), "places": draw(st.integers(0, 2))} for _ in range(draw(st.integers(0, 2)))
        ],
    }
