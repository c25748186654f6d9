"""Nights of the stays in a file, counted from its rows by the engine, and held against the recorded stays.

A row counts night d when start ≤ d < end; a row without an end is still open. Rows that were left out are counted
apart, so that both together are what `homeward nights` finds in the file itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from homeward.apps.intake.kinds.values import read_date
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.queries import LOADED
from homeward.apps.placements.models import Placement
from homeward.engine.nights.count import NightCount
from homeward.kernel.ranges import DateRange
from homeward.kernel.years import financial_year, year_label

COLUMNS = {
    "ssda903": {"child": "CHILD", "start": "DECOM", "end": "DEC", "type": "PLACE", "status": "LS"},
    "placements": {"child": "child", "start": "start", "end": "end", "type": "placement_type", "status": ""},
}
TABLES = {"ssda903": "episodes", "placements": "placements"}


@dataclass(frozen=True, slots=True)
class NightRow:
    """A row that names a stay. `is_loaded` False: it was left out."""

    public_id: str
    sheet: str
    number: int
    child: str
    stay: DateRange
    type: str
    status: str
    is_loaded: bool
    placement: str

    def nights_in(self, period: DateRange) -> int:
        inside = self.stay.clip(period)
        return 0 if inside is None else inside.nights


def has_nights(batch: ImportBatch) -> bool:
    """Whether the file holds stays."""
    return batch.kind in COLUMNS


def night_rows(batch: ImportBatch) -> tuple[list[NightRow], int]:
    """The rows that name a stay, and how many name none because their dates cannot be read or are reversed."""
    names, found, unread = COLUMNS[batch.kind], [], 0
    stored = batch.rows.filter(table=TABLES[batch.kind]).order_by("number")
    for row in stored.only("public_id", "sheet", "number", "raw", "outcome", "things", "batch"):
        stay = _stay(row.raw.get(names["start"], ""), row.raw.get(names["end"], ""))
        child = row.raw.get(names["child"], "")
        if stay is None or not child:
            unread += 1
            continue
        kept = row.outcome in LOADED
        placement = row.things.get("placement", "") if kept else ""
        status = row.raw.get(names["status"], "") if names["status"] else ""
        kind = row.raw.get(names["type"], "")
        found.append(
            NightRow(row.public_id, row.sheet, row.number, child, stay, kind, status, kept, placement)
        )
    return found, unread


def _stay(start: str, end: str) -> DateRange | None:
    try:
        first = read_date(start)
        last = read_date(end) if end else None
    except PydanticCustomError:
        return None
    return None if last is not None and last < first else DateRange(first, last)


def count(rows: Iterable[NightRow], period: DateRange) -> NightCount:
    """Placement nights and unique child-nights of the rows within a period that has an end."""
    assert period.end is not None
    counted = NightCount(period.start.toordinal(), period.end.toordinal())
    for row in rows:
        end = row.stay.end.toordinal() if row.stay.end else None
        counted.add(row.child, row.stay.start.toordinal(), end)
    return counted


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a table of nights: a code or a year, and the rows it was counted from."""

    key: str
    counted: NightCount


BY: dict[str, Callable[[NightRow], str]] = {
    "type": lambda row: row.type,
    "status": lambda row: row.status,
}


def groups(rows: Sequence[NightRow], period: DateRange, by: str, first_month: int) -> list[Group]:
    """Nights by kind of placement, by legal status, or by financial year."""
    if by == "year":
        return [Group(label, count(rows, part)) for label, part in years(period, first_month)]
    keys = sorted({BY[by](row) for row in rows})
    made = [Group(key, count((r for r in rows if BY[by](r) == key), period)) for key in keys]
    return [group for group in made if group.counted.placement_nights]


def years(period: DateRange, first_month: int) -> list[tuple[str, DateRange]]:
    """The financial years that a period touches, each clipped to it."""
    found, day = [], period.start
    assert period.end is not None
    while day < period.end:
        year = financial_year(day, first_month)
        part = year.clip(period)
        if part is not None and year.end is not None:
            found.append((year_label(year), part))
            day = year.end
    return found


def usual_period(rows: Sequence[NightRow], first_month: int, today: dt.date) -> DateRange:
    """The last financial year that the file tells of: the year of its last named night."""
    last = max((last_night(row.stay) for row in rows), default=today)
    return financial_year(min(last, today), first_month)


def last_night(stay: DateRange) -> dt.date:
    """The last night a row names; of an open or empty stay its first day."""
    return stay.last_night or stay.start


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the recorded stays count, which the rows led to."""

    stays: int
    nights: int


def recorded(rows: Iterable[NightRow], period: DateRange, body_id: int) -> Recorded:
    """Nights of the recorded stays that the loaded rows made or met, as those stays stand now."""
    named = {row.placement for row in rows if row.placement}
    stays = Placement.objects.filter(body_id=body_id, public_id__in=named).only("period", "same_day_on")
    inside = [cut for p in stays.iterator(chunk_size=2000) if (cut := p.stay.clip(period)) is not None]
    return Recorded(len(inside), sum(cut.nights for cut in inside))
