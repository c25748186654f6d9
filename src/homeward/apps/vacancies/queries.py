"""What pages and other apps ask about vacancies. Nothing is written here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language_info

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.timeline import Entry, Watched, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.apps.geography.models import Area
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.placements.models import Placement
from homeward.apps.providers.models import Home, HomePlace
from homeward.apps.providers.queries import open_on, places_on
from homeward.apps.restrictions.models import Restriction
from homeward.apps.restrictions.queries import in_scope
from homeward.apps.restrictions.queries import open_on as restricted_on
from homeward.apps.restrictions.reach import binding_bodies
from homeward.apps.vacancies.checks import kept_by_body
from homeward.apps.vacancies.counting import Counted, count
from homeward.apps.vacancies.models import ApprovalTerms, Vacancy
from homeward.apps.vacancies.there import stays_of
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import ValueUsed

STALE_AFTER = "matching.stale_after"


@dataclass
class Row:
    """One home as its vacancy is read: what is said, what the records count, how old the word is."""

    home: Home
    vacancy: Vacancy | None
    terms: ApprovalTerms | None
    counted: Counted
    place: HomePlace | None
    today: dt.date
    stale_after: int | None
    restricted: bool = False
    tenths: int | None = None

    @property
    def said(self) -> int | None:
        return self.vacancy.places if self.vacancy else None

    @property
    def differs(self) -> bool:
        """Whether the word and the records disagree: somebody moved and one of them does not know."""
        return self.said is not None and self.counted.free is not None and self.said != self.counted.free

    @property
    def confirmed_on(self) -> dt.date | None:
        return timezone.localtime(self.vacancy.confirmed_at).date() if self.vacancy else None

    @property
    def age(self) -> int | None:
        """Days since somebody last said it."""
        return (self.today - self.confirmed_on).days if self.confirmed_on else None

    @property
    def due(self) -> dt.date | None:
        """The last day on which the word still counts as fresh."""
        if self.confirmed_on is None or self.stale_after is None:
            return None
        return self.confirmed_on + dt.timedelta(days=self.stale_after)

    @property
    def is_stale(self) -> bool:
        """Never said, or older than the pack's days. A pack without days makes nothing stale."""
        return self.vacancy is None or (self.due is not None and self.due < self.today)

    @property
    def free_now(self) -> bool:
        return bool(self.said) and (self.vacancy.free_from is None or self.vacancy.free_from <= self.today)  # type: ignore[union-attr]

    # What a list sorts by.

    @property
    def name_key(self) -> str:
        return self.home.search_key

    @property
    def free_rank(self) -> int:
        """Most places that are free now first, then those free later, then none, then those nobody spoke of."""
        if self.said is None:
            return 2000
        return 1000 - self.said if self.free_now else 1500 - self.said if self.said else 1800

    @property
    def free_from(self) -> dt.date | None:
        return self.vacancy.free_from if self.vacancy else None

    @property
    def keeper(self) -> str:
        """Who runs it, for a list to sort by."""
        return str(self.home.provider).casefold() if self.home.provider else ""

    @property
    def area(self) -> Area | None:
        return self.place.area if self.place else None

    @property
    def area_key(self) -> str | None:
        return self.area.name.casefold() if self.area else None

    @property
    def ages(self) -> tuple[int | None, int | None]:
        """Ages it can be for: as it was said, else as the carers are approved."""
        low = self.vacancy.age_from if self.vacancy else None
        high = self.vacancy.age_to if self.vacancy else None
        return (
            self.terms.age_from if low is None and self.terms else low,
            self.terms.age_to if high is None and self.terms else high,
        )


def restricted(actor: Actor, homes: Iterable[Home]) -> set[int]:
    """Keys of the homes that may take nobody new today, for who may know of restrictions; one query for any number.

    Each promise asks `standing_of`, which knows every ground and every override; a list says so much and no more.
    """
    if not actor.holds(P.RESTRICTION_READ):
        return set()
    rows = Restriction.objects.filter(
        restricted_on(actor.today),
        starts_on__lte=actor.today,
        body__in=binding_bodies(actor.body, actor.today),
    )
    told = list(rows.select_related("home"))
    return {home.pk for home in homes if any(in_scope(row, home.organisation_id, home) for row in told)}


