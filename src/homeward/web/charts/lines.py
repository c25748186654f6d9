"""Lines over time. The axis of a line may be cut; that of a bar never."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext

from homeward.web.charts import style
from homeward.web.charts.data import Edge, Picture, Point

Size = Literal["wide", "narrow", "small"]


@dataclass(frozen=True)
class _Room:
    """A rendering's measures in CSS pixels."""

    width: int
    height: int
    right: int
    text: float


_ROOMS: dict[Size, _Room] = {
    "wide": _Room(820, 350, 132, 12.5),
    "narrow": _Room(410, 330, 96, 12.5),
    "small": _Room(430, 245, 62, 12),
}


def share_over_quarters(
    points: Sequence[Point],
    *,
    target: int = 100,
    edges: Sequence[Edge] = (),
    size: Size = "wide",
) -> Picture:
    """Share of target in percent, quarter by quarter, with the target and the edges of the levels."""
    return _drawn(points, size, target=target, edges=edges, unit=" %", step=5)


def line(points: Sequence[Point], *, size: Size = "small", unit: str = "", step: int = 0) -> Picture:
    """A plain line of any figure. ``step`` of the axis is chosen when left out."""
    return _drawn(points, size, target=None, edges=(), unit=unit, step=step or _step(points))


def _drawn(
    points: Sequence[Point],
    size: Size,
    *,
    target: int | None,
    edges: Sequence[Edge],
    unit: str,
    step: int,
) -> Picture:
    room = _ROOMS[size]
    figure, axes = style.canvas(room.width, room.height, left=58, right=room.right, top=14, bottom=50)
    low, high = _reach(points, target, edges, step)
    axes.set_ylim(low, high)
    axes.set_xlim(-0.4, max(len(points) - 0.5, 0.6))
    _axis(axes, points, room, low, high, step, unit)
    _edges(axes, edges, room)
    if target is not None:
        axes.axhline(target, color=style.INK, linewidth=1.6, zorder=2)
        _name_at_end(axes, target, gettext("Target"), room, style.INK, "SemiBold")
    _line(axes, points)
    rules = [float(edge.value) for edge in edges] + ([] if target is None else [float(target)])
    per_pixel = (high - low) / (room.height - 64)
    for at in range(len(points)):
        _number(axes, points, at, room, rules, per_pixel, low)
    return style.picture(figure, room.width, room.height)


def _axis(
    axes: Any,
    points: Sequence[Point],
    room: _Room,
    low: float,
    high: float,
    step: int,
    unit: str,
) -> None:
    marks = [low + step * n for n in range(round((high - low) / step) + 1)]
    axes.set_yticks(marks, [f"{mark:g}{unit}".replace("-", "\u2212") for mark in marks])
    axes.set_xticks(range(len(points)), [_tick(point.label, room) for point in points])
    for mark in marks:
        axes.axhline(mark, color=style.LINE if mark == low else style.RULE, linewidth=1, zorder=0)
    for label in (*axes.get_yticklabels(), *axes.get_xticklabels()):
        label.set_fontproperties(style.font())
        label.set_fontsize(room.text)
        label.set_color(style.MUTED)
    axes.tick_params(axis="x", pad=7)
    axes.tick_params(axis="y", pad=6)


def _tick(label: str, room: _Room) -> str:
    """A financial year loses its century where there is no room for it: "24-25"."""
    return label if room.width > 600 else re.sub(r"\b20(\d\d-\d\d)\b", r"\1", label)


def _edges(axes: Any, edges: Sequence[Edge], room: _Room) -> None:
    for edge in edges:
        colour = style.PLACEHOLDER if edge.placeholder else style.MUTED
        dash = (0, (4, 3)) if edge.placeholder else "solid"
        axes.axhline(float(edge.value), color=colour, linewidth=1.1, linestyle=dash, zorder=1)
        _name_at_end(axes, float(edge.value), edge.name, room, colour, "Regular")


