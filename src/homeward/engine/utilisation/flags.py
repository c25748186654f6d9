"""What a person should look at. A blocking flag keeps the quarter from being agreed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from homeward.engine.nights.check import overlapping_records
from homeward.engine.nights.segments import HOLD, PAUSE, STATES, Segment
from homeward.engine.utilisation.facts import UtilisationFacts
from homeward.engine.values import Values
from homeward.kernel.jsontypes import JSON, plain
from homeward.kernel.ranges import DateRange, count_nights, intersect, subtract, union
from homeward.kernel.reasons import ValueUsed
from homeward.kernel.years import birthday

ADULT_AGE = 18


@dataclass(frozen=True, slots=True)
class Flag:
    """``nights``: how many nights it concerns, where it concerns nights; ``ranges`` which."""

    code: str
    blocking: bool = False
    child: str | None = None
    nights: int | None = None
    ranges: tuple[DateRange, ...] = ()
    inputs: Mapping[str, JSON] = field(default_factory=dict)
    values: tuple[ValueUsed, ...] = ()

    def to_json(self) -> dict[str, JSON]:
        return {
            "code": self.code,
            "blocking": self.blocking,
            "child": self.child,
            "nights": self.nights,
            "ranges": [item.to_json() for item in self.ranges],
            "inputs": plain(self.inputs),
            "values": [value.to_json() for value in self.values],
        }


def child_flags(
    facts: UtilisationFacts, window: DateRange, segments: Mapping[str, Sequence[Segment]], values: Values
) -> list[Flag]:
    """Flags about single children, in order of child and kind."""
    born = {child.id: child.born_on for child in facts.children}
    found = [
        *_two_records(facts, window),
        *_care_types_differ(facts, window),
        *_missing_alerts(facts, window, values),
        *_elsewhere(facts, window, segments),
    ]
    for child, items in segments.items():
        found += _age_18(child, born.get(child), items, values)
        found += _paused(child, items, values)
        found += _unlisted(child, items, values)
    return sorted(found, key=lambda flag: (flag.child or "", flag.code, str(flag.inputs)))


def _flag(
    code: str,
    child: str,
    spans: Sequence[DateRange],
    *,
    blocking: bool = False,
    values: tuple[ValueUsed, ...] = (),
    **rest: object,
) -> Flag:
    joined = tuple(union(spans))
    inputs = {key: plain(value) for key, value in rest.items()}
    return Flag(code, blocking, child, count_nights(joined), joined, inputs, values)


def _age_18(child: str, born_on: date | None, segments: Sequence[Segment], values: Values) -> Iterator[Flag]:
    """Nights on or after the 18th birthday that still carry another care type."""
    if born_on is None:
        return
    grown = DateRange(birthday(born_on, ADULT_AGE))
    adult_types = set(values.codes("nights.excluded_care_types"))
    spans = [
        cut
        for segment in segments
        if not adult_types & set(segment.states) and (cut := segment.range.clip(grown)) is not None
    ]
    if spans:
        yield _flag(
            "age_18_other_care_type",
            child,
            spans,
            blocking=True,
            birthday=grown.start,
            values=values.used("nights.turning_18", "nights.excluded_care_types"),
        )


def _paused(child: str, segments: Sequence[Segment], values: Values) -> Iterator[Flag]:
    spans = [segment.range for segment in segments if PAUSE in segment.states]
    if spans:
        yield _flag(
            "provider_pause",
            child,
            spans,
            reading=values.text("nights.provider_pause"),
            values=values.used("nights.provider_pause", "nights.hold_deciders"),
        )


def _unlisted(child: str, segments: Sequence[Segment], values: Values) -> Iterator[Flag]:
    listed = values.codes("nights.listed_inclusions")
    for state in STATES:
        spans = [segment.range for segment in segments if segment.carries(state)]
        if spans and state not in listed:
            yield _flag(
                "not_a_listed_inclusion",
                child,
                spans,
                state=state,
                values=values.used("nights.listed_inclusions", f"nights.{state}"),
            )


def _two_records(facts: UtilisationFacts, window: DateRange) -> Iterator[Flag]:
    """Two homes for one child on one line in one night: lawful shared care, or a mistake."""
    for one, two in overlapping_records(facts.placements):
        shared = one.range.clip(two.range)
        cut = None if shared is None else shared.clip(window)
        if cut is not None and one.home != two.home:
            yield _flag(
                "two_records_one_line",
                one.child,
                [cut],
                placements=[one.id, two.id],
                homes=[one.home, two.home],
            )


def _care_types_differ(facts: UtilisationFacts, window: DateRange) -> Iterator[Flag]:
    """Two care types recorded for one night."""
    by_child: dict[str, list[tuple[str, DateRange]]] = {}
    for placement in facts.placements:
        for spell in placement.spells:
            cut = spell.range.clip(window) if spell.kind == "care_type" else None
            if cut is not None and spell.code is not None:
                by_child.setdefault(placement.child, []).append((spell.code, cut))
    for child, items in by_child.items():
        spans = [
            both
            for index, (code, span) in enumerate(items)
            for other, second in items[index + 1 :]
            if code != other and (both := span.clip(second)) is not None
        ]
        if spans:
            yield _flag("care_types_differ", child, spans, care_types=sorted({code for code, _ in items}))


def _missing_alerts(facts: UtilisationFacts, window: DateRange, values: Values) -> Iterator[Flag]:
    """Missing so many nights in a row; a run that reaches into the period is counted over its edges."""
    alert = values.whole("nights.missing_alert")
    by_child: dict[str, list[DateRange]] = {}
    known = DateRange(date.min, window.end)
    for placement in facts.placements:
        for spell in placement.spells:
            inside = spell.range.clip(placement.range) if spell.kind == "missing" else None
            cut = None if inside is None else inside.clip(known)
            if cut is not None:
                by_child.setdefault(placement.child, []).append(cut)
    for child, spans in by_child.items():
        for run in union(spans):
            within = run.clip(window)
            if run.nights >= alert and within is not None:
                yield _flag(
                    "missing_alert",
                    child,
                    [within],
                    alert_nights=alert,
                    run=run.to_json(),
                    run_nights=run.nights,
                    values=values.used("nights.missing_alert"),
                )


def _elsewhere(
    facts: UtilisationFacts, window: DateRange, segments: Mapping[str, Sequence[Segment]]
) -> Iterator[Flag]:
    """Nights of a child counted here while the child's stay under another line is active and not on hold."""
    others: dict[tuple[str, str], list[DateRange]] = {}
    for stay in facts.other_lines:
        active = subtract(stay.range, [hold.range for hold in stay.on_hold])
        others.setdefault((stay.child, stay.line), []).extend(active)
    for (child, line), spans in sorted(others.items()):
        here = [item.range for item in segments.get(child, ()) if item.counted and not item.carries(HOLD)]
        both = intersect(here, intersect(spans, [window]))
        if both:
            yield _flag("overlap_with_other_line", child, both, line=line)
