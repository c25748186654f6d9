"""Becoming a care partner in a browser: from the first notice to the first touchpoint, and stopped at a gate on the way."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Browser

from homeward.apps.accounts.models import User
from homeward.apps.approvals.models import Application
from tests.apps.approvals.road import DAY, Road
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
    delegate.press("Letter, contract, first touchpoint")
    write(delegate, letter_sent_on=road.today)
    delegate.press("Record it")
    partner.open(at)
    partner.says("Letter of approval")
    partner.says("Suitable and capable.")
    assert "We recommend approval." not in partner.page.inner_text("main")
    step(manager, at, "Tell the key contact that approval is complete", "Contracting")

    local.open(f"{at}transition/")
    write(
        local,
        agreement_signed_on=road.today,
        specification="Shared care",
        care_model="Version 1",
        lead_invited_on=road.today,
    )
    tick(local, "funding_model", "dynamic")
    local.press("Record it")
    step(local, at, "Finish contracting", "In the Quality Assurance cycle")
    lead.open(f"{at}transition/")
    write(lead, touchpoint_on=road.today + 100 * DAY)
    lead.press("Record it")
    step(lead, at, "Complete the journey", "Journey complete")
    for one in (local, lead, partner, manager, accreditor, group, delegate):
        one.leave()
