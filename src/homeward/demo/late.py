"""Records that come late: stays of an agreed quarter that ended earlier than was recorded, settled in the newest one."""

from __future__ import annotations

import datetime as dt

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line
from homeward.apps.core.periods import to_db
from homeward.apps.placements import services as placements
from homeward.apps.placements.models import Placement
from homeward.demo.agenda import Agenda
from homeward.demo.state import GENERAL, LinePlan
from homeward.kernel.quarters import Quarter
from homeward.kernel.ranges import DateRange

AFTER_CLOSE = 12  # days after the newest quarter's end: drafted, not yet with the provider
EARLIER = dt.timedelta(days=4)
WHY = "The carer’s payment file shows an earlier departure (invented)"


def plan_late_records(
    agenda: Agenda, quarters: list[Quarter], plans: list[tuple[Line, LinePlan]], actors: dict[str, Actor]
) -> None:
    """One stay of the quarter before the newest, on a line whose newest statement is with its provider, and one on the
    line that is paid per night."""
    before, newest = quarters[-2], quarters[-1]
    officer = actors["daniel.okafor@dcp.example"]
    lines = [
        line
        for line, plan in plans
        if plan.per_night or (plan.service == GENERAL and plan.reaches == "issued")
    ]
    end = newest.range.end
    assert end is not None

    def correct() -> None:
        for line in lines:
            if (stay := _ended_within(line, before)) is not None:
                left = stay.stay.end
                assert left is not None  # it ended within the quarter
                period = DateRange(stay.stay.start, left - EARLIER)
                placements.change_placement(placement=stay, by=officer, reason=WHY, period=period)

    agenda.on(end + dt.timedelta(days=AFTER_CLOSE), correct)


def _ended_within(line: Line, quarter: Quarter) -> Placement | None:
    """The first stay of a line that ended in a quarter and stays whole when it ends earlier."""
    long_enough = quarter.range.start + 3 * EARLIER
    found = Placement.objects.filter(
        line=line, period__overlap=to_db(quarter.range), period__startswith__lt=long_enough
    )
    inside = found.filter(period__endswith__gt=long_enough, period__endswith__lte=quarter.range.end)
    return (
        inside.select_related("child__body", "home", "line__agreement", "line__body", "body")
        .order_by("period")
        .first()
    )
