"""Episodes that should follow each other and do not (rules 388, 431, 433)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from homeward.apps.intake.kinds.returns import episodes_by_child
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, warning
from homeward.apps.intake.kinds.world import World


def check_return_follows(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    for items in episodes_by_child(rows).values():
        for before, row in pairwise(items):
            yield from _pair(before, row)
        last = items[-1]
        if last.data.DEC and last.data.REC == "X1":
            yield warning(
                last,
                "rule_388",
                "REC X1 says that the child stays looked after, but no episode follows (rule 388).",
                "Add the next episode, or correct REC.",
                "REC",
            )


def _pair(before: CheckedRow, row: CheckedRow) -> Iterator[Finding]:
    follows = before.data.DEC == row.data.DECOM
    if (
        row.data.RNE != "S"
        and not follows
        and not (before.data.DEC is None or before.data.DEC > row.data.DECOM)
    ):
        yield warning(
            row,
            "rule_433",
            f"RNE {row.data.RNE} goes on from row {before.number}, but does not start on the day that one"
            " ceases (rule 433).",
            "Correct a date, or tick this.",
            "DECOM",
        )
    if row.data.RNE == "S" and follows:
        yield warning(
            row,
            "rule_431",
            f"Care starts anew on the day on which row {before.number} ceases (rule 431).",
            "Use the reason for the change, or correct a date.",
            "RNE",
        )
    if follows and before.data.REC and before.data.REC != "X1":
        yield warning(
            before,
            "rule_388",
            f"REC {before.data.REC} ends care, but row {row.number} goes on the same day (rule 388).",
            "Use X1 while care goes on.",
            "REC",
        )
    if before.data.DEC and not follows and before.data.REC == "X1" and row.data.DECOM > before.data.DEC:
        yield warning(
            before,
            "rule_388",
            f"REC X1 says that the child stays looked after, but row {row.number} starts later (rule 388).",
            "Add the episode between, or correct REC.",
            "REC",
        )
