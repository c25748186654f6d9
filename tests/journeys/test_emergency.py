"""Friday, four o'clock, on a phone: one page, the call list, a telephone offer, and the provider confirms it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from homeward.apps.accounts.models import User
from homeward.apps.searches.models import Offer, Search
from tests.factories.markets import make_market, without_checks
from tests.journeys.driver import PHONE, Person

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def tick(person: Person, name: str, value: str) -> None:
    person.page.locator(f'input[name="{name}"][value="{value}"]').check()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_an_emergency_from_one_page_to_an_offer(
    browser: Browser, live_server: Any, scripts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_checks(monkeypatch)
    market = make_market()
    User.objects.update(is_demo=True)

    def person(actor: Any) -> Person:
        return Person(browser, live_server.url, actor, scripts=scripts, width=PHONE, thorough=True)

    officer = person(market.officer)
    officer.open("/referrals/")
    officer.press("Emergency, today")
    page = officer.page
    page.fill('textarea[name="children"]', "\n".join(c.reference for c in market.authority.children))
    page.fill('textarea[name="why"]', "The grandparent was taken to hospital at noon.")
    tick(officer, "types", "foster_mainstream")
    page.fill('input[name="district"]', "cf10")
    tick(officer, "risks", "none")
    page.fill('textarea[name="musts"]', "Two places in one home\nCarers used to night terrors")
    officer.press("Begin and call")
    officer.says("Begun. In-house homes come first")
    officer.says("Call first: Own household 1")
    search = Search.objects.get()

    officer.press("Said no")
    tick(officer, "reason", "no_vacancy")
    officer.press("Write it down")
    officer.press("Ask everybody on the framework")
    officer.says("2 providers have been asked. Call them now.")
    officer.says("01632 960001")
    officer.press("No answer")
    officer.says("nobody answered at")

    place = next(p for p in market.framework if p.home.name == "Bryn Heulog house")
    officer.open(f"/searches/{search.public_id}/calls/{place.home.public_id}/offer/")
    page.fill('input[name="told_by"]', "Mair Tomos")
    for number in (1, 2):
        tick(officer, f"met_{number}", "full")
    page.fill('input[name="fee_core"]', "940")
    officer.press("Write it down")
    officer.says("Bryn Heulog house is offered.")
    officer.says("to be confirmed by")
    offer = Offer.objects.get()
    assert (offer.told_by, offer.entered_by) == ("Mair Tomos", market.officer.user)
    assert offer.confirm_by is not None and offer.confirm_by > timezone.localdate()

    manager = person(place.answerer)
    manager.open("/")
    manager.says("Mair Tomos gave it by telephone.")
    manager.press("Confirm the offer of Bryn Heulog house")
    for number in (1, 2):
        manager.page.fill(f'input[name="words_{number}"]', "Two rooms on one landing")
    manager.page.fill('input[name="fee_core"]', "960")
    manager.page.locator('main form button:text-is("Confirm")').click()
    manager.page.wait_for_load_state("load")
    manager.look("Confirm")
    manager.says("Confirmed. What you put right is kept beside it.")

    officer.open(f"/searches/{search.public_id}/calls/")
    officer.press("Close the offers and compare")
    page.fill('textarea[name="reason"]', "Bryn Heulog can take them tonight.")
    officer.press("Close the offers")
    officer.says("Closed.")
    assert Search.objects.get().state == "shortlist"
    assert (offer.made_at - search.begun_at) < dt.timedelta(minutes=3)
    for one in (officer, manager):
        one.leave()
