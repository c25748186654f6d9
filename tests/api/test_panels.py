"""The placement panel as a program meets it: who runs it, who only sits on it, and who may not know it."""

from __future__ import annotations

import pytest

from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.children.models import Child
from homeward.apps.core.models import AuditEvent
from homeward.apps.panels import services
from homeward.apps.panels.models import Panel, PanelItem
from tests.api.caller import Caller, read
from tests.factories.accounts import actor_in
from tests.factories.panels import PanelWorld, make_panel_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> PanelWorld:
    return make_panel_world()


@pytest.fixture
def panel(world: PanelWorld) -> Panel:
    opened = world.opened()
    world.there(opened)
    return opened


def test_a_panel_being_prepared_tells_what_would_come_onto_it(world: PanelWorld) -> None:
    planned = world.planned()
    caller = Caller(world.officer)
    (row,) = read(caller.get("/panels", state="planned"))["items"]
    assert (row["id"], row["held_on"], row["referrals"]) == (
        planned.public_id,
        planned.held_on.isoformat(),
        0,
    )
    whole = read(caller.get(f"/panels/{row['id']}"))
    assert whole["agenda"]["frozen_at"] is None and whole["items"] == [] and whole["members"] == []
    references = {r.reference for r in world.referrals.values()}
    assert {w["referral"]["name"] for w in whole["agenda"]["waiting"]} == references
    assert {h["home"]["name"] for h in whole["agenda"]["in_house"]} == set(world.homes)


def test_an_open_panel_tells_agenda_and_proposal_under_letters(world: PanelWorld, panel: Panel) -> None:
    answer = Caller(world.officer).get(f"/panels/{panel.public_id}")
    whole = read(answer)
    assert whole["agenda"]["digest"] == panel.agenda.digest and len(whole["items"]) == 2
    non = next(i for i in whole["items"] if i["referral"]["name"] == world.referrals["Non"].reference)
    assert [c["letter"] for c in non["children"]] == ["A", "B"]
    assert {p["home"]["name"]: p["children"] for p in non["proposed"]["homes"]} == {"Household 1": ["A", "B"]}
    assert non["recommended"] == {"homes": [], "points": None} and non["outcome"] == ""
    children = Child.objects.filter(referrals__referral__panel_items__panel=panel)
    assert {c["child"]["reference"] for i in whole["items"] for c in i["children"]} == {
        c.reference for c in children
    }
    assert not any(
        name in answer.content.decode() for c in children for name in (c.given_name, c.family_name)
    )
    reads = AuditEvent.objects.filter(action="read", kind="child", actor_label__contains="by token")
    assert reads.count() == len(children)


def test_a_token_that_reads_no_children_is_told_letters_only(world: PanelWorld, panel: Panel) -> None:
    caller = Caller(world.officer, scopes=[P.PANEL_READ])
    whole = read(caller.get(f"/panels/{panel.public_id}"))
    assert [c["child"] for i in whole["items"] for c in i["children"]] == [None] * 3
    item = read(caller.get(f"/panel-items/{whole['items'][0]['id']}"))
    assert item["children"][0]["child"] is None and item["children"][0]["letter"] == "A"


def test_an_item_tells_every_home_and_all_that_keeps_it_out(world: PanelWorld, panel: Panel) -> None:
    item = world.item(panel, "Non")
    whole = read(Caller(world.senior).get(f"/panel-items/{item.public_id}"))
    assert [h["home"]["name"] for h in whole["homes"]] == ["Household 1", "Household 2"]
    assert whole["homes"][0]["excluded"] == [] and whole["homes"][0]["points"] is not None
    assert whole["panel"] == panel.public_id and whole["why"].startswith("Child A")


