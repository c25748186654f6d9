"""Reading and answering a quarter as a program does, each side with its own token."""

from __future__ import annotations

import pytest

from homeward.apps.core.models import AuditEvent
from homeward.apps.statements import services
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import Dispute, Statement
from tests.api.caller import Caller, read
from tests.factories.accounts import actor_in
from tests.factories.statements import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    world = World.make()
    world.mixed_register()
    return world


def test_both_sides_agree_a_quarter(world: World) -> None:
    statement = world.upto("issued")
    provider, body = Caller(world.provider, name="Provider's system"), Caller(world.manager)
    found = read(provider.get("/statements", state="issued"))["items"]
    assert [s["id"] for s in found] == [statement.public_id]
    whole = read(provider.get(f"/statements/{statement.public_id}"))
    assert (whole["figures"]["actual_nights"], whole["figures"]["share"]["shown"]) == (204, "75.6")
    assert whole["figures"]["abatement_limit"] == "2600.00" and whole["currency"] == "AUD"
    assert sum(c["counted"] for c in whole["children"]) == 204
    share = next(w for w in whole["working"] if w["figure"] == "share")
    assert share["sentence"].startswith("The share is 75.6 %") and share["steps"] and share["authority"]

    moved = read(
        provider.post(f"/statements/{statement.public_id}/agree", {"version": whole["version"]["id"]})
    )
    assert (moved["state"], moved["held_by"]) == ("provider_agreed", "body")
    moved = read(body.post(f"/statements/{statement.public_id}/agree", {"version": moved["version"]}))
    assert moved["state"] == "agreed"
    steps = list(statement.steps.values_list("move", "by_label"))
    assert steps[1][1].endswith("by token Provider's system")
    told = read(body.post(f"/statements/{statement.public_id}/agree", {"version": moved["version"]}), 409)
    assert [r["code"] for r in told["reasons"]] == ["machine.state"]


def test_reading_a_statement_is_a_reading_of_each_child_on_it(world: World) -> None:
    statement = world.upto("issued")
    whole = read(Caller(world.provider).get(f"/statements/{statement.public_id}"))
    events = AuditEvent.objects.filter(action="read", actor_label__contains="by token")
    assert events.filter(kind="statement").count() == 1
    assert events.filter(kind="child").count() == len(whole["children"]) == 5


def test_nobody_agrees_to_figures_they_did_not_read(world: World) -> None:
    statement = world.upto("issued")
    provider = Caller(world.provider)
    read_version = read(provider.get(f"/statements/{statement.public_id}"))["version"]
    world.stay("2026-03-01")
    services.recount(statement=statement, reason="A stay was missing.", by=world.officer)
    told = read(
        provider.post(f"/statements/{statement.public_id}/agree", {"version": read_version["id"]}), 409
    )
    assert "api.version_moved" in [r["code"] for r in told["reasons"]]
    assert Statement.objects.get(pk=statement.pk).state == "issued"
    versions = read(provider.get(f"/statements/{statement.public_id}/versions"))
    assert [v["number"] for v in versions] == [2, 1]
    then = read(provider.get(f"/statements/{statement.public_id}/versions/{read_version['id']}"))
    assert (then["version"], then["is_newest"]) == (read_version, False)


def test_records_that_changed_since_are_a_reason(world: World) -> None:
    statement = world.upto("issued")
    provider = Caller(world.provider)
    version = read(provider.get(f"/statements/{statement.public_id}"))["version"]["id"]
    world.stay("2026-03-01")
    told = read(provider.post(f"/statements/{statement.public_id}/agree", {"version": version}), 409)
    assert [r["code"] for r in told["reasons"]] == ["statement.stale"]


def test_a_provider_disputes_one_placement_with_its_dates(world: World) -> None:
    statement = world.upto("issued")
    provider = Caller(world.provider)
    whole = read(provider.get(f"/statements/{statement.public_id}"))
    path, stay = f"/statements/{statement.public_id}/dispute", whole["children"][0]["placements"][0]
    claim = {"placement": stay, "reason": "The child left on 14 February.", "end": "2026-02-15"}
    wrong = {
        "version": whole["version"]["id"],
        "claims": [{**claim, "start": "2026-03-01"}, {**claim, "placement": "NOSUCHSTAY22"}],
    }
    told = read(provider.post(path, wrong), 422)
    assert {e["field"] for e in told["errors"]} == {"claims.0.end", "claims.1.placement"}
    moved = read(provider.post(path, {"version": whole["version"]["id"], "claims": [claim]}))
    assert moved["state"] == "disputed"
    assert Dispute.objects.get().reason == claim["reason"]
    told = read(provider.get(f"/statements/{statement.public_id}"))["disputes"]
    assert [(d["placement"], d["claimed_end"], d["answer"]) for d in told] == [(stay, "2026-02-15", "")]


def test_a_draft_does_not_exist_for_the_provider(world: World) -> None:
    statement = world.close()
    provider, body = Caller(world.provider), Caller(world.manager)
    assert read(provider.get("/statements"))["total"] == 0
    assert read(body.get("/statements"))["total"] == 1
    version = newest(statement).public_id
    for answer in (
        provider.get(f"/statements/{statement.public_id}"),
        provider.get(f"/statements/{statement.public_id}/versions"),
        provider.post(f"/statements/{statement.public_id}/agree", {"version": version}),
    ):
        assert answer.status_code == 404


def test_a_reader_answers_nothing(world: World) -> None:
    statement = world.upto("issued")
    auditor = Caller(actor_in("auditor", world.manager.body))
    version = read(auditor.get(f"/statements/{statement.public_id}"))["version"]["id"]
    assert auditor.post(f"/statements/{statement.public_id}/agree", {"version": version}).status_code == 404
    assert Caller(world.manager).post(f"/statements/{statement.public_id}/dispute", {}).status_code == 404
