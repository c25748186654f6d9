"""The one style of every picture: colours, fonts, and what makes the bytes repeatable."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

from homeward.web.charts.data import Picture

INK, MUTED, BRAND, LINE, RULE = "#17262b", "#4c5d63", "#0f5660", "#cdd8d8", "#e3eaea"
PLACEHOLDER = "#5b3a8c"
# Voices and cases differ by dash and marker as well as by colour.
SECOND, THIRD = "#b3541e", "#5b3a8c"
FONTS = Path(__file__).parent / "fonts"
DOTS_PER_INCH = 72  # one point is one CSS pixel in the file


@cache
def _matplotlib() -> Any:
    """matplotlib, imported when the first picture is drawn: it takes a second and a half."""
    import matplotlib

    matplotlib.rcParams.update(
        {
            "svg.fonttype": "path",
            "svg.hashsalt": "homeward",
            "axes.unicode_minus": True,
            "path.simplify": False,
        }
    )
    return matplotlib


@cache
def font(weight: str = "Regular") -> Any:
    """Noto Sans from the house's own file, whatever the machine has installed. Regular, SemiBold or Bold."""
    _matplotlib()
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(FONTS / f"NotoSans-{weight}.ttf"))


def canvas(width: int, height: int, *, left: int, right: int, top: int, bottom: int) -> tuple[Any, Any]:
    """A figure and its axes, margins in CSS pixels; no frame, no ticks."""
    _matplotlib()
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / DOTS_PER_INCH, height / DOTS_PER_INCH), dpi=DOTS_PER_INCH)
    inside = (
        left / width,
        bottom / height,
        (width - left - right) / width,
        (height - top - bottom) / height,
    )
    axes = figure.add_axes(inside)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.tick_params(length=0)
    axes.patch.set_visible(False)
    figure.patch.set_visible(False)
    return figure, axes


def picture(figure: Any, width: int, height: int) -> Picture:
    """The figure as SVG without date or program name: the same input gives the same bytes."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return Picture(buffer.getvalue(), width, height)
