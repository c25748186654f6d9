"""Referrals, their children, needs and sections."""

from __future__ import annotations

import datetime as dt

import factory

from homeward.apps.referrals.models import Need, Referral, ReferralChild, ReferralVersion, Section
from tests.factories.accounts import CommissioningBodyFactory, UserFactory
from tests.factories.children import ChildFactory


class ReferralFactory(factory.django.DjangoModelFactory):
    """A referral being written, for a home needed by the end of 2026. Give `body=`."""

    class Meta:
        model = Referral

    body = factory.SubFactory(CommissioningBodyFactory, pack="gb_wls", languages=["en", "cy"])
    urgency = "planned"
    needed_by = dt.date(2026, 12, 31)
    created_by = factory.SubFactory(UserFactory)


class _OfReferral(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    body = factory.LazyAttribute(lambda o: o.referral.body)


class ReferralChildFactory(_OfReferral):
    """Child A. Give `referral=`."""

    class Meta:
        model = ReferralChild

    child = factory.LazyAttribute(lambda o: ChildFactory(body=o.referral.body))
    letter = "A"


class NeedFactory(_OfReferral):
    """Something the home must be. Give `referral=`."""

    class Meta:
        model = Need

    weight = Need.Weight.MUST
    text = "Carers used to night terrors"
    source = "Needs assessment, 9 November"
    position = factory.Sequence(lambda n: n + 1)


class SectionFactory(_OfReferral):
    """The section on health, written in part. Give `referral=`."""

    class Meta:
        model = Section

    code = "health"
    answers = factory.LazyFunction(lambda: {"health": "Asthma."})
    saved_by = factory.SubFactory(UserFactory)


class ReferralVersionFactory(_OfReferral):
    """The first version as sent. Give `referral=`."""

    class Meta:
        model = ReferralVersion

    number = 1
    content = factory.LazyFunction(dict)
    digest = "0" * 64
    made_by = factory.SubFactory(UserFactory)
