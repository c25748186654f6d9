"""A referral withdrawn after the agenda was frozen: the item says so, and takes no place."""

from __future__ import annotations

import pytest

from homeward.apps.core.documents import content_of
from homeward.apps.panels import services
from homeward.apps.panels.models import Panel
from homeward.apps.panels.totals import side_by_side
from homeward.apps.referrals import services as referrals
from tests.browsing import client_of
from tests.factories.panels import PanelWorld
from tests.pdfs import Paper

pytestmark = pytest.mark.django_db


def withdrawn(world: PanelWorld, panel: Panel, name: str) -> None:
    referrals.withdraw_referral(
        referral=world.item(panel, name).referral, reason="An aunt can take them.", by=world.officer
    )


def test_its_places_are_free_for_the_others(world: PanelWorld) -> None:
    panel = world.opened()
    services.decide_rest(panel=panel, by=world.head)
    before = side_by_side(panel)
    withdrawn(world, panel, "Non")
    after = side_by_side(panel)
    assert before is not None and after is not None
    assert (before["agreed"]["placed"], after["agreed"]["placed"]) == (3, 1)
    assert after["proposed"] == before["proposed"]  # frozen
    made = services.propose_allocation(panel=panel, by=world.senior)
    places = {h["id"]: h["places"] for h in made.facts["homes"]}
    frozen = {key: home["places"] for key, home in panel.agenda.content["homes"].items()}
    assert places[world.homes["Household 1"].public_id] == frozen[world.homes["Household 1"].public_id]
    assert [u["id"] for u in made.facts["units"]] == []


def test_page_item_and_minutes_say_when_and_why(world: PanelWorld) -> None:
    panel = world.opened()
    withdrawn(world, panel, "Non")
    client = client_of(world.head)
    said = "An aunt can take them."
    page = client.get(f"/panels/{panel.public_id}/").content.decode()
    assert "Withdrawn" in page and said in page
    item = world.item(panel, "Non")
    assert said in client.get(f"/panels/referrals/{item.public_id}/").content.decode()
    services.decide_rest(panel=panel, by=world.head)
    assert world.item(panel, "Non").outcome == ""
    assert "no outcome" not in client.get(f"/panels/{panel.public_id}/").content.decode()


def test_a_closed_panel_says_what_its_minutes_say_whatever_is_withdrawn_later(world: PanelWorld) -> None:
    panel = world.opened()
    services.decide_rest(panel=panel, by=world.head)
    world.there(panel, world.head)
    services.close_panel(panel=panel, by=world.head)
    client, address = client_of(world.head), f"/panels/{panel.public_id}/"
    headline = "3 of 3 children: a home recommended"
    assert headline in client.get(address).content.decode()
    withdrawn(world, panel, "Non")
    page = client.get(address).content.decode()
    assert headline in page and "An aunt can take them." in page


def test_minutes_name_the_withdrawal(world: PanelWorld) -> None:
    panel = world.opened()
    withdrawn(world, panel, "Non")
    services.decide_rest(panel=panel, by=world.head)
    world.there(panel, world.head)
    closed = services.close_panel(panel=panel, by=world.head)
    assert closed.minutes is not None
    assert "An aunt can take them." in Paper(content_of(closed.minutes)).text
