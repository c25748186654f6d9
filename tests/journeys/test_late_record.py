"""A record that came after the lock: from the correction to the payment of the next quarter, in a browser."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from homeward.apps.accounts.models import User
from homeward.apps.statements.models import Adjustment, PaymentBatch
from tests.apps.statements.late import NEXT, close
from tests.factories.statements import QUARTER, World
from tests.journeys.driver import DESK, Person

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("scripts", "width"), [(True, DESK), (False, DESK)], ids=["desk", "no-scripts"])
def test_from_a_late_record_to_a_payment(
    browser: Browser, live_server: Any, scripts: bool, width: int
) -> None:
    world = World.make(method="per_night")
    stay = world.stay("2026-01-10", "2026-03-12")
    world.stay("2026-03-01", "2026-05-31")
    origin = world.upto("paid")
    target = close(world)
    User.objects.update(is_demo=True)

    def person(actor: Any) -> Person:
        return Person(browser, live_server.url, actor, scripts=scripts, width=width, thorough=width == DESK)

    officer, manager, provider = person(world.officer), person(world.manager), person(world.provider)
    officer.open(reverse("change_placement", args=[stay.public_id]))
    left = dt.date(2026, 3, 5)
    for part, value in (("day", left.day), ("month", left.month), ("year", left.year)):
        officer.page.locator(f'input[name$="end_{part}"]').fill(str(value))
    officer.page.fill('[name="reason"]', "The carer’s log shows the fifth.")
    officer.press("Change it")
    assert Adjustment.objects.get().target == target

    manager.open(reverse("statement", args=[origin.public_id]))
    manager.says("Learned since it was agreed")
    manager.says("28,520.00")  # as it was paid: 61 and 31 nights at 310.00
    manager.press("The agreed version against what is known now")
    manager.says("26,350.00")
    manager.says("The carer’s log shows the fifth")
    manager.open(reverse("adjustments"))
    manager.says(QUARTER.label)

    officer.open(reverse("statement", args=[target.public_id]))
    officer.press("Issue to the provider")
    provider.open(reverse("statement", args=[target.public_id]))
    provider.says("Adjustments of earlier quarters")
    provider.says("The carer’s log shows the fifth")
    provider.press("Agree this line")
    manager.open(reverse("statement", args=[target.public_id]))
    manager.press("Agree this line")
    manager.press("Assess")
    manager.press("Record the assessment")
    manager.says("Assessed.")

    director, finance = person(world.director), person(world.finance)
    director.open(reverse("statement", args=[target.public_id]))
    director.press("Approve")
    finance.open(reverse("payments"))
    finance.press("Pay the ticked statements")
    batch = PaymentBatch.objects.order_by("-pk")[0]
    assert batch.control_total == 60 * 310 - 7 * 310
    finance.says(batch.number)
    assert NEXT.label == target.label

    for one in (officer, manager, provider, director, finance):
        one.leave()
