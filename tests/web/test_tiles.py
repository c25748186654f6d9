"""The map of tiles: the same bytes, the right shades, and its story."""

from __future__ import annotations

import pytest

from homeward.web.charts import Tile, tile_map, tile_story
from homeward.web.charts.tiles import shade_of

TILES = [Tile("Bro Eleri", 1, 1, 8, is_own=True), Tile("Glan Morfa", 2, 1, 0), Tile("Cwm", 2, 2, 3)]


def test_the_same_figures_give_the_same_bytes() -> None:
    one, other = tile_map(TILES), tile_map(TILES)
    assert one.svg == other.svg and (one.width, one.height) == (224, 224)
    assert tile_map(TILES, size="narrow").width == 132
    assert tile_map([]).svg


@pytest.mark.parametrize(
    ("count", "most", "shade"), [(0, 8, 0), (2, 8, 1), (3, 8, 2), (7, 8, 4), (8, 8, 4), (0, 0, 0)]
)
def test_shades_are_quarters_of_the_most(count: int, most: int, shade: int) -> None:
    assert shade_of(count, most) == shade


def test_the_story_names_the_most_and_the_unknown() -> None:
    told = tile_story(TILES, 2)
    assert (
        "2 areas have some" in told and "Bro Eleri 8, Cwm 3" in told and "Of 2 the area is not known." in told
    )
    assert tile_story([], 0) == "Map of tiles. No area has any."
