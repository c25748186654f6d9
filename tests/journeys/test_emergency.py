"""Friday, four o'clock, on a phone: one page, the call list, a telephone offer, a verbal yes, and the children come."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from homeward.apps.accounts.models import User
from homeward.apps.core.duties import duties_of
from homeward.apps.decisions.models import Decision
from homeward.apps.placements.models import Placement
from homeward.apps.searches.models import Offer, Search
from tests.factories.geography import AreaFactory
from tests.factories.markets import make_market, without_checks
from tests.factories.providers import HomePlaceFactory
from tests.journeys.driver import PHONE, Person

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def tick(person: Person, name: str, value: str) -> None:
    person.page.locator(f'input[name="{name}"][value="{value}"]').check()


def send(person: Person) -> None:
    """Press the one button of a form."""
    person.page.locator("main form button").last.click()
    person.page.wait_for_load_state("load")
    person.look("a form")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_an_emergency_from_one_page_to_an_offer(
    browser: Browser, live_server: Any, scripts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_checks(monkeypatch)
    market = make_market()
    area = AreaFactory(body=market.authority.body, code="BA", name="Bro Awel", is_own=True, adjoining=[])
    for number, place in enumerate(market.framework):
        HomePlaceFactory(home=place.home, area=area, easting=300_000 + number, northing=200_000)
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

    # the head of service says yes on the telephone; the rest is waived, owed, and made good later
    officer.open(reverse("judge_offer", args=[offer.public_id]))
    tick(officer, "suitable", "yes")
    send(officer)
    officer.open(reverse("propose_placement", args=[offer.public_id]))
    send(officer)
    decision = Decision.objects.get()
    officer.open(reverse("record_verbal", args=[decision.public_id]))
    page.select_option('select[name="who"]', market.head.user.public_id)
    page.fill('input[name="time"]', f"{timezone.localtime():%H:%M}")
    page.fill('textarea[name="reason"]', "Yes, tonight; confirm on Monday.")
    send(officer)
    officer.says("It is to be confirmed in writing in time.")
    officer.open(reverse("accept_offer", args=[decision.public_id]))
    send(officer)
    for code in ("documents", "safeguarding", "visit"):
        officer.open(reverse("waive_check", args=[decision.public_id, code]))
        page.fill('textarea[name="reason"]', "They come tonight.")
        send(officer)
    officer.open(reverse("draw_contract", args=[decision.public_id]))
    send(officer)
    officer.open(reverse("decision", args=[decision.public_id]))
    officer.press("The children have come")
    officer.says("Their nights count from the first night agreed.")
    assert Placement.objects.count() == 2
    head = person(market.head)
    head.open("/")
    head.says("Confirm")
    owed = {d.kind for d in duties_of(market.officer)}
    assert {"referral.finish", "decision.owed"} <= owed
    head.leave()
    for one in (officer, manager):
        one.leave()
