"""What one provider may read of a ranking: its own scores, notes, price and working, and of others nothing.

Cut out when the ranking is worked out, so that no page, file or program can leak what is not in it.
"""

from __future__ import annotations

from typing import Any

from homeward.apps.frameworks.models import Ranking

Json = dict[str, Any]
# Steps and inputs of the working that tell of other providers: the lowest price of the lot, and who stands level.
OTHERS_STEPS = frozenset({"lowest_price", "tied_on_total", "joint_rank"})
OTHERS = ("joint_with", "tied_with", "settled_by", "shown_alike")


def own_part(ranking: Ranking, provider: str, notes: list[Json]) -> Json:
    """The part of a ranking that is about one provider."""
    result, facts = ranking.result, ranking.facts
    bidder = next(b for b in facts["bidders"] if b["id"] == provider)
    item = next((r for r in result["ranked"] if r["bidder"] == provider), None)
    left_out = next((r for r in result["not_ranked"] if r["bidder"] == provider), None)
    return {
        "rank": item["rank"] if item else None,
        "joint": bool(item and item["joint_with"]),
        "of": len(result["ranked"]),
        "ranked": _without_others(item) if item else None,
        "reasons": left_out["reasons"] if left_out else [],
        "scores": {"tender": bidder.get("tender"), "annual": bidder.get("annual", [])},
        "price": bidder.get("price"),
        "notes": notes,
    }


def _without_others(item: Json) -> Json:
    explanations = {
        key: {
            **told,
            "steps": [s for s in told["steps"] if s["code"] not in OTHERS_STEPS and not _is_tie(s["code"])],
        }
        for key, told in item["explanations"].items()
    }
    return {**{k: v for k, v in item.items() if k not in OTHERS}, "explanations": explanations}


def _is_tie(code: str) -> bool:
    return code.startswith("tie_settled_by") or code == "total_shown_alike"
