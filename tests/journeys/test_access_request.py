"""Somebody asks to see what is held about them: from receipt to a released file, with a passage taken out and a second person."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import Browser

from homeward.apps.accounts.models import User
from homeward.apps.children.models import Child
from homeward.apps.core.documents import content_of, documents_of
from homeward.apps.privacy.models import AccessRequest
from tests.apps.privacy.conftest import make_house
from tests.journeys.driver import DESK, PHONE, Person
from tests.pdfs import Paper

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def write(person: Person, **said: str | dt.date) -> None:
    """Fill fields by name; a day goes into its three parts."""
    for name, value in said.items():
        if isinstance(value, dt.date):
            for part in ("day", "month", "year"):
                person.page.fill(f'input[name="{name}_{part}"]', str(getattr(value, part)))
        else:
            person.page.locator(f'main [name="{name}"]').fill(value)


def choose(person: Person, name: str, value: str) -> None:
    person.page.check(f'input[name="{name}"][value="{value}"]')


@pytest.mark.parametrize(("scripts", "width"), [(True, PHONE), (False, DESK)], ids=["phone", "no-scripts"])
def test_what_is_held_is_released_by_two_without_another_persons_name(
    browser: Browser, live_server: Any, scripts: bool, width: int
) -> None:
    house = make_house()
    User.objects.update(is_demo=True)
    Child.objects.update(source="")  # so that one item names nobody else: who told it may be somebody's name
    officer = Person(browser, live_server.url, house.officer, scripts=scripts, width=width)
    officer.open("/privacy/")
    officer.press("An access request")
    choose(officer, "whom", "child")
    write(
        officer,
        subject=house.child.reference,
        requester="Ngaire",
        wording="Everything",
        received_on=house.body.today,
    )
    choose(officer, "capacity", "self")
    officer.page.select_option('select[name="channel"]', "mail")
    officer.press("Record it")
    officer.says("20 working days after receipt; calendar: Working days under the Privacy Act")
    at = officer.page.url.removeprefix(live_server.url)
    officer.press("Check who asks")
    write(officer, how="Known to her worker")
    officer.press("Record it")
    officer.press("Gather what is held")
    officer.says("A kura")
    officer.press("Release what names nobody else")
    officer.press("Release them")
    item = AccessRequest.objects.get().items.get(section="Status fact")
    officer.open(f"{at}items/{item.public_id}/")
    choose(officer, "decision", "redact")
    write(officer, passages="Uncle Rangi", reason="Another person’s affairs")
    officer.page.select_option('select[name="ground"]', "other_person")
    officer.press("Decide")
    officer.open(at)
    officer.says("Told by [withheld]")
    while "Decide the next item" in officer.page.inner_text("main"):
        officer.press("Decide the next item")
        choose(officer, "decision", "withhold")
        write(officer, reason="Another person’s affairs")
        officer.page.select_option('select[name="ground"]', "other_person")
        officer.press("Decide")
        officer.open(at)
    officer.press("Send to a second person")
    officer.says("Whoever prepared it cannot confirm it")

    second = Person(browser, live_server.url, house.second, scripts=scripts, width=width)
    second.open("/")
    second.press("Look at it")
    second.press("Confirm this answer")
    second.says("nothing has left the house yet")
    second.leave()

    officer.open(at)
    officer.press("Release it")
    officer.says("Released. The file is kept with its digest")
    officer.open("/privacy/disclosures/")
    officer.says("The child itself")
    officer.leave()
    [held] = documents_of(AccessRequest.objects.get(), house.officer)
    said = Paper(bytes(content_of(held.document))).text
    assert "[withheld]" in said
    assert "Uncle Rangi" not in said
