"""What a person should look at before agreeing to many statements at once."""

from __future__ import annotations

from typing import Any

from homeward.apps.statements.models import Statement, Version
from homeward.apps.statements.partnered.figures import is_funding
from homeward.apps.statements.presenters.told import Told

NO_LEVEL = "no level"


def exceptions(statement: Statement, version: Version, level_before: str | None) -> list[str]:
    """Everything out of the ordinary about a version, in words; empty: nothing stands out.

    `level_before` is the level of the line's quarter before, None where there is none.
    """
    decision = version.decision
    levelled = not is_funding(decision)  # a care partner's line has no target
    level = decision["level"]["code"] if levelled else None
    notes: list[Any] = Told.of(version).flags(set())
    found = []
    if notes:
        found.append(f"{len(notes)} flag{'s' if len(notes) != 1 else ''}: {'; '.join(_heads(notes))}")
    if levelled and level_before is not None and level_before != (level or ""):
        found.append(f"Level {_said(level)}, was {_said(level_before)} the quarter before")
    if levelled and decision["line"]["in_utilisation"] and decision["level"]["status"] != "assessed":
        found.append(f"No level: {decision['level']['status'].replace('_', ' ')}")
    if asked := statement.disputes.count():
        found.append(f"Disputed before: {asked} placement{'s' if asked != 1 else ''}")
    if version.number > 1:
        found.append(f"Counted again: version {version.number}. {version.reason}")
    return found


def _heads(notes: list[Any]) -> list[str]:
    return list(dict.fromkeys(str(note["head"]).rstrip(".") for note in notes))


def _said(level: str | None) -> str:
    return level if level and level.isdigit() else NO_LEVEL
