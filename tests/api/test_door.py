"""Who gets in, who does not, and that the two kinds of no look alike."""

from __future__ import annotations

import pytest
from django.test import Client

from homeward.apps.accounts.roles import Role
from tests.api.caller import Caller, read
from tests.records import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def test_a_token_reads_what_its_role_sees(world: World) -> None:
    caller = Caller(world.actor(Role.CONTRACT_MANAGER))
    found = read(caller.get("/providers"))
    assert [p["reference"] for p in found["items"]] == ["P-31", "P-32"]
    assert found["total"] == 2
    own = read(Caller(world.actor(Role.PROVIDER_MANAGER)).get("/providers"))
    assert [p["reference"] for p in own["items"]] == ["P-31"]


def test_without_a_token_every_address_is_closed_alike(world: World) -> None:
    client = Client()
    answers = [client.get(f"/api/v1/{a}") for a in ("providers", "providers/NONE", "no/such", "")]
    assert {a.status_code for a in answers} == {401}
    assert len({a.content for a in answers}) == 1
    assert answers[0]["Content-Type"] == "application/problem+json"
    assert answers[0]["WWW-Authenticate"].startswith("Bearer")
