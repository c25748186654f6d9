"""Nights counted, left out and worth a look, from the segments of all children."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from homeward.engine.nights.segments import HOLD, PAUSE, STATES, Segment
from homeward.kernel.jsontypes import JSON


@dataclass(frozen=True, slots=True)
class NightsTally:
    """Child-nights. ``stayed`` = ``actual`` + all of ``excluded``; ``included`` are nights within ``actual``.

    ``hold``: nights on hold by the department that were counted and that were left out.
    """

    stayed: int
    actual: int
    excluded: dict[str, int] = field(default_factory=dict)
    included: dict[str, int] = field(default_factory=dict)
    hold_counted: int = 0
    hold_excluded: int = 0
    pause: int = 0

    @property
    def excluded_total(self) -> int:
        return sum(self.excluded.values())

    def to_json(self) -> dict[str, JSON]:
        return {
            "stayed": self.stayed,
            "actual": self.actual,
            "counted": self.actual,
            "excluded": {"total": self.excluded_total, **self.excluded},
            "included": dict(self.included),
            "hold": {"counted": self.hold_counted, "excluded": self.hold_excluded},
            "provider_pause": self.pause,
        }


def tally(segments: Sequence[Segment], always: Sequence[str]) -> NightsTally:
    """Sum segments. ``always``: exclusion reasons reported even when no night carries them."""
    excluded: Counter[str] = Counter(dict.fromkeys(always, 0))
    included: Counter[str] = Counter(dict.fromkeys(STATES, 0))
    hold_counted = pause = 0
    for segment in segments:
        nights = segment.range.nights
        for reason, lost in segment.lost.items():
            excluded[reason] += nights * lost
        for state in STATES:
            included[state] += nights * segment.carried.get(state, 0)
        hold_counted += nights * segment.carried.get(HOLD, 0)
        pause += nights * segment.carried.get(PAUSE, 0)
    actual = sum(segment.nights for segment in segments)
    return NightsTally(
        stayed=actual + sum(excluded.values()),
        actual=actual,
        excluded=dict(sorted(excluded.items())),
        included={state: included[state] for state in STATES},
        hold_counted=hold_counted,
        hold_excluded=excluded.get(HOLD, 0),
        pause=pause,
    )
