"""Periods as cells: ranges that share no night and leave none out, so that any periods are sums of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

import pyarrow as pa

from homeward.kernel.ranges import DateRange

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Grid:
    """``periods`` may overlap or leave gaps; every border of one is a border between two cells."""

    periods: tuple[DateRange, ...]

    @staticmethod
    def of(periods: Sequence[DateRange]) -> Grid:
        """Raises ValueError when there is no period, or one is empty or open."""
        if not periods or any(item.end is None or item.is_empty for item in periods):
            raise ValueError("a grid needs periods with a first night and a last")
        return Grid(tuple(periods))

    @cached_property
    def borders(self) -> list[date]:
        return sorted({day for item in self.periods for day in (item.start, item.end) if day is not None})

    @cached_property
    def span(self) -> DateRange:
        return DateRange(self.borders[0], self.borders[-1])

    def cells(self) -> pa.Table:
        """cell, low, high: day numbers since 1970."""
        spans = list(pairwise(self.borders))
        return pa.table(
            {
                "cell": pa.array(range(len(spans)), pa.int32()),
                "low": pa.array([(low - EPOCH).days for low, _ in spans], pa.int64()),
                "high": pa.array([(high - EPOCH).days for _, high in spans], pa.int64()),
            }
        )

    def calendar(self) -> pa.Table:
        """day, number, cell for every night of the grid."""
        days, numbers, cells = [], [], []
        for cell, (low, high) in enumerate(pairwise(self.borders)):
            for offset in range((high - low).days):
                days.append(low + timedelta(days=offset))
                numbers.append((low - EPOCH).days + offset)
                cells.append(cell)
        return pa.table(
            {
                "day": pa.array(days, pa.date32()),
                "number": pa.array(numbers, pa.int32()),
                "cell": pa.array(cells, pa.int32()),
            }
        )

    def cells_of(self) -> list[range]:
        """For each period, the cells that make it up."""
        place = {day: index for index, day in enumerate(self.borders)}
        return [range(place[item.start], place[item.end]) for item in self.periods if item.end is not None]
