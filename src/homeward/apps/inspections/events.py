"""News of inspections, for the apps above."""

from __future__ import annotations

from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation


@dataclass(frozen=True)
class InspectionRecording:
    """Published before an inspection is written or taken back; who knows why this person may not refuses it."""

    organisation: Organisation | None
    what: str
    by: Actor
