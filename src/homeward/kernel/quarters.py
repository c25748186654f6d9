"""Financial quarters: three calendar months, named by the financial year they stand in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from homeward.kernel.ranges import DateRange


@dataclass(frozen=True, slots=True)
class Quarter:
    """Quarter ``number`` (1 to 4) of the financial year that *begins* in ``year``.

    >>> Quarter(2022, 3).range
    DateRange(start=datetime.date(2023, 1, 1), end=datetime.date(2023, 4, 1))
    >>> Quarter(2022, 3).label, Quarter(2023, 3).nights
    ('Q3 2022-23', 91)

    Raises ValueError for a number outside 1 to 4 or a month outside 1 to 12.
    """

    year: int
    number: int
    first_month: int = 7

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise ValueError(f"a year has quarters 1 to 4, not {self.number}")
        if not 1 <= self.first_month <= 12:
            raise ValueError(f"a year has months 1 to 12, not {self.first_month}")

    @classmethod
    def containing(cls, day: date, first_month: int = 7) -> Quarter:
        months = (day.month - first_month) % 12
        year = day.year if day.month >= first_month else day.year - 1
        return cls(year, months // 3 + 1, first_month)

    @classmethod
    def of(cls, period: DateRange, first_month: int = 7) -> Quarter | None:
        """The quarter that is exactly this period, or None."""
        quarter = cls.containing(period.start, first_month)
        return quarter if quarter.range == period else None

    @property
    def range(self) -> DateRange:
        return DateRange(self._month_start(0), self._month_start(3))

    @property
    def nights(self) -> int:
        return self.range.nights

    @property
    def label(self) -> str:
        if self.first_month == 1:
            return f"Q{self.number} {self.year}"
        return f"Q{self.number} {self.year}-{(self.year + 1) % 100:02d}"

    def next(self) -> Quarter:
        if self.number == 4:
            return Quarter(self.year + 1, 1, self.first_month)
        return Quarter(self.year, self.number + 1, self.first_month)

    def previous(self) -> Quarter:
        if self.number == 1:
            return Quarter(self.year - 1, 4, self.first_month)
        return Quarter(self.year, self.number - 1, self.first_month)

    def _month_start(self, further: int) -> date:
        months = self.first_month - 1 + (self.number - 1) * 3 + further
        return date(self.year + months // 12, months % 12 + 1, 1)
