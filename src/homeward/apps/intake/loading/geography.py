"""Loads areas and postcodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from homeward.apps.geography.models import Area, Postcode
from homeward.apps.geography.services import AreaTold, PostcodeTold, load_areas, load_postcodes
from homeward.apps.intake.kinds.rows import CheckedRow
from homeward.apps.intake.kinds.world import Known, World
from homeward.apps.intake.loading.writing import Load


def read_areas(world: World, by: Any) -> None:
    fields = ("name", "name_cy", "adjoining", "column", "row", "is_own")
    for area in Area.objects.filter(body=by.body):
        world.areas[area.code] = Known(area.pk, area.public_id, {f: getattr(area, f) for f in fields})


def read_postcodes(world: World, by: Any, named: set[str] | None) -> None:
    found = Postcode.objects.filter(body=by.body)
    if named is not None:
        found = found.filter(code__among=named)
    rows = found.values_list("pk", "public_id", "code", "easting", "northing", "area__code")
    for pk, public_id, code, easting, northing, area in rows.iterator(chunk_size=20_000):
        values = {"easting": easting, "northing": northing, "area": area}
        world.postcodes[code] = Known(pk, public_id, values)


def area_told(data: Any) -> dict[str, Any]:
    """What a row of areas says, by the names of the record."""
    return {
        "name": " ".join(data.name.split()),
        "name_cy": data.name_cy,
        "adjoining": None if data.adjoining is None else sorted(data.adjoining),
        "column": data.tile_column,
        "row": data.tile_row,
        "is_own": None if data.own is None else data.own == "yes",
    }


def write_areas(rows: Sequence[CheckedRow], load: Load) -> None:
    wanted = [row for row in rows if row.fate in ("new", "changed")]
    told = [AreaTold(row.data.code, **area_told(row.data)) for row in wanted]
    made = load_areas(areas=told, source=load.source, by=load.by)
    for row, area in zip(wanted, made, strict=True):
        row.things = {"area": area.public_id}
    load.tell(len(wanted), "Areas recorded")


def write_postcodes(rows: Sequence[CheckedRow], load: Load) -> None:
    wanted = [row.data for row in rows if row.fate in ("new", "changed")]
    told = [PostcodeTold(d.postcode, d.easting, d.northing, d.area or _kept(d, load)) for d in wanted]
    load_postcodes(postcodes=told, source=load.source, by=load.by)
    load.tell(len(wanted), "Postcodes recorded")


def _kept(data: Any, load: Load) -> str | None:
    """An empty cell tells nothing: the area that is recorded stays."""
    known = load.world.postcodes.get(data.postcode)
    return known.values["area"] if known else None
