"""Placement nights and unique child-nights of many plain stays, on whole numbers, without policy.

A stay is child, first day and exclusive end as day numbers (``date.toordinal``). Placement nights add up
stay by stay; child-nights count each night of a child once, however many stays cover it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from homeward.kernel.jsontypes import JSON

Span = tuple[int, int]


@dataclass(slots=True)
class NightCount:
    """Adds stays, clipped to the period ``[start, end)``; order does not matter."""

    start: int
    end: int
    placement_nights: int = 0
    placements: int = 0
    _spans: dict[str, list[Span]] = field(default_factory=dict)

    def add(self, child: str, start: int, end: int | None) -> None:
        """Count one stay; ``end`` None is still open. A stay outside the period adds nothing."""
        first = start if start > self.start else self.start
        last = self.end if end is None or end > self.end else end
        if last <= first:
            return
        self.placement_nights += last - first
        self.placements += 1
        self._spans.setdefault(child, []).append((first, last))

    @property
    def children(self) -> int:
        """Children with at least one night in the period."""
        return len(self._spans)

    @property
    def child_nights(self) -> int:
        return sum(_union_nights(spans) for spans in self._spans.values())

    def to_json(self) -> dict[str, JSON]:
        return {
            "placement_nights": self.placement_nights,
            "child_nights": self.child_nights,
            "children": self.children,
            "placements": self.placements,
        }


def _union_nights(spans: list[Span]) -> int:
    if len(spans) == 1:
        return spans[0][1] - spans[0][0]
    total, covered = 0, 0
    for start, end in sorted(spans):
        if end > covered:
            total += end - max(start, covered)
            covered = end
    return total
