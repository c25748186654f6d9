"""News of files, for the apps above."""

from __future__ import annotations

from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.intake.models import ImportBatch


@dataclass(frozen=True)
class FileLoaded:
    """Published in the transaction in which a file was loaded."""

    batch: ImportBatch
    by: Actor
