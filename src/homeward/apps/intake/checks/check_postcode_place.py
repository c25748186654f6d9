"""A point off the national grid, or an area that these records do not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error
from homeward.apps.intake.kinds.world import World
from homeward.apps.providers.locating import FAR_EAST, FAR_NORTH


def check_postcode_place(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    for row in rows:
        d = row.data
        for column, value, most in (("easting", d.easting, FAR_EAST), ("northing", d.northing, FAR_NORTH)):
            if not 0 < value <= most:
                yield error(
                    row,
                    "off_the_grid",
                    f"{column.capitalize()} {value} lies off the national grid.",
                    f"Write metres, from 1 to {most}. A postcode whose point is not known is left out of the file.",
                    column,
                )
        if d.area and d.area not in world.areas:
            yield error(
                row,
                "unknown_area",
                "No area in these records has that code.",
                "Check it, or load the areas first.",
                "area",
            )
