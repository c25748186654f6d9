"""When what is due: the acquittal, the quarterly data, an answer to a request for information.

A quarter ends on its last date: what is due 31 days after the quarter of July to September is due on
31 October. On a due date the thing may still be done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from homeward.engine.refusal import Refusal
from homeward.kernel.problems import Problem
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import ValueUsed
from homeward.policy import Policy

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """A due date and the value it rests on."""

    on: date
    value: ValueUsed


def acquittal_due(quarter: DateRange, policy: Policy) -> Due:
    """The last day for the acquittal report of a quarter. Raises MissingValue."""
    return _after(quarter, "reporting.acquittal_due", policy)


def data_due(quarter: DateRange, policy: Policy) -> Due:
    """The last day for issuing the quarterly placement data. Raises MissingValue."""
    return _after(quarter, "reporting.data_due", policy)


def information_due(requested_on: date, policy: Policy, is_working_day: Callable[[date], bool]) -> Due:
    """The last day for answering a written request: so many working days after the day of the request.

    The caller says what a working day is: public holidays are not policy. Raises MissingValue, and
    Refusal when no working days are found within a year.
    """
    return _working_days_after(
        requested_on, policy.look("reporting.information_due", on=requested_on), is_working_day
    )


def ranking_query_due(told_on: date, policy: Policy, is_working_day: Callable[[date], bool]) -> Due:
    """The last day on which a provider may query the scores it was told on a day. Raises as information_due."""
    return _working_days_after(told_on, policy.look("ranking.query_window", on=told_on), is_working_day)


def _working_days_after(start: date, used: ValueUsed, is_working_day: Callable[[date], bool]) -> Due:
    left, day = int(str(used.value)), start
    while left:
        day += _DAY
        if (day - start).days > 366:
            problem = f"No working days were found within a year of {start}."
            raise Refusal([Problem("no_working_days", problem, "Check the calendar of working days.")])
        left -= is_working_day(day)
    return Due(day, used)


def reminder_is_due(due_on: date, reminded_on: date | None, today: date, policy: Policy) -> bool:
    """Whether to remind today of something not yet done: once before it is due, again and again after.

    A day on which nobody could remind is made up for on the next. Raises MissingValue.
    """
    before = policy.look("reporting.reminder_before", on=due_on)
    first = due_on - timedelta(days=int(str(before.value)))
    if today < first:
        return False
    if reminded_on is None or reminded_on < first:
        return True
    if today <= due_on:
        return False
    if reminded_on <= due_on:
        return True
    every = policy.look("reporting.reminder_every", on=due_on)
    return today - reminded_on >= timedelta(days=int(str(every.value)))


def _after(quarter: DateRange, path: str, policy: Policy) -> Due:
    last = quarter.last_night
    if last is None:
        raise ValueError("a quarter has a last date")
    used = policy.look(path, on=quarter.start)
    return Due(last + timedelta(days=int(str(used.value))), used)