def stale_after(body: CommissioningBody, on: dt.date) -> ValueUsed | None:
    """After how many days a vacancy that nobody confirmed is stale, by the body's policy; None where it sets none."""
    pack = pack_of(body)
    return pack.policy().look_or_none(STALE_AFTER, on=on) if STALE_AFTER in pack.parameters else None


def terms_on(homes: Iterable[int], day: dt.date) -> dict[int, ApprovalTerms]:
    """The approval terms of each home in force on a day."""
    rows = ApprovalTerms.objects.filter(home__in=homes, period__contains=day).select_related("only_for")
    return {row.home_id: row for row in rows}


def homes_read(actor: Actor) -> QuerySet[Home]:
    """The open homes whose vacancies an actor reads: of the own body, and of its consortia."""
    if not actor.holds(P.VACANCY_READ):
        return Home.objects.none()
    # A home without a vacancy is to be seen too: as one of which nobody has said anything.
    rows = Home.objects.filter(Vacancy.of_bodies(actor)).filter(open_on(actor.today))
    if actor.is_provider:
        rows = rows.filter(organisation=actor.organisation)
    elif actor.scope_ids:
        rows = rows.filter(organisation_id__in=actor.scope_ids)
    return rows


def homes_kept(actor: Actor) -> list[Home]:
    """The open homes for which this person says what is free, by name."""
    if not actor.holds(P.VACANCY_WRITE):
        return []
    rows = homes_read(actor).filter(body=actor.body).select_related("provider__organisation", "body")
    return [h for h in rows.order_by("search_key", "pk") if actor.is_provider or kept_by_body(h)]


def rows_of(actor: Actor, homes: Iterable[Home]) -> list[Row]:
    """Each home with all that is read of its vacancy, in a handful of queries whatever their number.

    Every stay in the home counts, whoever placed the child; nothing of it but the number is told.
    """
    homes = list(homes)
    keys, today = [h.pk for h in homes], actor.today
    said = {v.home_id: v for v in Vacancy.objects.filter(home__in=keys).select_related("confirmed_by")}
    terms, places = terms_on(keys, today), places_on(keys, today)
    stays = stays_of(homes, DateRange(today, today + dt.timedelta(days=1)))
    there = {key: {stay.child for stay in found} for key, found in stays.items()}
    bound = restricted(actor, homes)
    after = stale_after(actor.body, today)
    days = int(str(after.value)) if after is not None else None
    return [
        Row(
            home, said.get(home.pk), terms.get(home.pk),
            count(
                places=home.places, approved=terms[home.pk].children if home.pk in terms else None,
                children=there[home.pk], blocked=said[home.pk].blocked_places if home.pk in said else 0,
            ),
            places.get(home.pk), today, days, home.pk in bound,
        )
        for home in homes
    ]  # fmt: skip


def row_of(actor: Actor, home: Home) -> Row:
    return rows_of(actor, [home])[0]


def stays_seen(actor: Actor, home: Home) -> list[Any]:
    """The stays in a home today that this person may open; the others are only counted."""
    if not actor.holds(P.PLACEMENT_READ):
        return []
    rows = Placement.objects.visible_to(actor).filter(home=home, period__contains=actor.today)
    return list(rows.select_related("child").order_by("period"))


def timeline_of(vacancy: Vacancy) -> list[Entry]:
    """What was said of a home and when it was said again, newest first. Names no child."""
    body = vacancy.body
    said = Watched(
        Vacancy,
        "Vacancy",
        labels={
            "places": "Free places",
            "free_from": "From",
            "types": "What it can be",
            "languages": "Languages the home lives in",
            "traits": "What is so in this home",
            "confirmed_by": "Confirmed by",
        },
        formats={
            "blocked_because": lambda code: label_of(body, "vacancy_blocks", code),
            "types": lambda codes: ", ".join(label_of(body, "placement_types_sought", c) for c in codes),
            "languages": lambda codes: ", ".join(get_language_info(c)["name_local"] for c in codes),
            "traits": lambda codes: ", ".join(label_of(body, "household_traits", c) for c in codes),
        },
        hidden=frozenset({"home", "confirmed_at"}),
    )
    return timeline(vacancy, [said])
