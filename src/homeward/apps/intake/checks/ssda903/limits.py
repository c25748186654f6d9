"""Figures of the return's checks, read from the pack with the rule they belong to."""

from __future__ import annotations

import datetime as dt

from homeward.apps.intake.kinds.world import World


def limit(world: World, path: str, on: dt.date, key: str | None = None) -> tuple[int, str] | None:
    """The figure in force and its rule, or None where the pack has none for that key."""
    parameter = world.pack.parameters.get(path)
    found = parameter.on(on, key) if parameter else None
    return None if found is None else (int(str(found.value)), found.clause.clause)
