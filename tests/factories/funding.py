"""What a care partner's lines are funded for beside their rates, and matters taken further."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import factory

from homeward.apps.agreements.models import Line
from homeward.apps.funding.escalation_models import Escalation, EscalationPause, EscalationStep, Redirection
from homeward.apps.funding.models import (
    AbsenceApproval,
    AdditionalRate,
    EmptyPlace,
    FundedTerms,
    FundingDispute,
    FundingRequest,
    InstalmentChange,
    PoolUse,
    PropertyCost,
    Reconciliation,
    Renewal,
)
from tests.factories.accounts import CommissioningBodyFactory, UserFactory
from tests.factories.agreements import LineFactory
from tests.factories.placements import PlacementFactory, period

DAY = dt.date(2026, 9, 10)
PARTNERED: dict[str, Any] = {
    "pack": "nz", "currency": "NZD", "time_zone": "Pacific/Auckland", "languages": ["en", "mi"],
}  # fmt: skip


def agency(**given: Any) -> Any:
    """An agency of Aotearoa New Zealand."""
    return CommissioningBodyFactory(**{**PARTNERED, **given})


class FundedLineFactory(LineFactory):
    """A dynamic line of shared care, as long as its agreement. Give `agreement=`, or a body of the pack `nz` is made."""

    class Meta:
        model = Line

    agreement = factory.SubFactory(
        "tests.factories.agreements.AgreementFactory", provider__body=factory.LazyFunction(agency)
    )
    service_type = "shared_care"
    placement_type = ""
    method = Line.Method.DYNAMIC


class _OfLine(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    line = factory.SubFactory(FundedLineFactory)
    body = factory.LazyAttribute(lambda o: o.line.body)
    organisation = factory.LazyAttribute(lambda o: o.line.organisation)


class FundedTermsFactory(_OfLine):
    class Meta:
        model = FundedTerms

    support_level = "general"


class AdditionalRateFactory(_OfLine):
    """Proposed from July 2026, to be reviewed at the end of the year; the child has a stay on the line."""

    class Meta:
        model = AdditionalRate

    child = factory.LazyAttribute(lambda o: PlacementFactory(line=o.line).child)
    period = factory.LazyFunction(lambda: period("2026-07-01"))
    amount = Decimal("60.00")
    reason = "Support at night, assessed in June"
    review_on = dt.date(2026, 12, 31)
    notice_on = dt.date(2026, 7, 1)
    asked_by = factory.SubFactory(UserFactory)


class RenewalFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Renewal

    rate = factory.SubFactory(AdditionalRateFactory)
    line = factory.LazyAttribute(lambda o: o.rate.line)
    body = factory.LazyAttribute(lambda o: o.rate.body)
    organisation = factory.LazyAttribute(lambda o: o.rate.organisation)
    review_on = dt.date(2027, 6, 30)
    renewed_on = dt.date(2026, 12, 1)
    approved_by = factory.SubFactory(UserFactory)
    reason = "The need is still there"


class EmptyPlaceFactory(_OfLine):
    class Meta:
        model = EmptyPlace

    period = factory.LazyFunction(lambda: period("2026-08-03", "2026-08-20"))
    cause = "between_placements"
    recorded_by = factory.SubFactory(UserFactory)


class AbsenceApprovalFactory(_OfLine):
    class Meta:
        model = AbsenceApproval

    placement = factory.LazyAttribute(lambda o: PlacementFactory(line=o.line))
    period = factory.LazyFunction(lambda: period("2026-08-01", "2026-09-01"))
    reason = "The home is held open"
    approved_by = factory.SubFactory(UserFactory)


class FundingRequestFactory(_OfLine):
    class Meta:
        model = FundingRequest

    amount = Decimal("1200.00")
    reason = "Fence after a move at short notice"
    belongs_on = DAY
    asked_by = factory.SubFactory(UserFactory)


class PropertyCostFactory(_OfLine):
    class Meta:
        model = PropertyCost

    kind = "repair"
    amount = Decimal("480.00")
    what = "Repair of the back door"
    belongs_on = DAY
    recorded_by = factory.SubFactory(UserFactory)


class InstalmentChangeFactory(_OfLine):
    class Meta:
        model = InstalmentChange

    amount = Decimal("-500.00")
    belongs_on = DAY
    reason = "One place was not needed"
    reference = "Letter of both sides"
    recorded_by = factory.SubFactory(UserFactory)


class PoolUseFactory(_OfLine):
    class Meta:
        model = PoolUse

    period = factory.LazyFunction(lambda: period("2026-09-01", "2026-10-01"))
    amount = Decimal("900.00")
    what = "School camp for four"
    reported_by = factory.SubFactory(UserFactory)


class ReconciliationFactory(_OfLine):
    class Meta:
        model = Reconciliation

    period = factory.LazyFunction(lambda: period("2026-09-01", "2026-10-01"))
    since = dt.date(2026, 7, 1)
    opened_by = factory.SubFactory(UserFactory)


class FundingDisputeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = FundingDispute

    reconciliation = factory.SubFactory(ReconciliationFactory)
    line = factory.LazyAttribute(lambda o: o.reconciliation.line)
    body = factory.LazyAttribute(lambda o: o.reconciliation.body)
    organisation = factory.LazyAttribute(lambda o: o.reconciliation.organisation)
    about = "Nights of August were not counted"
    raised_on = dt.date(2026, 10, 12)
    raised_by = factory.SubFactory(UserFactory)


class EscalationFactory(_OfLine):
    class Meta:
        model = Escalation

    stream = "funding"
    title = "Answer to our request"
    about = "We asked six weeks ago and heard nothing."
    step = "talk_directly"
    step_since = dt.date(2026, 9, 1)
    raised_by = factory.SubFactory(UserFactory)
    raised_side = "provider"


class _OfEscalation(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    escalation = factory.SubFactory(EscalationFactory)
    body = factory.LazyAttribute(lambda o: o.escalation.body)
    organisation = factory.LazyAttribute(lambda o: o.escalation.organisation)
    reason = "Nobody could be reached"


class EscalationStepFactory(_OfEscalation):
    class Meta:
        model = EscalationStep

    left = "talk_directly"
    reached = "adviser_and_manager"
    made_by = factory.SubFactory(UserFactory)


class EscalationPauseFactory(_OfEscalation):
    class Meta:
        model = EscalationPause

    start = dt.date(2026, 9, 3)
    begun_by = factory.SubFactory(UserFactory)


class RedirectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Redirection

    body = factory.LazyFunction(agency)
    stream = "funding"
    redirected_by = factory.SubFactory(UserFactory)
