"""What the apps above hear: the body's policy is another one from a day on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.kernel.ranges import DateRange


@dataclass(frozen=True)
class PolicyChanged:
    """Published after the writing, in its transaction: a local value was confirmed or withdrawn.

    `period` are the days on which the parameter `path` may read differently, for `keys` (empty: it is not keyed).
    """

    body: CommissioningBody
    path: str
    keys: tuple[str, ...]
    period: DateRange
    by: Actor

    @property
    def since(self) -> dt.date:
        """The first day on which anything may differ."""
        return self.period.start
