"""Disjoint segments per child and line. On each segment everything is constant.

Precedence within a record: an excluded care type, then a hold, then respite elsewhere, then missing, absent,
shared care and a provider's pause, then nights a validator disallowed. A child's night counts when any
of the child's records on the line counts it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from homeward.kernel.ranges import DateRange

HOLD = "hold"
PAUSE = "provider_pause"
RESPITE_ELSEWHERE = "respite_elsewhere"
DISALLOWED = "disallowed"
PRESENT = "present"
STATES = ("missing", "absent", "shared_care")


@dataclass(frozen=True, slots=True)
class Record:
    """One placement record clipped to the nights looked at; ``marks`` are states with their nights."""

    placement: str
    home: str
    stay: DateRange
    marks: Mapping[str, Sequence[DateRange]]


@dataclass(frozen=True, slots=True)
class ChildRecords:
    """Everything about one child on one line. ``care_types`` hold for all the child's records.

    The nights of each mark neither overlap nor touch: a border between two pieces always means a change.
    """

    child: str
    records: Sequence[Record]
    care_types: Mapping[str, Sequence[DateRange]]
    respite_elsewhere: Sequence[DateRange] = ()


@dataclass(frozen=True, slots=True)
class CountingRule:
    """What is left out. ``excluded_states`` are the marks whose nights do not count."""

    excluded_care_types: frozenset[str]
    excluded_states: frozenset[str]
    each_record: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """Nights of one child on one line, all alike.

    ``reason``: why they count (present, missing, …) or why not (hold, a care type, …). ``states``: everything
    recorded for the night, on any record.
    ``weight``: child-nights each night stands for; 1 unless each record is counted by itself. ``carried``: how
    many of them carry a state; a record that is left out hands none of its states to one that counts.
    ``lost``: child-nights of each night that do not count, by reason. ``counting``: the records among
    ``placements`` whose nights count, the earliest first.
    """

    child: str
    range: DateRange
    placements: tuple[str, ...]
    homes: tuple[str, ...]
    states: tuple[str, ...]
    counted: bool
    reason: str
    weight: int = 1
    carried: Mapping[str, int] = field(default_factory=dict)
    lost: Mapping[str, int] = field(default_factory=dict)
    counting: tuple[str, ...] = ()

    @property
    def nights(self) -> int:
        """Nights counted."""
        return self.range.nights * self.weight if self.counted else 0

    @property
    def left_out(self) -> int:
        return sum(self.lost.values())

    @property
    def excluded_nights(self) -> int:
        return self.range.nights * self.left_out

    def carries(self, state: str) -> bool:
        """Whether a counted night carries the state."""
        return self.carried.get(state, 0) > 0


def segments_of(child: ChildRecords, rule: CountingRule) -> list[Segment]:
    """The child's segments in order: no two share a night, together they are the union of the records."""
    cuts = _cuts(child)
    found: list[Segment] = []
    for start, end in pairwise(cuts):
        piece = DateRange(start, end)
        records = [record for record in child.records if record.stay.covers(piece)]
        if records:
            found.append(_segment(child, piece, records, rule))
    return found


def _cuts(child: ChildRecords) -> list[date]:
    ranges = [record.stay for record in child.records]
    ranges += [item for record in child.records for marked in record.marks.values() for item in marked]
    ranges += [item for spans in child.care_types.values() for item in spans]
    ranges += list(child.respite_elsewhere)
    days: set[date] = set()
    for item in ranges:
        days.add(item.start)
        if item.end is not None:
            days.add(item.end)
    return sorted(days)


def _segment(child: ChildRecords, piece: DateRange, records: Sequence[Record], rule: CountingRule) -> Segment:
    care_types = {code for code, spans in child.care_types.items() if _within(piece, spans)}
    elsewhere = _within(piece, child.respite_elsewhere)
    verdicts = []
    all_states: set[str] = set()
    carried: Counter[str] = Counter()
    for record in records:
        states = {kind for kind, spans in record.marks.items() if _within(piece, spans)}
        if elsewhere:
            states.add(RESPITE_ELSEWHERE)
        all_states |= states
        verdicts.append(_verdict(states, care_types, rule))
        carried.update(states if verdicts[-1][0] else ())
    counted = [reason for ok, reason in verdicts if ok]
    excluded = [reason for ok, reason in verdicts if not ok]
    order = [*sorted(rule.excluded_care_types), *_ORDER]
    reason = min(counted or excluded, key=order.index)
    each = rule.each_record
    lost = Counter(excluded) if each else Counter([] if counted else [reason])
    return Segment(
        child=child.child,
        range=piece,
        placements=tuple(sorted(record.placement for record in records)),
        homes=tuple(sorted({record.home for record in records})),
        states=tuple(sorted(all_states | care_types)),
        counted=bool(counted),
        reason=reason,
        weight=len(counted) if each and counted else 1,
        carried=carried if each else dict.fromkeys(carried, 1),
        lost=lost,
        counting=tuple(record.placement for record, (ok, _) in zip(records, verdicts, strict=True) if ok),
    )


_ORDER = (HOLD, RESPITE_ELSEWHERE, *STATES, PAUSE, DISALLOWED, PRESENT)


def _verdict(states: set[str], care_types: set[str], rule: CountingRule) -> tuple[bool, str]:
    """Whether one record's night counts, and why."""
    for code in sorted(care_types & rule.excluded_care_types):
        return False, code
    for state in _ORDER:
        if state in states and (state in rule.excluded_states or state in (RESPITE_ELSEWHERE, DISALLOWED)):
            return False, state
    for state in (HOLD, *STATES, PAUSE):
        if state in states:
            return True, state
    return True, PRESENT


def _within(piece: DateRange, spans: Iterable[DateRange]) -> bool:
    return any(span.covers(piece) for span in spans)
