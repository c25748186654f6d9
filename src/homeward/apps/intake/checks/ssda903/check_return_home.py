"""A registration number that is missing where one is needed, or no home named at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, only, warning
from homeward.apps.intake.kinds.ssda903 import EpisodeRow
from homeward.apps.intake.kinds.world import World


def check_return_home(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    places = world.vocabulary("placement_types")
    for row in only(rows, EpisodeRow):
        d = row.data
        if d.URN:
            continue
        if not d.PL_POST:
            yield warning(
                row,
                "home_not_named",
                "The row names its home neither by URN nor by postcode, so the stay is recorded in an"
                " unnamed home of this child alone.",
                "Add the URN or the postcode.",
                "URN",
            )
        elif places is not None and not places.attribute(d.PLACE, "no_urn", d.DECOM):
            yield warning(
                row,
                "urn_empty",
                f"A placement {d.PLACE} needs a URN. The home is known by its postcode for now.",
                "Add the URN; outside England, tick this.",
                "URN",
            )
