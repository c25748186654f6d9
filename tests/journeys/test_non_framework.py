"""Outside the framework in a browser: refused while a suitable framework offer is open, then allowed and asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from homeward.apps.accounts.models import User
from homeward.apps.accounts.roles import Role
from homeward.apps.searches import services
from homeward.apps.searches.models import Invitation, Search, Widening
from tests.factories.accounts import actor_in
from tests.factories.markets import make_market, without_checks
from tests.journeys.driver import DESK, PHONE, Person

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("scripts", "width"), [(True, DESK), (True, PHONE)], ids=["desk", "phone"])
def test_outside_only_when_nothing_on_the_framework_suits(
    browser: Browser, live_server: Any, scripts: bool, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_checks(monkeypatch)
    market = make_market()
    contract_manager = actor_in(Role.CONTRACT_MANAGER, market.authority.body)
    User.objects.update(is_demo=True)
    search = market.planned()
    market.ask()
    offer = market.telephone(market.framework[0])
    past = timezone.now() - dt.timedelta(minutes=1)
    Invitation.objects.update(answer_by=past)
    Search.objects.update(answer_by=past)
    services.close_offers(search=search, by=market.officer)
    services.judge_offer(offer=offer, suitable=True, by=market.officer)

    def person(actor: Any) -> Person:
        return Person(browser, live_server.url, actor, scripts=scripts, width=width, thorough=True)

    officer = person(market.officer)
    here = f"/searches/{search.public_id}/"
    officer.open(here)
    officer.press("Go outside the framework")
    officer.says("It cannot go outside now, for 1 reason.")
    officer.says("A suitable framework offer is open")
    officer.page.fill('textarea[name="reason"]', "We would rather have Cartref Mawr.")
    officer.press("Ask the head of service")
    officer.says("A suitable framework offer is open")
    officer.says("Afon Gwyn")
    assert not Widening.objects.exists()

    services.judge_offer(offer=offer, suitable=False, reason="Approved to age ten.", by=market.officer)
    officer.open(f"{here}outside/")
    officer.page.fill('textarea[name="reason"]', "No framework home may take both.")
    officer.press("Ask the head of service")
    officer.says("A head of service who is not you decides.")

    head = person(market.head)
    head.open("/")
    head.press("Decide whether")
    head.says("No framework home may take both.")
    head.says("Approved to age ten.")
    head.page.locator('input[name="agrees"][value="yes"]').check()
    head.page.fill('textarea[name="reason"]', "Agreed: they stay together.")
    head.page.locator('main form button:text-is("Decide")').click()
    head.page.wait_for_load_state("load")
    head.look("Decide")
    head.says("Whoever asked has been told.")

    officer.open("/")
    officer.press("Ask providers outside the framework")
    organisation = market.outside.home.organisation
    officer.page.locator(f'input[name="providers"][value="{organisation.public_id}"]').check()
    officer.press("Ask them")
    officer.says("Cartref Mawr")
    officer.open("/searches/evidence/")
    officer.press("Put down what came")
    officer.page.fill('textarea[name="words"]', "Certificate of 3 May 2026")
    officer.press("Put it down")

    reviewer = person(contract_manager)
    reviewer.open("/")
    reviewer.press("Review a document of Cartref Mawr")
    reviewer.page.locator('input[name="in_order"][value="yes"]').check()
    reviewer.press("Save")
    reviewer.says("In order")

    provider = person(market.outside.answerer)
    provider.open(f"/searches/asked/{Invitation.objects.get(route='non_framework').public_id}/")
    provider.says("The same contract and specification")
    for one in (officer, head, reviewer, provider):
        one.leave()
