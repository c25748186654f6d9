"""Values that a body entered itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import factory
from django.utils import timezone

from homeward.apps.local_policy.models import LocalValue
from tests.factories.accounts import CommissioningBodyFactory, UserFactory
from tests.factories.placements import period

BANDS = [
    {"level": "1", "at_least": "97"},
    {"level": "2", "at_least": "92.5"},
    {"level": "3", "at_least": "0"},
]


class LocalValueFactory(factory.django.DjangoModelFactory):
    """Real level bands for general family based care since July 2024, waiting for a second person."""

    class Meta:
        model = LocalValue

    body = factory.SubFactory(CommissioningBodyFactory)
    path = "utilisation.levels"
    keys = factory.LazyAttribute(
        lambda o: ["general_family_based_care"] if o.path == "utilisation.levels" else []
    )
    value = factory.LazyFunction(lambda: [dict(band) for band in BANDS])
    period = factory.LazyFunction(lambda: period("2024-07-01"))
    source_title = "Performance Measurement Specification V2.4"
    source_clause = "Appendix 1, placement utilisation"
    source_read_on = dt.date(2025, 2, 3)
    state = LocalValue.State.PROPOSED
    entered_by = factory.SubFactory(UserFactory)

    class Params:
        confirmed = factory.Trait(
            state=LocalValue.State.CONFIRMED,
            decided_by=factory.SubFactory(UserFactory),
            decided_at=factory.LazyFunction(timezone.now),
        )


def confirmed_value(**given: Any) -> LocalValue:
    """A value in force in its body."""
    return LocalValueFactory(confirmed=True, **given)
