"""A panel of forty children in a browser: opened, proposed, decided, closed; the next begins on what is undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from homeward.apps.accounts.models import User
from homeward.apps.panels.models import Panel
from homeward.apps.panels.totals import proposed_choices
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.factories.geography import AreaFactory, PostcodeFactory
from tests.factories.panels import ROLES, PanelWorld
from tests.journeys.driver import DESK, PHONE, Person

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# Children who stay together: 22 alone, six pairs, two groups of three: forty.
GROUPS = (1, 2, 1, 1, 3, 1, 1, 2, 1, 1, 1, 2, 1, 1, 1, 2, 1, 1, 3, 1, 1, 2, 1, 1, 1, 1, 2, 1, 1, 1)
NAMES = [
    "Alys",
    "Bedo",
    "Cadi",
    "Deio",
    "Elan",
    "Ffred",
    "Gwen",
    "Hari",
    "Ifan",
    "Jac",
    "Kezi",
    "Lili",
    "Mabon",
    "Nel",
    "Owain",
    "Pegi",
    "Rhun",
    "Sian",
    "Taran",
    "Uno",
]


def make_forty() -> PanelWorld:
    """Forty children of different ages, and homes for most of them: near and far, with one place to three."""
    body = CommissioningBodyFactory(
        pack="gb_wls", languages=["en", "cy"], currency="GBP", time_zone="Europe/London"
    )
    world = PanelWorld(body, *(actor_in(role, body) for role in ROLES))
    PostcodeFactory(area=AreaFactory(body=body))
    for number in range(36):
        low = (0, 5, 8)[number % 3]
        world.home(
            f"Household {number + 1}", places=1 + (number % 4 == 0) + (number % 8 == 0), miles=1 + number * 7 % 18,
            age_from=low, age_to=17,
        )  # fmt: skip
    for number, size in enumerate(GROUPS):
        name = f"{NAMES[number % 20]}{'ap' if number >= 20 else ''}"
        ages = tuple(3 + (number * 5 + brother * 2) % 13 for brother in range(size))
        world.referral(name, ages, days_ago=1 + number * 11 % 17)
    return world


@pytest.mark.parametrize(("scripts", "width"), [(True, DESK), (False, DESK)], ids=["desk", "no-scripts"])
def test_forty_children_are_looked_at_together(
    browser: Browser, live_server: Any, work: Callable[[], None], scripts: bool, width: int
) -> None:
    world = make_forty()
    assert sum(GROUPS) == 40
    User.objects.update(is_demo=True)

    def person(actor: Any, wide: int = width) -> Person:
        return Person(browser, live_server.url, actor, scripts=scripts, width=wide)

    senior = person(world.senior)
    prepare(senior, world)
    senior.press("Open the panel")
    work()
    panel = Panel.objects.get()
    address = f"/panels/{panel.public_id}/"
    senior.open(address)
    senior.says("40 children, 36 homes: a proposal for the panel")
    senior.says("Proven: no allowed plan gives more children a home")
    together_and_never_twice(panel)

    head = person(world.head)
    declare(head, world, address)
    change_one(senior, panel)
    senior.open(address)
    senior.press("Agree to the rest as proposed")
    senior.says("agreed as proposed")
    assert not panel.items.filter(outcome="").exists()

    senior.press("Mark who was there")
    for actor in (world.head, world.senior, world.officer):
        senior.page.check(f'input[value="{actor.user.public_id}"]')
    senior.press("Record the attendance")
    senior.press("Record an action")
    senior.page.fill('textarea[name="text"]', "Ask the school about a bus.")
    senior.page.select_option('select[name="owner"]', world.officer.user.public_id)
    senior.press("Record the action")
    senior.says("sees it among their duties")
    dissent(senior, panel, world)
    senior.open(address)
    senior.press("Close the panel")
    senior.page.fill('textarea[name="summary"]', "A long morning, and nobody left early.")
    senior.press("Close the panel")
    senior.says("Minutes (PDF)")

    officer = person(world.officer, PHONE)
    officer.open("/")
    officer.says("Ask the school about a bus.")
    officer.open(address)
    officer.says("a home recommended")
    again(senior, world, address)
    for somebody in (senior, head, officer):
        somebody.leave()


def prepare(senior: Person, world: PanelWorld) -> None:
    today = world.body.today
    senior.open("/panels/")
    senior.press("Prepare a panel")
    for part, value in (("day", today.day), ("month", today.month), ("year", today.year)):
        senior.page.fill(f'input[name="held_on_{part}"]', str(value))
    senior.page.select_option('select[name="chair"]', world.head.user.public_id)
    senior.press("Prepare the panel")
    senior.says("Open referrals")


def together_and_never_twice(panel: Panel) -> None:
    """What the proposal must keep whatever it gains: groups in one home, and no home beyond its places."""
    homes = {key: home["places"] for key, home in panel.agenda.content["homes"].items()}
    groups = {item["id"]: len(item["children"]) for item in panel.agenda.content["items"]}
    for unit, places in proposed_choices(panel).items():
        assert len(places) <= 1
        for place in places:
            assert len(place["children"]) == groups[unit]
            homes[place["home"]] -= groups[unit]
    assert min(homes.values()) >= 0


def declare(head: Person, world: PanelWorld, address: str) -> None:
    head.open(address)
    head.press("Declare an interest")
    head.page.select_option('select[name="home"]', world.homes["Household 1"].public_id)
    head.page.fill('textarea[name="words"]', "A sister is the carer.")
    head.press("Record the interest")
    head.says("Household 1: A sister is the carer.")


def change_one(senior: Person, panel: Panel) -> None:
    """The first child with a home goes somewhere free instead; first without a reason, which is refused."""
    taken = {place["home"] for places in proposed_choices(panel).values() for place in places}
    fits = panel.proposals.get().fits
    item, free = next(
        (item, home)
        for item in panel.items.select_related("referral")
        for home, fit in sorted(fits.get(item.referral.public_id, {}).items())
        if proposed_choices(panel)[item.referral.public_id] and home not in taken and not fit["excluded"]
    )
    senior.open(f"/panels/referrals/{item.public_id}/")
    senior.page.check('input[name="outcome"][value="changed"]')
    senior.page.select_option('select[name="home"]', free)
    senior.press("Record the decision")
    senior.says("Nothing says why")
    senior.page.fill('textarea[name="reason"]', "The carer knows the family.")
    senior.press("Record the decision")
    item.refresh_from_db()
    assert item.outcome == "changed" and item.places[0]["home"] == free


def dissent(senior: Person, panel: Panel, world: PanelWorld) -> None:
    item = panel.items.get(outcome="changed")
    senior.open(f"/panels/referrals/{item.public_id}/")
    senior.press("Record a dissent")
    senior.page.select_option('select[name="user"]', world.officer.user.public_id)
    senior.page.fill('textarea[name="words"]', "It is further from the school.")
    senior.press("Record the dissent")
    senior.says("It is further from the school.")


def again(senior: Person, world: PanelWorld, address: str) -> None:
    """Next week's panel shows what was left undone before it is opened."""
    senior.open("/panels/")
    senior.press("Prepare a panel")
    later = world.body.today + dt.timedelta(days=7)
    assert senior.page.input_value('input[name="held_on_day"]') == str(later.day)
    senior.press("Prepare the panel")
    senior.says("Ask the school about a bus.")
