"""The manager of an offered home says what the children's coming would mean for those who live there."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.referrals.content import children_of, unnamed
from homeward.apps.referrals.models import ReferralChild
from homeward.apps.searches.impacts import day_of, stays_there
from homeward.apps.searches.models import ImpactAssessment, Offer, Search
from homeward.apps.vacancies.checks import kept_by_body
from homeward.kernel.reasons import Reason

WHAT = "This cannot be assessed"


@service("assess_impact", WHAT)
def assess_impact(
    *, offer: Offer, outcome: str, words: str, measures: str = "", by: Actor
) -> ImpactAssessment:
    """Assess what it would mean for the children who live in the offered home. A later one takes its place.

    By the home's manager; for a home the authority runs itself also by its placement officer. It names nobody.
    """
    permit(may(by, P.IMPACT_WRITE, offer), WHAT)
    rows = Offer.objects.select_for_update(of=("self",)).select_related(
        "home__provider", "organisation", "body", "invitation__search__referral", "invitation__search__body"
    )
    offer = rows.get(pk=offer.pk)
    search, there = offer.invitation.search, {stay.child for stay in stays_there(offer)}
    home = offer.home
    reasons = [*_against(offer, there, by), *_named(search, there, by, words=words, measures=measures)]
    refuse_if(WHAT, [*reasons, None if words.strip() else Reason("impact.words_missing", {"field": "words"})])
    made, _ = ImpactAssessment.objects.update_or_create(
        search=search, home=home,
        defaults={
            "body": search.body, "organisation": offer.organisation, "outcome": ImpactAssessment.Outcome(outcome),
            "children_there": len(there), "words": words.strip(), "measures": measures.strip(),
            "assessed_at": timezone.now(), "assessed_by": by.user,
        },
    )  # fmt: skip
    told = {"home": home.reference, "outcome": outcome}
    audit.record(by, "assess_impact", search, **told, organisation_id=offer.organisation_id)
    if search.state == Search.State.SHORTLIST and search.begun_by_id != by.user.pk:
        tell(
            [search.begun_by], body=search.body,
            title=saying("%(home)s assessed the impact on those who live there", home=home.name),
            url=reverse("home_search", args=[search.public_id]),
        )  # fmt: skip
    return made


def _against(offer: Offer, there: set[int], by: Actor) -> Iterator[Reason]:
    """The authority assesses its own homes, a provider's manager its own; only while it is offered and children live there."""
    search, home = offer.invitation.search, offer.home
    if not by.is_provider and not kept_by_body(home):
        yield Reason("impact.not_its_manager", {"home": home.name, "provider": offer.organisation.name})
    if search.state == Search.State.ENDED:
        told = {"referral": search.referral.reference, "state": search.get_state_display()}
        yield Reason("impact.decided", told)
    if offer.state not in Offer.LIVE:
        yield Reason("impact.not_offered", {"home": home.name})
    if not there:
        yield Reason("impact.nobody_there", {"home": home.name, "day": day_of(search).isoformat()})


def _named(search: Search, there: set[int], by: Actor, **texts: str) -> list[Reason]:
    """Names that must not stand in it. A provider that knows no name of those sought for is not told one either."""
    people = [ReferralChild(child=child) for child in Child.objects.filter(pk__in=there)]
    if not by.is_provider:
        people += children_of(search.referral)
    return unnamed(people, "impact.names_a_child", **texts)
