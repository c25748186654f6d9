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
            if placement.body_id not in bodies[row.pk] or not _in_scope(row, placement.home):
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


def _in_scope(row: Restriction, home: Home) -> bool:
    """Whether a restriction binds a home: the provider's every home, the one named, or the same one of another body."""
    if row.home is None:
        return row.organisation_id is not None and row.organisation_id == home.organisation_id
    same_number = bool(home.urn) and (row.home.urn, row.organisation_id) == (home.urn, home.organisation_id)
    return row.home_id == home.pk or same_number
