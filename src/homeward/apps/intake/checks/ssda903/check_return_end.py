"""An end without its reason, or a reason without its end (rule 148)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error, only, warning
from homeward.apps.intake.kinds.ssda903 import EpisodeRow
from homeward.apps.intake.kinds.world import World


def check_return_end(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    """X1 without a date says only that care goes on, so the episode is read as open. Any other reason says that care
    ended on a day nobody names, which cannot be recorded."""
    codes = world.vocabulary("end_reasons")
    for row in only(rows, EpisodeRow):
        d = row.data
        if d.DEC and not d.REC:
            yield warning(
                row,
                "rule_148",
                "DEC is given without REC (rule 148). The stay is ended without a reason.",
                "Add REC.",
                "REC",
            )
        elif d.REC and not d.DEC and codes is not None:
            if codes.attribute(d.REC, "stays_looked_after", d.DECOM):
                yield warning(
                    row,
                    "rule_148",
                    f"REC {d.REC} is given without DEC (rule 148). The episode is read as still open.",
                    "Leave REC empty while the episode goes on.",
                    "REC",
                )
            else:
                yield error(
                    row,
                    "rule_148_end_unknown",
                    f"REC {d.REC} says that care ended, but DEC is empty (rule 148).",
                    "Write the day it ended.",
                    "DEC",
                )
