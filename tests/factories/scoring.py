"""Choices by marks among the offers of a search."""

from __future__ import annotations

from decimal import Decimal

import factory
from django.utils import timezone

from homeward.apps.searches.models import GatewayWaiver, OfferMark, Scoring
from tests.factories.accounts import UserFactory
from tests.factories.inspections import InspectionFactory

RESULT = {
    "out_of": {"skills": 10, "fee": 5, "total": 15}, "scored": [], "not_scored": [], "values": [], "placeholders": [],
    "pack": {"version": "2026.11.1"},
}  # fmt: skip


class ScoringFactory(factory.django.DjangoModelFactory):
    """Open. Give `search=`; `published=True` is one that was published with nobody scored."""

    class Meta:
        model = Scoring

    class Params:
        published = False

    body = factory.LazyAttribute(lambda o: o.search.body)
    number = 1
    opened_by = factory.SubFactory(UserFactory)
    state = factory.LazyAttribute(lambda o: "published" if o.published else "open")
    published_by = factory.Maybe("published", factory.SubFactory(UserFactory), None)
    published_at = factory.LazyAttribute(lambda o: timezone.now() if o.published else None)
    digest = factory.LazyAttribute(lambda o: "0" * 64 if o.published else "")
    result = factory.LazyAttribute(lambda o: RESULT if o.published else {})


class OfferMarkFactory(factory.django.DjangoModelFactory):
    """Eight marks. Give `offer=`."""

    class Meta:
        model = OfferMark

    scoring = factory.SubFactory(ScoringFactory, search=factory.SelfAttribute("..offer.invitation.search"))
    body = factory.LazyAttribute(lambda o: o.offer.body)
    organisation = factory.LazyAttribute(lambda o: o.offer.organisation)
    skills = Decimal("8.00")
    reason = "Both carers have looked after brothers before."
    given_by = factory.SubFactory(UserFactory)
    given_at = factory.LazyFunction(timezone.now)
    given_as = "senior_practitioner"


class GatewayWaiverFactory(factory.django.DjangoModelFactory):
    """Asked, about an inspection of the offered home. Give `offer=`."""

    class Meta:
        model = GatewayWaiver

    body = factory.LazyAttribute(lambda o: o.offer.body)
    organisation = factory.LazyAttribute(lambda o: o.offer.organisation)
    inspection = factory.LazyAttribute(
        lambda o: InspectionFactory(
            home=None, body=o.offer.body, organisation=o.offer.organisation, grade="inadequate"
        )
    )
    reason = "A brother lives there and is doing well."
    asked_by = factory.SubFactory(UserFactory)
