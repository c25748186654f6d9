"""Becoming a care partner in a browser: from the first notice to the first touchpoint, and stopped at a gate on the way."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Browser

from homeward.apps.accounts.models import User
from homeward.apps.agreements.models import Agreement
from homeward.apps.agreements.outcome_models import CareModelSummary
from homeward.apps.agreements.services import add_line, publish_specification, set_rate
from homeward.apps.agreements.signed import signed_on
from homeward.apps.approvals.models import Application
from homeward.apps.core.periods import from_db
from tests.apps.approvals.road import DAY, Road
from tests.factories.accounts import UserFactory
from tests.journeys.driver import DESK, Person

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
WHANAU = "Caregivers are found among whānau first."


def write(person: Person, **said: str | dt.date) -> None:
    """Fill fields by name; a day goes into its three parts."""
    for name, value in said.items():
        if isinstance(value, dt.date):
            for part in ("day", "month", "year"):
                person.page.fill(f'input[name="{name}_{part}"]', str(getattr(value, part)))
        else:
            person.page.locator(f'main [name="{name}"]').fill(value)


def tick(person: Person, name: str, *values: str) -> None:
    for value in values:
        person.page.check(f'input[name="{name}"][value="{value}"]')


def step(person: Person, address: str, words: str, then: str) -> None:
    """Make a move that asks for nothing: from the application's page, over the page that says what it means."""
    person.open(address)
    person.press(words)
    person.press(words)
    person.says(then)


def sign(person: Person, actor: Any) -> None:
    """Read and sign as people do: one's own name, and the password again."""
    write(person, typed_name=actor.user.name, password=UserFactory.PASSWORD)
    person.press("Sign")


def agree_on_the_care_model(partner: Person, lead: Person, at: str) -> None:
    """Two sections are written by hand, the rest beside the browser; handed in and agreed on its pages."""
    partner.open(at)
    partner.press("Care model summary")
    partner.press("Begin to write it")
    partner.press("Whom we care for")
    write(partner, q_who_comes="By the sea, all of us.", q_how_many="Four")
    partner.press("Save")
    partner.says("Still open before it can be handed in")
    summary = CareModelSummary.objects.get()
    CareModelSummary.objects.update(
        answers={
            section["code"]: {q["code"]: "Ours." for q in section["questions"]}
            for section in summary.sections[1:]
        }
        | {"whom": summary.answers["whom"]}
    )
    partner.open(f"{at}care-model/")
    partner.press("Hand it in")
    partner.press("Hand it in")
    lead.open("/")
    lead.press("Read a care model summary")
    lead.press("Agree it")
    lead.press("Agree it")
    lead.says("Agreed")


def contract(local: Person, road: Road, at: str) -> Agreement:
    """The care partner put on record, and its agreement with one line and an invented rate, by the forms."""
    local.open(at)
    local.press("Record it as a care partner")
    write(local, name=road.organisation.name, reference="CP-001", start=road.today)
    local.press("Add the provider")
    specification = publish_specification(
        code="SC", title="Shared care", service_type="shared_care", text="Roles and requirements.",
        effective_from=road.today, by=road.local,
    )  # fmt: skip
    local.open(at)
    local.press("Outcome agreement")
    end = road.today.replace(year=road.today.year + 3)
    write(local, reference="OA-001", title="Shared care", start=road.today, last_night=end)
    local.press("Add the agreement")
    agreement = Agreement.objects.get()
    line = add_line(
        agreement=agreement, service_type="shared_care", method="dynamic", cost_code="C1", specification=specification,
        by=road.local,
    )  # fmt: skip
    local.open(f"/agreements/{agreement.public_id}/paper/")
    local.says("A rate is missing")
    set_rate(
        line=line, kind="general_support", amount=150, period=from_db(line.period), reference="OA-001",
        is_placeholder=True, by=road.local,
    )  # fmt: skip
    return agreement


