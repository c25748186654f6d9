"""What the tests of late records share: the road of a quarter for any quarter, and the books kept beside it."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from homeward.apps.statements import figures, ledger, services
from homeward.apps.statements.machine import newest, newest_known
from homeward.apps.statements.models import Adjustment, Statement
from homeward.apps.statements.services import ForEarlier
from homeward.engine.adjustments import is_limit, positions
from homeward.kernel.quarters import Quarter
from tests.factories.statements import QUARTER, World

NEXT = QUARTER.next()
ROAD = ["draft", "issued", "provider_agreed", "agreed", "assessed", "approved", "sent"]


def fresh(statement: Statement) -> Statement:
    return Statement.objects.get(pk=statement.pk)


def close(world: World, quarter: Quarter = NEXT) -> Statement:
    services.close_period(body=world.manager.body, quarter=quarter, by=world.officer)
    return Statement.objects.get(line=world.line, label=quarter.label)


def walk(
    world: World,
    statement: Statement,
    state: str,
    *,
    abatement: Decimal = Decimal(0),
    earlier: Decimal | None = None,
) -> Statement:
    """Go on from where it stands. Growth is granted whole; of what earlier quarters put up, `earlier` or all of it."""

    def assess() -> Any:
        offers = ledger.offers(fresh(statement))
        answers = {
            o.key: ForEarlier(abs(o.amount) if earlier is None else earlier, "Decided") for o in offers
        }
        return services.assess(
            statement=statement, responses=[], factors={}, abatement=abatement, abatement_reason="Vacancies",
            growth=figures.growth_payable(newest(statement).decision), growth_reason="", earlier=answers, by=world.manager,
        )  # fmt: skip

    deeds = {
        "issued": lambda: services.issue(statement=statement, by=world.officer),
        "provider_agreed": lambda: services.agree_for_provider(statement=statement, by=world.provider),
        "agreed": lambda: services.agree_for_body(statement=statement, by=world.manager),
        "assessed": assess,
        "approved": lambda: services.approve(statement=statement, by=world.director),
        "sent": lambda: services.pay(statements=[statement], credits_looked_at=True, by=world.finance),
    }
    at = ROAD.index(fresh(statement).state)
    for step in ROAD[at + 1 : ROAD.index(state) + 1]:
        deeds[step]()
    return fresh(statement)


def sums(origin: Statement) -> dict[str, tuple[Decimal, Decimal]]:
    """By code, what moved and what was put up; codes that came to nothing are left out."""
    found: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for row in Adjustment.objects.filter(origin=origin):
        found[row.code][0] += row.amount
        found[row.code][1] += row.to_decide
    return {code: (a, d) for code, (a, d) in found.items() if a or d}


def assert_settled(origin: Statement) -> None:
    """Agreed + adjustments = as now known, for every code, from what is stored alone."""
    then, now = positions(newest(origin).decision), positions(newest_known(origin).decision)
    decided, moved = ledger.decided(origin), sums(origin)
    for code in {*then, *now, *moved}:
        old, new, amount = then.get(code), now.get(code), moved.get(code, (Decimal(0), Decimal(0)))[0]
        given = decided.get(code, Decimal(0))
        if is_limit(code):
            assert given - amount == min(given, new.limit if new else Decimal(0)), code
        else:
            due = (old.due if old else 0, new.due if new else 0)
            assert due[0] + given + amount == due[1] + min(given, new.entitled if new else Decimal(0)), code
