"""Reading frameworks: what a person may see, what is due, who stands where."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Q

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.periods import from_db
from homeward.apps.frameworks.models import (
    Admission,
    Framework,
    Lot,
    LotAdmission,
    RankedPlace,
    Ranking,
    ScoreQuery,
)
from homeward.apps.local_policy.queries import pack_of
from homeward.engine.ranking.decide import last_snapshot
from homeward.kernel.ranges import DateRange


def frameworks(actor: Actor) -> Any:
    """Frameworks the actor may read, with how many lots and providers they have."""
    on = Q(admissions__state=Admission.State.ADMITTED)
    return (
        Framework.objects.visible_to(actor)
        .select_related("body")
        .annotate(
            lot_count=Count("lots", distinct=True),
            provider_count=Count("admissions", filter=on, distinct=True),
        )
    )


def keeps(actor: Actor, thing: Any) -> bool:
    """Whether the actor keeps this framework: writes it, for the body whose it is."""
    return bool(actor.holds(P.FRAMEWORK_WRITE) and thing.body_id == actor.body.pk)


def rankings(actor: Actor) -> Any:
    rows = Ranking.objects.visible_to(actor)
    return rows.select_related("lot__framework", "body", "made_by", "opened_by", "published_by")


def own_places(actor: Actor) -> Any:
    """What rankings say of the actor's own organisation; of every provider, for the keeper."""
    return RankedPlace.objects.visible_to(actor).select_related("ranking__lot__framework", "organisation")


def score_queries(actor: Actor) -> Any:
    rows = ScoreQuery.objects.visible_to(actor)
    return rows.select_related("organisation", "ranking__lot__framework", "asked_by", "answered_by")


def lots_of(admission: Admission) -> list[LotAdmission]:
    return list(admission.lots.select_related("lot").order_by("lot__number"))


def ranking_year(lot: Lot, on: dt.date) -> DateRange | None:
    """The year from snapshot day to snapshot day that holds a day, cut to the lot's period; None outside it."""
    found = pack_of(lot.body).parameters.get("ranking.snapshot_day")
    value = found.on(on, None) if found else None
    if value is None:
        return None
    start = last_snapshot(on, str(value.value))
    return DateRange(start, start + relativedelta(years=1)).clip(from_db(lot.period))


@dataclass(frozen=True)
class DueRanking:
    """A lot and region without a published ranking for a year; `draft` is the version under way, if any."""

    lot: Lot
    region: str
    period: DateRange
    draft: Ranking | None


AHEAD = dt.timedelta(days=60)  # how long before its first day a ranking is asked for


def due_rankings(actor: Actor) -> list[DueRanking]:
    """Rankings that the lots kept by the actor's body need: of this year, and of the next from 60 days before."""
    found = []
    lots = (
        Lot.objects.allowed_to(actor, P.FRAMEWORK_WRITE)
        .filter(body=actor.body)
        .select_related("framework", "body")
    )
    for lot in lots:
        years = [ranking_year(lot, day) for day in (actor.today, actor.today + AHEAD)]
        kept = {
            (r.region, r.period.lower): r
            for r in lot.rankings.exclude(state=Ranking.State.DISCARDED).order_by("number")
        }
        for period in dict.fromkeys(y for y in years if y is not None):
            for region in lot.ranked_regions:
                newest = kept.get((region, period.start))
                if newest is None or not newest.is_kept:
                    found.append(DueRanking(lot, region, period, newest))
    return found


def in_force(lot: Lot, region: str, on: dt.date) -> Ranking | None:
    """The published ranking of a lot and region that is in force on a day: what a search breaks ties by."""
    rows = Ranking.objects.filter(lot=lot, state=Ranking.State.PUBLISHED, period__contains=on)
    return rows.filter(region__in=[region, ""]).order_by("-region").first()