def test_who_runs_the_panel_decides_and_everything_against_it_is_said(
    world: PanelWorld, panel: Panel
) -> None:
    caller, item = Caller(world.senior), world.item(panel, "Ela")
    path = f"/panel-items/{item.public_id}/decision"
    told = read(caller.post(path, {"outcome": "changed", "places": []}), 409)
    assert {"panel.reason_missing", "panel.home_not_listed"} <= {r["code"] for r in told["reasons"]}
    faults = read(
        caller.post(path, {"outcome": "changed", "places": [{"home": "NOSUCHHOME22", "children": ["Q"]}]}),
        422,
    )
    assert [e["field"] for e in faults["errors"]] == ["places.0.children"]
    done = read(caller.post(path, {"outcome": "agreed"}, key="ela-1"))
    assert done["outcome"] == "agreed" and done["recommended"] == done["proposed"]
    assert done["decided_by"] == world.senior.user.name
    again = caller.post(path, {"outcome": "agreed"}, key="ela-1")
    assert again["Idempotency-Replayed"] == "true" and read(again) == done


def test_a_decision_made_meanwhile_is_not_overwritten(world: PanelWorld, panel: Panel) -> None:
    caller, item = Caller(world.senior), world.item(panel, "Ela")
    tag = caller.get(f"/panel-items/{item.public_id}")["ETag"]
    services.decide_item(item=item, outcome="agreed", by=world.head)
    path, body = f"/panel-items/{item.public_id}/decision", {"outcome": "refused", "reason": "Too far away."}
    assert caller.post(path, body, match=tag).status_code == 412
    now = caller.get(f"/panel-items/{item.public_id}")["ETag"]
    assert read(caller.post(path, body, match=now))["outcome"] == "refused"


def test_who_only_sits_on_the_panel_decides_nothing(world: PanelWorld, panel: Panel) -> None:
    caller, item = Caller(world.officer), world.item(panel, "Ela")
    assert caller.post(f"/panel-items/{item.public_id}/decision", {"outcome": "agreed"}).status_code == 404
    assert caller.post(f"/panels/{panel.public_id}/actions", {}).status_code == 404
    assert PanelItem.objects.get(pk=item.pk).outcome == ""


def test_an_action_is_taken_on_and_done_by_its_owner(world: PanelWorld, panel: Panel) -> None:
    runs, owner = Caller(world.head), Caller(world.officer)
    whole = read(runs.get(f"/panels/{panel.public_id}"))
    named = {m["name"]: m["id"] for m in whole["members"]}
    sent = {
        "text": "Ask the school.",
        "due_on": world.body.today.isoformat(),
        "item": whole["items"][0]["id"],
    }
    path = f"/panels/{panel.public_id}/actions"
    faults = read(runs.post(path, {**sent, "owner": "NOSUCHUSER22", "item": "NOSUCHITEM22"}), 422)
    assert [e["field"] for e in faults["errors"]] == ["owner", "item"]
    made = read(runs.post(path, {**sent, "owner": named[world.officer.user.name]}), 201)
    (row,) = read(owner.get("/panel-actions", open=True, panel=panel.public_id))["items"]
    assert row == made and row["about"] == whole["items"][0]["referral"]["name"]
    done = f"/panel-actions/{made['id']}/done"
    other = Caller(actor_in(Role.PLACEMENT_OFFICER, world.body))
    assert [r["code"] for r in read(other.post(done, {"note": "I did."}), 409)["reasons"]] == [
        "taken_on.not_yours"
    ]
    assert read(owner.post(done, {"note": "They keep the place."}))["done_note"] == "They keep the place."
    assert read(owner.get("/panel-actions", open=True))["items"] == []


def test_another_authority_knows_of_no_panel(world: PanelWorld, panel: Panel) -> None:
    stranger = Caller(make_panel_world().head)
    item = world.item(panel, "Ela")
    assert read(stranger.get("/panels"))["items"] == []
    hidden = [stranger.get(f"/panels/{panel.public_id}"), stranger.get(f"/panel-items/{item.public_id}")]
    missing = stranger.get("/panels/NOSUCHPANEL2")
    assert {a.status_code for a in hidden} == {404} and {a.content for a in hidden} == {missing.content}
    assert stranger.post(f"/panel-items/{item.public_id}/decision", {"outcome": "agreed"}).status_code == 404
