"""Things that happen, each at its own moment, carried out in order of time."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable
from itertools import count
from zoneinfo import ZoneInfo

import time_machine

Deed = Callable[[], None]
MORNING = dt.time(9, 20)


class Agenda:
    """A queue of deeds by day. A deed may put later ones on the queue; what lies after `today` never happens."""

    def __init__(self, today: dt.date, zone: str) -> None:
        self.today, self.zone = today, ZoneInfo(zone)
        self._queue: list[tuple[dt.date, int, int, Deed]] = []
        self._order = count()

    def on(self, day: dt.date, deed: Deed, *, rank: int = 5) -> None:
        """Put a deed on the queue; `rank` orders what happens on one day (records before closes)."""
        heapq.heappush(self._queue, (day, rank, next(self._order), deed))

    def run(self) -> None:
        while self._queue:
            day, _, _, deed = heapq.heappop(self._queue)
            if day > self.today:
                continue
            if day == self.today:
                deed()
                continue
            with time_machine.travel(dt.datetime.combine(day, MORNING, self.zone), tick=False):
                deed()
