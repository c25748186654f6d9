"""The pages from the review on: what a partner never reads, forms that answer at their fields, refusals in full."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from homeward.apps.accounts.roles import Role
from homeward.apps.approvals import services
from homeward.apps.approvals.models import Application
from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import Document
from tests.apps.approvals.looking import everybody, opened, sent
from tests.apps.approvals.road import Road
from tests.browsing import client_of
from tests.factories.accounts import OrganisationFactory, actor_in

pytestmark = pytest.mark.django_db
SECRET = "A view of the hub alone"


def begun() -> Road:
    """An application whose template was handed in: the hub reviews it."""
    road = Road()
    road.to("HUB_REVIEW")
    return road


@pytest.fixture(scope="module")
def copied(made_once: Any) -> Any:
    return made_once(begun)


@pytest.fixture
def road(copied: Any, settings: Any) -> Road:
    settings.DEMO = True
    made: Road = copied()
    return made


def test_the_board_shows_phase_state_holder_and_target(road: Road) -> None:
    for actor in everybody(road):
        page = opened(actor, "applications")
        assert "Ngā Hau Māhaki Trust" in page and "Review by the hub" in page and "Readiness" in page
    found = client_of(road.lead).get(
        reverse("applications"), {"q": "nga hau", "phase": "readiness", "turn": "mine"}
    )
    assert "1 application" in found.content.decode()
    none = client_of(road.lead).get(reverse("applications"), {"phase": "approval"})
    assert "Ngā Hau" not in none.content.decode()
    csv = client_of(road.lead).get(reverse("applications"), {"format": "csv"}).content.decode("utf-8-sig")
    assert "Ngā Hau Māhaki Trust" in csv and "target" not in csv.splitlines()[0].lower()


def test_a_partner_never_reads_the_hubs_draft(road: Road) -> None:
    application = road.application
    services.record_finding(
        application=application, section="safety", view="not_yet", text=SECRET, by=road.lead
    )
    services.ask_question(
        application=application, section="safety", question="Not sent yet?", due_on=None, by=road.lead
    )
    inside = opened(road.lead, "application_section", application.public_id, "safety")
    assert SECRET in inside
    for outsider in (road.partner, road.worker, road.accreditor, road.local):
        for page in (
            opened(outsider, "application", application.public_id),
            opened(outsider, "application_section", application.public_id, "safety"),
        ):
            assert SECRET not in page and "Not yet in place" not in page
    assert "Not sent yet?" not in opened(road.partner, "application", application.public_id)
    address = reverse("application_finding", args=[application.public_id, "safety"])
    assert client_of(road.partner).get(address).status_code == 404


def test_a_partner_reads_no_recommendation_feedback_or_advice(road: Road) -> None:
    application = road.to("DCE_DECISION")
    assert "We recommend approval." in opened(road.delegate, "application", application.public_id)
    page = opened(road.partner, "application", application.public_id)
    assert (
        "We recommend approval." not in page and "Within the agency" not in page and "Endorsed." not in page
    )


def test_notes_made_inside_stay_inside(road: Road) -> None:
    application = road.to("QM_ENDORSED")
    road.accredit()
    road.move("enter_approval", road.manager, note="Between us: a close call.")
    assert "a close call" in opened(road.delegate, "application", application.public_id)
    for outsider in (road.partner, road.worker, road.accreditor, road.local, road.admin):
        assert "a close call" not in opened(outsider, "application", application.public_id)


def test_a_refused_move_is_a_page_with_each_missing_item(road: Road) -> None:
    application = road.to("QM_ENDORSED")
    told = opened(road.manager, "application_move", application.public_id, "enter_approval")
    assert "1 thing is still missing" in told and "Level 1 is needed. On record: none." in told
    answer = sent(
        client_of(road.manager), "application_move", application.public_id, "enter_approval", note=""
    )
    page = answer.content.decode()
    assert answer.status_code == 409 and "Level 1 accreditation" in page
    assert "Nothing has been changed. Told that it was tried:" in page
    application.refresh_from_db()
    assert application.state == "QM_ENDORSED"


def test_a_form_answers_at_its_fields(road: Road) -> None:
    application = road.to("DCE_DECISION")
    answer = sent(client_of(road.delegate), "application_move", application.public_id, "approve", reasons="")
    assert answer.status_code == 200 and "There is a problem" in answer.content.decode()
    data = {"kinds": ["iwi_social_service"], "reasons": "So.", "with_whanau": "So.", "is_suitable": "on"}
    sent(client_of(road.delegate), "application_move", application.public_id, "approve", **data)
    assert Application.objects.get().state == "APPROVED"


def test_the_review_forms_open_and_record(road: Road) -> None:
    application = road.application
    lead, key = client_of(road.lead), application.public_id
    for name in ("application_finding", "application_agreed", "application_ask"):
        opened(road.lead, name, key, "safety")
    sent(lead, "application_finding", key, "safety", view="in_place", text="Checked.")
    sent(lead, "application_agreed", key, "safety", view="in_place", text="Agreed.")
    sent(lead, "application_ask", key, "safety", question="Who checks?")
    opened(road.lead, "application_visit", key)
    sent(lead, "application_visit", key, is_wanted="yes", reason="To see the home.")
    sent(lead, "application_move", key, "ask_clarification", note="")
    question = application.clarifications.get()
    page = opened(road.partner, "application_question", key, question.public_id)
    assert "Who checks?" in page
    opened(road.lead, "application_carry", key, question.public_id)
    sent(client_of(road.partner), "application_question", key, question.public_id, answer="The manager.")
    assert (
        sent(client_of(road.partner), "application_move", key, "return_clarified", note="").status_code == 302
    )
    question.refresh_from_db()
    assert (
        question.answer == "The manager."
        and application.findings.count() == application.agreedviews.count() == 1
    )


def test_what_follows_the_decision_has_its_pages(road: Road) -> None:
    application = road.to("APPROVED")
    key = application.public_id
    sent(client_of(road.lead), "application_transition", key, celebrated_on=road.today.isoformat())
    assert Application.objects.get().transition.celebrated_on == road.today
    assert client_of(road.group).get(reverse("application_transition", args=[key])).status_code == 404
    for actor in everybody(road):
        assert "Active" in opened(actor, "application_approval", key)
    opened(road.delegate, "approval_move", key, "propose_revocation")
    sent(client_of(road.delegate), "approval_move", key, "propose_revocation", note="Not caring well enough.")
    opened(road.partner, "approval_submission", key)
    sent(client_of(road.partner), "approval_submission", key, text="We changed the manager.")
    page = opened(road.delegate, "application_approval", key)
    assert "Revocation proposed" in page and "We changed the manager." in page
    sent(client_of(road.delegate), "approval_consider", key)
    assert Application.objects.get().approval.considered_at is not None


def test_after_the_approval_letter_invitation_and_touchpoint_are_duties(road: Road) -> None:
    road.to("APPROVED")
    assert "application.after" in {d.kind for d in duties_of(road.delegate)}


def test_a_lost_accreditation_of_a_care_partner_is_a_duty(road: Road) -> None:
    road.to("QA_CYCLE")
    kinds = {d.kind for d in duties_of(road.local)} | {d.kind for d in duties_of(road.lead)}
    assert "application.after" in kinds
    road.accredit(status="suspended")
    assert "accreditation" in {d.kind for d in duties_of(road.lead)} & {
        d.kind for d in duties_of(road.delegate)
    }


def test_the_template_as_handed_in_and_the_letter_are_tagged_papers(road: Road) -> None:
    application = road.to("CONTRACTING")
    key = application.public_id
    answer = client_of(road.partner).get(reverse("application_template_paper", args=[key]))
    assert answer["Content-Type"] == "application/pdf" and b"/StructTreeRoot" in answer.content
    letter = Document.objects.get(kind="letter")
    assert letter.is_made and "Letter of approval" in opened(road.partner, "application", key)
    got = client_of(road.partner).get(reverse("document_file", args=[letter.public_id]))
    content = got.content if hasattr(got, "content") else b"".join(got.streaming_content)
    assert b"/StructTreeRoot" in content
    stranger = actor_in(Role.PROVIDER_MANAGER, road.body, OrganisationFactory())
    assert client_of(stranger).get(reverse("application_template_paper", args=[key])).status_code == 404
