"""Searches, invitations and offers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone

from homeward.apps.core.periods import to_db
from homeward.apps.frameworks.models import Admission, Framework, Lot, LotAdmission
from homeward.apps.providers.models import Provider
from homeward.apps.searches.models import (
    Call,
    Considered,
    Evidence,
    FeePart,
    ImpactAssessment,
    Invitation,
    NotInvited,
    Offer,
    OfferedNeed,
    Search,
    Widening,
)
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import OrganisationFactory, UserFactory
from tests.factories.providers import HomeFactory, ProviderFactory
from tests.factories.referrals import ReferralFactory, ReferralVersionFactory

ALWAYS = to_db(DateRange(dt.date(2020, 1, 1), None))


def a_lot(body: Any, types: tuple[str, ...] = ("foster_mainstream",)) -> Lot:
    """A lot of a framework that the body keeps for itself."""
    number = Framework.objects.count() + 1
    framework = Framework.objects.create(
        body=body,
        reference=f"F-{number}",
        title=f"Foster care {number}",
        service_type="fostering",
        period=ALWAYS,
    )
    return Lot.objects.create(
        body=body,
        framework=framework,
        number=1,
        title="Mainstream",
        placement_types=list(types),
        period=ALWAYS,
    )


def provider_of(body: Any, organisation: Any) -> Provider:
    """The body's record of a provider, made where there is none."""
    found = Provider.objects.filter(body=body, organisation=organisation).first()
    made: Provider = found or ProviderFactory(body=body, organisation=organisation)
    return made


def admit(lot: Lot, organisation: Any) -> LotAdmission:
    """The organisation on the lot, in force since long."""
    admission = Admission.objects.create(
        body=lot.body,
        organisation=organisation,
        framework=lot.framework,
        period=ALWAYS,
        state=Admission.State.ADMITTED,
    )
    return LotAdmission.objects.create(body=lot.body, organisation=organisation, admission=admission, lot=lot)


class SearchFactory(factory.django.DjangoModelFactory):
    """A search that looks in-house."""

    class Meta:
        model = Search

    referral = factory.SubFactory(ReferralFactory, state="ready")
    body = factory.LazyAttribute(lambda o: o.referral.body)
    begun_by = factory.SubFactory(UserFactory)


class ConsideredFactory(factory.django.DjangoModelFactory):
    """Give `search=`."""

    class Meta:
        model = Considered

    body = factory.LazyAttribute(lambda o: o.search.body)
    words = "No in-house home has two places"
    reason = "Two children need one home."
    by = factory.SubFactory(UserFactory)


class InvitationToOfferFactory(factory.django.DjangoModelFactory):
    """A provider asked by a body whose offers are open. Give `body=` and `organisation=`, or `search=`."""

    class Meta:
        model = Invitation

    organisation = factory.SubFactory(OrganisationFactory)
    search = factory.LazyAttribute(
        lambda o: SearchFactory(
            referral=ReferralFactory(body=o.body, state="ready"),
            state="open",
            answer_by=timezone.now() + dt.timedelta(days=2),
        )
    )
    lot = factory.LazyAttribute(lambda o: a_lot(o.body))
    version = factory.LazyAttribute(
        lambda o: o.search.referral.versions.first() or ReferralVersionFactory(referral=o.search.referral)
    )
    answer_by = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=2))


class CallFactory(factory.django.DjangoModelFactory):
    """Nobody answered. Give `search=`."""

    class Meta:
        model = Call

    body = factory.LazyAttribute(lambda o: o.search.body)
    home = factory.LazyAttribute(lambda o: HomeFactory(provider=ProviderFactory(body=o.body)))
    outcome = Call.Outcome.NO_ANSWER
    by = factory.SubFactory(UserFactory)


class WideningFactory(factory.django.DjangoModelFactory):
    """Asked, not decided. Give `search=`."""

    class Meta:
        model = Widening

    body = factory.LazyAttribute(lambda o: o.search.body)
    reason = "No framework home takes two children of these ages."
    asked_by = factory.SubFactory(UserFactory)


class EvidenceFactory(factory.django.DjangoModelFactory):
    """The registration certificate, still missing. Give `body=`."""

    class Meta:
        model = Evidence

    widening = factory.LazyAttribute(
        lambda o: WideningFactory(search=SearchFactory(referral=ReferralFactory(body=o.body, state="ready")))
    )
    organisation = factory.SubFactory(OrganisationFactory)
    kind = "registration"


class NotInvitedFactory(factory.django.DjangoModelFactory):
    """Give `search=`."""

    class Meta:
        model = NotInvited

    body = factory.LazyAttribute(lambda o: o.search.body)
    organisation = factory.SubFactory(OrganisationFactory)
    reasons = factory.LazyFunction(list)


class OfferFactory(factory.django.DjangoModelFactory):
    """An open offer. Give `invitation=`."""

    class Meta:
        model = Offer

    body = factory.LazyAttribute(lambda o: o.invitation.body)
    organisation = factory.LazyAttribute(lambda o: o.invitation.organisation)
    home = factory.LazyAttribute(lambda o: HomeFactory(provider=provider_of(o.body, o.organisation)))
    free_from = dt.date(2026, 12, 1)
    valid_until = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=5))
    made_by = factory.SubFactory(UserFactory)


class ImpactAssessmentFactory(factory.django.DjangoModelFactory):
    """Good for the one child who lives there. Give `body=` and `organisation=`, or `search=` and `home=`."""

    class Meta:
        model = ImpactAssessment

    organisation = factory.SubFactory(OrganisationFactory)
    search = factory.LazyAttribute(
        lambda o: SearchFactory(referral=ReferralFactory(body=o.body, state="ready"))
    )
    home = factory.LazyAttribute(lambda o: HomeFactory(provider=provider_of(o.body, o.organisation)))
    outcome = ImpactAssessment.Outcome.ACCEPTABLE
    children_there = 1
    words = "The older one has asked for company."
    assessed_by = factory.SubFactory(UserFactory)


class _OfOffer(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    body = factory.LazyAttribute(lambda o: o.offer.body)
    organisation = factory.LazyAttribute(lambda o: o.offer.organisation)


class OfferedNeedFactory(_OfOffer):
    """Give `offer=`."""

    class Meta:
        model = OfferedNeed

    position = 1
    met = OfferedNeed.Met.FULL
    words = "Two places, own rooms"


class FeePartFactory(_OfOffer):
    """Give `offer=`."""

    class Meta:
        model = FeePart

    kind = FeePart.Kind.CORE
    amount = Decimal("900.00")
