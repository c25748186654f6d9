"""What can be wrong with a placement, a spell or an exceed request, found all at once.

Pure: plain data in, problems out. Forms, services and the import ask the same questions here, so that the
same mistake reads the same wherever it is made. An error stops the record; a warning is told and stored.
Standing and capacity are no errors here: what happened is recorded, see `breaches.py`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from homeward.apps.core.periods import say_day
from homeward.kernel.problems import Problem
from homeward.kernel.ranges import DateRange
from homeward.policy import Vocabulary

# Nobody in care today was placed before; an earlier year is a slip of the keys.
EARLIEST = dt.date(1950, 1, 1)
FAR_FUTURE = dt.timedelta(days=2 * 366)


def shown_stay(stay: DateRange) -> str:
    """A stay by its nights: `from 1 Jul 2026 to 14 Aug 2026` names the last night slept there."""
    if stay.end is None:
        return f"from {say_day(stay.start)}, still open"
    if stay.last_night is None:
        return f"on {say_day(stay.start)}, without a night"
    return f"from {say_day(stay.start)} to {say_day(stay.last_night)}"


@dataclass(frozen=True)
class HomeFacts:
    """What a check needs to know of a home. `organisation` None: its provider is not known."""

    id: int
    name: str
    organisation: int | None = None


@dataclass(frozen=True)
class LineFacts:
    id: int
    name: str
    organisation: int


@dataclass(frozen=True)
class OtherStay:
    """Another stay of the same child, in the same body's records."""

    id: str
    home: int
    home_name: str
    line: int | None
    stay: DateRange


@dataclass(frozen=True)
class StayFacts:
    """A placement as it would be recorded. A list of codes that is None: the pack holds no such list and any word will do."""

    start: dt.date | None
    end: dt.date | None
    today: dt.date
    home: HomeFacts | None
    line: LineFacts | None = None
    child_known: bool = True
    born_on: dt.date | None = None
    placement_type: str = ""
    end_reason: str = ""
    placement_types: Vocabulary | None = None
    end_reasons: Vocabulary | None = None
    others: Sequence[OtherStay] = field(default_factory=tuple)


def check_stay(facts: StayFacts) -> list[Problem]:
    """Everything that is wrong with a placement."""
    problems = check_dates(facts.start, facts.end, facts.today, facts.born_on)
    if not facts.child_known:
        problems.append(unknown_child())
    if facts.home is None:
        problems.append(unknown_home())
    problems += check_parties(facts.home, facts.line)
    ends_on = facts.end or facts.start
    problems += check_code("placement_type", facts.placement_type, facts.placement_types, facts.start)
    problems += check_code("end_reason", facts.end_reason, facts.end_reasons, ends_on)
    if facts.end_reason and facts.end is None:
        problems.append(
            Problem(
                "end_reason_without_end",
                "There is a reason for the end, but no end.",
                "Give the day the child left, or take the reason away.",
                column="end_reason",
            )
        )
    if not _stops(problems) and facts.home and facts.start:
        problems += check_overlaps(DateRange(facts.start, facts.end), facts.home, facts.line, facts.others)
    return problems


def check_dates(
    start: dt.date | None, end: dt.date | None, today: dt.date, born_on: dt.date | None = None
) -> list[Problem]:
    """Dates missing, reversed, impossible, before birth or far ahead. `end` is the day the child left."""
    problems: list[Problem] = []
    if start is None:
        return [
            Problem(
                "start_missing",
                "There is no first night.",
                "Give the date of the first night.",
                column="start",
            )
        ]
    if start < EARLIEST:
        problems.append(
            Problem(
                "start_too_early",
                f"The start {say_day(start)} lies before {say_day(EARLIEST)}.",
                "Check the year.",
                column="start",
                value=start.isoformat(),
            )
        )
    if start > today + FAR_FUTURE:
        problems.append(_far_ahead("start", "start", start))
    elif start > today:
        problems.append(
            Problem(
                "start_ahead",
                f"The start {say_day(start)} is still to come.",
                "Nothing needs doing if the child will move then. Otherwise correct the date.",
                severity="warning",
                column="start",
                value=start.isoformat(),
            )
        )
    if born_on is not None and start < born_on:
        problems.append(
            Problem(
                "start_before_birth",
                f"The start {say_day(start)} lies before the child was born, on {say_day(born_on)}.",
                "Correct the start, or the date of birth on the child's record.",
                column="start",
                value=start.isoformat(),
            )
        )
    if end is not None:
        problems += _check_end(start, end, today)
    return problems


