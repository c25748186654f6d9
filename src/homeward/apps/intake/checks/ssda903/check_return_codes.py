"""Codes that were not valid when the episode started, or ceased to be while it ran; retired codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from homeward.apps.core.periods import say_day
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error, only, warning
from homeward.apps.intake.kinds.ssda903 import EpisodeRow
from homeward.apps.intake.kinds.world import World
from homeward.kernel.ranges import DateRange
from homeward.policy import Vocabulary

LISTS = (
    ("RNE", "episode_reasons"),
    ("LS", "legal_statuses"),
    ("CIN", "needs"),
    ("PLACE", "placement_types"),
    ("PLACE_PROVIDER", "placement_providers"),
    ("REC", "end_reasons"),
    ("REASON_PLACE_CHANGE", "change_reasons"),
)


def check_return_codes(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    for row in only(rows, EpisodeRow):
        for column, name in LISTS:
            code, codes = getattr(row.data, column), world.vocabulary(name)
            if code and codes is not None:
                yield from _findings(row, column, code, codes)


def _findings(row: CheckedRow, column: str, code: str, codes: Vocabulary) -> Iterator[Finding]:
    start, end = row.data.DECOM, row.data.DEC
    if not codes.is_valid(code, start):
        span = ", ".join(say(valid) for valid in codes.ranges(code))
        yield error(
            row,
            "code_not_in_force",
            f"{code} was not valid on {say_day(start)}; it is valid {span}.",
            "Use the code of that collection year.",
            column,
        )
    elif end and end > start and not codes.is_valid(code, end - dt.timedelta(days=1)):
        yield warning(
            row,
            "code_ended",
            f"{code} ceased to be valid while the episode ran.",
            "End the episode on that day and start one with the new code.",
            column,
        )
    elif codes.attribute(code, "retired", start):
        yield warning(
            row,
            "code_retired",
            f"{code} is a retired code; no source says from when, nor what it meant.",
            "Use the code that replaced it, or tick this.",
            column,
        )


def say(valid: DateRange) -> str:
    """When a code is valid, in words."""
    if valid.end is None:
        return f"from {say_day(valid.start)}"
    return f"from {say_day(valid.start)} to {say_day(valid.end - dt.timedelta(days=1))}"
