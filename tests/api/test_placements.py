"""Recording, changing and ending stays and spells as a program does."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.placements.models import Placement
from tests.api.caller import Caller, read
from tests.factories.children import ChildFactory
from tests.records import World, make_world

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def caller(world: World) -> Caller:
    return Caller(world.actor(Role.PLACEMENT_OFFICER), name="Case system")


def stay(world: World, **changes: Any) -> dict[str, Any]:
    child = changes.pop("of", None) or ChildFactory(body=world.body)
    return {
        "child": child.reference, "home": world.home.reference, "line": world.line.public_id, "start": "2026-03-02",
        "placement_type": "foster_care", **changes,
    }  # fmt: skip


def test_a_stay_is_recorded_read_changed_and_ended(world: World, caller: Caller) -> None:
    answer = caller.post("/placements", stay(world, source_key="case-1"))
    made = read(answer, 201)["placement"]
    assert answer["Location"] == f"/api/v1/placements/{made['id']}"
    assert (made["start"], made["end"], made["state"]) == ("2026-03-02", None, "open")
    assert made["source"].endswith(", placement officer, by token Case system")
    again = caller.get(f"/placements/{made['id']}")
    assert read(again) == made and again["ETag"] == answer["ETag"]
    assert read(caller.get("/placements", source_key="case-1"))["items"] == [made]

    path = f"/placements/{made['id']}"
    changed = caller.patch(path, {"start": "2026-03-03", "reason": "A day later."}, match=again["ETag"])
    assert read(changed)["placement"]["start"] == "2026-03-03"
    ended = read(caller.post(f"{path}/end", {"on": "2026-04-01", "end_reason": "reunification"}))
    assert (ended["placement"]["end"], ended["placement"]["state"]) == ("2026-04-01", "ended")
    actions = AuditEvent.objects.filter(thing=made["id"]).order_by("id").values_list("action", "actor_label")
    assert [a for a, _label in actions] == ["record_placement", "change_placement", "end_placement"]
    assert all(label.endswith("by token Case system") for _a, label in actions)


def test_who_read_another_state_is_told_both_tags_and_changes_nothing(world: World, caller: Caller) -> None:
    made = read(caller.post("/placements", stay(world)), 201)["placement"]
    path = f"/placements/{made['id']}"
    first = caller.get(path)["ETag"]
    second = caller.patch(path, {"start": "2026-03-03", "reason": "A day later."})["ETag"]
    answer = caller.patch(path, {"start": "2026-03-04", "reason": "Two days later."}, match=first)
    told = read(answer, 412)
    assert (told["your_etag"], told["current_etag"]) == (first, second)
    assert read(caller.get(path))["start"] == "2026-03-03"


def test_a_refusal_gives_every_reason_with_what_would_lift_it(world: World, caller: Caller) -> None:
    twice = stay(
        world, of=world.here, placement_type="no_such_type", end_reason="reunification", start="2026-03-02"
    )
    told = read(caller.post("/placements", twice), 409)
    assert told["title"] == "The placement cannot be recorded"
    assert {r["code"] for r in told["reasons"]} >= {
        "placements.unknown_code",
        "placements.end_reason_without_end",
    }
    assert all(r["title"] and r["fact"] and r["lift"] and r["who"] for r in told["reasons"])
    assert Placement.objects.filter(child=world.here).count() == 1


def test_what_does_not_fit_names_each_field(world: World, caller: Caller) -> None:
    sent = {"child": "C-NONE0", "home": "H-NONE", "line": "NONE", "start": "2026-03-02", "end": "2026-01-01"}
    told = read(caller.post("/placements", sent), 422)
    assert {e["field"] for e in told["errors"]} == {"child", "home", "line", "end"}
    told = read(
        caller.post("/placements", {"child": 5, "home": "", "start": "yesterday", "colour": "red"}), 422
    )
    assert {e["field"] for e in told["errors"]} == {"child", "home", "start", "colour"}
    assert all(e["where"] == "body" and e["message"] for e in told["errors"])


def test_what_should_not_have_happened_is_recorded_and_flagged(world: World, caller: Caller) -> None:
    before = stay(world, start="2024-03-02", end="2024-03-09", end_reason="reunification")
    made = read(caller.post("/placements", before), 201)["placement"]
    assert made["breaches"] == ["line_not_in_force"]


def test_a_spell_is_recorded_and_ended_within_the_stay(world: World, caller: Caller) -> None:
    path = f"/placements/{world.placement.public_id}"
    tag = caller.get(path)["ETag"]
    hold = {"kind": "hold", "start": "2026-07-10", "decided_by": "dcp", "reference": "Decision of 9 July"}
    made = read(caller.post(f"{path}/spells", hold, match=tag), 201)["spell"]
    assert read(caller.get(path))["spells"] == [made]
    assert caller.post(f"{path}/spells", hold, match=tag).status_code == 412
    ended = read(caller.post(f"{path}/spells/{made['id']}/end", {"on": "2026-07-20", "reason": "Came back."}))
    assert ended["spell"]["end"] == "2026-07-20"
    told = read(caller.post(f"{path}/spells", {"kind": "hold", "start": "2026-08-01"}), 409)
    assert told["reasons"]
    assert (
        caller.post(f"{path}/spells/NOSUCHSPELL2/end", {"on": "2026-07-20", "reason": "x"}).status_code == 404
    )


def test_a_provider_records_no_placement_and_cannot_tell_why(world: World) -> None:
    provider = Caller(world.actor(Role.PROVIDER_MANAGER))
    assert provider.post("/placements", stay(world)).status_code == 404
    assert provider.patch(f"/placements/{world.placement.public_id}", {"reason": "x"}).status_code == 404


def test_a_program_that_may_only_write_needs_no_right_to_read_placements(world: World) -> None:
    scopes = [P.PLACEMENT_WRITE, P.HOME_READ, P.AGREEMENT_READ]
    writer = Caller(world.actor(Role.PLACEMENT_OFFICER), scopes=scopes)
    made = read(writer.post("/placements", stay(world)), 201)["placement"]
    assert writer.get(f"/placements/{made['id']}").status_code == 404
    assert (
        writer.post(
            f"/placements/{made['id']}/end", {"on": "2026-04-01", "end_reason": "reunification"}
        ).status_code
        == 200
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "open"}, 2), ({"state": "ended"}, 1), ({"on": "2024-09-01"}, 1), ({"sort": "child", "size": 2}, 2),
        ({"breach": "true"}, 0), ({"line": "NONE"}, 0), ({"page": 9}, 0),
    ],
)  # fmt: skip
def test_lists_are_filtered_sorted_and_paged(
    world: World, caller: Caller, query: dict[str, Any], found: int
) -> None:
    assert len(read(caller.get("/placements", **query))["items"]) == found


def test_the_next_page_is_an_address(world: World, caller: Caller) -> None:
    page = read(caller.get("/placements", size=2, sort="start"))
    assert page["total"] == 3 and page["next"] == "/api/v1/placements?size=2&sort=start&page=2"
    rest = read(caller.client.get(page["next"]))  # type: ignore[arg-type]
    assert len(rest["items"]) == 1 and rest["next"] is None
    assert len({p["id"] for p in page["items"] + rest["items"]}) == 3
