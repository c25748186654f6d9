"""Working days: Monday to Friday without public holidays, and without the days a calendar of the pack is closed.

Every clock names its calendar, because they differ: one of general counts, one of counts under the privacy law.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from homeward.kernel.reasons import ValueUsed
from homeward.policy import Policy

CLOSED = "calendar.closed"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WorkingDays:
    """The working days of one calendar. ``closed``: first and last day of each year's closed time, as month and day."""

    name: str
    holidays: Collection[date]
    closed: tuple[str, str] | None
    used: ValueUsed | None

    def is_worked(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays and not self._is_closed(day)

    def after(self, day: date, count: int) -> date:
        """The last day of ``count`` working days after a day."""
        while count:
            day += _DAY
            count -= self.is_worked(day)
        return day

    def before(self, day: date, count: int) -> date:
        """The first day from which ``count`` working days are left before a day; the day itself for 0."""
        while count:
            day -= _DAY
            count -= self.is_worked(day)
        return day

    def last_on_or_before(self, day: date) -> date:
        """The day itself where it is worked, else the last working day before it."""
        while not self.is_worked(day):
            day -= _DAY
        return day

    def _is_closed(self, day: date) -> bool:
        if self.closed is None:
            return False
        first, last = self.closed
        here = f"{day:%m-%d}"
        return first <= here <= last if first <= last else here >= first or here <= last


def working_days(name: str, holidays: Collection[date], policy: Policy, on: date) -> WorkingDays:
    """The calendar of a name as the pack has it on a day; without a closed time where it has none."""
    held = CLOSED in policy.pack.parameters
    used = policy.look_or_none(CLOSED, on=on, key=name) if held else None
    value = used.value if used is not None and isinstance(used.value, dict) else None
    closed = None if value is None else (str(value["first"]), str(value["last"]))
    return WorkingDays(name, holidays, closed, used)
