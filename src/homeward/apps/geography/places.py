"""Where something is. The one door to the tables of postcodes and areas; unknown is None, never 0."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.geography.models import Area, Postcode
from homeward.apps.geography.postcodes import district_of, normal
from homeward.engine.matching.distance import Whereabouts, tenths_of_miles, whereabouts


@dataclass(frozen=True)
class Place:
    """A point of the national grid in metres with its area, as far as either is known.

    `points`: from how many postcodes the middle was taken; 0 for a place known by itself.
    """

    easting: int | None = None
    northing: int | None = None
    area: Area | None = None
    points: int = 0

    @property
    def has_point(self) -> bool:
        return self.easting is not None and self.northing is not None


def find(postcode: str, *, body: CommissioningBody) -> Place | None:
    """The place of a whole postcode by the body's table; None when it is not there or is no postcode."""
    code = normal(postcode)
    if code is None:
        return None
    found = Postcode.objects.filter(body=body, code=code).select_related("area").first()
    return Place(found.easting, found.northing, found.area) if found else None


def middle_of(district: str, *, body: CommissioningBody) -> Place | None:
    """The middle of a district's postcodes: the mean of their points, to the metre. None when none is known.

    Its area is given only when all of them lie in one.
    """
    return middles_of([district], body=body).get(district_of(district) or "")


def middles_of(districts: Iterable[str], *, body: CommissioningBody) -> dict[str, Place]:
    """The middle of each district that the table knows, by the district in capitals; one query for all."""
    wanted = {found for text in districts if (found := district_of(text))}
    rows = Postcode.objects.filter(body=body, district__in=wanted).values("district")
    told = rows.annotate(
        n=Count("pk"), areas=Count("area", distinct=True), with_area=Count("area"), east=Avg("easting"), north=Avg("northing")
    )  # fmt: skip
    in_one = {row["district"] for row in told if row["areas"] == 1 and row["with_area"] == row["n"]}
    pairs = Postcode.objects.filter(body=body, district__in=in_one).values_list("district", "area").distinct()
    areas = {a.pk: a for a in Area.objects.filter(body=body)}
    of = {district: areas[key] for district, key in pairs}
    return {
        row["district"]: Place(round(row["east"]), round(row["north"]), of.get(row["district"]), row["n"])
        for row in told
    }


def locate(text: str, *, body: CommissioningBody) -> Place | None:
    """The place somebody typed: a postcode, a district, or the code or name of an area (the middle of its postcodes)."""
    if normal(text):
        return find(text, body=body)
    if district_of(text) and (met := middle_of(text, body=body)):
        return met
    wanted = " ".join(text.split()).casefold()
    for area in Area.objects.filter(body=body):
        if wanted and wanted in {area.code.casefold(), area.name.casefold(), area.name_cy.casefold()}:
            rows = Postcode.objects.filter(body=body, area=area)
            told = rows.aggregate(n=Count("pk"), east=Avg("easting"), north=Avg("northing"))
            if not told["n"]:
                return Place(area=area)
            return Place(round(told["east"]), round(told["north"]), area, told["n"])
    return None


def has_areas(body: CommissioningBody) -> bool:
    """Whether a body keeps areas at all; without them its pages ask and show no places."""
    return Area.objects.filter(body=body).exists()


def own_area(body: CommissioningBody) -> Area | None:
    """The area a body is responsible for; None for a consortium, and while nobody has said."""
    return Area.objects.filter(body=body, is_own=True).first()


def tenths_between(one: Any, other: Any) -> int | None:
    """Tenths of a mile between two places by the formula of the return; None when either point is unknown."""
    if one is None or other is None or None in (one.easting, one.northing, other.easting, other.northing):
        return None
    return tenths_of_miles(one.easting - other.easting, one.northing - other.northing)


def facts_of(home: Any, child: Any, own: Area | None, yardstick_tenths: int) -> Whereabouts:
    """Distance, over the yardstick, out of area, at a distance: each by itself, and unknown where it is unknown."""
    return whereabouts(
        tenths_between(home, child),
        yardstick_tenths,
        own.code if own else None,
        home.area.code if home is not None and home.area else None,
        own.adjoining if own else None,
    )


def miles(tenths: int | None) -> str | None:
    """`124` as "12.4"; None stays None."""
    return None if tenths is None else f"{tenths // 10:,}.{tenths % 10}"
