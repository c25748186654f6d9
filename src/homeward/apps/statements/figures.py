"""Reading a stored decision: the one place that knows where its figures stand.

Amounts are Decimals in the pack's currency; nothing here is counted anew.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from homeward.apps.agreements.queries import loading_label
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements.partnered import figures as partnered
from homeward.engine import utilisation
from homeward.engine.utilisation.funding import ADJUSTMENT
from homeward.kernel.reasons import Reason

Json = dict[str, Any]


def flags(decision: Json) -> list[Json]:
    return list(decision["flags"])


def last_night(decision: Json) -> dt.date:
    return dt.date.fromisoformat(decision["period"]["end"]) - dt.timedelta(days=1)


def contracted(decision: Json) -> int | None:
    """Contracted nights; None where a line has no target."""
    return decision["contracted"]["nights"] if decision["contracted"] else None


def children(decision: Json) -> list[Json]:
    """Each child with its counted nights."""
    return partnered.children(decision) if partnered.is_funding(decision) else list(decision["children"])


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
    """What is due without a decision: base payment, contracted loadings and loading growth, or the nights of a
    fee-for-service line, with what earlier quarters moved by rule; of a care partner's line with tax."""
    return partnered.payable(decision) if partnered.is_funding(decision) else money(decision, "due")


def growth_payable(decision: Json) -> Decimal:
    """The growth payment that may be approved: an entitlement, not yet a payment (section 4.4.1)."""
    own = [
        m for m in decision["money"] if m["code"] != ADJUSTMENT
    ]  # earlier quarters' growth is decided apart
    return money({"money": own}, "payable_when_approved", "by_decision")


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


def loading_limits(decision: Json) -> dict[str, Decimal]:
    """What may be abated of each loading category, or of their net; categories without a shortfall are left out."""
    found = decision.get("loadings", {})
    if found.get("status") != "assessed":
        return {}
    net = found["net"]
    rows = [{**net, "category": "net"}] if found["netted"] and net else found["lines"]
    limits = {row["category"]: Decimal(row["limit"] or 0) for row in rows if row["status"] == "abatement"}
    return {category: limit for category, limit in limits.items() if limit}


def check_loading_abatements(version: Any, amounts: Mapping[str, Decimal]) -> list[Reason]:
    """Why loading abatements may not be decided; each category against the limit both sides agreed.

    The engine asks on the agreed facts; where the policy was changed since, the agreed limits hold.
    """
    amounts = {category: amount for category, amount in amounts.items() if amount}
    if not amounts:
        return []
    words = {category: loading_label(version.body, category) for category in amounts}
    pack = pack_of(version.body, known_at=version.created_at)
    if pack.digest != version.pack_digest:
        limits = loading_limits(version.decision)
        return [
            Reason(
                "loading_abatement_above_limit",
                {"category": words[c], "amount": f"{a:,.2f}", "limit": f"{limits.get(c, Decimal(0)):,.2f}"},
            )
            for c, a in sorted(amounts.items())
            if not Decimal(0) <= a <= limits.get(c, Decimal(0))
        ]
    found = utilisation.check_loading_abatements(amounts, utilisation.decide(version.facts, pack.policy()))
    return [
        Reason(
            r.code,
            {k: words.get(str(v), v) if k == "category" else _grouped(v) for k, v in r.inputs.items()},
            r.values,
            r.clause,
        )
        for r in found
    ]


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
    if partnered.is_funding(decision):
        return partnered.columns(decision)
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
    if partnered.is_funding(decision):
        return partnered.breakdown(decision)
    lines = [
        {key: m[key] for key in ("code", "amount", "of", "from_period") if key in m}
        for m in decision["money"]
        if m["status"] == "due"
    ]
    lines += [
        {"code": ADJUSTMENT, "amount": row["approved"], "of": row["code"], "from_period": row["label"]}
        for row in assessment.adjustments
        if Decimal(row["approved"])
    ]
    if assessment.growth_amount:
        lines.append({"code": "growth", "amount": str(assessment.growth_amount)})
    if assessment.abatement_amount:
        lines.append({"code": "abatement", "amount": str(-assessment.abatement_amount)})
    lines += [
        {"code": "loading_abatement", "of": row["category"], "amount": str(-Decimal(row["amount"]))}
        for row in assessment.loading_abatements
    ]
    return lines
