"""The yearly review in a browser: the data propose a loading, both sides sign the variation, the next quarter rests on it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from homeward.apps.accounts.models import User
from homeward.apps.agreements.models import LineLoading
from homeward.apps.children.models import StatusFact
from homeward.apps.core.periods import to_db
from homeward.apps.statements.loading_facts import contract_loadings
from homeward.apps.statements.loading_reviews import years_over
from homeward.kernel.quarters import Quarter
from homeward.kernel.ranges import DateRange
from tests.factories.agreements import AgreementFactory, LineFactory, LineRateFactory, LineTargetFactory
from tests.factories.statements import World
from tests.journeys.driver import DESK, Person
from tests.journeys.test_variation import sign

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def world_with_loadings() -> tuple[World, Any]:
    """A line with two Aboriginal children all through the newest window that has ended, and one contracted placement."""
    world = World.make()
    year = years_over(world.manager.body, count=1)[0]
    long = DateRange(year.window.start - dt.timedelta(days=400), year.effective_on + dt.timedelta(days=900))
    agreement = AgreementFactory(provider=world.line.agreement.provider, period=to_db(long))
    world.line = LineFactory(
        agreement=agreement, service_type="general_family_based_care", period=to_db(long)
    )
    LineTargetFactory(line=world.line, placements=3, period=to_db(long))
    LineRateFactory(line=world.line, kind="base_unit_annual", amount=Decimal(24000), period=to_db(long))
    LineLoading.objects.create(
        line=world.line, body=world.line.body, organisation=world.line.organisation, category="aboriginal",
        placements=Decimal(1), period=to_db(long), reference="Attachment 5",
    )  # fmt: skip
    for _ in range(2):
        stay = world.stay(year.window.start.isoformat())
        StatusFact.objects.create(
            child=stay.child,
            body=stay.body,
            kind="aboriginal",
            value="yes",
            source="Record",
            recorded_at=timezone.now(),
        )
    return world, year


def test_from_the_data_of_half_a_year_to_the_next_quarters_base(browser: Browser, live_server: Any) -> None:
    world, year = world_with_loadings()
    User.objects.update(is_demo=True)

    def person(actor: Any) -> Person:
        return Person(browser, live_server.url, actor, scripts=True, width=DESK)

    manager = person(world.manager)
    manager.open("/statements/")
    manager.press("Yearly review of loadings")
    manager.press(f"Review the data of {year.label}")
    row = manager.page.locator(f'main tbody tr:has-text("{world.line.agreement.reference}") a')
    manager.follow(row.first, "review")
    manager.says("Change proposed by the data")
    manager.press("Propose a variation")
    assert manager.page.input_value('input[name="loading_1_aboriginal"]') == "2.0000"
    manager.press("Look it over")
    manager.press("Propose the variation")
    manager.says("waiting for both sides")

    provider, director = person(world.provider), person(world.director)
    sign(provider, world.provider.user.name)
    sign(director, world.director.user.name)
    director.says("Both sides have signed")

    following = Quarter.containing(year.effective_on, 7).range
    [row] = contract_loadings(world.line, following) or []
    assert (row["category"], row["placements"]) == ("aboriginal", "2")
    [before] = contract_loadings(world.line, DateRange(year.window.start, year.effective_on)) or []
    assert before["placements"] == "1"
    for one in (manager, provider, director):
        one.leave()
