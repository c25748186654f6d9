"""A code for sex that was not valid in any collection year the return touches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error, only
from homeward.apps.intake.kinds.ssda903 import EpisodeRow, HeaderRow
from homeward.apps.intake.kinds.world import World
from homeward.kernel.years import financial_year


def check_return_sex(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    codes = world.vocabulary("sexes")
    days = [day for row in only(rows, EpisodeRow) for day in (row.data.DECOM, row.data.DEC) if day]
    if codes is None or not days:
        return
    years = {financial_year(day, world.pack.financial_year_first_month).start for day in days}
    for row in only(rows, HeaderRow):
        if not any(codes.is_valid(row.data.SEX, year) for year in years):
            yield error(
                row,
                "code_not_in_force",
                f"{row.data.SEX} was no code for sex in the years of this return (rule 101).",
                f"Use one of: {', '.join(codes.codes_on(max(years)))}.",
                "SEX",
            )
