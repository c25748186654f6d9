"""What a set of choices comes to: children with a home, points, distance, price. The same for proposal, queue and people."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from homeward.apps.local_policy.queries import pack_of
from homeward.apps.panels.models import Panel
from homeward.apps.panels.queries import first_proposal, places_of
from homeward.apps.panels.withdrawn import standing_items
from homeward.engine.allocation.chosen import Put, chosen_figures
from homeward.engine.allocation.facts import AllocationFacts
from homeward.engine.facts import parse_facts

Json = dict[str, Any]
Choices = Mapping[str, list[Json]]


def facts_to_count_by(panel: Panel) -> AllocationFacts:
    """The facts of the first proposal, which is for everybody. Raises ValueError while there is none."""
    proposal = first_proposal(panel)
    if proposal is None:
        raise ValueError("a panel without a proposal has no facts to count by")
    return parse_facts(AllocationFacts, proposal.facts)


def figures(panel: Panel, choices: Choices, facts: AllocationFacts | None = None) -> Json:
    """Children placed and points of some choices, by the facts of the first proposal (given where they are read already).

    Raises NotAllowed where the facts do not allow them, and ValueError while there is no proposal.
    """
    given = facts or facts_to_count_by(panel)
    plan = {
        unit: [Put(p["home"], tuple(p["children"])) for p in rows]
        for unit, rows in choices.items()
        if any(u.id == unit for u in given.units)
    }
    return chosen_figures(given, pack_of(panel.body).policy(), plan)


def totals(panel: Panel, choices: Choices, counted: Json) -> Json:
    """Everything a page compares. `counted`: children placed and points, as the rule or `figures` tells them."""
    proposal = first_proposal(panel)
    assert proposal is not None
    groups = {u["id"]: u["children"] for u in proposal.facts["units"] if len(u["children"]) > 1}
    together = sum(
        len(rows) == 1 and len(rows[0]["children"]) == len(groups[u])
        for u, rows in choices.items()
        if u in groups
    )
    miles, price, unpriced = [], Decimal(0), 0
    for unit, rows in choices.items():
        for row in rows:
            told = proposal.fits.get(unit, {}).get(row["home"], {})
            miles += [Fraction(told["miles"])] * len(row["children"]) if told.get("miles") is not None else []
            if told.get("price") is None:
                unpriced += len(row["children"])
            else:
                price += Decimal(told["price"]) * len(row["children"])
    return {
        "placed": counted["placed"],
        "score": counted["score"],
        "groups": len(groups),
        "together": together,
        "miles": _tenths(median(miles)) if miles else None,
        "price": f"{price:f}",
        "unpriced": unpriced,
    }


def _tenths(miles: Fraction) -> str:
    """A distance with one decimal, half up."""
    return f"{Decimal(int(miles * 10 + Fraction(1, 2))) / 10:.1f}"


def proposed_choices(panel: Panel, *, first_come: bool = False) -> dict[str, list[Json]]:
    """What the first proposal says, or first come, first served on the same facts."""
    proposal = first_proposal(panel)
    if proposal is None:
        return {}
    rows = proposal.result["first_come"]["units"] if first_come else proposal.result["units"]
    return {row["unit"]: places_of(row) for row in rows}


def agreed_choices(panel: Panel) -> dict[str, list[Json]]:
    """What people recommended so far, but for referrals withdrawn since."""
    return {item.referral.public_id: item.places for item in standing_items(panel)}


def side_by_side(panel: Panel) -> Json | None:
    """Proposal, first come, and what the panel agreed so far; None while nothing is proposed."""
    proposal = first_proposal(panel)
    if proposal is None:
        return None
    agreed = agreed_choices(panel)
    return {
        "children": proposal.result["children"],
        "proposed": totals(panel, proposed_choices(panel), proposal.result["proposal"]),
        "first_come": totals(panel, proposed_choices(panel, first_come=True), proposal.result["first_come"]),
        "agreed": totals(panel, agreed, figures(panel, agreed)),
    }
