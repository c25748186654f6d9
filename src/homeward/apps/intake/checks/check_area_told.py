"""An area with half a tile, a tile two areas share, a neighbour nobody knows, or a second own area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error, warning
from homeward.apps.intake.kinds.world import World


def check_area_told(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    named = {row.data.code for row in rows} | set(world.areas)
    tiles: dict[tuple[int, int], CheckedRow] = {}
    own: CheckedRow | None = None
    for row in rows:
        d = row.data
        if (d.tile_column is None) != (d.tile_row is None) or 0 in (d.tile_column, d.tile_row):
            yield error(
                row,
                "tile_not_whole",
                "A tile needs its column and its row, both from 1.",
                "Fill both, or leave both empty.",
                "tile_column" if not d.tile_column else "tile_row",
            )
        elif d.tile_column:
            tile = (d.tile_column, d.tile_row)
            if tile in tiles:
                yield error(
                    row,
                    "tile_taken",
                    f"Row {tiles[tile].number} has the same tile.",
                    "Give each area a tile of its own.",
                    "tile_column",
                )
            tiles.setdefault(tile, row)
        strange = [code for code in d.adjoining or () if code not in named]
        if strange:
            yield warning(
                row,
                "unknown_area",
                f"Not known here: {', '.join(strange)[:200]}.",
                "Check the codes, or tick this when the area is not kept here.",
                "adjoining",
            )
        if d.own == "yes":
            if own is not None:
                yield error(
                    row, "own_twice", f"Row {own.number} is already your own area.", "Say yes in one row only.", "own"
                )  # fmt: skip
            own = own or row
