"""The approval after it was given: notice days, submissions considered, given up."""

from __future__ import annotations

import pytest
import time_machine

from homeward.apps.approvals import services
from tests.apps.approvals.road import DAY, Road
from tests.refusing import refused_by

pytestmark = pytest.mark.django_db


def test_a_revocation_waits_for_its_notice_and_for_submissions_to_be_considered(road: Road) -> None:
    approval = road.to("APPROVED").approval
    given = {"approval": approval, "by": road.delegate}
    assert "REASON_REQUIRED" not in refused_by(
        services.move_approval, move="revoke", reason="Not caring well.", **given
    )
    services.move_approval(move="propose_revocation", reason="Not caring well enough.", **given)
    approval.refresh_from_db()
    assert approval.state == "REVOCATION_PROPOSED" and approval.notice_on == road.today
    assert approval.decide_from == road.today + 61 * DAY  # 60 full days
    assert refused_by(services.move_approval, move="revoke", reason="As noticed.", **given) == {
        "NOTICE_RUNNING"
    }
    services.hear_on_notice(approval=approval, text="We changed the manager.", by=road.partner)
    with time_machine.travel(approval.since + 62 * DAY):
        assert refused_by(services.move_approval, move="revoke", reason="As noticed.", **given) == {
            "SUBMISSIONS_UNCONSIDERED"
        }
        services.consider_submissions(approval=approval, by=road.delegate)
        services.move_approval(move="revoke", reason="As noticed.", **given)
    assert approval.state == "REVOKED" and approval.ended_on is not None


def test_a_notice_taken_back_leaves_the_approval_as_it_stood(road: Road) -> None:
    approval = road.to("APPROVED").approval
    given = {"approval": approval, "by": road.delegate}
    services.move_approval(move="propose_revocation", reason="Not caring well enough.", **given)
    services.move_approval(move="end_proposal", reason="It was put right.", **given)
    assert approval.state == "ACTIVE" and approval.resumes_at == ""


def test_only_the_delegate_revokes_and_only_the_partner_gives_up(road: Road) -> None:
    approval = road.to("APPROVED").approval
    told = {"approval": approval, "reason": "We close."}
    assert refused_by(services.move_approval, move="propose_revocation", by=road.manager, **told) == {
        "record.not_permitted"
    }
    assert refused_by(services.move_approval, move="relinquish", by=road.lead, **told) == {"WRONG_ROLE"}
    services.move_approval(move="relinquish", by=road.partner, **told)
    assert approval.state == "RELINQUISHED"


def test_nothing_is_submitted_or_considered_without_a_notice(road: Road) -> None:
    approval = road.to("APPROVED").approval
    assert refused_by(services.hear_on_notice, approval=approval, text="Why?", by=road.partner) == {
        "approval.no_notice"
    }
    assert refused_by(services.consider_submissions, approval=approval, by=road.delegate) == {
        "approval.no_notice", "approval.nothing_heard",
    }  # fmt: skip
