"""Pictures: matplotlib to SVG, the same bytes for the same figures, each with a sentence for its story.

A picture is served as an image at its own address, with its table beside it. Text is drawn as paths, because
an SVG in an image cannot use the page's font. Each has a wide rendering and a narrow one for phones.

    picture = share_over_quarters(points, edges=edges)          # .svg (bytes), .width, .height
    sentence = share_story(points, edges=edges)                 # for alt
"""

from homeward.web.charts.data import Edge, Picture, Point
from homeward.web.charts.dots import Dot, dots, dots_measures, dots_story
from homeward.web.charts.lines import line, share_over_quarters
from homeward.web.charts.stories import share_story
from homeward.web.charts.tiles import Tile, tile_map, tile_story

__all__ = [
    "Dot",
    "Edge",
    "Picture",
    "Point",
    "Tile",
    "dots",
    "dots_measures",
    "dots_story",
    "line",
    "share_over_quarters",
    "share_story",
    "tile_map",
    "tile_story",
]
