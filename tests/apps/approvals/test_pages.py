"""The pages as each role opens them: what a partner never reads, forms that answer at their fields, refusals in full."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from homeward.apps.accounts.roles import Role
from homeward.apps.approvals import services
from homeward.apps.approvals.models import Application, ReadinessTemplate
from homeward.apps.core.duties import duties_of
from homeward.apps.core.search import find_all
from tests.apps.approvals.looking import everybody, opened, sent
from tests.apps.approvals.road import Road
from tests.browsing import client_of
from tests.factories.accounts import OrganisationFactory, actor_in

pytestmark = pytest.mark.django_db
SECRET = "A view of the hub alone"


@pytest.fixture(autouse=True)
def demo(settings: Any) -> None:
    settings.DEMO = True


def test_the_board_needs_no_query_a_row(road: Road, django_assert_max_num_queries: Any) -> None:
    road.log()
    for number in range(12):
        services.register_interest(name=f"Another {number}", by=road.admin)
    with django_assert_max_num_queries(40):
        opened(road.lead, "applications")


@pytest.mark.slow
def test_the_page_opens_at_every_state(road: Road) -> None:
    """One walk along the road: lead and partner open the page at each state, everybody at the end of it."""
    for state, deed in road.steps():
        deed()
        for actor in everybody(road) if state == "HANDED_OVER" else (road.lead, road.partner):
            page = opened(actor, "application", road.application.public_id)
            assert road.application.reference in page and "What is still missing" in page


def test_another_organisation_does_not_find_the_application(road: Road) -> None:
    application = road.log()
    stranger = actor_in(Role.PROVIDER_MANAGER, road.body, OrganisationFactory())
    assert client_of(stranger).get(reverse("application", args=[application.public_id])).status_code == 404
    assert "Ngā Hau Māhaki" not in opened(stranger, "applications")
    assert find_all(stranger, "mahaki") == [] and find_all(road.partner, "mahaki") != []


def test_maori_words_are_marked_as_such(road: Road) -> None:
    page = opened(road.lead, "application", road.to("COLLECTING").public_id)
    assert "<span lang='mi'>whānau, hapū</span>" in page and '<small lang="mi">Tuakiri</small>' in page


def test_the_partner_answers_saves_and_hands_in(road: Road) -> None:
    application = road.to("COLLECTING")
    worker = client_of(road.worker)
    page = opened(road.worker, "application_section", application.public_id, "safety")
    assert "What do you do now?" in page
    sent(
        worker,
        "application_section",
        application.public_id,
        "safety",
        q_what_we_do="We check.",
        own_view="developing",
    )
    row = application.readinessanswers.get(section="safety")
    assert row.answers["what_we_do"] == "We check." and row.saved_by == road.worker.user
    # a worker writes; the manager hands in
    assert worker.get(reverse("application_move", args=[application.public_id, "submit"])).status_code == 404
    road.answer_all()
    sent(client_of(road.partner), "application_move", application.public_id, "submit", note="")
    application.refresh_from_db()
    assert application.state == "SUBMITTED"


def test_an_interest_is_logged_and_a_second_joins(road: Road) -> None:
    client = client_of(road.admin)
    data = {
        "name": "Puna Ora Homes",
        "business_number": "9429000000777",
        "has_talked": "yes",
        "kinds": ["community_service"],
    }
    assert sent(client, "application_register", **data).status_code == 302
    again = client.post(reverse("application_register"), data, follow=True).content.decode()
    assert "which was there already" in again and Application.objects.count() == 1


def test_the_small_forms_open_and_record(road: Road) -> None:
    application = road.to("LOCAL_DISCUSSION")
    local = client_of(road.local)
    opened(road.local, "application_provision", application.public_id)
    sent(
        local,
        "application_provision",
        application.public_id,
        there_already="Two",
        spoken_to="Rūnanga",
        with_whanau="So",
    )
    sent(local, "application_details", application.public_id, contact_name="Mereana", has_talked="no")
    application.refresh_from_db()
    assert application.has_talked is False and application.local_provision.there_already == "Two"
    opened(road.partner, "application_joint", application.public_id)
    opened(road.lead, "application_part", application.public_id, "NQL")
    opened(road.lead, "application_declare", application.public_id)
    sent(local, "application_move", application.public_id, "begin_conversation", note="")
    opened(road.lead, "application_conversation", application.public_id)
    today = {"held_on": road.today.isoformat(), "submit_by": "2199-01-01"}
    done = ["whakawhanaungatanga", "familiarisation", "practice_run", "partner_knows"]
    sent(client_of(road.lead), "application_conversation", application.public_id, done=done, **today)
    sent(client_of(road.lead), "application_move", application.public_id, "begin_collecting", note="")
    application.refresh_from_db()
    assert application.state == "COLLECTING"


def test_the_accreditor_keeps_accreditations(road: Road) -> None:
    application = road.log()
    data = {"status": "accredited", "level": "1", "granted_on": road.today.isoformat()}
    opened(road.accreditor, "application_accreditation", application.public_id)
    made = sent(client_of(road.accreditor), "application_accreditation", application.public_id, **data)
    assert made.status_code == 302
    assert "Level 1" in client_of(road.partner).get(made["Location"]).content.decode()
    assert "Ngā Hau Māhaki Trust" in opened(road.lead, "accreditations")
    assert (
        client_of(road.lead)
        .get(reverse("application_accreditation", args=[application.public_id]))
        .status_code
        == 404
    )


def test_a_new_version_of_the_template_leaves_begun_applications_on_theirs(road: Road) -> None:
    application = road.to("COLLECTING")
    assert "Placeholder framework" in opened(road.partner, "readiness_template")
    page = client_of(road.lead).get(reverse("readiness_template_publish"))
    form = page.context["form"] if page.context else None
    data = {"reason": "Our agreed framework."}
    for part in ReadinessTemplate.objects.get().content:
        data[part["code"]] = "\n".join(q["text"] for q in part["questions"])
    assert form is None or set(form.fields) == set(data)
    same = sent(client_of(road.lead), "readiness_template_publish", **data)
    assert same.status_code == 409
    data["safety"] += "\nWho is told of an allegation?"
    assert sent(client_of(road.lead), "readiness_template_publish", **data).status_code == 302
    assert ReadinessTemplate.objects.count() == 2
    assert "Who is told of an allegation?" not in opened(
        road.partner, "application_section", application.public_id, "safety"
    )


def test_duties_stand_with_whoever_holds_the_application(road: Road) -> None:
    road.to("COLLECTING")
    mine = [d for d in duties_of(road.partner) if d.kind == "application"]
    assert [d.due for d in mine] == [road.application.submit_by]
    assert [d for d in duties_of(road.lead) if d.kind == "application"] == []
    road.answer_all()
    road.move("submit", road.partner)
    assert len([d for d in duties_of(road.lead) if d.kind == "application"]) == 1
