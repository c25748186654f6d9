"""Things worth pointing at in the newest quarter."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from homeward.apps.agreements.models import Line
from homeward.demo.state import LinePlan

if TYPE_CHECKING:
    from homeward.demo.stays import Filled, StayMaker

DAY = dt.timedelta(days=1)


def add_notable(maker: StayMaker, plans: list[tuple[Line, LinePlan]]) -> None:
    """Called when the agreements are signed; everything here lies later on the agenda."""
    from homeward.demo.loading import newest_quarter

    quarter = newest_quarter(maker.agenda.today).range
    assert quarter.end is not None
    _guardianship(maker, plans, quarter.start)
    _birthday(maker, plans, quarter.start)
    _respite_beside_primary(maker, plans, quarter.start)
    _fifth_resident(maker, plans, quarter.start)


def _lasting(maker: StayMaker, line: Line, start: dt.date) -> list[Filled]:
    """Stays of a line that were there well before and long after `start`."""
    return [
        s for s in maker.filled if s.line == line and s.start < start - 5 * DAY and s.end > start + 80 * DAY
    ]


def _guardianship(maker: StayMaker, plans: list[tuple[Line, LinePlan]], start: dt.date) -> None:
    for line, plan in plans:
        if plan.reaches == "provider_agreed" and (stays := _lasting(maker, line, start)):
            maker.spell(
                stays[0],
                "care_type",
                start + 62 * DAY,
                None,
                code="other_person_guardianship",
                reference="Court order, invented",
            )


def _birthday(maker: StayMaker, plans: list[tuple[Line, LinePlan]], start: dt.date) -> None:
    """A young person turns 18 inside the quarter and nobody records the new care type: the flag blocks agreement."""
    line = next(line for line, plan in plans if plan.target == 16)
    stays = _lasting(maker, line, start)
    if stays:
        stay = stays[0]
        turns = start + 40 * DAY

        def meet() -> None:
            from homeward.apps.children import services as children

            assert stay.child is not None
            born = turns.replace(year=turns.year - 18)
            children.change_child(child=stay.child, by=maker.by, born_on=born)

        maker.agenda.on(stay.start + 2 * DAY, meet)


def _respite_beside_primary(maker: StayMaker, plans: list[tuple[Line, LinePlan]], start: dt.date) -> None:
    """Two nights of respite under another line: both lines count, and both sides see the flag."""
    from homeward.apps.placements import services as placements
    from homeward.kernel.ranges import DateRange

    primary = next(line for line, plan in plans if plan.reaches == "provider_agreed")
    respite, _ = next(
        (line, plan)
        for line, plan in plans
        if plan.service.startswith("respite") and plan.reaches == "issued"
    )
    stays = _lasting(maker, primary, start)
    homes = [s.home for s in maker.filled if s.line == respite]
    if len(stays) < 2 or not homes:
        return
    stay, weekend = stays[1], start + 38 * DAY

    def record() -> None:
        assert stay.child is not None
        placements.record_placement(
            child=stay.child, home=homes[0], line=respite, period=DateRange(weekend, weekend + 2 * DAY), by=maker.by,
            source="Respite booking, invented",
        )  # fmt: skip

    maker.agenda.on(weekend + 3 * DAY, record)


def _fifth_resident(maker: StayMaker, plans: list[tuple[Line, LinePlan]], start: dt.date) -> None:
    """Ten nights of a fifth resident, six of them approved: four nights over target without approval."""
    from homeward.demo.stays import Filled

    line, plan = next((line, plan) for line, plan in plans if plan.home.startswith("Port Road"))
    first = start + 31 * DAY
    home = next(s.home for s in maker.filled if s.line == line)
    maker._plan(Filled(line, home, first, first + 10 * DAY))
    maker.exceed = (line, first, first + 6 * DAY)  # type: ignore[attr-defined]  # the quarters' plan asks and decides it
