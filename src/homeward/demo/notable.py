"""Things worth pointing at in the newest quarter; everything here lies later on the agenda than the agreements."""

from __future__ import annotations

import datetime as dt

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line
from homeward.apps.children import services as children
from homeward.apps.placements import services as placements
from homeward.demo.state import LinePlan
from homeward.demo.stays import Filled, StayMaker
from homeward.kernel.ranges import DateRange

DAY = dt.timedelta(days=1)
Plans = list[tuple[Line, LinePlan]]
WAITING = "A sister is to move in while her own carer recovers from an operation (invented)."
DECIDED = "A sibling needs a bed for six nights while a home is found (invented)."


def add_notable(maker: StayMaker, plans: Plans, start: dt.date, actors: dict[str, Actor]) -> None:
    """Guardianship by another person, an 18th birthday nobody recorded, respite beside a primary placement, a fifth
    resident with an approval that ends too early, and a request that still waits. `start` is the quarter's first day."""
    _guardianship(maker, plans, start)
    _birthday(maker, plans, start)
    _respite_beside_primary(maker, plans, start)
    _fifth_resident(maker, plans, start, actors)


def _lasting(maker: StayMaker, line: Line, start: dt.date) -> list[Filled]:
    """Stays of a line that were there well before and long after `start`."""
    return [
        s for s in maker.filled if s.line == line and s.start < start - 5 * DAY and s.end > start + 80 * DAY
    ]


def _guardianship(maker: StayMaker, plans: Plans, start: dt.date) -> None:
    for line, plan in plans:
        if plan.reaches == "provider_agreed" and (stays := _lasting(maker, line, start)):
            maker.spell(
                stays[0], "care_type", start + 62 * DAY, None, code="other_person_guardianship",
                reference="Court order, invented",
            )  # fmt: skip


def _birthday(maker: StayMaker, plans: Plans, start: dt.date) -> None:
    """The flag blocks agreement until somebody records the new care type."""
    line = next(line for line, plan in plans if plan.target == 16)
    stays = _lasting(maker, line, start)
    if not stays:
        return
    stay, turns = stays[0], start + 40 * DAY

    def correct_birth() -> None:
        assert stay.child is not None
        children.change_child(child=stay.child, by=maker.by, born_on=turns.replace(year=turns.year - 18))

    maker.agenda.on(stay.start + 2 * DAY, correct_birth)


def _respite_beside_primary(maker: StayMaker, plans: Plans, start: dt.date) -> None:
    """Two nights of respite under another line: both lines count, and both sides see the flag."""
    primary = next(line for line, plan in plans if plan.reaches == "provider_agreed")
    respite = next(
        line for line, plan in plans if plan.service.startswith("respite") and plan.reaches == "issued"
    )
    stays = _lasting(maker, primary, start)
    if len(stays) < 2:
        return
    home = next(s.home for s in maker.filled if s.line == respite)
    stay, weekend = stays[1], start + 38 * DAY

    def record() -> None:
        assert stay.child is not None
        placements.record_placement(
            child=stay.child, home=home, line=respite, period=DateRange(weekend, weekend + 2 * DAY), by=maker.by,
            source="Respite booking, invented",
        )  # fmt: skip

    maker.agenda.on(weekend + 3 * DAY, record)


def _fifth_resident(maker: StayMaker, plans: Plans, start: dt.date, actors: dict[str, Actor]) -> None:
    """Ten nights of a fifth resident, six of them approved; and at the other house a request nobody has decided."""
    asks, decides = actors["kirsty.lund@saltbush.example"], actors["helen.marsh@dcp.example"]
    port_road, elder_street = (
        line for line, plan in plans if plan.home.endswith(("Road house", "Street house"))
    )
    first, today = start + 31 * DAY, maker.agenda.today
    home = next(s.home for s in maker.filled if s.line == port_road)
    maker.plan(Filled(port_road, home, first, first + 10 * DAY))

    def ask() -> None:
        period = DateRange(first, first + 6 * DAY)
        asked = placements.request_exceed(
            line=port_road, period=period, extra_places=1, reason=DECIDED, by=asks
        )
        placements.decide_exceed(request=asked, approve=True, reason="Six nights, not longer.", by=decides)

    def ask_now() -> None:
        period = DateRange(today + 6 * DAY, today + 13 * DAY)
        placements.request_exceed(line=elder_street, period=period, extra_places=1, reason=WAITING, by=asks)

    maker.agenda.on(first - 4 * DAY, ask)
    maker.agenda.on(today - 2 * DAY, ask_now)
