"""Episode dates that are reversed, before birth or still to come; a day without a night (rule 355)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.core.periods import say_day
from homeward.apps.intake.kinds.returns import birth_dates
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error, only, warning
from homeward.apps.intake.kinds.ssda903 import EpisodeRow
from homeward.apps.intake.kinds.world import World


def check_return_dates(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    born = birth_dates(rows, world)
    for row in only(rows, EpisodeRow):
        d = row.data
        birth = born.get(d.CHILD)
        if birth and birth > d.DECOM:
            yield error(
                row,
                "start_before_birth",
                f"The episode starts before the child was born, on {say_day(birth)}.",
                "Correct DECOM, or DOB in the header.",
                "DECOM",
            )
        if world.today < d.DECOM:
            yield error(
                row,
                "start_ahead",
                "The episode starts in the future; a return tells what happened.",
                "Correct DECOM.",
                "DECOM",
            )
        if d.DEC and d.DEC < d.DECOM:
            yield error(
                row,
                "dates_reversed",
                "The episode ceases before it starts.",
                "Exchange the dates, or correct one.",
                "DEC",
            )
        elif d.DEC == d.DECOM:
            yield warning(
                row,
                "rule_355",
                "The episode starts and ceases on one day (rule 355). It is kept without a night.",
                "Correct a date, or tick this.",
                "DEC",
            )
        if d.DEC and world.today < d.DEC:
            yield error(
                row,
                "end_ahead",
                "The episode ceases in the future; a return tells what happened.",
                "Leave DEC empty while it goes on.",
                "DEC",
            )
