"""The same call sent twice does one thing, however it comes."""

from __future__ import annotations

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from homeward.apps.accounts.models import AnsweredCall
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.services.answers import forget_answers
from homeward.apps.core.models import AuditEvent
from homeward.apps.placements.models import Placement
from tests.api.caller import Caller, read
from tests.factories.children import ChildFactory
from tests.records import World, make_world

KEY = "8d7f3a52-6b1e-4c6e-9a47-0c1d2e3f4a5b"


def sent(world: World, **more: Any) -> dict[str, Any]:
    child = ChildFactory(body=world.body)
    return {
        "child": child.reference,
        "home": world.home.reference,
        "line": world.line.public_id,
        "start": "2026-03-02",
        **more,
    }


@pytest.mark.django_db
def test_the_same_call_hears_the_same_answer_and_does_nothing_twice() -> None:
    world = make_world()
    caller = Caller(world.actor(Role.PLACEMENT_OFFICER))
    body = sent(world)
    first, second = (caller.post("/placements", body, key=KEY) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert (first["ETag"], first["Location"]) == (second["ETag"], second["Location"])
    assert second["Idempotency-Replayed"] == "true" and "Idempotency-Replayed" not in first
    assert Placement.objects.filter(child__reference=body["child"]).count() == 1
    child = read(first, 201)["placement"]["child"]["id"]
    reads = AuditEvent.objects.filter(thing=child, action="read")
    assert reads.count() == 2 and "answer_again" in reads.latest("id").detail


@pytest.mark.django_db
def test_a_refusal_is_the_answer_too() -> None:
    world = make_world()
    caller = Caller(world.actor(Role.PLACEMENT_OFFICER))
    body = sent(world, end_reason="reunification")
    first, second = (caller.post("/placements", body, key=KEY) for _ in range(2))
    assert (first.status_code, second.status_code) == (409, 409)
    assert first.content == second.content and second["Idempotency-Replayed"]
    assert not Placement.objects.filter(child__reference=body["child"]).exists()


@pytest.mark.django_db
def test_a_key_serves_one_call_only() -> None:
    world = make_world()
    caller = Caller(world.actor(Role.PLACEMENT_OFFICER))
    body = sent(world)
    assert caller.post("/placements", body, key=KEY).status_code == 201
    told = read(caller.post("/placements", {**body, "start": "2026-03-03"}, key=KEY), 422)
    assert [(e["field"], e["code"]) for e in told["errors"]] == [("Idempotency-Key", "key_used")]
    other = Caller(world.actor(Role.CONTRACT_OFFICER))
    assert other.post("/placements", sent(world), key=KEY).status_code == 201, (
        "each token has keys of its own"
    )


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["with space", "x" * 201, "é"])
def test_a_key_is_plain(key: str) -> None:
    world = make_world()
    answer = Caller(world.actor(Role.PLACEMENT_OFFICER)).post("/placements", sent(world), key=key)
    assert read(answer, 422)["errors"][0]["field"] == "Idempotency-Key"


@pytest.mark.django_db
def test_yesterdays_answers_are_forgotten() -> None:
    world = make_world()
    caller = Caller(world.actor(Role.PLACEMENT_OFFICER))
    caller.post("/placements", sent(world), key="kept")
    caller.post("/placements", sent(world), key="old")
    AnsweredCall.objects.filter(key="old").update(at=timezone.now() - dt.timedelta(hours=25))
    assert forget_answers() == 1
    assert list(AnsweredCall.objects.values_list("key", flat=True)) == ["kept"]


@pytest.mark.django_db
def test_a_right_that_was_lost_does_not_come_back_by_a_key() -> None:
    world = make_world()
    caller = Caller(world.actor(Role.PLACEMENT_OFFICER))
    body = sent(world)
    assert caller.post("/placements", body, key=KEY).status_code == 201
    caller.token.scopes = ["provider.read"]
    caller.token.save()
    assert caller.post("/placements", body, key=KEY).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_of_many_at_once_one_does_it_and_all_hear_it() -> None:
    world = make_world()
    caller = Caller(world.actor(Role.PLACEMENT_OFFICER))
    body, together = sent(world), Barrier(8)

    def call(_number: int) -> tuple[int, bytes, bool]:
        try:
            together.wait(timeout=20)
            answer = caller.post("/placements", body, key=KEY)
            return answer.status_code, answer.content, answer.has_header("Idempotency-Replayed")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(call, range(8)))
    assert {status for status, _content, _again in answers} == {201}, answers
    assert len({content for _status, content, _again in answers}) == 1
    assert sorted(again for _status, _content, again in answers) == [False, *[True] * 7]
    assert Placement.objects.filter(child__reference=body["child"]).count() == 1
    assert json.loads(answers[0][1])["placement"]["child"]["reference"] == body["child"]
