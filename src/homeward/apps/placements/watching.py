"""A place for the apps above to say what else should not have happened with a stay.

What forbids a placement may be known above this app only (a restriction). Such an app registers a watcher: given the
homes of many stays it answers with a function from one stay to its breaches and their nights, so that a whole file
costs it one look::

    @breach_watcher
    def restricted(homes):
        known = ...
        return lambda placement, today: {RESTRICTED: [...]}

Its code stands in `breaches.ORDER` and in the words of this app.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from homeward.apps.placements.breaches import Nights
from homeward.apps.placements.models import Placement
from homeward.apps.providers.models import Home

Look = Callable[[Placement, dt.date], Nights]
Watcher = Callable[[Collection[Home]], Look]
_WATCHERS: list[Watcher] = []


def breach_watcher(watcher: Watcher) -> Watcher:
    """Register what an app above knows of homes that may not take a stay."""
    _WATCHERS.append(watcher)
    return watcher


def watch(homes: Collection[Home]) -> Look:
    """What all watchers find for stays in these homes."""
    looks = [watcher(homes) for watcher in _WATCHERS]

    def look(placement: Placement, today: dt.date) -> Nights:
        found: Nights = {}
        for one in looks:
            found |= one(placement, today)
        return found

    return look
