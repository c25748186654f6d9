"""A reason for the new episode that its other cells do not bear out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from homeward.apps.intake.kinds.returns import episodes_by_child, home_key
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, warning
from homeward.apps.intake.kinds.world import World


def check_return_reason(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    """L that also changes the placement starts a new stay all the same; T and U in another home are flagged."""
    for items in episodes_by_child(rows).values():
        for before, row in pairwise(items):
            if before.data.DEC != row.data.DECOM:
                continue
            same_home = home_key(before, world) == home_key(row, world)
            same_status = before.data.LS == row.data.LS
            if row.data.RNE == "L" and not (same_home and before.data.PLACE == row.data.PLACE):
                yield warning(
                    row,
                    "reason_l_moved",
                    f"RNE L says only the legal status changed, but the placement differs from row"
                    f" {before.number}. A new stay is started.",
                    "Use P, B, T or U, or correct the placement.",
                    "RNE",
                )
            if row.data.RNE in ("L", "B", "U") and same_status:
                yield warning(
                    row,
                    "reason_same_status",
                    f"RNE {row.data.RNE} says the legal status changed, but it is {row.data.LS} as in"
                    f" row {before.number}.",
                    "Correct RNE or LS, or tick this.",
                    "LS",
                )
            if row.data.RNE in ("P", "T") and not same_status:
                yield warning(
                    row,
                    "reason_other_status",
                    f"RNE {row.data.RNE} says the legal status stayed, but it was"
                    f" {before.data.LS} in row {before.number}.",
                    "Use B or U, or correct LS.",
                    "LS",
                )
            if row.data.RNE in ("T", "U") and not same_home:
                yield warning(
                    row,
                    "reason_other_home",
                    f"RNE {row.data.RNE} says the carer stayed the same, but the home differs from row"
                    f" {before.number}.",
                    "Use P or B, or correct the home.",
                    "URN",
                )
