"""Nights over time: every line and quarter as the records stand now, beside what was agreed and contracted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import Line
from homeward.apps.core.periods import ONE_DAY, from_db
from homeward.apps.core.vocabulary import label_of
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements.columns import count_lines
from homeward.apps.statements.models import LOCKED_STATES, Statement
from homeward.apps.statements.queries import newest_seen_by
from homeward.engine.refusal import Refusal
from homeward.kernel.quarters import Quarter
from homeward.kernel.ranges import DateRange

AGREED, COUNTED, NONE = "agreed", "counted", "none"
USUAL, MOST = 8, 20  # quarters shown when nobody asks, and at most: five years


@dataclass(frozen=True)
class Span:
    """One quarter of the report; of a running one only the nights up to and with that of today."""

    quarter: Quarter
    period: DateRange
    running: bool

    @property
    def label(self) -> str:
        return self.quarter.label


@dataclass(frozen=True)
class NightsRow:
    """One line and quarter. `now` is None where a value the count needs is missing; `stood` where nothing was counted.

    `contracted` is that of the count; without one, the targets of the nights shown (None: the line has no target).
    """

    line: Line
    service: str
    span: Span
    now: int | None
    stood: int | None
    basis: str
    contracted: int | None
    statement: str
    newest: str

    @property
    def provider(self) -> str:
        return self.line.organisation.name

    @property
    def line_name(self) -> str:
        return str(self.line)

    @property
    def label(self) -> str:
        return self.span.label

    @property
    def start(self) -> dt.date:
        return self.span.period.start

    @property
    def difference(self) -> int | None:
        """Nights now known above (or below) what stood."""
        return None if self.now is None or self.stood is None else self.now - self.stood

    @property
    def href(self) -> str:
        """The line's newest statement."""
        return reverse("statement", args=[self.newest]) if self.newest else ""

    @property
    def own_href(self) -> str:
        """This quarter's own statement."""
        return reverse("statement", args=[self.statement]) if self.statement else ""


@dataclass(frozen=True)
class QuarterTotal:
    """The rows of one quarter together, None where no row has the figure. `difference`: of lines that have both."""

    span: Span
    lines: int
    agreed: int
    contracted: int | None
    stood: int | None
    now: int | None
    difference: int | None


@dataclass(frozen=True)
class NightsReport:
    """`spans` newest first; `uncounted`: quarters and service types for which a value is missing."""

    spans: tuple[Span, ...]
    rows: tuple[NightsRow, ...]
    uncounted: tuple[str, ...]


def spans_up_to(today: dt.date, quarters: int, first_month: int) -> tuple[Span, ...]:
    """The quarter of a day and those before it, newest first."""
    found = []
    quarter = Quarter.containing(today, first_month)
    for place in range(quarters):
        period = DateRange(quarter.range.start, today + ONE_DAY) if place == 0 else quarter.range
        found.append(Span(quarter, period, running=place == 0))
        quarter = quarter.previous()
    return tuple(found)


def nights_over_time(actor: Actor, quarters: int = USUAL) -> NightsReport:
    """Every line a person may see in each of the last quarters (at most `MOST`), in a fixed number of queries."""
    body = actor.body
    month = pack_of(body).financial_year_first_month
    spans = spans_up_to(actor.today, max(1, min(quarters, MOST)), month)
    lines = _lines(actor)
    now, missing = _count(body, lines, spans)
    stood = _stood(actor, lines, spans)
    newest = dict(
        _statements(actor, lines)
        .order_by("line_id", "-period")
        .distinct("line_id")
        .values_list("line_id", "public_id")
    )
    words = {code: label_of(body, "service_types", code) for code in {line.service_type for line in lines}}
    rows = []
    for line in lines:
        for span in spans:
            start = span.period.start
            window, statement = _in_force(line).clip(span.period), stood.get((line.pk, start))
            if window is None and statement is None:
                continue
            rows.append(
                NightsRow(
                    line=line, service=words[line.service_type], span=span,
                    now=None if (line.service_type, start) in missing else now.get((line.pk, start), 0),
                    newest=newest.get(line.pk, ""), **_figures(line, window, statement),
                )
            )  # fmt: skip
    uncounted = [
        f"{span.label}: {words[code]}"
        for span in spans
        for code, start in sorted(missing)
        if start == span.period.start
    ]
    return NightsReport(spans, tuple(rows), tuple(uncounted))


