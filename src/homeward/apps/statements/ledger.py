"""What stands of a locked statement, read from its records: decided, moved so far, open to decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from homeward.apps.statements.machine import newest, newest_known
from homeward.apps.statements.models import Adjustment, Assessment, Statement
from homeward.apps.statements.partnered import figures as partnered
from homeward.engine.adjustments import ABATEMENT, Earlier, is_limit, open_now, positions

Json = dict[str, Any]
ZERO = Decimal("0.00")
# What of a decision is a figure. The rest tells where figures come from, and may differ without one being another.
_FIGURES = (
    "nights", "contracted", "share", "level", "growth", "abatement_limit", "loadings", "exceed", "over_performance", "money",
    "children", "flags", "in_force",
)  # fmt: skip


def figures_of(decision: Json) -> Json:
    """The figures of a decision alone, to see whether one differs."""
    if partnered.is_funding(decision):
        return partnered.figures_of(decision)
    found = {name: decision.get(name) for name in _FIGURES}
    loadings = found["loadings"]
    if isinstance(loadings, dict):  # an older decision that knew of no loadings reads like one without any
        empty = loadings.get("status") in ("not_applicable", "not_configured")
        found["loadings"] = (
            None if empty else {k: v for k, v in loadings.items() if k not in ("values", "placeholders")}
        )
    return found


def decided(statement: Statement) -> dict[str, Decimal]:
    """By code, what was decided and approved: in its own assessment, and in later ones for its adjustments."""
    found: dict[str, Decimal] = defaultdict(lambda: ZERO)
    own = Assessment.objects.filter(statement=statement, approved_at__isnull=False).first()
    if own is not None:
        found["growth"] += own.growth_amount
        found[ABATEMENT] += own.abatement_amount
        for category, amount in _loadings_abated(own):
            found[f"loading_{ABATEMENT}.{category}"] += amount
    for row in _answers(statement):
        amount = Decimal(row["approved"])
        found[row["code"]] += -amount if is_limit(row["code"]) else amount
    return dict(found)


def _loadings_abated(assessment: Assessment) -> Iterable[tuple[str, Decimal]]:
    return [(row["category"], Decimal(row["amount"])) for row in assessment.loading_abatements]


def earlier(statement: Statement) -> dict[str, Earlier]:
    """The sums of a statement's lines so far, by code."""
    found: dict[str, Earlier] = {}
    for row in Adjustment.objects.filter(origin=statement):
        old = found.get(row.code, Earlier())
        found[row.code] = Earlier(old.amount + row.amount, old.to_decide + row.to_decide)
    return found


@dataclass(frozen=True)
class Offer:
    """What the assessment of an open quarter may decide for an earlier one: from nothing to `amount`.

    Above nought it is growth to be paid; below, an abatement. `up_to`: the entitlement or limit it answers for.
    """

    origin: Statement
    code: str
    amount: Decimal
    up_to: Decimal

    @property
    def key(self) -> str:
        return f"{self.origin.public_id}.{self.code}"


def offers(target: Statement) -> list[Offer]:
    """What a statement's assessment has to decide for earlier quarters, as far as it still holds."""
    levels: dict[tuple[int, str], Decimal] = {}
    origins: dict[int, Statement] = {}
    rows = Adjustment.objects.filter(target=target).exclude(to_decide=0).order_by("made_at", "id")
    for row in rows.select_related("origin__line__agreement", "origin__body"):
        levels[row.origin_id, row.code] = Decimal(row.explained["level"])
        origins[row.origin_id] = row.origin
    found = [_offer(origins[key], code, level) for (key, code), level in levels.items()]
    kept = [offer for offer in found if offer.amount]
    return sorted(kept, key=lambda offer: (offer.origin.period.lower, offer.origin.line_id, offer.code))


def _offer(origin: Statement, code: str, taken_in: Decimal) -> Offer:
    then, known = positions(newest(origin).decision), positions(newest_known(origin).decision)
    side = "limit" if is_limit(code) else "entitled"
    agreed, now = (getattr(found[code], side) if code in found else ZERO for found in (then, known))
    amount = open_now(agreed, _answered(origin, code), taken_in, now)
    return Offer(origin, code, -amount if is_limit(code) else amount, min(taken_in, now))


def _answered(origin: Statement, code: str) -> Decimal:
    """The highest level that an approved assessment of a later quarter answered for."""
    return max((Decimal(row["up_to"]) for row in _answers(origin) if row["code"] == code), default=ZERO)


def _answers(origin: Statement) -> list[Json]:
    """What approved assessments of later quarters decided for this one."""
    targets = Adjustment.objects.filter(origin=origin).exclude(target=None).values("target")
    later = Assessment.objects.filter(statement__in=targets, approved_at__isnull=False)
    return [row for one in later for row in one.adjustments if row["origin"] == origin.public_id]


def problem_of(codes: Iterable[str]) -> Json:
    """Why a quarter whose price or band is missing is not counted: nothing is recovered for want of a record."""
    return {
        "code": "not_told",
        "message": f"Nothing can be told of {', '.join(codes)}: a price or band that was agreed is not on record now.",
        "remedy": "Record the price or value that holds in this quarter. It is then counted again.",
    }


def decided_words(statement: Statement) -> str:
    return f"What was decided for {statement.label} is held against what is known since it was agreed."
