"""Use of a fixed line's places, for information only; and empty places, with what they open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from homeward.engine.partner_funding.nights import ChildNights, window_of
from homeward.engine.partner_funding.reads import DECIMALS, EMPTY_PLACE, PROMPTS
from homeward.engine.partner_funding.terms import FundedLineFact
from homeward.engine.values import Values
from homeward.kernel.jsontypes import JSON
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason
from homeward.kernel.rounding import half_up
from homeward.kernel.share import Share


@dataclass(frozen=True, slots=True)
class Use:
    """Places × nights against nights used. ``vacant``: place-nights without a child, night by night."""

    places: int
    place_nights: int
    used: int
    vacant: int
    beyond: int
    cost_per_used_night: Decimal | None
    decimals: int

    @property
    def share(self) -> Share:
        return Share(self.used, self.place_nights, "use")

    def to_json(self) -> dict[str, JSON]:
        return {
            "places": self.places,
            "place_nights": self.place_nights,
            "used_nights": self.used,
            "vacancy_nights": self.vacant,
            "nights_beyond_places": self.beyond,
            "use_percent": self.share.shown_to(self.decimals),
            "cost_per_used_night": None
            if self.cost_per_used_night is None
            else str(self.cost_per_used_night),
            "for_information": True,
        }


def use_of(
    line: FundedLineFact, children: Sequence[ChildNights], window: DateRange, cost: Fraction, values: Values
) -> Use | None:
    """None for a line without places. ``cost``: what the line comes to on these nights."""
    if line.places is None:
        return None
    vacant = beyond = used = 0
    for span, there in _occupied(children, window):
        used += there * span.nights
        vacant += max(0, line.places - there) * span.nights
        beyond += max(0, there - line.places) * span.nights
    decimals = values.whole(DECIMALS)
    per_night = half_up(cost / used, 2) if used else None
    return Use(line.places, line.places * window.nights, used, vacant, beyond, per_night, decimals)


def _occupied(children: Sequence[ChildNights], window: DateRange) -> Iterator[tuple[DateRange, int]]:
    """The window cut where the number of children changes, with that number."""
    spans = [item.range for child in children for item in child.paid]
    ends = {day for span in (*spans, window) for day in (span.start, span.end) if day is not None}
    for start, end in pairwise(sorted(ends)):
        piece = DateRange(start, end)
        yield piece, sum(1 for span in spans if span.covers(piece))


def prompts_of(line: FundedLineFact, period: DateRange, values: Values) -> Iterator[Reason]:
    """An empty place whose cause is the agency's own decision asks for an ad-hoc request."""
    window = window_of(line, period)
    for gap in line.vacancies:
        span = None if window is None else gap.range.clip(window)
        if span is None or gap.cause not in values.codes(PROMPTS):
            continue
        used = values.used(PROMPTS)
        told: dict[str, JSON] = {
            "line": line.id, "cause": gap.cause, "places": gap.places, "nights": span.nights * gap.places,
            **span.to_json(), "note": gap.note,
        }  # fmt: skip
        yield Reason("ad_hoc_request_prompted", told, used, used[0].clause)


def vacancies_json(line: FundedLineFact, period: DateRange) -> list[JSON]:
    window = window_of(line, period)
    rows: list[JSON] = []
    for gap in line.vacancies:
        span = None if window is None else gap.range.clip(window)
        if span is not None:
            rows.append(
                {
                    "cause": gap.cause,
                    "places": gap.places,
                    "nights": span.nights * gap.places,
                    **span.to_json(),
                }
            )
    return rows


def empty_place(line: FundedLineFact, values: Values) -> Reason | None:
    """A dynamic line pays for no empty place; a fixed one goes on, and the nights are told."""
    if not line.vacancies or EMPTY_PLACE not in values:
        return None
    used = values.used(EMPTY_PLACE)
    code = "empty_place_not_paid" if line.method == "dynamic" else "instalment_goes_on"
    return Reason(code, {"line": line.id}, used, used[0].clause)
