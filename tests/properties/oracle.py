"""A second, slow and obvious way to count: night by night, with nothing shared with the engine."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

ADULT = {"other_person_guardianship", "post_18"}


def nights_between(start: str, end: str) -> list[str]:
    day, last = date.fromisoformat(start), date.fromisoformat(end)
    result = []
    while day < last:
        result.append(day.isoformat())
        day += timedelta(days=1)
    return result


def covers(item: dict[str, Any], night: str) -> bool:
    """ISO dates compare as text."""
    return item["start"] <= night and (item.get("end") is None or night < item["end"])


def spells_on(placement: dict[str, Any], night: str, kind: str) -> list[dict[str, Any]]:
    return [spell for spell in placement.get("spells", []) if spell["kind"] == kind and covers(spell, night)]


def counted(facts: dict[str, Any], night: str, child: str, *, hold_counts: bool) -> str:
    """What one night of one child is: "none", "counted" or why it is left out."""
    records = [p for p in facts["placements"] if p["child"] == child and covers(p, night)]
    if not records:
        return "none"
    codes = {spell["code"] for record in records for spell in spells_on(record, night, "care_type")}
    adult = sorted(codes & ADULT)
    if adult:
        return adult[0]
    verdicts = []
    for record in records:
        held = [spell for spell in spells_on(record, night, "hold") if spell["decided_by"] == "dcp"]
        refused = any(covers(d, night) and d["placement"] == record["id"] for d in facts["disallowed"])
        if held and not hold_counts:
            verdicts.append("hold")
        elif refused:
            verdicts.append("disallowed")
        else:
            return "counted"
    return "hold" if "hold" in verdicts else "disallowed"


def tally(facts: dict[str, Any], *, hold_counts: bool = False) -> dict[str, int]:
    """Child-nights by verdict, over nights of the period in which the line is in force."""
    result: dict[str, int] = {"counted": 0}
    for child in {placement["child"] for placement in facts["placements"]}:
        for night in nights_between(facts["period"]["start"], facts["period"]["end"]):
            if covers(facts["line"]["in_force"], night):
                verdict = counted(facts, night, child, hold_counts=hold_counts)
                if verdict != "none":
                    result[verdict] = result.get(verdict, 0) + 1
    return result


def contracted(facts: dict[str, Any]) -> int:
    return sum(
        target["placements"]
        for night in nights_between(facts["period"]["start"], facts["period"]["end"])
        if covers(facts["line"]["in_force"], night)
        for target in facts["line"]["targets"]
        if covers(target, night)
    )


def unapproved(facts: dict[str, Any]) -> int:
    """Nights with more residents than target and approved places."""
    total = 0
    for night in nights_between(facts["period"]["start"], facts["period"]["end"]):
        if not covers(facts["line"]["in_force"], night):
            continue
        residents = {p["child"] for p in facts["placements"] if covers(p, night)}
        target = sum(t["placements"] for t in facts["line"]["targets"] if covers(t, night))
        approved = sum(a["places"] for a in facts["exceed_approvals"] if covers(a, night))
        total += len(residents) > target + approved
    return total
