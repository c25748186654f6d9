"""A freeing order that starts after 2005 (rule 445) or is still open (rule 451)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, only, warning
from homeward.apps.intake.kinds.ssda903 import EpisodeRow
from homeward.apps.intake.kinds.world import World


def check_return_freeing_order(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    codes = world.vocabulary("legal_statuses")
    for row in only(rows, EpisodeRow):
        until = codes.attribute(row.data.LS, "not_from", row.data.DECOM) if codes else None
        if not until:
            continue
        if dt.date.fromisoformat(str(until)) <= row.data.DECOM:
            yield warning(
                row,
                "rule_445",
                "Freeing orders were not made after 2005 (rule 445).",
                "Correct the status, or tick this.",
                "LS",
            )
        if row.data.DEC is None:
            yield warning(
                row,
                "rule_451",
                "No freeing order is in force any more (rule 451).",
                "Correct the status or end the episode, or tick this.",
                "LS",
            )
