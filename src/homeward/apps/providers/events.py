"""News of homes, for the apps that stand above."""

from __future__ import annotations

from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.providers.models import Home
from homeward.kernel.ranges import DateRange


@dataclass(frozen=True)
class RemotenessChanging:
    """The remoteness class of a home is about to change on these nights, and nothing has been written yet.

    A handler that may not let it happen raises `Refused`; then nothing changes.
    """

    home: Home
    range: DateRange
    by: Actor
