"""The sentence that stands for a picture: what a person would say who looked at it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext, ngettext

from homeward.web.charts.data import Edge, Point


def share_story(points: Sequence[Point], *, target: int = 100, edges: Sequence[Edge] = ()) -> str:
    """First, highest and last value, and what the last one lies below."""
    known = [point for point in points if point.value is not None]
    if not known:
        return gettext("Line chart of the share of target. No quarter has a share yet.")
    first, last = known[0], known[-1]
    if len(known) == 1:
        return gettext("Line chart with one value: %(last)s percent in %(when)s.") % {
            "last": last.shown, "when": last.name,
        }  # fmt: skip
    highest = max(known, key=lambda point: Fraction(point.value or 0))
    told = ngettext(
        "Line chart of the share of target over %(n)d quarter. ",
        "Line chart of the share of target over %(n)d quarters. ",
        len(points),
    ) % {"n": len(points)}
    told += gettext(
        "From %(first)s percent in %(from)s, highest %(high)s in %(peak)s, to %(last)s percent in %(to)s"
    ) % {
        "first": first.shown, "from": first.name, "high": highest.shown, "peak": highest.name,
        "last": last.shown, "to": last.name,
    }  # fmt: skip
    return f"{told}, {_standing(last, target, edges)}."


def _standing(last: Point, target: int, edges: Sequence[Edge]) -> str:
    value = Fraction(last.value or 0)
    if value >= target:
        return gettext("at or above the target of %(target)s") % {"target": target}
    below = [edge for edge in edges if value < edge.value]
    if not edges or not below:
        return gettext("below the target of %(target)s") % {"target": target}
    if len(below) == len(edges):
        return gettext("below the target and every level's edge")
    return gettext("below the target and the edge of %(edge)s") % {"edge": below[-1].name}
