"""From a frozen agenda to the facts of the rule `panel`: each child scored in each home by the rule `match`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from homeward.engine.allocation.decide import Allocation, decide_panel
from homeward.engine.matching.decide import decide as decide_match
from homeward.engine.matching.result import Match, decimals
from homeward.policy import Policy

Json = dict[str, Any]
SECONDS = 30


@dataclass
class Scored:
    """How each home fits each child: the fits of the facts, and beside them what a page tells of each."""

    fits: list[Json] = field(default_factory=list)
    told: dict[str, dict[str, Json]] = field(default_factory=dict)


def facts_of(
    content: Json,
    policy: Policy,
    *,
    decided: Mapping[str, Collection[str]] | None = None,
    taken: Mapping[str, int] | None = None,
) -> tuple[Json, Scored]:
    """The facts of `panel` for the items that are not decided, with the places that others have not been given.

    `decided`: items to leave out; `taken`: places given in each home. An item without match facts cannot be matched.
    """
    left_out, given = decided or {}, taken or {}
    scored = Scored()
    units = []
    for item in content["items"]:
        if item["id"] in left_out or item["match"] is None:
            continue
        parts = parts_of(item)
        units.append(
            {
                "id": item["id"],
                "children": [c["id"] for c in item["children"]],
                "came_on": item["came_on"],
                "parts": parts,
            }
        )
        _score(item, parts, policy, scored)
    homes = [
        {"id": key, "places": max(0, home["places"] - given.get(key, 0))}
        for key, home in sorted(content["homes"].items())
    ]
    facts = {
        "on": content["on"],
        "units": units,
        "homes": homes,
        "fits": scored.fits,
        "seconds": SECONDS,
        "alternatives": 3,
    }
    return facts, scored


def parts_of(item: Json) -> list[list[str]]:
    """How the children may be parted: each alone, where the referral accepts it; else not at all."""
    children = [c["id"] for c in item["children"]]
    return [[c] for c in children] if item["together"] != "required" and len(children) > 1 else []


def _score(item: Json, parts: list[list[str]], policy: Policy, scored: Scored) -> None:
    told = scored.told.setdefault(item["id"], {})
    for match in decide_match(item["match"], policy).matches:
        scored.fits.append(_fit(item["id"], None, match))
        told[match.candidate.id] = _told(match)
    for number, part in enumerate(parts):
        scored.fits += [_fit(item["id"], number, m) for m in _alone(item["match"], part, policy)]


def _alone(facts: Json, part: list[str], policy: Policy) -> Iterator[Match]:
    """The same places for some of the children only."""
    sought = facts["referral"]
    some = [c for c in sought["children"] if c["id"] in part]
    yield from decide_match({**facts, "referral": {**sought, "children": some}}, policy).matches


def _fit(unit: str, part: int | None, match: Match) -> Json:
    return {
        "unit": unit, "part": part, "home": match.candidate.id,
        "score": None if match.score is None else decimals(match.score, 3),
        "excluded_by": [o.code for o in match.obstacles if o.effect == "blocks"],
    }  # fmt: skip


def _told(match: Match) -> Json:
    plain = match.to_json()
    price = match.candidate.weekly_price
    return {
        "score": plain["score"],
        "miles": plain["miles"],
        "price": None if price is None else f"{price:f}",
        "excluded": [o.code for o in match.obstacles if o.effect == "blocks"],
        "warns": [o.code for o in match.obstacles if o.effect == "warns"],
        "at_a_distance": plain["at_a_distance"],
    }


def propose(facts: Json, policy: Policy) -> Allocation:
    """The rule itself, on facts as they are kept."""
    return decide_panel(facts, policy)
