"""Where the children live: placements of one day by area and by distance from home. Counts only, no names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.children.models import StatusFact
from homeward.apps.core.vocabulary import code_list
from homeward.apps.geography.models import Area
from homeward.apps.geography.places import facts_of, middles_of, own_area
from homeward.apps.geography.postcodes import district_of
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.placements.models import Placement
from homeward.apps.providers.queries import places_on
from homeward.engine.matching.distance import Whereabouts
from homeward.kernel.reasons import ValueUsed
from homeward.web.charts import Tile

HOME_DISTRICT = "home_district"
UNKNOWN = "?"


@dataclass
class Tally:
    """Children and placements of one row, counted apart: a child with two stays there is one child."""

    key: str
    words: str
    children: set[int] = field(default_factory=set)
    placements: int = 0
    homes: set[int] = field(default_factory=set)

    def add(self, placement: Placement) -> None:
        self.children.add(placement.child_id)
        self.homes.add(placement.home_id)
        self.placements += 1


@dataclass(frozen=True)
class Located:
    """One placement with where it is and how that stands to where the child comes from."""

    placement: Placement
    area: Area | None
    facts: Whereabouts


@dataclass
class Board:
    """Everything of one day. `bands` is empty where the policy has none."""

    on: dt.date
    own: Area | None
    areas: list[Tally]
    bands: list[Tally]
    law: list[Tally]
    total: Tally
    tiles: list[Tile]
    read: list[ValueUsed]


def board(actor: Actor, on: dt.date, kind: str = "", area: str = "") -> Board:
    """Placements that run on a day, of homes of a kind if one is given; bands and law of one area if one is given."""
    areas = list(Area.objects.filter(body=actor.body).order_by("name"))
    own = own_area(actor.body)
    read: list[ValueUsed] = []
    edges, yardstick = _edges(actor, on, read)
    located = _located(actor, on, kind, own, yardstick)
    by_area = {a.code: Tally(a.code, a.called(get_language() or "en")) for a in areas}
    total = Tally("", _("All"))
    for one in located:
        total.add(one.placement)
        key = one.area.code if one.area else UNKNOWN
        words = one.area.called(get_language() or "en") if one.area else ""
        by_area.setdefault(key, Tally(key, words)).add(one.placement)
    unknown = by_area.pop(UNKNOWN, None) or Tally(UNKNOWN, "")
    unknown.words = _("Not known")
    chosen = [o for o in located if not area or (o.area.code if o.area else UNKNOWN) == area]
    tiles = [
        Tile(by_area[a.code].words, a.column, a.row, len(by_area[a.code].children), a.is_own)
        for a in areas
        if a.column and a.row
    ]
    return Board(
        on, own, [*by_area.values(), unknown], _bands(actor, chosen, edges), _law(chosen, yardstick), total, tiles, read
    )  # fmt: skip


def _located(actor: Actor, on: dt.date, kind: str, own: Area | None, yardstick: int) -> list[Located]:
    """A handful of queries, however many placements there are."""
    rows = Placement.objects.visible_to(actor).filter(period__contains=on)
    if kind:
        rows = rows.filter(home__kind=kind)
    placements = list(rows)
    places = places_on({p.home_id for p in placements}, on)
    said = StatusFact.objects.visible_to(actor).filter(
        child__in={p.child_id for p in placements}, kind=HOME_DISTRICT, superseded_at=None
    )
    districts = {child: district_of(value) or "" for child, value in said.values_list("child_id", "value")}
    middles = middles_of(set(districts.values()), body=actor.body)
    found = []
    for placement in placements:
        place = places.get(placement.home_id)
        origin = middles.get(districts.get(placement.child_id, ""))
        facts = facts_of(place, origin, own, yardstick)
        found.append(Located(placement, place.area if place else None, facts))
    return found


def _edges(actor: Actor, on: dt.date, read: list[ValueUsed]) -> tuple[list[tuple[str, int | None]], int]:
    """Bands with their upper edge in tenths of a mile, the last without; and the yardstick. As the policy has them."""
    pack = pack_of(actor.body)
    policy = pack.policy()
    codes = code_list(actor.body, "distance_bands")
    if codes is None or "matching.band_edge" not in pack.parameters:
        return [], 200
    edges: list[tuple[str, int | None]] = []
    for code, _label in codes.choices("en", on):
        used = policy.look_or_none("matching.band_edge", on=on, key=code)
        edges.append((code, _tenths(used.value) if used else None))
        if used:
            read.append(used)
    yardstick = policy.look("matching.yardstick_miles", on=on)
    read.append(yardstick)
    return edges, _tenths(yardstick.value)


def _tenths(miles: Any) -> int:
    return int(Decimal(str(miles)) * 10)


def _bands(actor: Actor, located: Iterable[Located], edges: list[tuple[str, int | None]]) -> list[Tally]:
    codes = code_list(actor.body, "distance_bands")
    if not edges or codes is None:
        return []
    rows = {code: Tally(code, codes.label(code, get_language() or "en")) for code, _edge in edges}
    rows[UNKNOWN] = Tally(UNKNOWN, _("Not known"))
    for one in located:
        rows[_band_of(one.facts.tenths, edges)].add(one.placement)
    return list(rows.values())


def _band_of(tenths: int | None, edges: list[tuple[str, int | None]]) -> str:
    if tenths is None:
        return UNKNOWN
    return next(code for code, edge in edges if edge is None or tenths <= edge)


def _law(located: Iterable[Located], yardstick: int) -> list[Tally]:
    """What the law asks of a place, each by itself; who is not known stands apart and in no other row."""
    tests: list[tuple[str, str, Callable[[Whereabouts], bool]]] = [
        ("in_area", _("In the own area"), lambda f: f.out_of_area is False),
        ("out_of_area", _("Out of the own area"), lambda f: f.out_of_area is True),
        ("at_a_distance", _("Of these, in no adjoining area: at a distance"), lambda f: f.at_a_distance is True),
        ("area_unknown", _("Area not known"), lambda f: f.out_of_area is None),
        ("over", _("Over %(miles)s miles from home") % {"miles": yardstick // 10}, lambda f: f.over_yardstick is True),
    ]  # fmt: skip
    rows = []
    for key, words, holds in tests:
        row = Tally(key, words)
        for one in located:
            if holds(one.facts):
                row.add(one.placement)
        rows.append(row)
    return rows
