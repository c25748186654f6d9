"""Profiles and returns of the data exchange."""

from __future__ import annotations

import datetime as dt

import factory

from homeward.apps.exchange import models
from homeward.apps.exchange.profiles import first_groups, to_json
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.approvals import AgencyFactory


class ExchangeProfileFactory(factory.django.DjangoModelFactory):
    """A draft as the pack begins it. Give `published=True` for one in force since 2026."""

    class Meta:
        model = models.ExchangeProfile

    class Params:
        published = factory.Trait(
            state="published",
            applies_from=dt.date(2026, 1, 1),
            decided_by=factory.SubFactory(UserFactory),
        )

    body = factory.SubFactory(AgencyFactory)
    number = factory.Sequence(lambda n: n + 1)
    content = factory.LazyAttribute(lambda o: to_json(first_groups(o.body)))
    drafted_by = factory.SubFactory(UserFactory)


class DataReturnFactory(factory.django.DjangoModelFactory):
    """A return submitted without a row. Its document is empty groups."""

    class Meta:
        model = models.DataReturn

    body = factory.SubFactory(AgencyFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    month = dt.date(2026, 8, 1)
    version = 1
    state = "submitted"
    shape = factory.LazyAttribute(lambda o: to_json(first_groups(o.body)))
    document = '{"groups": {}}'
    digest = "0" * 64
    counts = factory.LazyFunction(lambda: {"errors": 0, "warnings": 0, "rows": {}})
    tried_by = factory.SubFactory(UserFactory)
    submitted_by = factory.SubFactory(UserFactory)
    submitted_at = factory.LazyFunction(lambda: dt.datetime(2026, 9, 3, tzinfo=dt.UTC))
