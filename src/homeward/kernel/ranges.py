"""Half-open date ranges. A night is named by the date on which it starts.

A range ``[start, end)`` covers night *d* when ``start <= d < end``; an open end covers every later
night. A range with ``start == end`` is lawful and covers no night.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DateRange:
    """Dates from ``start`` up to, not including, ``end`` (None: still open).

    >>> stay = DateRange(date(2023, 1, 1), date(2023, 1, 3))
    >>> stay.nights, stay.last_night
    (2, datetime.date(2023, 1, 2))

    Raises ValueError when the end lies before the start.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"the end {self.end} lies before the start {self.start}")

    @property
    def is_empty(self) -> bool:
        return self.end == self.start

    @property
    def nights(self) -> int:
        """Number of nights. Raises ValueError for an open range, which has no number yet."""
        if self.end is None:
            raise ValueError(f"the range from {self.start} is open; clip it to a period before counting")
        return (self.end - self.start).days

    @property
    def last_night(self) -> date | None:
        """The date of the last night covered; None when open or empty."""
        if self.end is None or self.is_empty:
            return None
        return self.end - _ONE_DAY

    def contains(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def covers(self, other: DateRange) -> bool:
        """Whether every night of ``other`` is a night of this range."""
        if other.is_empty:
            return True
        return self.start <= other.start and (
            self.end is None or (other.end is not None and other.end <= self.end)
        )

    def overlaps(self, other: DateRange) -> bool:
        """Whether the two share at least one night. Touching ranges do not; empty ones never do."""
        return self.clip(other) is not None

    def clip(self, other: DateRange) -> DateRange | None:
        """The nights both share, or None when there is none."""
        start = max(self.start, other.start)
        end = earlier_end(self.end, other.end)
        if end is not None and end <= start:
            return None
        return DateRange(start, end)

    def days(self) -> Iterator[date]:
        """Each night in order. Raises ValueError for an open range."""
        for offset in range(self.nights):
            yield self.start + timedelta(days=offset)

    def to_json(self) -> dict[str, str | None]:
        return {"start": self.start.isoformat(), "end": None if self.end is None else self.end.isoformat()}


def earlier_end(one: date | None, other: date | None) -> date | None:
    """The earlier of two exclusive ends, where None is later than any date."""
    if one is None:
        return other
    if other is None:
        return one
    return min(one, other)


def union(ranges: Iterable[DateRange]) -> list[DateRange]:
    """Disjoint ranges in order that cover exactly the nights of any of the given ones.

    >>> jan = lambda a, b: DateRange(date(2023, 1, a), date(2023, 1, b))
    >>> [r.nights for r in union([jan(10, 20), jan(15, 25), jan(27, 27)])]
    [15]
    """
    merged: list[DateRange] = []
    for item in sorted((r for r in ranges if not r.is_empty), key=lambda r: r.start):
        last = merged[-1] if merged else None
        if last is None or (last.end is not None and last.end < item.start):
            merged.append(item)
        elif last.end is not None and (item.end is None or item.end > last.end):
            merged[-1] = DateRange(last.start, item.end)
    return merged


def subtract(base: DateRange | Iterable[DateRange], holes: Iterable[DateRange]) -> list[DateRange]:
    """Disjoint ranges in order covering the nights of ``base`` that lie in none of ``holes``.

    >>> jan = lambda a, b: DateRange(date(2023, 1, a), date(2023, 1, b))
    >>> [r.nights for r in subtract(jan(1, 31), [jan(10, 20), jan(15, 25)])]
    [9, 6]
    """
    left = union([base] if isinstance(base, DateRange) else base)
    for hole in union(holes):
        left = [piece for item in left for piece in _without(item, hole)]
    return left


def intersect(left: Iterable[DateRange], right: Iterable[DateRange]) -> list[DateRange]:
    """Disjoint ranges in order covering the nights that both sides cover."""
    others = union(right)
    return [cut for item in union(left) for other in others if (cut := item.clip(other)) is not None]


def count_nights(ranges: Iterable[DateRange]) -> int:
    """Nights covered by any of the ranges, each once. Raises ValueError when one is open."""
    return sum(item.nights for item in union(ranges))


def _without(item: DateRange, hole: DateRange) -> list[DateRange]:
    if not item.overlaps(hole):
        return [item]
    pieces = []
    if item.start < hole.start:
        pieces.append(DateRange(item.start, hole.start))
    if hole.end is not None and (item.end is None or hole.end < item.end):
        pieces.append(DateRange(hole.end, item.end))
    return pieces
