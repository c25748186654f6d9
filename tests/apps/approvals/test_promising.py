"""A place is promised only with a care partner whose approval stands and whose accreditation is held."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from homeward.apps.restrictions.standing import standing_of
from tests.factories.agreements import AgreementFactory, signed_agreement
from tests.factories.approvals import (
    AccreditationFactory,
    ApplicationFactory,
    PartnerApprovalFactory,
    TransitionFactory,
)
from tests.factories.providers import ProviderFactory

pytestmark = pytest.mark.django_db


def asked(approval: dict[str, Any] | None, accreditation: dict[str, Any] | None) -> list[str]:
    application = ApplicationFactory(state="QA_CYCLE")
    body, organisation = application.body, application.organisation
    provider = ProviderFactory(body=body, organisation=organisation, start=dt.date(2026, 1, 1))
    if approval is not None:
        PartnerApprovalFactory(application=application, **approval)
        TransitionFactory(application=application, agreement=signed_agreement(provider))
    if accreditation is not None:
        AccreditationFactory(body=body, organisation=organisation, **accreditation)
    found = standing_of(organisation=organisation, body=body, on=body.today)
    assert all(s.title and s.fact and s.lift and s.who for s in found.sentences)
    return [reason.code for reason in found.reasons]


@pytest.mark.parametrize(
    ("approval", "accreditation", "codes"),
    [
        ({}, {}, []),
        (None, {}, ["standing.not_approved"]),
        ({"state": "RELINQUISHED"}, {}, ["standing.not_approved"]),
        ({"state": "SUSPENDED"}, {}, ["in_the_way.APPROVAL_SUSPENDED"]),
        ({"state": "CONFIRMED"}, {}, []),
        ({"state": "REVOCATION_PROPOSED"}, {}, []),
        ({}, None, ["in_the_way.LEVEL1_REQUIRED"]),
        ({}, {"status": "suspended"}, ["in_the_way.LEVEL1_REQUIRED"]),
        ({}, {"level": 2}, ["in_the_way.LEVEL1_REQUIRED"]),
        ({}, {"review_due_on": dt.date(2026, 1, 1)}, ["in_the_way.LEVEL1_REQUIRED"]),
        ({"state": "SUSPENDED"}, None, ["in_the_way.APPROVAL_SUSPENDED", "in_the_way.LEVEL1_REQUIRED"]),
    ],
)
def test_what_stands_in_the_way_of_a_promise(approval: Any, accreditation: Any, codes: list[str]) -> None:
    assert asked(approval, accreditation) == codes


def test_no_place_is_promised_before_the_agreement_is_signed_by_both() -> None:
    application = ApplicationFactory(state="CONTRACTING")
    body, organisation = application.body, application.organisation
    provider = ProviderFactory(body=body, organisation=organisation, start=dt.date(2026, 1, 1))
    PartnerApprovalFactory(application=application)
    AccreditationFactory(body=body, organisation=organisation)
    agreement = signed_agreement(provider)
    transition = TransitionFactory(application=application, agreement=agreement)

    def codes() -> list[str]:
        found = standing_of(organisation=organisation, body=body, on=body.today)
        return [reason.code for reason in found.reasons]

    assert codes() == []
    transition.agreement = AgreementFactory(provider=provider)
    transition.save()
    assert codes() == ["in_the_way.AGREEMENT_UNSIGNED"]
