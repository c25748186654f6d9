"""Stays that began under a restriction: recorded as they happened, flagged, and looked into by somebody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q

from homeward.apps.placements.breaches import RESTRICTED, Nights
from homeward.apps.placements.models import Placement
from homeward.apps.placements.watching import Look, breach_watcher
from homeward.apps.providers.models import Home
from homeward.apps.restrictions.models import DECIDED, Restriction, RestrictionOverride
from homeward.apps.restrictions.queries import in_scope
from homeward.apps.restrictions.reach import bound_bodies
from homeward.kernel.ranges import DateRange


@breach_watcher
def restricted(homes: Collection[Home]) -> Look:
    """Those stays whose first day lies under a restriction in whose scope their home is, save with a valid override."""
    rows = _rows(homes)
    bodies = {row.pk: bound_bodies(row.body, row.body.today) for row in rows}
    agreed = set(
        RestrictionOverride.objects.filter(
            restriction__in=rows, state=RestrictionOverride.State.AGREED, child__isnull=False
        ).values_list("restriction", "body", "child")
    ) if rows else set()  # fmt: skip

    def look(placement: Placement, today: dt.date) -> Nights:
        stay = placement.stay
        for row in rows:
            if placement.body_id not in bodies[row.pk] or not in_scope(
                row, placement.home.organisation_id, placement.home
            ):
                continue
            if row.binds_on(stay.start) and (row.pk, placement.body_id, placement.child_id) not in agreed:
                under = DateRange(row.starts_on, row.lifts_on)
                cut = stay.clip(under)
                return {RESTRICTED: [] if cut is None or cut.is_empty else [cut]}
        return {}

    return look


def _rows(homes: Collection[Home]) -> list[Restriction]:
    """The decided restrictions that may bind any of the homes; nearly always none."""
    organisations = {home.organisation_id for home in homes if home.organisation_id}
    scope = Q(organisation__in=organisations) | Q(home__in=[home.pk for home in homes])
    found = Restriction.objects.filter(scope, state__in=DECIDED).select_related("body", "home")
    return list(found.order_by("starts_on", "pk"))
