"""A provider that cannot go with the kind of placement (rules 213, 527 to 531, 550), or is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.intake.kinds.rows import CheckedRow, Finding, only, warning
from homeward.apps.intake.kinds.ssda903 import EpisodeRow
from homeward.apps.intake.kinds.world import World

RULES = {"PR0": 550, "PR1": 527, "PR2": 528, "PR3": 529, "PR4": 530, "PR5": 531}


def check_return_provider(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    places = world.vocabulary("placement_types")
    if places is None:
        return
    for row in only(rows, EpisodeRow):
        place, provider = row.data.PLACE, row.data.PLACE_PROVIDER
        lawful = places.attribute(place, "providers", row.data.DECOM)
        if lawful is None:
            if provider:
                yield warning(
                    row,
                    "rule_213",
                    f"A placement {place} has no provider (rule 213).",
                    "Leave the cell empty, or tick this.",
                    "PLACE_PROVIDER",
                )
        elif not provider:
            yield warning(
                row,
                "provider_empty",
                f"A placement {place} has a provider, but the cell is empty.",
                "Write the code.",
                "PLACE_PROVIDER",
            )
        elif isinstance(lawful, list) and provider not in lawful:
            rule = RULES.get(provider, 0)
            yield warning(
                row,
                f"rule_{rule}",
                f"{provider} cannot provide a placement {place} (rule {rule}).",
                f"Use one of: {', '.join(str(code) for code in lawful)}; or tick this.",
                "PLACE_PROVIDER",
            )
