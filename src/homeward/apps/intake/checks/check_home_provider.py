"""A home's provider that these records do not hold, or another than the home has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from homeward.apps.core.folding import fold
from homeward.apps.intake.kinds.rows import CheckedRow, Finding, error
from homeward.apps.intake.kinds.world import World


def check_home_provider(rows: Sequence[CheckedRow], world: World) -> Iterator[Finding]:
    for row in rows:
        given = row.data.provider
        if not given:
            continue
        provider = world.providers.get(fold(given))
        if provider is None:
            yield error(
                row,
                "unknown_provider",
                "No provider in these records has that number or name.",
                "Check it, or add the provider first.",
                "provider",
            )
            continue
        stored = world.homes.get(row.data.reference)
        if stored and stored.values["provider"] not in (None, provider.pk):
            yield error(
                row,
                "other_provider",
                f"{stored.label} is recorded with another provider.",
                "A home keeps its provider. Give the new home a number of its own.",
                "provider",
            )
