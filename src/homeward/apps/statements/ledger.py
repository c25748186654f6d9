"""What stands of a locked statement, read from its records: decided, moved so far, open to decision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from homeward.apps.statements.models import Adjustment, Assessment, Statement
from homeward.engine.adjustments import ABATEMENT, Earlier, is_limit

Json = dict[str, Any]
ZERO = Decimal("0.00")
# What of a decision is a figure. The rest tells where figures come from, and may differ without one being another.
_FIGURES = (
    "nights", "contracted", "share", "level", "growth", "abatement_limit", "loadings", "exceed", "over_performance", "money",
    "children", "flags", "in_force",
)  # fmt: skip


def figures_of(decision: Json) -> Json:
    """The figures of a decision alone, to see whether one differs."""
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
    targets = Adjustment.objects.filter(origin=statement).exclude(target=None).values("target")
    for later in Assessment.objects.filter(statement__in=targets, approved_at__isnull=False):
        for row in later.adjustments:
            if row["origin"] == statement.public_id:
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

    Above nought it is growth to be paid; below, an abatement.
    """

    origin: Statement
    code: str
    amount: Decimal

    @property
    def key(self) -> str:
        return f"{self.origin.public_id}.{self.code}"


def offers(target: Statement) -> list[Offer]:
    """What a statement's assessment has to decide for earlier quarters. What was withdrawn since stands against it."""
    sums: dict[tuple[int, str], Decimal] = defaultdict(lambda: ZERO)
    origins: dict[int, Statement] = {}
    for row in Adjustment.objects.filter(target=target).select_related(
        "origin__line__agreement", "origin__body"
    ):
        sums[row.origin_id, row.code] += row.to_decide
        origins[row.origin_id] = row.origin
    return [
        Offer(origins[key], code, amount)
        for (key, code), amount in sorted(
            sums.items(), key=lambda item: (origins[item[0][0]].label, item[0][1])
        )
        if (amount < 0 if is_limit(code) else amount > 0)
    ]


def problem_of(codes: Iterable[str]) -> Json:
    """Why a quarter whose price or band is missing is not counted: nothing is recovered for want of a record."""
    return {
        "code": "not_told",
        "message": f"Nothing can be told of {', '.join(codes)}: a price or band that was agreed is not on record now.",
        "remedy": "Record the price or value that holds in this quarter. It is then counted again.",
    }


def decided_words(statement: Statement) -> str:
    return f"What was decided for {statement.label} is held against what is known since it was agreed."
