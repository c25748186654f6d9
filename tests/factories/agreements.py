"""Specifications, agreements, lines and their dated terms."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import factory

from homeward.apps.agreements.models import (
    Agreement,
    Line,
    LineLoading,
    LineOverride,
    LineRate,
    LineTarget,
    ServiceSpecification,
    Variation,
)  # fmt: skip
from homeward.apps.core.periods import to_db
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import CommissioningBodyFactory, UserFactory
from tests.factories.providers import ProviderFactory

TERM = DateRange(dt.date(2024, 7, 1), dt.date(2027, 7, 1))


class ServiceSpecificationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceSpecification

    body = factory.SubFactory(CommissioningBodyFactory)
    code = factory.Sequence(lambda n: f"SS-{n}")
    version = 1
    title = "General family based care"
    service_type = "general_family_based_care"
    text = "Children live with an approved carer household that meets their needs."
    effective_from = dt.date(2022, 8, 3)


class AgreementFactory(factory.django.DjangoModelFactory):
    """An agreement from July 2024 to June 2027. Give `provider=`."""

    class Meta:
        model = Agreement

    provider = factory.SubFactory(ProviderFactory)
    body = factory.LazyAttribute(lambda o: o.provider.body)
    organisation = factory.LazyAttribute(lambda o: o.provider.organisation)
    reference = factory.Sequence(lambda n: f"A-{2000 + n}")
    title = "Family based care"
    period = factory.LazyFunction(lambda: to_db(TERM))


class LineFactory(factory.django.DjangoModelFactory):
    """A block-funded line of general family based care, as long as its agreement."""

    class Meta:
        model = Line

    agreement = factory.SubFactory(AgreementFactory)
    body = factory.LazyAttribute(lambda o: o.agreement.body)
    organisation = factory.LazyAttribute(lambda o: o.agreement.organisation)
    number = factory.LazyAttribute(lambda o: o.agreement.lines.count() + 1)
    service_type = "general_family_based_care"
    placement_type = "foster_care"
    method = Line.Method.BLOCK
    cost_code = factory.Sequence(lambda n: f"CC-{n}")
    period = factory.LazyAttribute(lambda o: o.agreement.period)


class _TermFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    line = factory.SubFactory(LineFactory)
    body = factory.LazyAttribute(lambda o: o.line.body)
    organisation = factory.LazyAttribute(lambda o: o.line.organisation)
    period = factory.LazyAttribute(lambda o: o.line.period)
    reference = "Attachment 4, Item 3"


class LineTargetFactory(_TermFactory):
    class Meta:
        model = LineTarget

    placements = 40


class LineRateFactory(_TermFactory):
    class Meta:
        model = LineRate

    kind = LineRate.Kind.BASE_UNIT_ANNUAL
    amount = Decimal("30000.0000")
    reference = "Attachment 5"


class LineOverrideFactory(_TermFactory):
    class Meta:
        model = LineOverride

    parameter = "utilisation.over_threshold"
    key = ""
    value = "105"
    reference = "Special condition 7"


class VariationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Variation

    agreement = factory.SubFactory(AgreementFactory)
    body = factory.LazyAttribute(lambda o: o.agreement.body)
    organisation = factory.LazyAttribute(lambda o: o.agreement.organisation)
    number = factory.LazyAttribute(lambda o: o.agreement.variations.count() + 1)
    effective_on = dt.date(2025, 7, 1)
    reason = "Demand has grown."
    reference = "Deed of variation 1"
    recorded_by = factory.SubFactory(UserFactory)


class LineLoadingFactory(_TermFactory):
    class Meta:
        model = LineLoading

    category = "aboriginal"
    placements = Decimal("12.0000")
    reference = "Attachment 5"