def totals(rows: Iterable[NightsRow], spans: Sequence[Span]) -> list[QuarterTotal]:
    """One for each quarter that has a row, in the order of the spans."""
    of: dict[str, list[NightsRow]] = {}
    for row in rows:
        of.setdefault(row.label, []).append(row)
    return [_total(span, of[span.label]) for span in spans if span.label in of]


def _total(span: Span, rows: list[NightsRow]) -> QuarterTotal:
    return QuarterTotal(
        span, len(rows), sum(row.basis == AGREED for row in rows), _sum(row.contracted for row in rows),
        _sum(row.stood for row in rows), _sum(row.now for row in rows), _sum(row.difference for row in rows),
    )  # fmt: skip


def _sum(figures: Iterable[int | None]) -> int | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known else None


def _lines(actor: Actor) -> list[Line]:
    return list(
        Line.objects.allowed_to(actor, Permission.STATEMENT_READ)
        .select_related("agreement", "organisation", "home", "body")
        .prefetch_related("targets")
        .order_by("organisation__name", "agreement__reference", "number")
    )


def _count(
    body: CommissioningBody, lines: list[Line], spans: Sequence[Span]
) -> tuple[dict[tuple[int, dt.date], int], set[tuple[str, dt.date]]]:
    """Nights by line and first day of the quarter, all at once.

    Where a value is missing, by service type and then by quarter, so that what cannot be counted keeps nothing else
    back; these are named second.
    """
    try:
        found = count_lines(body, lines, [span.period for span in spans])
    except Refusal:
        types = sorted({line.service_type for line in lines})
        if len(types) == 1 and len(spans) == 1:
            return {}, {(types[0], spans[0].period.start)}
        parts = (
            [_count(body, [line for line in lines if line.service_type == one], spans) for one in types]
            if len(types) > 1
            else [_count(body, lines, [span]) for span in spans]
        )
        nights = {key: n for part, _ in parts for key, n in part.items()}
        return nights, {key for _, missing in parts for key in missing}
    return {(pk, spans[place].period.start): counted.actual for (pk, place), counted in found.items()}, set()


def _statements(actor: Actor, lines: list[Line]) -> Any:
    return Statement.objects.visible_to(actor).filter(line__in=[line.pk for line in lines])


def _stood(actor: Actor, lines: list[Line], spans: Sequence[Span]) -> dict[tuple[int, dt.date], Any]:
    """Statements with the figures of the newest version, by line and first day. Of a locked quarter that is the
    agreed version: later knowledge is of another kind."""
    rows = (
        _statements(actor, lines)
        .filter(period__endswith__gt=spans[-1].period.start)
        .annotate(
            actual=newest_seen_by(actor, "actual_nights"),
            contracted=newest_seen_by(actor, "contracted_nights"),
        )
    )
    return {(row.line_id, row.period.lower): row for row in rows}


def _figures(line: Line, window: DateRange | None, statement: Any) -> dict[str, Any]:
    if statement is None or statement.actual is None:
        own = statement.public_id if statement else ""
        return {"stood": None, "basis": NONE, "contracted": _targets(line, window), "statement": own}
    return {
        "stood": statement.actual, "basis": AGREED if statement.state in LOCKED_STATES else COUNTED,
        "contracted": statement.contracted, "statement": statement.public_id,
    }  # fmt: skip


def _targets(line: Line, window: DateRange | None) -> int | None:
    """Targets of the nights in force, night by night."""
    if window is None or line.method != Line.Method.BLOCK:
        return None
    cuts = [(from_db(target.period).clip(window), target.placements) for target in line.targets.all()]
    pieces = [cut.nights * placements for cut, placements in cuts if cut is not None]
    return sum(pieces) if pieces else None


def _in_force(line: Line) -> DateRange:
    whole = from_db(line.period)
    return whole.clip(from_db(line.agreement.period)) or whole
