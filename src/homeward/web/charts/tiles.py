"""A map of equal tiles: every area is as easy to read as every other, however large it is on the ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext, ngettext

from homeward.web.charts import style
from homeward.web.charts.data import Picture

# Five shades from paper to brand; the last two carry white letters.
SHADES = ("#ffffff", "#e1eeee", "#b9d6d6", "#4f8b92", "#0f5660")
GAP = 6


@dataclass(frozen=True)
class Tile:
    """One area: its place on the grid (from 1), its figure, and whether it is one's own."""

    name: str
    column: int
    row: int
    count: int
    is_own: bool = False


def tile_map(tiles: Sequence[Tile], *, size: Literal["wide", "narrow"] = "wide") -> Picture:
    """The tiles with name and figure; the more, the darker. One's own has a thick edge."""
    side = 112 if size == "wide" else 66
    columns = max((t.column for t in tiles), default=1)
    rows = max((t.row for t in tiles), default=1)
    width, height = columns * side, rows * side
    figure, axes = style.canvas(width, height, left=0, right=0, top=0, bottom=0)
    axes.set_xlim(0, width)
    axes.set_ylim(height, 0)
    axes.set_axis_off()
    most = max((t.count for t in tiles), default=0)
    for tile in tiles:
        _draw(axes, tile, side, most, small=size == "narrow")
    return style.picture(figure, width, height)


def shade_of(count: int, most: int) -> int:
    """0 for none, then quarters of the largest figure: 1 to 4."""
    return 0 if count <= 0 or most <= 0 else -(-4 * count // most)


def _draw(axes: Any, tile: Tile, side: int, most: int, *, small: bool) -> None:
    from matplotlib.patches import Rectangle

    shade = shade_of(tile.count, most)
    left, top = (tile.column - 1) * side + GAP / 2, (tile.row - 1) * side + GAP / 2
    edge, thick = (style.INK, 3) if tile.is_own else (style.LINE, 1)
    square = Rectangle(
        (left, top), side - GAP, side - GAP, facecolor=SHADES[shade], edgecolor=edge, linewidth=thick
    )
    axes.add_patch(square)
    ink = "#ffffff" if shade >= 3 else style.INK
    middle = left + (side - GAP) / 2
    lines = _broken(tile.name, 9 if small else 13)
    step = 10 if small else 15
    for n, line in enumerate(lines):
        axes.text(
            middle, top + step + 2 + n * step, line, ha="center", va="center", color=ink,
            fontproperties=style.font(), fontsize=8.5 if small else 12,
        )  # fmt: skip
    axes.text(
        middle, top + side - GAP - (14 if small else 24), str(tile.count), ha="center", va="center", color=ink,
        fontproperties=style.font("Bold"), fontsize=13 if small else 20,
    )  # fmt: skip


def _broken(name: str, most: int) -> list[str]:
    """A name on at most two lines; what does not fit ends in a dot, for the table has it whole."""
    lines = [""]
    for word in name.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= most or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    return [line if len(line) <= most else f"{line[: most - 1]}." for line in lines[:2]]


def tile_story(tiles: Sequence[Tile], unknown: int) -> str:
    """What a person would say who looked at the map: where most are, and how many stand on no tile."""
    known = sorted((t for t in tiles if t.count), key=lambda t: (-t.count, t.name))
    if not known:
        told = gettext("Map of tiles. No area has any.")
    else:
        first = ", ".join(f"{t.name} {t.count}" for t in known[:3])
        words = ngettext(
            "Map of tiles. %(n)d area has some; most: %(first)s.",
            "Map of tiles. %(n)d areas have some; most: %(first)s.",
            len(known),
        )
        told = words % {"n": len(known), "first": first}
    if unknown:
        told += " " + gettext("Of %(n)d the area is not known.") % {"n": unknown}
    return told
