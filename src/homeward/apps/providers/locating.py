"""Recording where a home is: by its postcode, or by hand with its source."""

from __future__ import annotations

import datetime as dt
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.dated import give_way, room_from
from homeward.apps.core.periods import say_day, to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, writing
from homeward.apps.geography import places
from homeward.apps.geography.models import Area
from homeward.apps.geography.postcodes import normal
from homeward.apps.providers.models import Home, HomePlace
from homeward.kernel.reasons import Reason

WHAT = "This place cannot be recorded"
FAR_EAST, FAR_NORTH = 700_000, 1_300_000  # metres: the national grid's own extent


def set_place(
    *, home: Home, start: dt.date, postcode: str = "", easting: int | None = None, northing: int | None = None,
    area: Area | None = None, source: str = "", by: Actor,
) -> HomePlace:  # fmt: skip
    """Say where a home is from a day on. A postcode of the table brings its point and area; what is given by hand
    needs a source. What stood on that day ends; what begins later stays. Raises Refused with every reason."""
    permit(may(by, P.HOME_WRITE, home), WHAT)
    code = normal(postcode)
    found = places.find(postcode, body=home.body) if code else None
    refuse_if(WHAT, check_place(home, start, postcode, (easting, northing), area, source))
    values: dict[str, Any] = {
        "postcode": code or "",
        "easting": easting if easting is not None or found is None else found.easting,
        "northing": northing if northing is not None or found is None else found.northing,
        "area": area or (found.area if found else None),
        "source": source.strip() or f"Table of postcodes, {say_day(by.today)}",
    }
    with writing(by, "set_place", WHAT):
        Home.objects.select_for_update(of=("self",), no_key=True).get(pk=home.pk)
        rows = list(home.whereabouts.all())
        room = room_from(rows, start)
        give_way(rows, start)
        made = HomePlace.objects.create(
            body=home.body,
            organisation=home.organisation,
            home=home,
            period=to_db(room),
            **values,
        )
        # No postcode and no point: the trail is read by people who may not know where a child lives.
        audit.record(by, "set_place", home, start=start.isoformat(), known=made.easting is not None)
    return made


def check_place(
    home: Home, start: dt.date, postcode: str, point: tuple[int | None, int | None], area: Area | None, source: str
) -> list[Reason]:  # fmt: skip
    """Everything against a place as it would be recorded."""
    easting, northing = point
    typed, code = postcode.strip(), normal(postcode)
    found = places.find(postcode, body=home.body) if code else None
    reasons = []
    if home.closed_on and start >= home.closed_on:
        reasons.append(
            Reason("home.closed", {"name": home.name, "day": say_day(home.closed_on), "field": "start"})
        )
    if not typed and easting is None and northing is None and area is None:
        reasons.append(Reason("place.nothing", {"field": "postcode"}))
    if typed and code is None:
        reasons.append(Reason("place.no_postcode", {"value": typed[:20], "field": "postcode"}))
    if (easting is None) != (northing is None):
        empty = "northing" if northing is None else "easting"
        reasons.append(Reason("place.half_a_point", {"field": empty}))
    elif easting is not None and northing is not None:
        if not (0 <= easting <= FAR_EAST and 0 <= northing <= FAR_NORTH):
            told: dict[str, Any] = {"easting": easting, "northing": northing, "field": "easting"}
            reasons.append(Reason("place.off_the_grid", told))
    elif code and found is None and area is None:
        told = {"value": code, "body": home.body.name, "field": "postcode"}
        reasons.append(Reason("place.unknown_postcode", told))
    if found and found.area and area and area != found.area:
        told = {"postcode": code, "area": found.area.name, "field": "area"}
        reasons.append(Reason("place.other_area", told))
    by_hand = easting is not None or (area is not None and found is None)
    if by_hand and not source.strip():
        reasons.append(Reason("place.no_source", {"field": "source"}))
    return reasons
