"""Who gets in, who does not, and that the kinds of no look alike."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.services import end_membership, revoke_token
from homeward.apps.core.models import AuditEvent
from tests.api.caller import Caller, read
from tests.factories.accounts import MembershipFactory, actor_in
from tests.records import World, make_world, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    cache.clear()
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


def test_a_session_opens_nothing(world: World) -> None:
    """No page of another site can make a signed-in person's browser act here."""
    client = signed_in(world.actor(Role.CONTRACT_MANAGER))
    answer = client.get("/api/v1/providers")
    assert answer.status_code == 401
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("how", ["?token={}", "?access_token={}"])
def test_a_token_in_the_address_is_none(world: World, how: str) -> None:
    caller = Caller(world.actor(Role.CONTRACT_MANAGER))
    assert Client().get("/api/v1/providers" + how.format(caller.secret)).status_code == 401


@pytest.mark.parametrize("scheme", ["", "Basic ", "Token ", "Bearer  x", "Bearer é"])
def test_only_a_bearer_token_counts(world: World, scheme: str) -> None:
    caller = Caller(world.actor(Role.CONTRACT_MANAGER))
    header = scheme + (caller.secret if scheme.isascii() and not scheme.endswith("x") else "")
    answer = Client(headers={"authorization": header.encode().decode("latin-1")}).get("/api/v1/providers")
    assert answer.status_code == 401


def test_what_may_not_be_seen_and_what_is_not_there_answer_in_the_same_bytes(world: World) -> None:
    caller = Caller(world.actor(Role.PROVIDER_MANAGER))
    hidden, missing = caller.get(f"/homes/{world.other_home.public_id}"), caller.get("/homes/NOSUCHHOME22")
    nowhere, unscoped = caller.get("/no/such"), caller.post("/placements", {})
    for answer in (hidden, missing, nowhere, unscoped):
        assert answer.status_code == 404
        assert (answer.content, dict(answer.items())) == (hidden.content, dict(hidden.items()))


def test_a_scope_left_out_looks_like_a_permission_the_role_lacks(world: World) -> None:
    narrow = Caller(world.actor(Role.CONTRACT_MANAGER), scopes=[P.PROVIDER_READ])
    assert narrow.get("/providers").status_code == 200
    left_out = narrow.get("/statements")
    lacking = Caller(world.actor(Role.ADMINISTRATOR)).get("/statements")
    assert (left_out.status_code, left_out.content) == (lacking.status_code, lacking.content)
    assert left_out.status_code == 404


def test_a_scope_the_role_lost_is_lost_to_the_token_too(world: World) -> None:
    beyond = Caller(world.actor(Role.PROVIDER_WORKER), scopes=[P.PROVIDER_READ, P.AUDIT_READ, P.PAYMENT_MAKE])
    assert not any(beyond.actor.narrowed("x", frozenset({P.AUDIT_READ})).holds(p) for p in P if "." in p)
    assert beyond.get("/providers").status_code == 200


# When a token ends ------------------------------------------------------------------------------------


def test_a_token_ends_with_the_role_it_acts_in(world: World) -> None:
    actor = world.actor(Role.CONTRACT_OFFICER)
    caller = Caller(actor)
    assert caller.get("/providers").status_code == 200
    end_membership(membership=actor.membership, reason="Left.", by=world.actor(Role.ADMINISTRATOR))
    assert caller.get("/providers").status_code == 401


def test_a_deputys_token_ends_with_the_role_they_stand_in_for(world: World) -> None:
    principal = world.actor(Role.CONTRACT_MANAGER)
    deputy = MembershipFactory(
        body=world.body, role=Role.CONTRACT_MANAGER.value, deputy_for=principal.membership,
        user=world.actor(Role.CONTRACT_OFFICER).user,
    )  # fmt: skip
    caller = Caller(type(principal).of(deputy))
    assert caller.get("/providers").status_code == 200
    principal.membership.end = world.body.today
    principal.membership.save()
    assert caller.get("/providers").status_code == 401


def test_a_token_ends_when_it_is_revoked_expires_or_its_person_is_switched_off(world: World) -> None:
    callers = [Caller(world.actor(Role.AUDITOR)) for _ in range(3)]
    assert [c.get("/providers").status_code for c in callers] == [200, 200, 200]
    revoke_token(token=callers[0].token, by=callers[0].actor)
    callers[1].token.end = world.body.today
    callers[1].token.save()
    user = callers[2].actor.user
    user.is_active = False
    user.save()
    assert [c.get("/providers").status_code for c in callers] == [401, 401, 401]


def test_it_is_noted_when_a_token_was_last_used_and_not_at_each_call(world: World) -> None:
    caller = Caller(world.actor(Role.AUDITOR))
    caller.get("/providers")
    caller.token.refresh_from_db()
    first = caller.token.last_used_at
    assert first is not None and timezone.now() - first < dt.timedelta(seconds=30)
    caller.get("/providers")
    caller.token.refresh_from_db()
    assert caller.token.last_used_at == first
    assert type(caller.token).pgh_event_model.objects.filter(pgh_obj=caller.token).count() == 1  # type: ignore[attr-defined]


