"""Late records: the locked quarter stays, the difference is settled once in the open one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from homeward.apps.placements import services as placements
from homeward.apps.statements import ledger, services
from homeward.apps.statements.machine import newest, newest_known
from homeward.apps.statements.models import Adjustment, Statement, Version
from homeward.engine.adjustments import positions
from homeward.kernel.quarters import Quarter
from tests.factories.statements import QUARTER, World, nights

pytestmark = pytest.mark.django_db
NEXT = QUARTER.next()


def test_a_late_record_leaves_the_locked_quarter_and_is_settled_in_the_next() -> None:
    world = World.make(method="per_night")
    stay = world.stay("2026-01-10", "2026-03-12")
    origin = world.upto("paid")
    before = newest(origin)
    assert before.decision["money"][0]["amount"] == "18910.00"  # 61 nights at 310
    placements.change_placement(
        placement=stay,
        by=world.officer,
        reason="The log shows the 5th",
        period=nights("2026-01-10", "2026-03-05"),
    )
    origin = Statement.objects.get(pk=origin.pk)
    assert origin.state in ("paid", "sent") and newest(origin) == before
    late = newest_known(origin)
    assert (late.kind, late.number, late.actual_nights) == ("late", 2, 54)
    line = Adjustment.objects.get()
    assert (line.code, line.nights, line.amount, line.to_decide) == ("per_night", -7, Decimal("-2170.00"), 0)
    assert line.target is None and "The log shows the 5th" in line.reason
    services.close_period(body=world.manager.body, quarter=NEXT, by=world.officer)
    line.refresh_from_db()
    target = Statement.objects.get(label=NEXT.label)
    assert line.target == target
    money = newest(target).decision["money"]
    assert [(m["code"], m["amount"]) for m in money] == [("per_night", "0.00"), ("adjustment", "-2170.00")]
