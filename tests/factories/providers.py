"""Providers, their homes and remoteness classes."""

from __future__ import annotations

import datetime as dt

import factory

from homeward.apps.core.periods import to_db
from homeward.apps.providers.models import Home, HomePlace, HomeRemoteness, OrganisationAffiliation, Provider
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import CommissioningBodyFactory, OrganisationFactory, UserFactory

SINCE = dt.date(2022, 7, 1)


class ProviderFactory(factory.django.DjangoModelFactory):
    """A provider of a body since July 2022. Give `body=` and, to share one, `organisation=`."""

    class Meta:
        model = Provider

    body = factory.SubFactory(CommissioningBodyFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    reference = factory.Sequence(lambda n: f"P-{100 + n}")
    contact_name = "Tilda Okoro"
    contact_email = factory.Sequence(lambda n: f"contact{n}@example.org")
    start = SINCE


class HomeFactory(factory.django.DjangoModelFactory):
    """A carer household of a provider; give `provider=` (or `provider=None, body=` for a home out of a return)."""

    class Meta:
        model = Home

    provider = factory.SubFactory(ProviderFactory)
    body = factory.LazyAttribute(lambda o: o.provider.body)
    organisation = factory.LazyAttribute(lambda o: o.provider.organisation if o.provider else None)
    reference = factory.Sequence(lambda n: f"H-{1000 + n}")
    name = factory.Sequence(lambda n: f"Wattle household {n}")
    kind = Home.Kind.CARER_HOUSEHOLD
    places = 2
    opened_on = SINCE


class HomeRemotenessFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HomeRemoteness

    home = factory.SubFactory(HomeFactory)
    body = factory.LazyAttribute(lambda o: o.home.body)
    organisation = factory.LazyAttribute(lambda o: o.home.organisation)
    code = "ra3"
    edition = "ASGS Edition 3"
    period = factory.LazyFunction(lambda: to_db(DateRange(SINCE)))
    source = "Address register"


class HomePlaceFactory(factory.django.DjangoModelFactory):
    """A point given by hand, its area unknown. Give `home=`."""

    class Meta:
        model = HomePlace

    home = factory.SubFactory(HomeFactory)
    body = factory.LazyAttribute(lambda o: o.home.body)
    organisation = factory.LazyAttribute(lambda o: o.home.organisation)
    easting = 300_000
    northing = 200_000
    period = factory.LazyFunction(lambda: to_db(DateRange(SINCE)))
    source = "Map sheet"


class OrganisationAffiliationFactory(factory.django.DjangoModelFactory):
    """A marae as an organisation named it to a body."""

    class Meta:
        model = OrganisationAffiliation

    body = factory.SubFactory(CommissioningBodyFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    kind = "marae"
    name = "Te Rau Aroha"
    said_by = "Its manager"
    said_on = dt.date(2026, 3, 9)
    recorded_by = factory.SubFactory(UserFactory)
