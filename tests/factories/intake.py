"""Imports and their rows."""

from __future__ import annotations

from typing import Any

import factory

from homeward.apps.intake.models import ImportBatch, ImportRow
from tests.factories.accounts import CommissioningBodyFactory, UserFactory


class EnglishAuthorityFactory(CommissioningBodyFactory):
    """An invented English local authority."""

    name = factory.Sequence(lambda n: f"Marlow Vale Council {n}")
    pack = "gb_eng"
    currency = "GBP"
    time_zone = "Europe/London"


class ImportBatchFactory(factory.django.DjangoModelFactory):
    """A file of homes that was checked and waits for a person."""

    class Meta:
        model = ImportBatch

    body = factory.SubFactory(CommissioningBodyFactory)
    kind = ImportBatch.Kind.HOMES
    file_name = "homes.csv"
    digest = factory.Sequence(lambda n: f"{n:064x}")
    state = ImportBatch.State.CHECKED
    counts = factory.LazyFunction(lambda: {"rows": 1, "errors": 0, "warned": 0, "new": 1, "codes": {}})
    created_by = factory.SubFactory(UserFactory)


class ImportRowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ImportRow

    batch = factory.SubFactory(ImportBatchFactory)
    body = factory.LazyAttribute(lambda row: row.batch.body)
    table = "homes"
    sheet = "homes.csv"
    number = factory.Sequence(lambda n: n + 2)
    raw: Any = factory.LazyFunction(
        lambda: {"reference": "H-1", "name": "Wattle House", "kind": "residential_home"}
    )
