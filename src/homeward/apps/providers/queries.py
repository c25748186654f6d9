"""What pages and other apps ask about providers and homes. Nothing is written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import Count, DateField, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.timeline import Entry, Watched, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.apps.providers.models import Home, HomePlace, HomeRemoteness, Provider


def above(label: str) -> Any:
    """A model of an app standing above, by its name: read through its own visibility, never imported."""
    return apps.get_model(label)


def open_on(day: dt.date, prefix: str = "") -> Q:
    """Homes that are not closed on a day."""
    return Q(**{f"{prefix}closed_on": None}) | Q(**{f"{prefix}closed_on__gt": day})


def tally(rows: QuerySet[Any], key: str, amount: Any = None) -> Coalesce:
    """A number beside each row of a list, counted in the same query: of `rows`, by the key that leads to the list's row."""
    counted = (
        rows.filter(**{key: OuterRef("pk")})
        .order_by()
        .values(key)
        .annotate(n=amount or Count("pk"))
        .values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def children_now(actor: Actor, key: str) -> Coalesce:
    """How many children live there today, of those placements the actor may see."""
    here = above("placements.Placement").objects.visible_to(actor).filter(period__contains=actor.today)
    return tally(here, key, Count("child", distinct=True))


def provider_list(actor: Actor) -> QuerySet[Provider]:
    """Providers with their open homes, places, agreements in force and, for those who may know, children now."""
    today = actor.today
    homes = Home.objects.filter(open_on(today))
    running = above("agreements.Agreement").objects.filter(period__contains=today)
    rows = Provider.objects.visible_to(actor).select_related("organisation")
    rows = rows.annotate(
        home_count=tally(homes, "provider"),
        place_count=tally(homes, "provider", Sum("places")),
        agreement_count=tally(running, "provider"),
    )
    if actor.holds(P.PLACEMENT_READ):
        rows = rows.annotate(child_count=children_now(actor, "home__provider"))
    return rows


def home_list(actor: Actor) -> QuerySet[Home]:
    """Homes with today's remoteness class and, for those who may know, children now."""
    current = HomeRemoteness.objects.filter(home=OuterRef("pk"), period__contains=actor.today)
    rows = Home.objects.visible_to(actor).select_related("provider__organisation")
    rows = rows.annotate(
        remoteness_now=Subquery(current.values("code")[:1]),
        seen_on=Value(actor.today, output_field=DateField()),
    )
    if actor.holds(P.PLACEMENT_READ):
        rows = rows.annotate(child_count=children_now(actor, "home"))
    return rows


def placements_now(actor: Actor, home: Home) -> list[Any]:
    """Placements in a home today, as far as the actor may see them."""
    rows = (
        above("placements.Placement")
        .objects.visible_to(actor)
        .filter(home=home, period__contains=actor.today)
    )
    return list(rows.select_related("child", "line__agreement").order_by("period"))


def place_on(home: Home, day: dt.date) -> HomePlace | None:
    """Where a home is on a day; None when nobody has said."""
    return home.whereabouts.filter(period__contains=day).select_related("area").first()


def places_on(homes: Iterable[Any], day: dt.date) -> dict[int, HomePlace]:
    """Where each of some homes (or their keys) is on a day, in one query; a home that nobody located is left out."""
    rows = HomePlace.objects.filter(home__in=homes, period__contains=day).select_related("area")
    return {row.home_id: row for row in rows}


def home_timeline(home: Home) -> list[Entry]:
    remoteness = Watched(
        HomeRemoteness,
        "Remoteness class",
        link="home",
        labels={"code": "Class", "period": "Nights"},
        formats={"code": lambda code: label_of(home.body, "remoteness_classes", code)},
    )
    place = Watched(
        HomePlace,
        "Place",
        link="home",
        labels={"area": "Area", "period": "Since", "source": "Source"},
        # Point and postcode say where children live; the history is read by more people than may know that.
        hidden=frozenset({"home", "postcode", "easting", "northing"}),
    )
    own = Watched(
        Home,
        "Home",
        labels={
            "urn": "Registration number",
            "is_verified": "Confirmed",
            "opened_on": "First day open",
            "closed_on": "First day closed",
        },
    )
    return timeline(home, [own, remoteness, place])


def provider_timeline(provider: Provider) -> list[Entry]:
    own = Watched(
        Provider,
        "Provider",
        labels={
            "reference": "Provider number",
            "is_in_house": "Own service",
            "registration": "Registration",
            "start": "First day",
            "end": "First day without",
        },
    )
    return timeline(provider, [own])
