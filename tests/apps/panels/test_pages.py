"""The pages of panels, as those who run one, those who read it, and those who may know nothing of it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.core import jobs
from homeward.apps.core.models import AuditEvent
from homeward.apps.panels import services
from homeward.apps.panels.models import Panel, PanelItem
from tests.browsing import client_of
from tests.factories.accounts import OrganisationFactory, actor_in
from tests.factories.panels import PanelWorld


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.DEMO = True


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def day(name: str, value: dt.date) -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def do_the_work(panel: Panel, by: Actor) -> None:
    panel.refresh_from_db()
    jobs.perform(panel.job, by.membership.public_id, {"panel": panel.public_id})


def test_a_panel_goes_from_preparation_to_its_minutes(world: PanelWorld) -> None:
    head = client_of(world.head)
    today = world.body.today
    answer = head.post(
        reverse("prepare_panel"),
        {**day("held_on", today), "chair": world.head.user.public_id, "place": "Room 2"},
    )
    panel = Panel.objects.get()
    address = reverse("panel", args=[panel.public_id])
    assert answer.headers["Location"] == address
    live = text(head, address)
    assert world.referrals["Ela"].reference in live and "Open the panel" in live

    head.post(reverse("work_out_panel", args=[panel.public_id]))
    assert "It is being worked out" in text(head, address)
    do_the_work(panel, world.head)
    told = text(head, address)
    assert "3 children, 2 homes: a proposal for the panel" in told
    assert "3 of 3" in told and "1 of 3" in told and "Proven" in told
    assert "Agree to the rest as proposed" in told

    head.post(reverse("panel_agree_rest", args=[panel.public_id]))
    head.post(
        reverse("panel_attendance", args=[panel.public_id]),
        {"there": [world.head.user.public_id], "others": "M. Hughes, school"},
    )
    head.post(
        reverse("panel_take_on", args=[panel.public_id]),
        {"about": "", "text": "Ask the school.", "owner": world.senior.user.public_id, **day("due_on", today)},
    )  # fmt: skip
    head.post(reverse("close_panel", args=[panel.public_id]), {"summary": "A quiet week."})
    panel.refresh_from_db()
    assert panel.state == "closed" and panel.minutes is not None
    closed = text(head, address)
    assert "3 of 3 children: a home recommended" in closed and "Minutes (PDF)" in closed
    assert "M. Hughes, school" in closed
    assert (
        client_of(world.officer).get(reverse("document", args=[panel.minutes.public_id])).status_code == 200
    )


def test_a_change_is_typed_in_with_its_reason(world: PanelWorld) -> None:
    panel = world.opened()
    item = world.item(panel, "Ela")
    senior, address = client_of(world.senior), reverse("panel_item", args=[item.public_id])
    page = text(senior, address)
    assert "Ela, 8" in page and "Household 2" in page
    given = {"seen": "", "outcome": "changed", "home": world.homes["Household 1"].public_id, "reason": ""}
    refused = senior.post(address, given)
    assert refused.status_code == 200 and "Nothing says why" in refused.content.decode()
    senior.post(address, {**given, "reason": "Nearer to the school."})
    item.refresh_from_db()
    assert (item.outcome, item.reason) == (PanelItem.Outcome.CHANGED, "Nearer to the school.")
    assert "Nearer to the school." in text(client_of(world.officer), address)


def test_whoever_declared_an_interest_sees_that_another_decides(world: PanelWorld) -> None:
    panel = world.opened()
    senior = client_of(world.senior)
    answer = senior.post(
        reverse("panel_interest", args=[panel.public_id]),
        {
            "user": world.senior.user.public_id,
            "firm": "",
            "home": world.homes["Household 2"].public_id,
            "words": "A sister.",
        },
    )
    assert answer.status_code == 302
    address = reverse("panel_item", args=[world.item(panel, "Ela").public_id])
    page = text(senior, address)
    assert "Somebody else who runs the panel decides" in page and "Record the decision" not in page
    assert senior.post(address, {"seen": "", "outcome": "agreed", "reason": ""}).status_code == 409


def test_whoever_reads_a_panel_decides_nothing(world: PanelWorld) -> None:
    panel = world.opened()
    officer = client_of(world.officer)
    page = text(officer, reverse("panel", args=[panel.public_id]))
    assert "Agree to the rest" not in page and "Close the panel" not in page
    for name in ("close_panel", "panel_attendance", "panel_take_on", "change_panel"):
        assert officer.get(reverse(name, args=[panel.public_id])).status_code == 404
    item = world.item(panel, "Ela")
    assert "Record the decision" not in text(officer, reverse("panel_item", args=[item.public_id]))
    assert (
        officer.post(
            reverse("panel_item", args=[item.public_id]), {"outcome": "agreed", "seen": "", "reason": ""}
        ).status_code
        == 409
    )
    item.refresh_from_db()
    assert item.outcome == ""


@pytest.mark.parametrize("role", [Role.MONITORING_OFFICER, Role.CONTRACT_MANAGER, Role.PROVIDER_MANAGER])
def test_others_do_not_learn_that_there_is_a_panel(world: PanelWorld, role: Role) -> None:
    panel = world.opened()
    organisation = OrganisationFactory() if role is Role.PROVIDER_MANAGER else None
    stranger = client_of(actor_in(role, world.body, organisation))
    for address in (
        reverse("panels"),
        reverse("panel", args=[panel.public_id]),
        reverse("panel_item", args=[world.item(panel, "Ela").public_id]),
        reverse("panel_facts", args=[panel.public_id]),
        reverse("panel_picture", args=[panel.public_id]),
    ):
        assert stranger.get(address).status_code == 404, address


def test_another_authority_finds_nothing(world: PanelWorld) -> None:
    panel = world.opened()
    other = client_of(actor_in(Role.HEAD_OF_SERVICE))
    assert other.get(reverse("panel", args=[panel.public_id])).status_code == 404


def test_opening_a_panel_writes_down_whose_records_were_read(world: PanelWorld) -> None:
    panel = world.opened()
    client_of(world.head).get(reverse("panel", args=[panel.public_id]))
    event = AuditEvent.objects.filter(kind="panel", action="read").latest("pk")
    children = {c.child.public_id for r in world.referrals.values() for c in r.children.all()}
    assert set(event.detail["children"]) == children


def test_facts_can_be_taken_away(world: PanelWorld) -> None:
    panel = world.opened()
    head, address = client_of(world.head), reverse("panel_facts", args=[panel.public_id])
    taken = json.loads(head.get(address).content)
    assert taken == panel.proposals.get().facts
    match = json.loads(head.get(f"{address}?referral={world.referrals['Ela'].reference}").content)
    assert match["referral"]["id"] == world.referrals["Ela"].public_id
    for query in ("?number=9", "?number=x", "?referral=R-XXXX"):
        assert head.get(address + query).status_code == 404


def test_the_picture_is_the_same_for_the_same_figures(world: PanelWorld) -> None:
    panel = world.opened()
    head, address = client_of(world.head), reverse("panel_picture", args=[panel.public_id])
    first, second = head.get(address), head.get(address)
    assert first["Content-Type"] == "image/svg+xml" and first.content == second.content
    assert head.get(f"{address}?size=narrow").content != first.content


def test_lists_narrow_search_and_export(world: PanelWorld) -> None:
    panel = world.opened()
    services.add_panel_action(
        panel=panel, text="Ask the school.", owner=world.senior.user, due_on=world.body.today, by=world.head
    )
    head = client_of(world.head)
    assert reverse("panel", args=[panel.public_id]) in text(head, reverse("panels"))
    assert reverse("panel", args=[panel.public_id]) not in text(head, reverse("panels") + "?state=closed")
    assert "Ask the school." in text(head, reverse("panel_actions") + "?standing=open")
    assert "Ask the school." not in text(head, reverse("panel_actions") + "?standing=done")


def test_an_action_is_marked_done_on_its_page(world: PanelWorld) -> None:
    panel = world.opened()
    action = services.add_panel_action(
        panel=panel, text="Ask the school.", owner=world.officer.user, due_on=world.body.today, by=world.head
    )
    officer, address = client_of(world.officer), reverse("panel_action", args=[action.public_id])
    assert "Mark it done" in text(officer, address)
    officer.post(address, {"note": "Asked."})
    action.refresh_from_db()
    assert action.done_note == "Asked." and action.done_by == world.officer.user