# Noise ------------------------------------------------------------------------------------------------


def test_many_bad_tokens_from_one_address_are_slowed_down(world: World) -> None:
    bad = Client(headers={"authorization": "Bearer hw_wrong"})
    statuses = [bad.get("/api/v1/providers").status_code for _ in range(32)]
    assert statuses[:30] == [401] * 30 and statuses[30:] == [429, 429]
    answer = bad.get("/api/v1/providers")
    assert answer["Retry-After"] and answer.json()["type"].endswith("too-many-bad-tokens")
    good = Caller(world.actor(Role.AUDITOR))
    assert good.get("/providers").status_code == 200, "a neighbour's noise locks nobody out"


def test_a_method_an_address_does_not_take(world: World) -> None:
    caller = Caller(world.actor(Role.CONTRACT_MANAGER))
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"):
        answer = caller.client.generic(method, "/api/v1/placements")
        assert answer.status_code == 405, method
        assert answer["Allow"] == "GET, POST"
        assert answer["Content-Type"] == "application/problem+json"
    head = caller.client.head("/api/v1/placements")
    assert (head.status_code, head.content) == (200, b"")


def test_a_body_of_another_kind_or_too_large(world: World) -> None:
    caller = Caller(world.actor(Role.CONTRACT_MANAGER))
    form = caller.client.post("/api/v1/placements", {"child": "x"})
    assert (form.status_code, form.json()["type"]) == (415, "/api/#problem-media-type")
    large = caller.post("/placements", b'{"child": "' + b"x" * 1024 * 1024 + b'"}')
    assert large.status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[1", b"\xff\xfe", b'{"a": NaN}', b'{"a": 1, "a": 2}', b'{"a": "\\u0000"}', b'{"a": "\\ud800"}',
        b'{"a": ' + b"9" * 5000 + b"}", b"[" * 100_000, b'{"a":' * 200 + b"1" + b"}" * 200, b"null", b"[]", b'"text"',
        b'{"child": "C\\u0000", "home": "H", "start": "2026-07-01"}', b'{"start": -1e400}',
    ],
)  # fmt: skip
def test_no_body_breaks_the_door(world: World, body: bytes) -> None:
    answer = Caller(world.actor(Role.CONTRACT_MANAGER)).post("/placements", body)
    assert answer.status_code in ((400, 415, 422) if not body else (400, 422))
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "address",
    [
        "providers/%00", "providers?search=%00", "providers?%00=1", "providers?page=" + "9" * 5000, "providers?page=0",
        "providers?size=201", "providers?page=x", "providers?sort=colour", "providers?colour=red", "placements?on=yesterday",
        "placements?on=2026-02-30", "placements?on=0", "providers?search=%ff%fe", "providers/%ed%a0%80",
        "placements?breach=perhaps",
    ],
)  # fmt: skip
def test_no_address_breaks_the_door(world: World, address: str) -> None:
    answer = Caller(world.actor(Role.CONTRACT_MANAGER)).client.get(f"/api/v1/{address}")
    allowed = (200,) if "%ff" in address else (404, 422)
    assert answer.status_code in allowed, answer.content
    assert answer["Content-Type"].startswith("application/")


# The trail --------------------------------------------------------------------------------------------


def test_every_answer_that_names_a_child_has_its_event(world: World) -> None:
    caller = Caller(world.actor(Role.AUDITOR), name="Night audit")
    for path in ("/placements", f"/placements/{world.placement.public_id}"):
        AuditEvent.objects.all()  # append-only: counted, never emptied
        before = AuditEvent.objects.filter(thing=world.here.public_id, action="read").count()
        answer = read(caller.get(path))
        assert world.here.reference in str(answer)
        events = AuditEvent.objects.filter(thing=world.here.public_id, action="read")
        assert events.count() == before + 1
        assert events.latest("id").actor_label.endswith(", auditor, by token Night audit")


def test_no_name_of_a_child_leaves(world: World) -> None:
    caller = Caller(world.actor(Role.CONTRACT_MANAGER))
    for path in (
        "/placements",
        f"/placements/{world.placement.public_id}",
        f"/placements?child={world.here.reference}",
    ):
        text = caller.get(path).content.decode()
        assert world.here.reference in text
        for word in ("Hēmi", "Tāwhai", "880001"):
            assert word not in text


def test_a_provider_of_another_organisation_sees_neither_stay_nor_number(world: World) -> None:
    own = Caller(world.actor(Role.PROVIDER_MANAGER))
    other = Caller(actor_in(Role.PROVIDER_MANAGER, world.body, world.other.organisation))
    assert read(own.get("/placements"))["total"] == 2
    assert read(other.get("/placements"))["total"] == 1
    assert other.get(f"/placements/{world.placement.public_id}").status_code == 404
