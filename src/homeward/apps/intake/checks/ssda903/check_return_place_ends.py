"""A period of care that begins or ends in a temporary placement (rules 380, 381)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, only, warning
from homeward.apps.intake.kinds.ssda903 import EpisodeRow
from homeward.apps.intake.kinds.world import World


def check_return_place_ends(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    places = world.vocabulary("placement_types")
    for row in only(rows, EpisodeRow):
        d = row.data
        if places is None or not places.attribute(d.PLACE, "temporary", d.DECOM):
            continue
        if d.RNE == "S":
            yield warning(
                row,
                "rule_380",
                "A period of care cannot begin in a temporary placement (rule 380).",
                "Record the lasting placement, or tick this.",
                "PLACE",
            )
        if d.DEC and d.REC and d.REC != "X1":
            yield warning(
                row,
                "rule_381",
                "A period of care cannot end in a temporary placement (rule 381).",
                "Record the lasting placement, or tick this.",
                "REC",
            )
