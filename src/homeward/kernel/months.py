"""Calendar months, as periods that money is counted by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from homeward.kernel.ranges import DateRange

NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Month:
    """Month ``number`` (1 to 12) of a calendar year.

    >>> Month(2026, 6).range
    DateRange(start=datetime.date(2026, 6, 1), end=datetime.date(2026, 7, 1))
    >>> Month(2026, 12).next().label, Month(2026, 6).nights
    ('January 2027', 30)

    Raises ValueError for a number outside 1 to 12.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise ValueError(f"a year has months 1 to 12, not {self.number}")

    @classmethod
    def containing(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def labelled(cls, label: str) -> Month:
        """The month that has this label. Raises ValueError when none has."""
        name, _, year = label.strip().partition(" ")
        return cls(int(year), NAMES.index(name) + 1)

    @property
    def range(self) -> DateRange:
        return DateRange(date(self.year, self.number, 1), self.next()._first)

    @property
    def _first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def nights(self) -> int:
        return self.range.nights

    @property
    def label(self) -> str:
        return f"{NAMES[self.number - 1]} {self.year}"

    def next(self) -> Month:
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def previous(self) -> Month:
        return Month(self.year - (self.number == 1), (self.number - 2) % 12 + 1)
