"""News of placements, for the apps that stand above."""

from __future__ import annotations

from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line
from homeward.kernel.ranges import DateRange


@dataclass(frozen=True)
class NightsChanging:
    """The nights of a line are about to change, exactly in `ranges`, and nothing has been written yet.

    A handler that may not let it happen raises `Refused`; then nothing changes. Stays without a line are
    no news: nobody pays for them, so no statement counts them.
    """

    line: Line
    ranges: tuple[DateRange, ...]
    by: Actor
