"""A legal status with a kind of placement it cannot go with (rules 378, 382, 384)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, only, warning
from homeward.apps.intake.kinds.ssda903 import EpisodeRow
from homeward.apps.intake.kinds.world import World


def check_return_status_place(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    places, statuses = world.vocabulary("placement_types"), world.vocabulary("legal_statuses")
    if places is None or statuses is None:
        return
    for row in only(rows, EpisodeRow):
        d = row.data
        breaks = statuses.attribute(d.LS, "short_breaks", d.DECOM)
        if d.LS == "V2" and places.attribute(d.PLACE, "with_parents", d.DECOM):
            yield _finding(row, 378, "A child accommodated under section 20 cannot be placed with parents")
        if breaks and places.attribute(d.PLACE, "temporary", d.DECOM):
            yield _finding(row, 382, "A short break cannot be a temporary placement")
        if breaks and places.attribute(d.PLACE, "long_term_foster", d.DECOM):
            yield _finding(row, 384, "A short break cannot be a long-term foster placement")


def _finding(row: CheckedRow, rule: int, says: str) -> Finding:
    return warning(
        row,
        f"rule_{rule}",
        f"{says}: {row.data.LS} with {row.data.PLACE} (rule {rule}).",
        "Correct one of the two, or tick this.",
        "PLACE",
    )
