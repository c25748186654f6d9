"""Readers of restrictions, of the children they concern, and of who is told."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.children.models import Child
from homeward.apps.core.timeline import Entry, Watched, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.apps.placements.models import Placement
from homeward.apps.providers.models import Home
from homeward.apps.restrictions.causes import CAUSES
from homeward.apps.restrictions.models import (
    DECIDED,
    Restriction,
    RestrictionOverride,
    RestrictionReview,
)
from homeward.apps.restrictions.reach import bound_bodies


def listed(actor: Actor) -> QuerySet[Restriction]:
    """The restrictions a person may see."""
    related = ("body", "organisation", "home", "proposed_by", "decided_by", "lift_proposed_by", "lifted_by")
    return Restriction.objects.visible_to(actor).select_related(*related)


def open_on(day: dt.date) -> Q:
    """In force on a day, or to come: neither lifted by then nor refused."""
    return Q(state__in=DECIDED) & (Q(lifts_on=None) | Q(lifts_on__gt=day))


def same_home(home: Home, path: str = "home__") -> Q:
    """A home as two bodies know it: their own record each, of one provider under one registration number.

    `path` leads from the record to its home, such as `offer__home__`.
    """
    same = Q(**{f"{path}pk": home.pk})
    if home.urn and home.organisation_id:
        same |= Q(**{f"{path}organisation": home.organisation_id, f"{path}urn": home.urn})
    return same


def in_scope(restriction: Restriction, organisation: int | None, home: Home | None) -> bool:
    """Whether it binds a provider, by its key, or one of its homes: all of the provider's, the one named, or the same
    one as another body knows it."""
    named = restriction.home
    if named is None:
        return organisation is not None and restriction.organisation_id == organisation
    if home is None:
        return False
    same_number = bool(home.urn) and (named.urn, named.organisation_id) == (home.urn, home.organisation_id)
    return named.pk == home.pk or same_number


def homes_bound(restriction: Restriction) -> Q:
    """The homes in scope, as a condition on homes."""
    if restriction.home is None:
        return Q(organisation=restriction.organisation_id)
    return same_home(restriction.home, "")


def stays_bound(restriction: Restriction) -> QuerySet[Placement]:
    """Every placement in its scope, of every body it binds, whenever it was."""
    homes = Home.objects.filter(homes_bound(restriction))
    bodies = bound_bodies(restriction.body, restriction.body.today)
    return Placement.objects.filter(home__in=homes.values("pk"), body__in=bodies)


def there_on(restriction: Restriction, day: dt.date) -> QuerySet[Placement]:
    """The placements of the children who are there on a night."""
    return stays_bound(restriction).filter(period__contains=day)


@dataclass(frozen=True)
class There:
    """Children in one home: how many, and those of them the person may read by name."""

    home: Home
    children: int
    placements: tuple[Placement, ...]


def children_there(restriction: Restriction, actor: Actor) -> list[There]:
    """Who is there tonight, home by home: counts for everybody, placements only for who may read both.

    A provider counts its own children of every authority; a child's name hangs on the child's own permission.
    """
    day = actor.today
    rows = list(
        there_on(restriction, day).select_related("home", "body", "child").order_by("home__name", "pk")
    )
    counts = Counter({p.home_id: 0 for p in rows})
    for home, _child in {(p.home_id, p.child_id) for p in rows}:
        counts[home] += 1
    seen: set[int] = set()
    if actor.holds(P.PLACEMENT_READ) and actor.holds(P.CHILD_READ) and not actor.is_provider:
        children = Child.objects.visible_to(actor).filter(pk__in=[p.child_id for p in rows])
        mine = Placement.objects.visible_to(actor).filter(pk__in=[p.pk for p in rows], child__in=children)
        seen = set(mine.values_list("pk", flat=True))
    homes = {p.home_id: p.home for p in rows}
    return [
        There(homes[pk], counts[pk], tuple(p for p in rows if p.home_id == pk and p.pk in seen))
        for pk in homes
    ]


def reviews(actor: Actor) -> QuerySet[RestrictionReview]:
    """The reviews a person may see."""
    related = (
        "restriction__home",
        "restriction__organisation",
        "placement__child",
        "placement__home",
        "done_by",
    )
    return RestrictionReview.objects.visible_to(actor).select_related(*related)


def open_reviews(actor: Actor) -> QuerySet[RestrictionReview]:
    """Reviews nobody has done, of children who are still there; what is urgent first."""
    waiting = (
        reviews(actor)
        .filter(done_at=None)
        .filter(Q(placement__period__endswith=None) | Q(placement__period__endswith__gt=actor.today))
    )
    return waiting.order_by("-is_urgent", "due_on", "pk")


def overrides(actor: Actor) -> QuerySet[RestrictionOverride]:
    """The overrides a person may see."""
    related = (
        "restriction__home", "restriction__organisation", "restriction__body", "body", "consortium", "child",
        "asked_by", "service_by", "consortium_by", "refused_by",
    )  # fmt: skip
    return RestrictionOverride.objects.visible_to(actor).select_related(*related)


def cause_words(restriction: Restriction) -> str:
    return label_of(restriction.body, CAUSES, restriction.cause, restriction.starts_on)


def timeline_of(restriction: Restriction) -> list[Entry]:
    hidden = frozenset(
        {"proposed_at", "proposed_by", "proposed_from", "decided_at", "decided_by", "lift_proposed_at",
         "lift_proposed_by", "lifted_at", "lifted_by", "decision_reason", "lift_reason", "kind", "home"}
    )  # fmt: skip
    labels = {
        "starts_on": "First day", "lifts_on": "Free from", "lift_on": "Proposed to be free from",
        "what_lifts": "What would lift it",
    }  # fmt: skip
    formats = {"cause": lambda code: label_of(restriction.body, CAUSES, code)}
    return timeline(
        restriction, [Watched(Restriction, "Restriction", labels=labels, formats=formats, hidden=hidden)]
    )
