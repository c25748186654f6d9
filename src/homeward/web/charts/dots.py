"""Two cases beside one another, row by row: a filled dot and an open diamond on one line, with their figures."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from django.utils.translation import gettext, ngettext

from homeward.web.charts import style
from homeward.web.charts.data import Picture

ROW, TOP, BOTTOM = 27, 34, 30
STEP = 10


@dataclass(frozen=True)
class Dot:
    """One row. A value of None stands at the edge with its words ("no home")."""

    label: str
    first: Fraction | int | None
    first_shown: str
    second: Fraction | int | None
    second_shown: str

    @property
    def is_equal(self) -> bool:
        return self.first == self.second


def dots_measures(count: int, size: Literal["wide", "narrow"] = "wide") -> tuple[int, int]:
    """Width and height in CSS pixels of a picture with so many rows, before it is drawn."""
    return (570 if size == "wide" else 336), TOP + BOTTOM + ROW * max(count, 1)


def dots(rows: Sequence[Dot], names: tuple[str, str], *, size: Literal["wide", "narrow"] = "wide") -> Picture:
    """Filled dots for the first of the two names, open diamonds for the second."""
    width, height = dots_measures(len(rows), size)
    left = 190 if size == "wide" else 112
    figure, axes = style.canvas(width, height, left=left, right=46, top=TOP, bottom=BOTTOM)
    low, high = _reach(rows)
    axes.set_xlim(low, high)
    axes.set_ylim(max(len(rows), 1) - 0.5, -0.5)
    _axis(axes, rows, low, high, 24 if size == "wide" else 15)
    for at, row in enumerate(rows):
        _draw(axes, at, row, low)
    _key(axes, names, rows)
    return style.picture(figure, width, height)


def _reach(rows: Sequence[Dot]) -> tuple[int, int]:
    """From the tens below the least to the tens above the most; room at the edge for what has no value."""
    known = [float(v) for row in rows for v in (row.first, row.second) if v is not None]
    if not known:
        return 0, 100
    low = math.floor((min(known) - 4) / STEP) * STEP
    high = math.ceil((max(known) + 1) / STEP) * STEP
    missing = any(v is None for row in rows for v in (row.first, row.second))
    return max(low - (STEP if missing else 0), 0 if not missing else -STEP), max(high, low + 2 * STEP)


def _axis(axes: Any, rows: Sequence[Dot], low: int, high: int, most: int) -> None:
    step = STEP if high - low <= 6 * STEP else 2 * STEP
    marks = [mark for mark in range(0, 101, step) if low <= mark <= high]
    axes.set_xticks(marks, [str(mark) for mark in marks])
    axes.set_yticks(range(len(rows)), [_short(row.label, most) for row in rows])
    for mark in marks:
        axes.axvline(mark, color=style.RULE, linewidth=1, zorder=0)
    for label in (*axes.get_yticklabels(), *axes.get_xticklabels()):
        label.set_fontproperties(style.font())
        label.set_fontsize(12)
        label.set_color(style.MUTED)
    for label in axes.get_yticklabels():
        label.set_color(style.INK)
    axes.tick_params(axis="y", pad=8)


def _short(label: str, most: int) -> str:
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def _draw(axes: Any, at: int, row: Dot, low: int) -> None:
    first, second = _x(row.first, low), _x(row.second, low)
    axes.plot([first, second], [at, at], color=style.LINE, linewidth=1.6, zorder=1)
    axes.plot(
        [second], [at], marker="D", markersize=9 if row.is_equal else 7.5, markeredgewidth=1.8, linestyle="none",
        color=style.SECOND, markerfacecolor="#ffffff", zorder=2,
    )  # fmt: skip
    if row.first is not None:
        axes.plot(
            [first],
            [at],
            marker="o",
            markersize=6 if row.is_equal else 8.5,
            linestyle="none",
            color=style.BRAND,
            zorder=3,
        )
    side = -1 if first < second else 1
    # what has no value stands at the edge: its words go inwards, where no label is
    _words(axes, first, at, row.first_shown, 1 if row.first is None else side, style.INK, "SemiBold")
    if not row.is_equal:
        _words(
            axes, second, at, row.second_shown, 1 if row.second is None else -side, style.SECOND, "Regular"
        )


def _x(value: Fraction | int | None, low: int) -> float:
    return low + STEP / 2 if value is None else float(value)


def _words(axes: Any, x: float, at: int, words: str, side: int, colour: str, weight: str) -> None:
    axes.annotate(
        words, (x, at), xytext=(8 * side, 0), textcoords="offset points", va="center", ha="left" if side > 0 else "right",
        color=colour, fontproperties=style.font(weight), fontsize=12, zorder=4, annotation_clip=False,
        bbox={"facecolor": "#ffffff", "edgecolor": "none", "pad": 0.6},
    )  # fmt: skip


def _key(axes: Any, names: tuple[str, str], rows: Sequence[Dot]) -> None:
    """What the two marks stand for, above the rows."""
    if not rows:
        return
    for place, (name, marker, colour, face) in enumerate(
        ((names[0], "o", style.BRAND, style.BRAND), (names[1], "D", style.SECOND, "#ffffff"))
    ):
        x = 0.02 + 0.48 * place
        axes.plot(
            [x], [1 + 14 / (ROW * len(rows))], marker=marker, markersize=7, markeredgewidth=1.6, linestyle="none",
            color=colour, markerfacecolor=face, transform=axes.transAxes, clip_on=False,
        )  # fmt: skip
        axes.annotate(
            name, (x, 1 + 14 / (ROW * len(rows))), xycoords="axes fraction", xytext=(8, 0), textcoords="offset points",
            va="center", color=style.INK, fontproperties=style.font(), fontsize=12, annotation_clip=False,
        )  # fmt: skip


def dots_story(rows: Sequence[Dot], names: tuple[str, str], what: str) -> str:
    """How many are equal, and who gains or gives up most."""
    if not rows:
        return gettext("Dot chart without rows.")
    told = gettext("Dot chart of %(what)s, %(first)s beside %(second)s.") % {
        "what": what, "first": names[0].lower(), "second": names[1].lower(),
    }  # fmt: skip
    equal = sum(row.is_equal for row in rows)
    told += " " + ngettext("%(n)d of %(all)d is equal.", "%(n)d of %(all)d are equal.", equal) % {
        "n": equal,
        "all": len(rows),
    }
    for row in [row for row in rows if not row.is_equal][:4]:
        told += f" {row.label}: {row.first_shown}, {row.second_shown}."
    return told
