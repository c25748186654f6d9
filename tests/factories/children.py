"""Children and what is recorded of their status."""

from __future__ import annotations

import datetime as dt

import factory
from django.utils import timezone

from homeward.apps.children.models import CaseWorker, Child, ChildAffiliation, LegalStatusSpell, StatusFact
from homeward.apps.core.periods import to_db
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import CommissioningBodyFactory, UserFactory


class ChildFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Child

    body = factory.SubFactory(CommissioningBodyFactory)
    client_number = factory.Sequence(lambda n: f"{700000 + n}")
    given_name = "Ngaire"
    family_name = factory.Sequence(lambda n: f"Harrowgate {n}")
    born_on = dt.date(2014, 3, 9)
    source = "Case file"


class StatusFactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StatusFact

    child = factory.SubFactory(ChildFactory)
    body = factory.LazyAttribute(lambda o: o.child.body)
    kind = "aboriginal"
    value = "yes"
    source = "Case file, identity record"
    recorded_at = factory.LazyFunction(timezone.now)


class LegalStatusSpellFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LegalStatusSpell

    child = factory.SubFactory(ChildFactory)
    body = factory.LazyAttribute(lambda o: o.child.body)
    code = "GCE"
    period = factory.LazyFunction(lambda: to_db(DateRange(dt.date(2022, 7, 1))))
    source = "Order of the court"


class CaseWorkerFactory(factory.django.DjangoModelFactory):
    """The child's social worker since long. Give `child=`, and `user=` and `role=` of somebody who holds it."""

    class Meta:
        model = CaseWorker

    child = factory.SubFactory(ChildFactory)
    body = factory.LazyAttribute(lambda o: o.child.body)
    user = factory.SubFactory(UserFactory)
    role = "social_worker"
    start = dt.date(2020, 1, 6)
    independence = factory.LazyAttribute(
        lambda o: "The safeguarding unit" if o.role == "reviewing_officer" else ""
    )
    assigned_by = factory.SubFactory(UserFactory)


class ChildAffiliationFactory(factory.django.DjangoModelFactory):
    """An iwi as the child named it."""

    class Meta:
        model = ChildAffiliation

    child = factory.SubFactory(ChildFactory)
    body = factory.LazyAttribute(lambda o: o.child.body)
    kind = "iwi"
    name = "Ngāti Awa"
    said_by = "The child"
    said_on = dt.date(2026, 3, 9)
    recorded_by = factory.SubFactory(UserFactory)
