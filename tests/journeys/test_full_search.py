"""A full search: two providers answer as themselves, the head of service decides, both sign, the nights are counted.

The officer asks, compares and accepts; nobody does another's part. The children come on the first night agreed, and the
close of that quarter counts their nights under the weekly price.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Browser

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import User
from homeward.apps.accounts.roles import Role
from homeward.apps.decisions.models import Contract, Decision
from homeward.apps.placements.models import Placement
from homeward.apps.searches.models import Invitation, Offer, Search
from homeward.apps.statements.models import Statement
from homeward.apps.statements.periods import period_of
from homeward.apps.statements.services.closing import close_period
from homeward.kernel.quarters import Quarter
from tests.factories.accounts import UserFactory, actor_in
from tests.factories.geography import AreaFactory
from tests.factories.markets import Open, make_market, without_checks
from tests.factories.providers import HomePlaceFactory
from tests.journeys.driver import PHONE, Person

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def tick(person: Person, name: str, value: str) -> None:
    person.page.locator(f'input[name="{name}"][value="{value}"]').check()


def day(person: Person, name: str, value: dt.date) -> None:
    for part in ("day", "month", "year"):
        person.page.fill(f'input[name="{name}_{part}"]', str(getattr(value, part)))


def send(person: Person) -> None:
    """Press the one button of a form."""
    person.page.locator("main form button").last.click()
    person.page.wait_for_load_state("load")
    person.look("a form")


def placed(market: Open) -> Open:
    """Every framework home lies in the authority's own area and is registered."""
    body = market.authority.body
    area = AreaFactory(body=body, code="BA", name="Bro Awel", is_own=True, adjoining=[])
    for number, place in enumerate(market.framework):
        HomePlaceFactory(home=place.home, area=area, easting=300_000 + number, northing=200_000)
        type(place.home).objects.filter(pk=place.home.pk).update(urn=f"W-{number}")
    return market


def test_a_full_search_to_a_counted_night(
    browser: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_checks(monkeypatch)
    market = placed(make_market())
    search = market.planned()
    market.ask()
    search.refresh_from_db()
    User.objects.update(is_demo=True)
    today = market.officer.today

    def person(actor: Actor, width: int = 1280) -> Person:
        return Person(browser, live_server.url, actor, scripts=True, width=width)

    # two providers answer as themselves, one on a phone
    for place, fee, width in zip(market.framework, ("900", "960"), (PHONE, 1280), strict=True):
        manager = person(place.answerer, width)
        invitation = Invitation.objects.get(organisation=place.home.organisation)
        manager.open(reverse("invitation", args=[invitation.public_id]))
        manager.press("Offer a home")
        manager.page.select_option('select[name="home"]', place.home.public_id)
        day(manager, "free_from", today)
        tick(manager, "met_1", "full")
        manager.page.fill('input[name="words_1"]', "Two rooms on one landing")
        manager.page.fill('input[name="fee_core"]', fee)
        day(manager, "valid_until", today + dt.timedelta(days=9))
        send(manager)
        manager.says("Offered.")
        manager.leave()

    # the officer compares them side by side and proposes one
    officer = person(market.officer)
    officer.open(reverse("home_search", args=[search.public_id]))
    officer.press("Close the offers")
    officer.page.fill('textarea[name="reason"]', "Both have answered.")
    send(officer)
    for offer in Offer.objects.order_by("pk"):
        officer.open(reverse("judge_offer", args=[offer.public_id]))
        tick(officer, "suitable", "yes")
        send(officer)
    officer.open(reverse("home_search", args=[search.public_id]))
    officer.says("Afon Gwyn house")
    officer.says("Bryn Heulog house")
    chosen = Offer.objects.get(home=market.framework[0].home)
    address = reverse("propose_placement", args=[chosen.public_id])
    officer.follow(officer.page.locator(f'a[href*="{address}"]').first, "propose")
    day(officer, "start_on", today)
    officer.page.fill('textarea[name="reason"]', "Nearer to their grandmother.")
    send(officer)
    officer.says("Proposed. The head of service decides.")
    decision = Decision.objects.get()
    address = reverse("decision", args=[decision.public_id])

    # another person decides
    head = person(market.head)
    head.open("/")
    head.says("Decide on a home for referral")
    head.open(address)
    head.press("Decide")
    tick(head, "agree", "yes")
    send(head)
    head.says("Decided.")

    # accepted, with a reason for the other; checks and visit; the contract
    officer.open(address)
    officer.press("Accept this home")
    send(officer)
    officer.says("Accepted.")
    for code in ("documents", "safeguarding"):
        officer.open(reverse("record_check", args=[decision.public_id, code]))
        officer.page.fill('textarea[name="words"]', "Read; nothing stands against it.")
        send(officer)
    officer.press("Record a visit")
    officer.page.fill('input[name="visitors"]', "Social worker")
    tick(officer, "child_came", "no")
    officer.page.fill('input[name="why_not"]', "At school that day")
    officer.page.fill('textarea[name="found"]', "A calm house.")
    send(officer)
    officer.press("Draw up the contract")
    send(officer)
    officer.says("Drawn up.")

    # the one who was not chosen reads why, and the referral no longer
    other = person(market.framework[1].answerer, PHONE)
    lost = Invitation.objects.get(organisation=market.framework[1].home.organisation)
    other.open(reverse("invitation", args=[lost.public_id]))
    other.says("is filled")
    assert "Two places" not in other.page.inner_text("main")
    other.leave()

    # both sign the same paper
    contract = Contract.objects.get()
    for actor in (market.framework[0].answerer, market.head):
        signer = head if actor == market.head else person(actor)
        signer.open(reverse("contract", args=[contract.public_id]))
        signer.press("Read and sign")
        signer.page.fill('input[name="typed_name"]', actor.user.name)
        signer.page.fill('input[name="password"]', UserFactory.PASSWORD)
        signer.page.locator('main form button:has-text("Sign")').last.click()
        signer.page.wait_for_load_state("load")
        signer.look("signed")
        if actor != market.head:
            signer.leave()

    # the first night
    officer.open(address)
    officer.press("The children have come")
    officer.says("Their nights count from the first night agreed.")
    for one in (officer, head):
        one.leave()
    assert Placement.objects.count() == len(market.authority.children)
    assert Search.objects.get().chosen == chosen

    # its nights in the quarter
    quarter = Quarter.containing(today, first_month=4)
    end = quarter.range.end
    assert end is not None
    with time_machine.travel(dt.datetime.combine(end + dt.timedelta(days=2), dt.time(10)), tick=False):
        closer = actor_in(Role.CONTRACT_MANAGER, market.authority.body)
        close_period(body=closer.body, quarter=period_of(closer.body, quarter.label), by=closer)
    counted = [s.versions.get().decision for s in Statement.objects.all()]
    nights = (end - today).days
    assert [c["nights"]["paid"] for c in counted] == [nights] * 2
    paid = sum(Decimal(c["money"][0]["amount"]) for c in counted)
    assert abs(paid - Decimal(900) * nights / 7) <= Decimal("0.01")