@pytest.mark.parametrize("scripts", [True, False], ids=["desk", "no-scripts"])
def test_an_organisation_becomes_a_care_partner(browser: Browser, live_server: Any, scripts: bool) -> None:
    road = Road()
    User.objects.update(is_demo=True)

    def person(actor: Any) -> Person:
        return Person(browser, live_server.url, actor, scripts=scripts, width=DESK)

    local = person(road.local)
    local.open("/applications/new/")
    write(
        local,
        name="Nga Hau Mahaki Trust",
        business_number=road.organisation.business_number,
        contact_name="Mereana Tautari",
    )
    tick(local, "has_talked", "yes")
    tick(local, "kinds", "iwi_social_service")
    local.press("Log it")
    local.says("Logged as BCP-0001")
    road.application = Application.objects.get()
    at = f"/applications/{road.application.public_id}/"
    step(local, at, "Begin the local discussion", "Local discussion")
    local.press("What is provided locally already")
    write(local, there_already="Two homes of one partner.", spoken_to="The rūnanga.", with_whanau=WHANAU)
    local.press("Record it")
    step(local, at, "Go on to the conversation", "Becoming a care partner conversation")

    lead = person(road.lead)
    lead.open("/")
    lead.says("Ngā Hau Māhaki Trust: Becoming a care partner conversation")
    lead.open(at)
    lead.press("The conversation, in its parts")
    tick(lead, "done", "whakawhanaungatanga", "familiarisation", "practice_run", "partner_knows")
    write(lead, held_on=road.today, submit_by=road.today + 30 * DAY)
    lead.press("Record it")
    step(lead, at, "Begin collecting readiness information", "Collecting readiness information")

    partner = person(road.partner)
    partner.open(at)
    partner.press("Safety")
    write(partner, q_what_we_do="Each worker is checked.", q_what_they_say="That they feel safe.")
    tick(partner, "own_view", "developing")
    partner.press("Save")
    partner.open(at)
    partner.press("Submit the readiness template")
    partner.says("things are still missing")
    partner.says("Neither evidence nor a mark for the visit")
    road.answer_all()
    step(partner, at, "Submit the readiness template", "Readiness template submitted")
    step(lead, at, "Begin the review", "Review by the hub")
    road.review()
    road.recommend()

    manager = person(road.manager)
    step(manager, at, "Endorse the recommendation", "Endorsed by the Quality Manager")
    manager.open(at)
    manager.press("Enter the approval phase")
    manager.says("Level 1 is needed. On record: none.")
    manager.press("Enter the approval phase")
    manager.says("This step cannot be made, for 1 reason")
    manager.says("Nothing has been changed. Told that it was tried")
    accreditor = person(road.accreditor)
    accreditor.open(f"{at}accreditation/")
    tick(accreditor, "status", "accredited")
    tick(accreditor, "level", "1")
    write(accreditor, granted_on=road.today)
    accreditor.press("Record it")
    step(manager, at, "Enter the approval phase", "Approval under consideration")
    step(manager, at, "Put the application to the Advisory Group", "With the Advisory Group")

    group = person(road.group)
    group.open(at)
    group.press("Give advice")
    write(group, met_on=road.today, present="Three members", text="Approve.")
    group.press("Give advice")
    delegate = person(road.delegate)
    delegate.open(at)
    delegate.press("Approve the care partner")
    write(delegate, reasons="Suitable and capable.")
    tick(delegate, "is_suitable", "on")
    delegate.press("Approve the care partner")
    delegate.says("Approved")
    delegate.press("Sign the letter of approval")
    sign(delegate, road.delegate)
    partner.open(at)
    partner.says("Letter of approval")
    partner.says("Suitable and capable.")
    assert "We recommend approval." not in partner.page.inner_text("main")
    step(manager, at, "Tell the key contact that approval is complete", "Contracting")

    local.open(at)
    local.press("Finish contracting")
    local.says("4 things are still missing")
    local.press("Finish contracting")
    local.says("This step cannot be made, for 4 reasons")
    local.says("The Outcome Agreement, signed by both sides")
    agree_on_the_care_model(partner, lead, at)
    agreement = contract(local, road, at)
    paper = f"/agreements/{agreement.public_id}/paper/"
    local.open(paper)
    local.press("Draw it up")
    local.says("Waits to be signed")
    for person_of, actor in ((partner, road.partner), (local, road.local)):
        person_of.open(paper)
        person_of.says("By the sea, all of us.")
        person_of.press("Read and sign")
        sign(person_of, actor)
    partner.open(paper)
    partner.says("Signed by both sides")
    assert signed_on(agreement) == road.today
    step(local, at, "Finish contracting", "In the Quality Assurance cycle")
    local.open(f"{at}transition/")
    write(local, lead_invited_on=road.today)
    local.press("Record it")
    lead.open(f"{at}transition/")
    write(lead, touchpoint_on=road.today + 100 * DAY)
    lead.press("Record it")
    step(lead, at, "Complete the journey", "Journey complete")
    for one in (local, lead, partner, manager, accreditor, group, delegate):
        one.leave()
