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
from homeward.apps.agreements.outcome_models import AgreementCareModel, AgreementPaper, CareModelSummary
from homeward.apps.core.periods import to_db
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import CommissioningBodyFactory, OrganisationFactory, UserFactory
from tests.factories.core import DocumentContentFactory, DocumentFactory, SignatureFactory
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


class CareModelSummaryFactory(factory.django.DjangoModelFactory):
    """An agreed version. Give `body=` and `organisation=`."""

    class Meta:
        model = CareModelSummary

    body = factory.SubFactory(CommissioningBodyFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    number = factory.Sequence(lambda n: n + 1)
    state = "agreed"
    template = 1
    sections = [
        {"code": "care", "title": "How we care", "questions": [{"code": "day", "text": "A day with us?"}]}
    ]
    answers = {"care": {"day": "Breakfast together, then school."}}
    digest = "0" * 64
    saved_by = factory.SubFactory(UserFactory)
    settled_by = factory.SubFactory(UserFactory)
    settled_at = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)


class _OfAgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    agreement = factory.SubFactory(AgreementFactory)
    body = factory.LazyAttribute(lambda o: o.agreement.body)
    organisation = factory.LazyAttribute(lambda o: o.agreement.organisation)


class AgreementCareModelFactory(_OfAgreementFactory):
    class Meta:
        model = AgreementCareModel

    summary = factory.LazyAttribute(
        lambda o: CareModelSummaryFactory(body=o.agreement.body, organisation=o.agreement.organisation)
    )
    reference = factory.LazyAttribute(lambda o: o.agreement.reference)
    period = factory.LazyAttribute(lambda o: o.agreement.period)


class AgreementPaperFactory(_OfAgreementFactory):
    """A paper that nobody has signed, without its PDF."""

    class Meta:
        model = AgreementPaper

    number = factory.LazyAttribute(lambda o: o.agreement.papers.count() + 1)
    content = [{"title": "The parties and the term", "lines": [{"label": "Between", "text": "An agency"}]}]
    digest = "0" * 64
    drawn_by = factory.SubFactory(UserFactory)


def signed_agreement(provider: object, **given: object) -> Agreement:
    """An agreement with a paper that both sides signed today, without a PDF to read."""
    agreement = AgreementFactory(provider=provider, **given)
    content = DocumentContentFactory(body_id=agreement.body_id)
    document = DocumentFactory(
        body_id=agreement.body_id, organisation_id=agreement.organisation_id, thing=agreement.public_id,
        kind="outcome_agreement", content=content, digest=content.digest, size=content.size,
    )  # fmt: skip
    today = agreement.body.today
    AgreementPaperFactory(agreement=agreement, document=document, signed_on=today)
    for number, (side, name) in enumerate((("provider", "Mereana Tautari"), ("body", "Aroha Kingi"))):
        SignatureFactory(document=document, side=side, name=name, signed_on=today, signer_id=number)
    return agreement