def _name_at_end(axes: Any, value: float, name: str, room: _Room, colour: str, weight: str) -> None:
    axes.annotate(
        name, (1, value), xycoords=("axes fraction", "data"), xytext=(5, 0), textcoords="offset points",
        va="center", ha="left", color=colour, fontproperties=style.font(weight), fontsize=room.text - 0.5,
    )  # fmt: skip


def _line(axes: Any, points: Sequence[Point]) -> None:
    values = [math.nan if point.value is None else float(point.value) for point in points]
    axes.plot(
        range(len(points)),
        values,
        color=style.BRAND,
        linewidth=2.4,
        zorder=3,
        solid_joinstyle="round",
    )
    last = _last(points)
    for at, value in enumerate(values):
        filled = at == last
        axes.plot(
            [at], [value], marker="o", markersize=8.5 if filled else 7, markeredgewidth=2.2, linestyle="none",
            color=style.BRAND, markerfacecolor=style.BRAND if filled else "#ffffff", zorder=4,
        )  # fmt: skip


def _number(
    axes: Any,
    points: Sequence[Point],
    at: int,
    room: _Room,
    rules: Sequence[float],
    per_pixel: float,
    low: float,
) -> None:
    """Every point carries its figure, on the side where neither the line nor a rule passes."""
    point, is_last = points[at], at == _last(points)
    if point.value is None:
        where, side, colour = low, 1, style.MUTED
    else:
        where, colour = float(point.value), style.INK
        side = _side(points, at, rules, per_pixel, low)
    axes.annotate(
        point.shown, (at, where), xytext=(0, 9 * side), textcoords="offset points", ha="center",
        va="bottom" if side > 0 else "top", color=colour, zorder=2.5,
        bbox={"facecolor": "#ffffff", "edgecolor": "none", "pad": 0.5},
        fontproperties=style.font("Bold" if is_last else "Regular"),
        fontsize=room.text + (0.5 if is_last else 0),
    )  # fmt: skip


def _side(
    points: Sequence[Point],
    at: int,
    rules: Sequence[float],
    per_pixel: float,
    low: float,
) -> int:
    """1 above, -1 below: away from the neighbours' mean, unless a rule crosses the figure there."""
    here = float(points[at].value or 0)
    beside = [points[n].value for n in (at - 1, at + 1) if 0 <= n < len(points)]
    known = [float(value) for value in beside if value is not None]
    costs = {}
    for side in (1, -1):
        near, far = here + side * 6 * per_pixel, here + side * 26 * per_pixel
        crossed = sum(min(near, far) <= rule <= max(near, far) for rule in rules)
        towards = sum((value - here) * side > 0 for value in known)
        costs[side] = 3 * crossed + towards + (5 if far < low else 0)
    return 1 if costs[1] <= costs[-1] else -1


def _last(points: Sequence[Point]) -> int:
    known = [at for at, point in enumerate(points) if point.value is not None]
    return known[-1] if known else -1


def _reach(points: Sequence[Point], target: int | None, edges: Sequence[Edge], step: int) -> tuple[int, int]:
    values = [float(p.value) for p in points if p.value is not None] + [float(e.value) for e in edges]
    values += [] if target is None else [float(target)]
    if not values:
        return 0, step
    low = math.floor(min(values) / step) * step
    high = math.ceil(max(values) / step) * step
    low -= step if min(values) - low < step * 0.3 else 0
    high += step if high - max(values) < step * 0.3 else 0
    return (max(low, 0) if min(values) >= 0 else low), high


def _step(points: Sequence[Point]) -> int:
    values = [float(p.value) for p in points if p.value is not None]
    span = max(values) - min(values) if values else 0
    rough = max(span / 4, 1)
    scale = 10 ** math.floor(math.log10(rough))
    return int(next(scale * n for n in (1, 2, 5, 10) if scale * n >= rough))
