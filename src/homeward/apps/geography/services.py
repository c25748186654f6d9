"""The only writers of areas and postcodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.core import audit
from homeward.apps.core.writing import permit, writing
from homeward.apps.geography.models import Area, Postcode
from homeward.apps.geography.postcodes import normal


@dataclass(frozen=True)
class AreaTold:
    """An area as a file tells it. None tells nothing, and what is recorded stays."""

    code: str
    name: str
    name_cy: str | None = None
    adjoining: tuple[str, ...] | None = None
    column: int | None = None
    row: int | None = None
    is_own: bool | None = None


@dataclass(frozen=True)
class PostcodeTold:
    """A postcode as a file tells it: metres of the national grid, and the code of its area."""

    code: str
    easting: int
    northing: int
    area: str | None = None


def load_areas(*, areas: Sequence[AreaTold], source: str, by: Actor) -> list[Area]:
    """Record or change areas, by their code. A border told by one side is recorded on both.

    Only one area can be the body's own: a later row takes it from an earlier one.
    """
    what = "These areas cannot be recorded"
    permit(by.relation(P.IMPORT_LOAD) is Relation.BODY, what)
    with writing(by, "load_areas", what, source):
        known = {a.code: a for a in Area.objects.select_for_update().filter(body=by.body)}
        made = []
        for told in areas:
            area = known.setdefault(told.code, Area(body=by.body, code=told.code))
            area.name, area.source = told.name, source[:200]
            for name in ("name_cy", "adjoining", "column", "row"):
                if (value := getattr(told, name)) is not None:
                    setattr(area, name, sorted(value) if name == "adjoining" else value)
            if told.is_own is not None:
                _own(area, told.is_own, known)
            made.append(area)
        _both_ways(known)
        # What gives up being the own area is written before what becomes it: there is never more than one.
        for area in sorted(known.values(), key=lambda a: a.is_own):
            area.save()
        audit.record_many(by, "load_areas", made, source=source)
    return made


def _own(area: Area, is_own: bool, known: dict[str, Area]) -> None:
    if is_own:
        for other in known.values():
            other.is_own = False
    area.is_own = is_own


def _both_ways(known: dict[str, Area]) -> None:
    """A border has two sides: whom one names, names it."""
    for area in known.values():
        for code in area.adjoining or ():
            other = known.get(code)
            if other is not None and area.code not in (other.adjoining or ()):
                other.adjoining = sorted({*(other.adjoining or ()), area.code})


def load_postcodes(*, postcodes: Sequence[PostcodeTold], source: str, by: Actor) -> int:
    """Record or move postcodes, set by set; says how many. Raises ValueError for what is no postcode."""
    what = "These postcodes cannot be recorded"
    permit(by.relation(P.IMPORT_LOAD) is Relation.BODY, what)
    areas = {a.code: a.pk for a in Area.objects.filter(body=by.body)}
    rows = []
    for told in postcodes:
        code = normal(told.code)
        if code is None:
            raise ValueError(f"{told.code!r} is no postcode; the importer's check comes first")
        rows.append(
            Postcode(
                body=by.body, code=code, district=code.split()[0], easting=told.easting, northing=told.northing,
                area_id=areas[told.area] if told.area else None, source=source[:200],
            )
        )  # fmt: skip
    with writing(by, "load_postcodes", what, source):
        Postcode.objects.bulk_create(
            rows, batch_size=2000, update_conflicts=True, unique_fields=["body", "code"],
            update_fields=["easting", "northing", "area", "source"],
        )  # fmt: skip
    return len(rows)
