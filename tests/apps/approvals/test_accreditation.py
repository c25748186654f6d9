"""Accreditation is its own record, of another authority; losing it is told, and stops new placements."""

from __future__ import annotations

import datetime as dt

import pytest

from homeward.apps.approvals import services
from homeward.apps.approvals.gates import gate_of
from homeward.apps.approvals.models import Accreditation
from homeward.apps.core.models import Notice
from tests.apps.approvals.road import DAY, Road
from tests.factories.accounts import OrganisationFactory
from tests.refusing import refused_by

pytestmark = pytest.mark.django_db


def test_the_next_review_is_due_two_years_after_the_grant(road: Road) -> None:
    road.log()
    road.accredit(granted_on=dt.date(2024, 2, 29))
    assert Accreditation.objects.get().review_due_on == dt.date(2026, 2, 28)


def test_only_the_accreditor_keeps_it_and_only_of_an_applicant(road: Road) -> None:
    road.log()
    given = {"status": "in_progress"}
    assert refused_by(
        services.record_accreditation, organisation=road.organisation, by=road.lead, **given
    ) == {"record.not_permitted"}
    assert refused_by(
        services.record_accreditation, organisation=OrganisationFactory(), by=road.accreditor, **given
    ) == {"record.not_permitted"}


def test_accredited_says_level_and_day(road: Road) -> None:
    road.log()
    given = {"organisation": road.organisation, "status": "accredited", "by": road.accreditor}
    assert refused_by(services.record_accreditation, **given) == {"record.missing"}
    given |= {"level": 1, "granted_on": road.today, "review_due_on": road.today}
    assert refused_by(services.record_accreditation, **given) == {"accreditation.review_before_grant"}
    given |= {"granted_on": road.today + DAY, "review_due_on": None}
    assert refused_by(services.record_accreditation, **given) == {"application.in_future"}


def test_losing_it_tells_the_delegate_and_stops_new_placements_but_not_payments(road: Road) -> None:
    road.to("QA_CYCLE")
    assert gate_of(road.application).new_placements.is_allowed
    road.accredit(status="suspended", note="Checks of workers.")
    gate = gate_of(road.application)
    assert not gate.new_placements.is_allowed and gate.payments.is_allowed
    title = "The accreditation of Ngā Hau Māhaki Trust does not count any more"
    told = set(Notice.objects.filter(title=title).values_list("user_id", flat=True))
    assert told == {road.lead.user.pk, road.partner.user.pk, road.delegate.user.pk}
