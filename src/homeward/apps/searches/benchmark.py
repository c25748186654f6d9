"""What comparable placements cost a week: the yardstick beside an offered fee, with how many there are and of when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from dateutil.relativedelta import relativedelta

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.agreements.models import LineRate
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.placements.models import Placement
from homeward.kernel.ranges import DateRange

MONTHS = 12
# What a line's rate is multiplied by to be a week's.
A_WEEK = {LineRate.Kind.PER_NIGHT.value: 7, LineRate.Kind.PER_WEEK.value: 1}
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Stay:
    """A paid placement of the period, with the newest price of its line in it."""

    service_type: str
    placement_type: str
    weekly: Decimal


@dataclass(frozen=True)
class Benchmark:
    """The middle of what comparable placements cost a week for each child; `weekly` None while there are none."""

    weekly: Decimal | None
    count: int
    period: DateRange


def middle(amounts: Iterable[Decimal]) -> Decimal | None:
    """The median in cents, half up; None of nothing.

    >>> middle([Decimal("800"), Decimal("901.01"), Decimal("700"), Decimal("1000")])
    Decimal('850.51')
    """
    found = sorted(amounts)
    if not found:
        return None
    half = len(found) // 2
    value = found[half] if len(found) % 2 else (found[half - 1] + found[half]) / 2
    return value.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Benchmarks:
    """The body's paid placements of the twelve months before a day."""

    period: DateRange
    stays: tuple[Stay, ...]

    def of(self, service_type: str, types: Iterable[str]) -> Benchmark:
        """Placements of one of the kinds; where a line names no kind, of the service type."""
        wanted = set(types)
        found = [
            stay.weekly
            for stay in self.stays
            if stay.placement_type in wanted
            or (not stay.placement_type and stay.service_type == service_type)
        ]
        return Benchmark(middle(found), len(found), self.period)


def benchmarks_of(body: CommissioningBody, on: dt.date) -> Benchmarks:
    """Two queries: the placements of the period with a line, and the prices of those lines."""
    period = DateRange(on - relativedelta(months=MONTHS), on)
    rows = Placement.objects.filter(body=body, line__isnull=False, period__overlap=to_db(period))
    stays = list(rows.select_related("line"))
    prices: dict[int, tuple[dt.date, Decimal]] = {}
    rates = LineRate.objects.filter(
        line__in={stay.line_id for stay in stays}, kind__in=A_WEEK, period__overlap=to_db(period)
    )
    for rate in rates:
        start = from_db(rate.period).start
        if rate.line_id not in prices or start > prices[rate.line_id][0]:
            prices[rate.line_id] = (start, rate.amount * A_WEEK[rate.kind])
    return Benchmarks(
        period,
        tuple(
            Stay(stay.line.service_type, stay.line.placement_type, prices[stay.line_id][1])
            for stay in stays
            if stay.line is not None and stay.line_id in prices
        ),
    )
