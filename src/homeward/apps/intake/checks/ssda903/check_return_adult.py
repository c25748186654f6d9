"""The ceasing code for young people who stay, used for a child (rule 460)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.checks.ssda903.limits import limit
from homeward.apps.intake.kinds.returns import birth_dates
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, only, warning
from homeward.apps.intake.kinds.ssda903 import EpisodeRow
from homeward.apps.intake.kinds.world import World
from homeward.kernel.years import birthday


def check_return_adult(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    born, codes = birth_dates(rows, world), world.vocabulary("end_reasons")
    for row in only(rows, EpisodeRow):
        d, birth = row.data, born.get(row.data.CHILD)
        if not (d.DEC and d.REC and birth and codes and codes.attribute(d.REC, "adult", d.DECOM)):
            continue
        found = limit(world, "return.adult_age", d.DEC)
        if found and birthday(birth, found[0]) > d.DEC:
            yield warning(
                row,
                "rule_460",
                f"{d.REC} cannot be used under {found[0]} (rule 460).",
                "Correct REC or DEC, or tick this.",
                "REC",
            )
