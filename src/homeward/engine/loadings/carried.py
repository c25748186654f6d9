"""Which counted nights carry which loading attribute: the child's identity, the class of the home.

Only counted nights carry anything (loadings.excluded_nights). A child-night carries at most one class.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from homeward.engine.loadings.facts import HomeFact, RemotenessFact, StatusFact
from homeward.engine.nights.segments import Segment
from homeward.kernel.ranges import DateRange

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Carried:
    """Counted nights of one child, all alike. ``weight``: child-nights each night stands for.

    ``home`` is the home the nights follow, ``row`` its class then (None: no class is recorded);
    ``identity`` whether the child's record says yes to an identity, None where it says neither yes nor no.
    """

    child: str
    range: DateRange
    weight: int
    placement: str
    home: str
    row: RemotenessFact | None
    identity: bool | None
    record: StatusFact | None

    @property
    def nights(self) -> int:
        return self.range.nights * self.weight

    @property
    def code(self) -> str | None:
        return None if self.row is None else self.row.code


@dataclass(frozen=True, slots=True)
class Attribution:
    """The readings that say which record a night follows. ``rates``: percent by class, for two homes."""

    window: DateRange
    identities: tuple[str, ...]
    carer_at_period_end: bool
    status_at_lock: bool
    higher_rate: bool
    rates: Mapping[str, Fraction]


class Homes:
    """The class of each home on each night of the window."""

    def __init__(self, homes: Iterable[HomeFact], rule: Attribution) -> None:
        self._rows: dict[str, list[tuple[DateRange, RemotenessFact]]] = {}
        for home in homes:
            rows = sorted(
                ((cut, row) for row in home.remoteness if (cut := row.range.clip(rule.window)) is not None),
                key=lambda item: item[0].start,
            )
            if rule.carer_at_period_end and rows:  # the last class in the window holds for all of it
                rows = [(rule.window, rows[-1][1])]
            self._rows[home.id] = rows

    def on(self, home: str, night: date) -> RemotenessFact | None:
        return next((row for span, row in self._rows.get(home, ()) if span.contains(night)), None)

    def borders(self, home: str) -> Iterator[date]:
        for span, _ in self._rows.get(home, ()):
            yield span.start
            if span.end is not None:
                yield span.end


class Statuses:
    """What one child's record says on each night."""

    def __init__(self, rows: Iterable[StatusFact], rule: Attribution) -> None:
        kept = sorted(
            (row for row in rows if row.kind in rule.identities and not row.range.is_empty),
            key=lambda row: (row.start, row.kind),
        )
        self._at_lock = rule.status_at_lock
        if self._at_lock:  # the newest of each kind, for every night
            kept = list({row.kind: row for row in kept}.values())
        self._rows = kept

    def on(self, night: date) -> tuple[bool | None, StatusFact | None]:
        rows = [row for row in self._rows if self._at_lock or row.range.contains(night)]
        for value, answer in ((YES, True), (NO, False)):
            found = next((row for row in rows if row.value == value), None)
            if found is not None:
                return answer, found
        return None, None

    def borders(self) -> Iterator[date]:
        for row in () if self._at_lock else self._rows:
            yield row.start
            if row.end is not None:
                yield row.end


def carried_nights(
    segments: Mapping[str, Sequence[Segment]],
    home_of: Mapping[str, str],
    homes: Homes,
    statuses: Mapping[str, Statuses],
    rule: Attribution,
) -> list[Carried]:
    """Every counted child-night once, with the class and the identity it carries, children in order."""
    found: list[Carried] = []
    for child in sorted(segments):
        for segment in segments[child]:
            if segment.counted:
                found += _of_segment(segment, home_of, homes, statuses[child], rule)
    return found


def _of_segment(
    segment: Segment, home_of: Mapping[str, str], homes: Homes, status: Statuses, rule: Attribution
) -> Iterator[Carried]:
    each = segment.weight > 1  # each record is counted by itself and carries the class of its own home
    groups = [(name,) for name in segment.counting] if each else [segment.counting]
    for names in groups:
        own = [home_of[name] for name in names]
        for piece in _cut(
            segment.range, [*status.borders(), *(b for home in own for b in homes.borders(home))]
        ):
            at = _followed(own, homes, piece.start, rule)
            identity, record = status.on(piece.start)
            yield Carried(
                segment.child, piece, 1, names[at], own[at], homes.on(own[at], piece.start), identity, record
            )


def _followed(own: Sequence[str], homes: Homes, night: date, rule: Attribution) -> int:
    """Which of the homes a shared night follows: the earliest record's, or the one with the higher rate.

    Where one of them has no class, the higher rate cannot be told: the night follows the home without.
    """
    if not rule.higher_rate or len(set(own)) == 1:
        return 0
    rows = [homes.on(home, night) for home in own]
    if None in rows:
        return rows.index(None)
    rates = [rule.rates.get(row.code, Fraction(0)) for row in rows if row is not None]
    return rates.index(max(rates))


def _cut(span: DateRange, borders: Iterable[date]) -> list[DateRange]:
    assert span.end is not None  # segments are clipped to the nights looked at
    inside = {day for day in borders if span.start < day < span.end}
    return [DateRange(start, end) for start, end in pairwise([span.start, *sorted(inside), span.end])]