def _check_end(start: dt.date, end: dt.date, today: dt.date) -> list[Problem]:
    if end < start:
        return [
            Problem(
                "dates_reversed",
                f"The end {say_day(end)} lies before the start {say_day(start)}.",
                "Exchange the two dates, or correct one of them.",
                column="end",
                value=end.isoformat(),
            )
        ]
    if end > today + FAR_FUTURE:
        return [_far_ahead("end", "end", end)]
    return []


def _far_ahead(column: str, word: str, day: dt.date) -> Problem:
    return Problem(
        f"{word}_far_ahead",
        f"The {word} {say_day(day)} lies more than two years ahead.",
        "Check the year. Leave the end empty while nobody knows it.",
        column=column,
        value=day.isoformat(),
    )


def unknown_child(value: str | None = None) -> Problem:
    return Problem(
        "unknown_child",
        "No child in these records has that reference or number.",
        "Check the number, or add the child first.",
        column="child",
        value=value,
    )


def unknown_home(value: str | None = None) -> Problem:
    return Problem(
        "unknown_home",
        "No home in these records has that number.",
        "Check the number, or add the home first.",
        column="home",
        value=value,
    )


def unknown_line(value: str | None = None) -> Problem:
    return Problem(
        "unknown_line",
        "No agreement line in these records reads like that.",
        "Check the agreement's reference and the line's number, or add the line first.",
        column="line",
        value=value,
    )


def check_parties(home: HomeFacts | None, line: LineFacts | None) -> list[Problem]:
    """A line pays for its own provider's homes only."""
    if home is None or line is None:
        return []
    if home.organisation is None:
        return [
            Problem(
                "home_without_provider",
                f"Nobody has said which provider runs {home.name}.",
                f"Name the home's provider. Until then the stay counts on {line.name} as recorded.",
                severity="warning",
                column="home",
            )
        ]
    if home.organisation != line.organisation:
        return [
            Problem(
                "line_of_another_provider",
                f"{line.name} belongs to another provider than {home.name}.",
                "Choose a line of the provider that runs the home, or the home that was meant.",
                column="line",
            )
        ]
    return []


_LISTS = {
    "placement_type": "placement types",
    "end_reason": "reasons for an end",
    "care_type": "care types",
    "decided_by": "people who can decide a hold",
}


def check_code(column: str, code: str, codes: Vocabulary | None, on: dt.date | None) -> list[Problem]:
    """A code has to stand in the pack's list, and to have been valid on the day it is used."""
    if not code or codes is None:
        return []
    words = _LISTS.get(column, column.replace("_", " "))
    if not codes.knows(code):
        valid = ", ".join(codes.codes_on(on) if on else codes.codes)
        return [
            Problem(
                "unknown_code",
                f"“{code}” does not stand in the list of {words}.",
                f"Use one of: {valid}." if len(valid) < 400 else "Use a code of the list.",
                column=column,
                value=code,
            )
        ]
    if on is not None and not codes.is_valid(code, on):
        return [
            Problem(
                "code_not_in_force",
                f"“{code}” is in the list of {words}, but was not valid on {say_day(on)}.",
                "Use the code that was valid then.",
                column=column,
                value=code,
            )
        ]
    return []


def check_overlaps(
    stay: DateRange, home: HomeFacts, line: LineFacts | None, others: Iterable[OtherStay]
) -> list[Problem]:
    """The same child twice in one home and line is an error; in two homes at once it is flagged."""
    problems: list[Problem] = []
    line_id = line.id if line else None
    for other in others:
        if not stay.overlaps(other.stay) or other.line != line_id:
            continue
        nights = shown_stay(other.stay)
        if other.home == home.id:
            problems.append(
                Problem(
                    "overlap",
                    f"This child already has a stay in {other.home_name} {nights}, on the same line.",
                    "Change that stay instead, or choose dates that do not meet it.",
                    column="start",
                    value=other.id,
                )
            )
        elif line is not None:
            problems.append(
                Problem(
                    "shared_care",
                    f"On some nights the child is also in {other.home_name}, {nights}, on the same line.",
                    "Nothing needs doing if two carers share the care: each night counts once. "
                    "Otherwise correct a date.",
                    severity="warning",
                    column="start",
                    value=other.id,
                )
            )
    return problems


def _stops(problems: Iterable[Problem]) -> bool:
    return any(p.severity == "error" for p in problems)
