"""Who already lives in a home that is offered, what they must not live with, and which assessments are owed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.children.models import Child
from homeward.apps.core.periods import ONE_DAY
from homeward.apps.core.vocabulary import label_of
from homeward.apps.referrals.models import ReferralChild, Section
from homeward.apps.searches.models import ImpactAssessment, Offer, Search
from homeward.apps.vacancies.there import Stay, stays_of, there_on
from homeward.kernel.ranges import DateRange
from homeward.kernel.years import age_on

IN_HOUSE = Q(home__provider=None) | Q(home__provider__is_in_house=True)


@dataclass(frozen=True)
class There:
    """A child who lives there, without a name: age, who placed it, and what its own referral says it must not live with.

    ``asked`` is false where no referral of this house says anything: then its manager asks whoever placed the child.
    """

    body: CommissioningBody
    age: int | None
    avoid: tuple[str, ...]
    words: str
    asked: bool


def day_of(search: Search) -> dt.date:
    """The night for which who lives there is looked at: the first a home is needed, or tonight if that is past."""
    return max(search.body.today, search.referral.needed_by)


def stays_there(offer: Offer) -> list[Stay]:
    """Stays in the offered home on that night, but for the children sought for."""
    search = offer.invitation.search
    day = day_of(search)
    sought = set(search.referral.children.values_list("child", flat=True))
    return there_on(stays_of([offer.home], DateRange(day, day + ONE_DAY))[offer.home_id], day, sought)


def children_there(offer: Offer) -> list[There]:
    """Each child there with its matching exclusions, from the newest referral that this home's provider was asked about."""
    day = day_of(offer.invitation.search)
    keys = {stay.child for stay in stays_there(offer)}
    children = Child.objects.filter(pk__in=keys).select_related("body").order_by("born_on", "pk")
    contact = Prefetch("referral__sections", Section.objects.filter(code="contact"), to_attr="contact")
    known = ReferralChild.objects.filter(
        child__in=keys, referral__search__invitations__organisation=offer.organisation_id
    )
    rows = known.select_related("referral").prefetch_related(contact).order_by("referral__created_at", "pk")
    newest: dict[int, Any] = {row.child_id: row.referral for row in rows}
    return [_there(child, newest.get(child.pk), day) for child in children]


def _there(child: Child, referral: Any, day: dt.date) -> There:
    answers = referral.contact[0].answers if referral is not None and referral.contact else {}
    avoid = tuple(label_of(child.body, "household_traits", code) for code in answers.get("avoid", ()))
    age = age_on(child.born_on, day) if child.born_on else None
    return There(child.body, age, avoid, str(answers.get("exclusions", "")), bool(answers))


def counts(found: ImpactAssessment | None, stays: Iterable[Stay]) -> bool:
    """Whether an assessment speaks of everybody who lives there: nobody was recorded since it was made."""
    return found is not None and all(stay.recorded_at <= found.assessed_at for stay in stays)


def owed_by(actor: Actor) -> list[Offer]:
    """Live offers of homes the actor speaks for in which children live and whose assessment is missing or outdated.

    A provider's manager speaks for its own homes, the authority's people for in-house ones. Four queries for any number.
    """
    rows = Offer.objects.allowed_to(actor, P.IMPACT_WRITE).filter(state__in=Offer.LIVE)
    rows = rows.exclude(invitation__search__state=Search.State.ENDED)
    if not actor.is_provider:
        rows = rows.filter(IN_HOUSE)
    offers = list(
        rows.select_related("home", "body", "invitation__search__referral", "invitation__search__body")
        .prefetch_related("invitation__search__referral__children")
        .order_by("made_at", "pk")
    )
    if not offers:
        return []
    days = [day_of(offer.invitation.search) for offer in offers]
    stays = stays_of([offer.home for offer in offers], DateRange(min(days), max(days) + ONE_DAY))
    searches = {offer.invitation.search_id for offer in offers}
    made = {(row.search_id, row.home_id): row for row in ImpactAssessment.objects.filter(search__in=searches)}
    found = []
    for offer, day in zip(offers, days, strict=True):
        search = offer.invitation.search
        now = there_on(stays[offer.home_id], day, {row.child_id for row in search.referral.children.all()})
        if now and not counts(made.get((search.pk, offer.home_id)), now):
            found.append(offer)
    return found
