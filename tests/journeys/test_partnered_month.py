"""A care partner's month in a browser: an additional rate, a transfer, the payment; then a late record, a dispute, a recovery."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from homeward.apps.accounts.models import User
from homeward.apps.funding.models import AdditionalRate, Reconciliation
from homeward.apps.placements.models import Placement
from homeward.apps.statements.models import Payment, Statement
from tests.factories.partnered import JUNE, PartneredWorld
from tests.journeys.driver import DESK, PHONE, Person

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
JULY = JUNE.next()


def day(person: Person, name: str, value: dt.date) -> None:
    for part in ("day", "month", "year"):
        person.page.locator(f'input[name$="{name}_{part}"]').fill(str(getattr(value, part)))


def close(officer: Person, label: str, work: Callable[[], None]) -> Statement:
    officer.open("/statements/close/")
    officer.page.select_option("select[name=quarter]", label)
    officer.press("Close the month")
    work()
    return Statement.objects.get(line=PartneredLine.line, label=label)


class PartneredLine:
    """The line the journey is about."""

    line: Any = None


@pytest.mark.parametrize(("scripts", "width"), [(True, DESK), (False, PHONE)], ids=["desk", "no-scripts"])
def test_a_month_is_paid_and_then_set_against_what_was_paid(
    browser: Browser, live_server: Any, work: Callable[[], None], scripts: bool, width: int
) -> None:
    world = PartneredWorld.make()
    PartneredLine.line = world.line
    world.register()
    other = world.officer2
    User.objects.update(is_demo=True)
    line = f"/funding/line/{world.line.public_id}/"

    def person(actor: Any) -> Person:
        return Person(browser, live_server.url, actor, scripts=scripts, width=width, thorough=width == DESK)

    # The additional rate: proposed with its review, decided by another.
    manager, director = person(world.manager), person(world.director)
    manager.open(f"{line}additional-rate/")
    third = world.stays[2].child
    manager.page.select_option("select[name=child]", third.public_id)
    manager.page.fill("input[name=amount]", "60.00")
    day(manager, "start", dt.date(2026, 6, 16))
    day(manager, "notice_on", dt.date(2026, 6, 10))
    manager.page.fill("textarea[name=reason]", "Nights with a second adult, as the assessment says.")
    manager.press("Propose it")
    manager.says("Review date")  # a rate without one is asked for it
    day(manager, "review_on", dt.date(2026, 12, 1))
    manager.press("Propose it")

    rate = AdditionalRate.objects.get()
    director.open(f"/funding/additional-rates/{rate.public_id}/")
    director.press("Approve it")
    if director.page.locator("textarea[name=reason]").count():
        director.page.fill("textarea[name=reason]", "The need is assessed.")
        director.press("Approve it")

    # June, as worked case 1 of the source has it.
    officer, provider, finance = person(world.officer), person(world.provider), person(world.finance)
    june = close(officer, JUNE.label, work)
    officer.open(f"/statements/{june.public_id}/")
    officer.says("19,837.50")
    officer.press("Issue to the provider")
    provider.open(f"/statements/{june.public_id}/")
    provider.says("109 nights × $150.00")
    provider.press("Agree this month")
    second = person(other)
    second.open(f"/statements/{june.public_id}/")
    second.press("Agree this month")
    manager.open(f"/statements/{june.public_id}/")
    manager.press("Confirm the payment")
    manager.press("Confirm the payment")
    director.open(f"/statements/{june.public_id}/")
    director.press("Approve")
    finance.open("/statements/payments/")
    finance.press("Pay the ticked statements")
    assert str(Payment.objects.get().amount) == "19837.50"

    # A child had left ten days before June's end. July owes that back, and the partner disputes it.
    world.end(Placement.objects.get(pk=world.stays[0].pk), dt.date(2026, 6, 21))
    july = close(officer, JULY.label, work)
    asked = Reconciliation.objects.get()
    provider.open(f"/funding/reconciliations/{asked.public_id}/")
    provider.press("Dispute the calculation")
    provider.page.fill("textarea", "Our log has the child with us to the end of June.")
    provider.press("Raise the dispute")
    director.open(f"/funding/reconciliations/{asked.public_id}/decide/")
    outcome(director)
    director.says("A dispute has been open")
    second.open(f"/funding/reconciliations/{asked.public_id}/")
    second.press("Answer")
    second.page.fill("textarea", "We looked at both logs together.")
    second.press("Answer and close it")
    director.open(f"/funding/reconciliations/{asked.public_id}/decide/")
    outcome(director)
    provider.open(f"/funding/reconciliations/{asked.public_id}/respond/")
    provider.page.fill("textarea", "We agree now.")
    provider.press("Send it")
    officer.open(f"/statements/{july.public_id}/recount/")
    officer.page.fill("textarea", "The outcome is decided.")
    officer.press("Count")
    officer.says("recovered")
    officer.says("Set against what was paid")
    for one in (manager, director, officer, provider, finance, second):
        one.leave()


def outcome(director: Person) -> None:
    director.page.check("input[value=recover]")
    director.page.fill("textarea[name=reason]", "The child had left.")
    director.page.fill("textarea[name=effect_on_children]", "None: the money was not spent.")
    director.press("Decide it")
