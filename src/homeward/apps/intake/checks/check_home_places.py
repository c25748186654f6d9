"""More places than a home can have, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error, warning
from homeward.apps.intake.kinds.world import World

MOST = 200


def check_home_places(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    for row in rows:
        places = row.data.places
        if places is not None and places > MOST:
            yield error(
                row,
                "places_too_many",
                f"A home with {places} places cannot be meant.",
                "Correct the number, or leave it empty when it is not known.",
                "places",
            )
        elif places == 0:
            yield warning(
                row,
                "places_none",
                "The home has no places, so every stay there is flagged.",
                "Leave the cell empty if the number is not known.",
                "places",
            )
