"""Requests, corrections, disclosures, collections, holds and breaches."""

from __future__ import annotations

import datetime as dt

import factory
from django.utils import timezone

from homeward.apps.privacy.models import (
    AccessRequest,
    Breach,
    BreachNotice,
    Correction,
    Disclosure,
    HeldItem,
    IndirectCollection,
    LegalHold,
)
from tests.factories.accounts import UserFactory
from tests.factories.children import ChildFactory

RECEIVED = dt.date(2026, 11, 2)


class AboutFactory(factory.django.DjangoModelFactory):
    """About a child, in the child's body. Give `child=`."""

    class Meta:
        abstract = True

    child = factory.SubFactory(ChildFactory)
    body = factory.LazyAttribute(lambda o: o.child.body)
    whom = "child"
    recorded_by = factory.SubFactory(UserFactory)


class AccessRequestFactory(AboutFactory):
    """Received and no more."""

    class Meta:
        model = AccessRequest

    requester = "Marama Rewi"
    wording = "Everything you hold about me."
    channel = "letter"
    received_on = RECEIVED


class HeldItemFactory(factory.django.DjangoModelFactory):
    """One thing found, not yet decided."""

    class Meta:
        model = HeldItem

    request = factory.SubFactory(AccessRequestFactory)
    body = factory.LazyAttribute(lambda o: o.request.body)
    number = factory.Sequence(lambda n: n + 1)
    section = "Child"
    source = "Record of the child"
    title = "Date of birth"
    text = "4 May 2012"


class CorrectionFactory(AboutFactory):
    """Received and no more."""

    class Meta:
        model = Correction

    requester = "Marama Rewi"
    channel = "letter"
    received_on = RECEIVED
    what = "The date of birth"
    wanted = "It is 5 May 2012."


class DisclosureFactory(AboutFactory):
    """Given to a school, for the purpose it was collected for."""

    class Meta:
        model = Disclosure

    what = "Name of the school and dates of the stay"
    recipient = "The school"
    given_on = RECEIVED
    given_by = factory.SubFactory(UserFactory)
    purpose = "Enrolment"
    ground = "directly_related"
    consulted = "yes"


class IndirectCollectionFactory(AboutFactory):
    """Received from another agency; the person is to be told."""

    class Meta:
        model = IndirectCollection

    agency = "The hospital"
    what = "A discharge summary"
    received_on = RECEIVED


class LegalHoldFactory(factory.django.DjangoModelFactory):
    """On everything, in force. Give `body=`."""

    class Meta:
        model = LegalHold

    title = "Inquiry into care"
    reason = "The inquiry asked that nothing be disposed of."
    placed_by = factory.SubFactory(UserFactory)


class BreachFactory(factory.django.DjangoModelFactory):
    """Reported and no more. Give `body=`."""

    class Meta:
        model = Breach

    discovered_at = factory.LazyFunction(timezone.now)
    what = "A letter went to a former address."
    reported_by = factory.SubFactory(UserFactory)


class BreachNoticeFactory(factory.django.DjangoModelFactory):
    """The Commissioner was told."""

    class Meta:
        model = BreachNotice

    breach = factory.SubFactory(BreachFactory)
    body = factory.LazyAttribute(lambda o: o.breach.body)
    told = "commissioner"
    given_at = factory.LazyFunction(timezone.now)
    how = "By its form"
    recorded_by = factory.SubFactory(UserFactory)
