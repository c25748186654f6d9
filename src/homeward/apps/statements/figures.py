"""Reading a stored decision: the one place that knows where its figures stand.

Amounts are Decimals in the pack's currency; nothing here is counted anew.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from homeward.apps.local_policy.queries import pack_of
from homeward.engine import utilisation
from homeward.kernel.reasons import Reason

Json = dict[str, Any]


def flags(decision: Json) -> list[Json]:
    return list(decision["flags"])


def last_night(decision: Json) -> dt.date:
    return dt.date.fromisoformat(decision["period"]["end"]) - dt.timedelta(days=1)


def contracted(decision: Json) -> int | None:
    """Contracted nights; None where a line has no target."""
    return decision["contracted"]["nights"] if decision["contracted"] else None


def nights_stayed(decision: Json) -> dict[str, int]:
    """Nights of each child on the line, counted and left out together."""
    return {row["child"]: row["nights"] + row["excluded"] for row in decision["children"]}


def left_out(decision: Json) -> Counter[str]:
    """Nights not counted, by reason."""
    return Counter({k: v for k, v in decision["nights"]["excluded"].items() if k != "total"})


def responses(decision: Json) -> list[str]:
    """What the level asks for, by the pack's response matrix."""
    return list(decision["level"].get("responses", []))


def money(decision: Json, *statuses: str) -> Decimal:
    """The sum of the money lines with one of the statuses."""
    return sum((Decimal(m["amount"]) for m in decision["money"] if m["status"] in statuses), Decimal(0))


def base_payable(decision: Json) -> Decimal:
    """What is due without a decision: the base payment, or the nights of a fee-for-service line."""
    return money(decision, "due")


def growth_payable(decision: Json) -> Decimal:
    """The growth payment that may be approved: an entitlement, not yet a payment (section 4.4.1)."""
    return money(decision, "payable_when_approved", "by_decision")


def abatement_limit(decision: Json) -> Decimal | None:
    """The upper limit of the abatement, or None where none could be worked out."""
    amount = decision["abatement_limit"]["amount"]
    return None if amount is None else Decimal(amount)


def check_abatement(version: Any, amount: Decimal) -> list[Reason]:
    """Why an abatement may not be decided; the engine asks, on the facts both sides agreed.

    Where the pack was changed since, the limit that both sides agreed holds, not the one it would give now.
    """
    if amount == 0:
        return []
    pack = pack_of(version.body, known_at=version.created_at)
    if pack.digest != version.pack_digest:
        return _against_agreed_limit(version.decision, amount)
    found = utilisation.check_abatement(amount, utilisation.decide(version.facts, pack.policy()))
    return [Reason(r.code, {k: _grouped(v) for k, v in r.inputs.items()}, r.values, r.clause) for r in found]


def _against_agreed_limit(decision: Json, amount: Decimal) -> list[Reason]:
    limit, given = abatement_limit(decision), f"{amount:,.2f}"
    if limit is None:
        status = decision["abatement_limit"]["status"]
        return [Reason("abatement_no_limit", {"amount": given, "status": status})]
    if amount < 0:
        return [Reason("abatement_below_zero", {"amount": given})]
    return (
        [Reason("abatement_above_limit", {"amount": given, "limit": f"{limit:,.2f}"})]
        if amount > limit
        else []
    )


def _grouped(text: Any) -> Any:
    """An amount as people read it: 1,408.70."""
    try:
        return (
            f"{Decimal(text):,.2f}"
            if isinstance(text, str) and Decimal(text) == round(Decimal(text), 2)
            else text
        )
    except InvalidOperation:
        return text


def columns(decision: Json) -> Json:
    """The few figures kept as columns, so that lists can sort and filter by them."""
    share, contracted = decision["share"], decision["contracted"]
    exact = Fraction(share["exact"]) if share and share["exact"] else None
    level = decision["level"]
    return {
        "actual_nights": decision["nights"]["actual"],
        "contracted_nights": contracted["nights"] if contracted else None,
        # Four decimals, cut not rounded: a column to sort by, never to compare with an edge.
        "share_percent": Decimal(exact.numerator * 1_000_000 // exact.denominator) / 10_000
        if exact is not None
        else None,
        "level": level["code"] or level["status"],
    }


def breakdown(decision: Json, assessment: Any) -> list[Json]:
    """Money lines as paid; they sum to the assessment's payable amount."""
    lines = [{"code": m["code"], "amount": m["amount"]} for m in decision["money"] if m["status"] == "due"]
    if assessment.growth_amount:
        lines.append({"code": "growth", "amount": str(assessment.growth_amount)})
    if assessment.abatement_amount:
        lines.append({"code": "abatement", "amount": str(-assessment.abatement_amount)})
    return lines
