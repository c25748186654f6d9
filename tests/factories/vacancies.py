"""Vacancies and carers' approval terms."""

from __future__ import annotations

import datetime as dt

import factory
from django.utils import timezone

from homeward.apps.core.periods import to_db
from homeward.apps.vacancies.models import ApprovalTerms, Vacancy
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import UserFactory
from tests.factories.providers import HomeFactory


class VacancyFactory(factory.django.DjangoModelFactory):
    """One free place, said just now. Give `home=`."""

    class Meta:
        model = Vacancy

    home = factory.SubFactory(HomeFactory)
    body = factory.LazyAttribute(lambda o: o.home.body)
    organisation = factory.LazyAttribute(lambda o: o.home.organisation)
    places = 1
    confirmed_at = factory.LazyFunction(timezone.now)
    confirmed_by = factory.SubFactory(UserFactory)


class ApprovalTermsFactory(factory.django.DjangoModelFactory):
    """Approved for two children of any age since July 2022. Give `home=`."""

    class Meta:
        model = ApprovalTerms

    home = factory.SubFactory(HomeFactory)
    body = factory.LazyAttribute(lambda o: o.home.body)
    organisation = factory.LazyAttribute(lambda o: o.home.organisation)
    children = 2
    period = factory.LazyFunction(lambda: to_db(DateRange(dt.date(2022, 7, 1))))
    source = "Fostering panel, June 2022"
