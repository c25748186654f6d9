"""What time brings about, and what changed beside the stays.

An open stay outlasts its line, its agreement or its home; a home's places or a line's target change while
children are there. None of it writes a placement, so it is looked for from time to time.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from django.db import transaction
from django.db.models import Q

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.agreements.models import Line
from homeward.apps.core.writing import acting
from homeward.apps.placements.models import Placement
from homeward.apps.placements.services import flags
from homeward.apps.providers.models import Home


@dataclass(frozen=True)
class Clock:
    """Stands where a person stands when nobody acts, so that the trail says so."""

    body: CommissioningBody
    label: str = "Nightly check"
    role: str = ""
    acting_for: str = ""
    user: Any = field(default_factory=lambda: SimpleNamespace(pk=None))

    @property
    def today(self) -> dt.date:
        return self.body.today


def flag_what_time_brought() -> int:
    """Look at every open stay again. Returns how many stays outlasted something since the last look."""
    return sum(_flag(Clock(body)) for body in CommissioningBody.objects.order_by("pk"))


@transaction.atomic
def _flag(clock: Clock) -> int:
    today = clock.today
    ended = (
        Q(line__period__endswith__lte=today)
        | Q(line__agreement__period__endswith__lte=today)
        | Q(home__closed_on__lte=today)
    )
    open_stays = Placement.objects.filter(body=clock.body, period__endswith=None, same_day_on=None)
    with acting(clock, "flag_breach"):
        outlasting = (
            open_stays.filter(ended).select_related("child", "home", "line__agreement").order_by("pk")
        )
        count = sum(flags.recheck_own(placement, by=clock) for placement in outlasting)
        homes = Home.objects.filter(pk__in=open_stays.values("home"), places__isnull=False)
        lines = Line.objects.filter(pk__in=open_stays.values("line")).select_related("body")
        flags.recheck_around(homes=homes.order_by("pk"), lines=lines.order_by("pk"), by=clock)
    return count
