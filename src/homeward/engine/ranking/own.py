"""What one provider may see of a ranking: its own scores and how they came about, nothing of the others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SHARED = (
    "rule",
    "pack",
    "lot",
    "region",
    "period",
    "method_version",
    "method",
    "assessment_year",
    "query_window",
)
ABOUT_OTHERS = frozenset({"joint_with", "tied_with"})
STEPS_ABOUT_OTHERS = frozenset({"lowest_price", "tied_on_total", "joint_rank"})


def own_view(decision: Mapping[str, Any], bidder: str) -> dict[str, Any] | None:
    """The part of a ranking's JSON that is a provider's own; None where it is not in the lot.

    Names, prices and number of the others are left out. The points for price still follow from the lowest
    price, as in every formula that compares prices: who knows the formula can work that price out.
    """
    shared = {key: decision[key] for key in SHARED}
    for item in decision["ranked"]:
        if item["bidder"] == bidder:
            kept = {key: value for key, value in item.items() if key not in ABOUT_OTHERS | {"explanations"}}
            told = {key: _without_others(value) for key, value in item["explanations"].items()}
            return {**shared, "own": {**kept, "joint": bool(item["joint_with"]), "explanations": told}}
    for item in decision["not_ranked"]:
        if item["bidder"] == bidder:
            return {**shared, "own": dict(item)}
    return None


def _without_others(explanation: Mapping[str, Any]) -> dict[str, Any]:
    steps = [step for step in explanation["steps"] if step["code"] not in STEPS_ABOUT_OTHERS]
    return {**explanation, "steps": steps}
