"""A variation in a browser: proposed, signed by the provider and by the department, and the next quarter counts by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from homeward.apps.accounts.models import User
from homeward.apps.agreements.models import Variation
from homeward.apps.statements.models import Statement
from homeward.kernel.quarters import Quarter
from tests.factories.accounts import UserFactory
from tests.factories.statements import World
from tests.journeys.driver import DESK, Person

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def _press_sign(person: Person) -> None:
    person.page.locator('main form button:text-is("Sign")').click()
    person.page.wait_for_load_state("load")
    person.look("Sign")


def sign(person: Person, name: str) -> None:
    """From the duty on the start page to the signature."""
    person.open("/")
    person.says("Sign a variation")
    person.follow(person.page.locator('main a:has-text("Read and sign")').first, "Read and sign")
    person.press("Read and sign")
    person.page.fill('input[name="typed_name"]', name)
    person.page.fill('input[name="password"]', "not the password")
    _press_sign(person)
    person.says("Signing asks again for the password")
    person.page.fill('input[name="password"]', UserFactory.PASSWORD)
    _press_sign(person)
    person.says("Fits the paper")


@pytest.mark.parametrize(("scripts", "width"), [(True, DESK), (False, DESK)], ids=["desk", "no-scripts"])
def test_a_variation_signed_by_both_sides_is_the_next_quarters_base(
    browser: Browser, live_server: Any, work: Callable[[], None], scripts: bool, width: int
) -> None:
    world = World.make(target=3)
    User.objects.update(is_demo=True)
    quarter = Quarter.containing(world.manager.today, 7).previous()
    start = quarter.range.start

    def person(actor: Any) -> Person:
        return Person(browser, live_server.url, actor, scripts=scripts, width=width, thorough=width == DESK)

    manager = person(world.manager)
    manager.open(f"/agreements/{world.line.agreement.public_id}/")
    manager.press("Propose a variation")
    for part, value in (("day", start.day), ("month", start.month), ("year", start.year)):
        manager.page.locator(f'input[name$="effective_on_{part}"]').fill(str(value))
    manager.page.fill('textarea[name="reason"]', "Two more households were approved.")
    manager.page.fill('input[name="reference"]', "Deed of variation 1")
    manager.page.fill('input[name="target_1"]', "5")
    manager.press("Look it over")
    manager.says("which is past")
    manager.press("Propose the variation")
    manager.says("waiting for both sides")
    variation = Variation.objects.get()

    provider, director = person(world.provider), person(world.director)
    sign(provider, world.provider.user.name)
    provider.says("until both sides have signed")
    sign(director, world.director.user.name)
    director.says("Both sides have signed")
    assert variation.document is not None
    director.open(f"/documents/{variation.document.public_id}/")
    assert director.page.inner_text("main").count("Fits: the bytes are those that were signed") == 2

    officer = person(world.officer)
    officer.open("/statements/close/")
    officer.page.select_option("select[name=quarter]", quarter.label)
    officer.press("Close the quarter")
    work()
    statement = Statement.objects.get(line=world.line)
    officer.open(f"/statements/{statement.public_id}/")
    officer.says(f"of {5 * quarter.nights} contracted")
    for one in (manager, provider, director, officer):
        one.leave()
