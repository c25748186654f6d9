"""Readers of placements and requests to exceed."""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from homeward.apps.accounts.actors import Actor
from homeward.apps.children.models import Child
from homeward.apps.core.folding import fold
from homeward.apps.core.periods import from_db
from homeward.apps.placements import breaches
from homeward.apps.placements.breaches import Nights
from homeward.apps.placements.models import ExceedRequest, Placement
from homeward.apps.placements.services import flags
from homeward.kernel.ranges import DateRange

OPEN, ENDED, TO_COME = "open", "ended", "to_come"


def listed(actor: Actor) -> QuerySet[Placement]:
    """The placements a person may see, with their dates and state as columns a list can sort by."""
    return (
        Placement.objects.visible_to(actor)
        .select_related("child", "home", "organisation", "line__agreement")
        .annotate(
            starts_on=Coalesce(F("period__startswith"), F("same_day_on")),
            ends_on=Coalesce(F("period__endswith"), F("same_day_on")),
        )
        .annotate(
            state=Case(
                When(starts_on__gt=actor.today, then=Value(TO_COME)),
                When(Q(ends_on=None) | Q(ends_on__gt=actor.today), then=Value(OPEN)),
                default=Value(ENDED),
            ),
            is_shared=Exists(_at_once()),
        )
    )


def _at_once() -> QuerySet[Placement]:
    """Stays of the outer row's child on its line that share a night with it."""
    same = Placement.objects.filter(child=OuterRef("child"), line=OuterRef("line"))
    return same.filter(period__overlap=OuterRef("period")).exclude(pk=OuterRef("pk"))


def search(rows: QuerySet[Placement], text: str, actor: Actor) -> QuerySet[Placement]:
    """By child's reference, home or provider; by a child's name only where the name may be seen."""
    wanted = fold(text)
    children = Child.objects.visible_to(actor).filter(search_key__contains=wanted)
    return rows.filter(
        Q(child__reference__icontains=text.strip())
        | Q(child__in=children.values("pk"))
        | Q(home__search_key__contains=wanted)
        | Q(organisation__search_key__contains=wanted)
    )


def with_open_breach(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """Placements that have a breach which is not among those noted."""
    return rows.exclude(breaches=[]).exclude(breaches_noted__contains=F("breaches"))


def at_the_same_time(placement: Placement, actor: Actor) -> list[Placement]:
    """Other stays of the child on some of the same nights, as far as the person may see them."""
    if placement.same_day_on is not None:
        return []
    others = Placement.objects.visible_to(actor).filter(
        child=placement.child_id, period__overlap=placement.period
    )
    return list(others.exclude(pk=placement.pk).select_related("home", "line__agreement").order_by("period"))


def breach_nights(placement: Placement, today: dt.date) -> Nights:
    """The nights of each breach of a stay, worked out from the records as they are now."""
    found = flags.own_breaches(placement, today)
    for code, stays, limits in flags.shared_limits(placement, today):
        beyond = breaches.beyond(flags.occupants(stays), limits).get(placement.pk)
        if beyond:
            found[code] = beyond
    return {code: found[code] for code in breaches.ORDER if code in found}


def name_may_be_seen(child: Child, actor: Actor) -> bool:
    return Child.objects.visible_to(actor).filter(pk=child.pk).exists()


def exceed_requests(actor: Actor) -> QuerySet[ExceedRequest]:
    return (
        ExceedRequest.objects.visible_to(actor)
        .select_related("line__agreement", "organisation", "requested_by", "decided_by")
        .annotate(starts_on=F("period__startswith"), ends_on=F("period__endswith"))
    )


def waiting_requests(actor: Actor) -> QuerySet[ExceedRequest]:
    """Requests nobody has decided, the first extra night first."""
    waiting = exceed_requests(actor).filter(state=ExceedRequest.State.REQUESTED)
    return waiting.order_by("period", "pk")


def most_children(request: ExceedRequest) -> int:
    """The most children recorded on the line on any one of the nights asked for."""
    period: DateRange = from_db(request.period)
    stays = Placement.objects.filter(line=request.line_id, period__overlap=request.period)
    return breaches.most_at_once(flags.occupants(stays), period)
