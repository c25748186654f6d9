"""Inspections of homes and of providers' services."""

from __future__ import annotations

import datetime as dt

import factory

from homeward.apps.inspections.models import Inspection
from homeward.apps.providers.models import Home
from tests.factories.accounts import UserFactory
from tests.factories.providers import HomeFactory


class InspectionFactory(factory.django.DjangoModelFactory):
    """Ofsted found a home good in March 2026. Give `home=`, or `home=None, organisation=, body=` for a service."""

    class Meta:
        model = Inspection

    home = factory.SubFactory(HomeFactory, kind=Home.Kind.RESIDENTIAL_HOME)
    body = factory.LazyAttribute(lambda o: o.home.body)
    organisation = factory.LazyAttribute(lambda o: o.home.organisation)
    regulator = "ofsted"
    inspected_on = dt.date(2026, 3, 3)
    grade = "good"
    recorded_by = factory.SubFactory(UserFactory)
