"""Who belongs to a consortium: the authorities with access to one of its frameworks. Restrictions bind by it."""

from __future__ import annotations

import datetime as dt

from homeward.apps.frameworks.models import FrameworkAccess
from homeward.apps.restrictions.reach import membership_source


@membership_source
def by_access(on: dt.date) -> list[tuple[int, int]]:
    """Pairs of a framework's body and an authority with access on a day."""
    rows = FrameworkAccess.objects.filter(period__contains=on)
    return list(rows.values_list("body_id", "authority_id").distinct())
