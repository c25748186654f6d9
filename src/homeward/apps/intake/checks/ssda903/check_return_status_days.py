"""A legal status that lasts longer in one episode than the return allows (rules 361 to 365)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.checks.ssda903.limits import limit
from homeward.apps.intake.kinds.returns import last_day_of
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, only, warning
from homeward.apps.intake.kinds.ssda903 import EpisodeRow
from homeward.apps.intake.kinds.world import World
from homeward.kernel.years import financial_year


def check_return_status_days(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    """Open episodes are measured to the end of the collection year of the return's last date."""
    last = last_day_of(rows)
    until = financial_year(last, world.pack.financial_year_first_month).end if last else None
    for row in only(rows, EpisodeRow):
        found = limit(world, "return.status_days", row.data.DECOM, row.data.LS)
        end = row.data.DEC or until
        if found and end and (end - row.data.DECOM).days > found[0]:
            days, rule = found
            yield warning(
                row,
                _code(rule),
                f"{row.data.LS} lasts {(end - row.data.DECOM).days} days here; more than {days} fires"
                f" {rule.lower()}.",
                "Correct the dates or the status, or tick this.",
                "LS",
            )


def _code(rule: str) -> str:
    return rule.lower().replace(" ", "_")
