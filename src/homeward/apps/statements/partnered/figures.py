"""Reading a decision of the rule `funding`: amounts are Decimals in the pack's currency, nothing is counted anew."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

Json = dict[str, Any]
GST = "gst"


def is_funding(decision: Json) -> bool:
    """Whether a decision was made by the rule `funding`."""
    return decision.get("rule") == "funding"


def columns(decision: Json) -> Json:
    """The few figures kept as columns. A care partner's line has no target, so no share and no level."""
    return {
        "actual_nights": decision["nights"], "contracted_nights": None, "share_percent": None, "level": "no_target",
    }  # fmt: skip


def payable(decision: Json) -> Decimal:
    """What is due with goods and services tax."""
    return Decimal(decision["total"]["with_gst"])


def breakdown(decision: Json) -> list[Json]:
    """Money lines as paid, tax as a line of its own; they sum to `payable`."""
    lines = [
        {"code": m["code"], "amount": m["amount"], **({"of": m["line"]} if m["line"] else {})}
        for m in decision["money"]
        if m["status"] == "due"
    ]
    return [*lines, {"code": GST, "amount": decision["total"]["gst"]}]


def children(decision: Json) -> list[Json]:
    """Each child with its paid nights."""
    return [
        {"child": child["child"], "nights": child["paid_nights"]}
        for line in decision["lines"]
        for child in line["children"]
    ]


def by_code(decision: Json) -> dict[str, Decimal]:
    """What each kind of money comes to, whether it is due or set against what is paid."""
    found: dict[str, Decimal] = {}
    for m in decision["money"]:
        if m["status"] in ("due", "delivered"):
            found[m["code"]] = found.get(m["code"], Decimal(0)) + Decimal(m["amount"])
    return found


def figures_of(decision: Json) -> Json:
    """The figures alone, to see whether one differs; what only waits is none yet."""
    found = {name: decision.get(name) for name in ("nights", "total", "delivered", "reconciliation")}
    return found | {"money": [m for m in decision["money"] if m["status"] in ("due", "delivered")]}
