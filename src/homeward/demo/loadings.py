"""Invented contract loadings: what each family based line is contracted for, category by category."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements import services as agreements
from homeward.apps.agreements.models import Line
from homeward.apps.providers.models import Home
from homeward.apps.statements import figures
from homeward.apps.statements.services import LoadingAbatement
from homeward.demo.state import LinePlan
from homeward.kernel.ranges import DateRange
from homeward.kernel.rounding import half_up

UNCONFIGURED = (
    "DCP-0431",
    1,
)  # a line whose agreement states none: its statement shows the actual loading alone
UNCLASSED = "P-0150-108"  # a household whose class nobody has recorded
REFERENCE = "Attachment 5 (invented figure)"
WHY_ABATED = "A quarter of the limit: households in these classes stood empty between two stays."


def contract_loadings(line: Line, plan: LinePlan, homes: list[Home], period: DateRange, by: Actor) -> None:
    """Every place of the line in its household's class, and less of the identity than is delivered.

    So the demonstration has growth in one category and abatement in another.
    """
    if plan.home or plan.per_night or (line.agreement.reference, line.number) == UNCONFIGURED:
        return
    places: Counter[str] = Counter()
    for slot in range(min(plan.slots, plan.target)):
        row = homes[slot // 2].remoteness.first()
        if row is not None:
            places[row.code] += 1
    wanted = {"aboriginal": half_up(Fraction(plan.target, 5), 1)}
    wanted |= {code: Decimal(count) for code, count in sorted(places.items())}
    for category, placements in wanted.items():
        agreements.set_loading(
            line=line, category=category, placements=placements, period=period, reference=REFERENCE, by=by
        )


def abatements(decision: figures.Json) -> dict[str, LoadingAbatement]:
    """A quarter of each limit."""
    return {
        category: LoadingAbatement(half_up(Fraction(limit) / 4, 2), WHY_ABATED)
        for category, limit in figures.loading_limits(decision).items()
    }
