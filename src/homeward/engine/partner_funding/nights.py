"""The nights of each child on one line: those that are paid, and those that are not, with the cause.

Built on the segments of :mod:`homeward.engine.nights`: the union of a child's stays, each night once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from homeward.engine.nights.segments import (
    DISALLOWED,
    ChildRecords,
    CountingRule,
    Record,
    Segment,
    segments_of,
)
from homeward.engine.partner_funding.absence import Away, aways_of
from homeward.engine.partner_funding.facts import FundedPlacementFact, FundingFacts
from homeward.engine.partner_funding.reads import ABSENCE_PERCENT, Settings
from homeward.engine.partner_funding.terms import FundedLineFact
from homeward.engine.values import Values
from homeward.kernel.ranges import DateRange, intersect, subtract, union

MISSING_KIND = "missing"
WHOLE = Fraction(1)


@dataclass(frozen=True, slots=True)
class PaidNights:
    """Nights in a row that are paid. ``state``: present, absent or missing; ``share`` of the rate."""

    child: str
    range: DateRange
    state: str
    share: Fraction
    placements: tuple[str, ...]

    @property
    def nights(self) -> int:
        return self.range.nights


@dataclass(frozen=True, slots=True)
class UnpaidNights:
    """Nights of a stay in a row that are not paid. ``cause``: absence_over_limit or home_not_held_open."""

    child: str
    range: DateRange
    cause: str
    placements: tuple[str, ...]

    @property
    def nights(self) -> int:
        return self.range.nights


@dataclass(frozen=True)
class ChildNights:
    """One child on one line."""

    child: str
    paid: tuple[PaidNights, ...]
    unpaid: tuple[UnpaidNights, ...]

    @property
    def nights(self) -> int:
        return sum(item.nights for item in self.paid)

    @property
    def unpaid_nights(self) -> int:
        return sum(item.nights for item in self.unpaid)


def named(placements: Sequence[FundedPlacementFact]) -> list[tuple[str, FundedPlacementFact]]:
    """Each stay with its identifier, or its place in the list."""
    return [(item.id or f"placements.{index}", item) for index, item in enumerate(placements)]


def stays_of(facts: FundingFacts, line: FundedLineFact) -> list[tuple[str, FundedPlacementFact]]:
    """The stays under a line; a stay without a line is of the only one."""
    only = facts.lines[0].id if len(facts.lines) == 1 else None
    return [item for item in named(facts.placements) if (item[1].line or only) == line.id]


def window_of(line: FundedLineFact, span: DateRange) -> DateRange | None:
    """The nights of a span on which the line is in force."""
    return span if line.in_force is None else line.in_force.range.clip(span)


def counted_before(
    facts: FundingFacts, line: FundedLineFact, settings: Settings
) -> list[tuple[DateRange, Values, tuple[ChildNights, ...]]]:
    """The nights before the period that are reconciled, by the settings that held on them."""
    return [
        (window, values, nights_of(facts, line, window, values))
        for span, values in settings.before[line.id]
        if (window := window_of(line, span)) is not None
    ]


def nights_of(
    facts: FundingFacts, line: FundedLineFact, window: DateRange, values: Values
) -> tuple[ChildNights, ...]:
    """Every child of the line on the nights of the window, in order of their identifier."""
    by_child = _by_child(stays_of(facts, line))
    anywhere = _by_child(named(facts.placements))
    found = []
    for child in sorted(by_child):  # an absence goes on with its count when the child changes the line
        aways = aways_of(anywhere[child], values)
        found.append(_child(child, by_child[child], window, aways, values))
    return tuple(item for item in found if item.paid or item.unpaid)


def _by_child(
    stays: Sequence[tuple[str, FundedPlacementFact]],
) -> dict[str, list[tuple[str, FundedPlacementFact]]]:
    found: dict[str, list[tuple[str, FundedPlacementFact]]] = {}
    for item in stays:
        found.setdefault(item[1].child, []).append(item)
    return found


def _child(
    child: str,
    stays: Sequence[tuple[str, FundedPlacementFact]],
    window: DateRange,
    aways: Sequence[Away],
    values: Values,
) -> ChildNights:
    records = []
    for name, stay in sorted(stays, key=lambda item: (item[1].start, item[0])):
        cut = stay.range.clip(window)
        if cut is not None:
            marks = _marks([away for away in aways if away.placement == name], cut)
            records.append(Record(name, stay.home or name, cut, marks))
    rule = CountingRule(frozenset(), frozenset())
    paid: list[PaidNights] = []
    unpaid: list[UnpaidNights] = []
    percent = values.number(ABSENCE_PERCENT) / 100
    for segment in segments_of(ChildRecords(child, records, {}), rule):
        if segment.counted:
            share = WHOLE if segment.reason == "present" or _present(segment, records) else percent
            state = "present" if share == WHOLE and _present(segment, records) else segment.reason
            paid.append(PaidNights(child, segment.range, state, share, segment.counting))
        else:
            unpaid += _unpaid(child, segment, aways)
    return ChildNights(child, tuple(paid), tuple(unpaid))


def _present(segment: Segment, records: Sequence[Record]) -> bool:
    """Whether one of the counted stays has the child in the home: an absence elsewhere changes nothing then."""
    away = {
        record.placement
        for record in records
        if any(span.covers(segment.range) for spans in record.marks.values() for span in spans)
    }
    return any(name not in away for name in segment.counting)


def _marks(aways: Sequence[Away], stay: DateRange) -> Mapping[str, list[DateRange]]:
    marks: dict[str, list[DateRange]] = {}
    for away in aways:
        state = MISSING_KIND if away.kind == MISSING_KIND else "absent"
        marks.setdefault(state if away.cause is None else DISALLOWED, []).append(away.range)
    return {kind: intersect(union(spans), [stay]) for kind, spans in marks.items()}


def _unpaid(child: str, segment: Segment, aways: Sequence[Away]) -> list[UnpaidNights]:
    """The segment cut where the cause changes; a night with two causes is told once."""
    found: list[UnpaidNights] = []
    for away in aways:
        if away.cause is None or away.placement != segment.placements[0]:
            continue
        left = subtract([segment.range], [item.range for item in found])
        found += [
            UnpaidNights(child, cut, away.cause, segment.placements) for cut in intersect([away.range], left)
        ]
    return sorted(found, key=lambda item: item.range.start)
