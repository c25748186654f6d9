"""From the first notice to the quality cycle, through the services and the engine's gates."""

from __future__ import annotations

import pytest

from homeward.apps.approvals.models import JourneyStep, PartnerApproval
from tests.apps.approvals.road import Road

pytestmark = pytest.mark.django_db


def test_an_organisation_becomes_a_care_partner() -> None:
    road = Road()
    application = road.to("HANDED_OVER")
    approval = PartnerApproval.objects.get(application=application)
    assert (approval.state, approval.section, approval.kinds) == ("ACTIVE", "396", ["iwi_social_service"])
    moves = list(
        JourneyStep.objects.filter(application=application).order_by("pk").values_list("to_state", flat=True)
    )
    assert moves == [state for state, _deed in road.steps()]
