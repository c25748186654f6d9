"""Finding a home as programs do: an authority's and two providers', each with its own token."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.referrals.content import content_of
from homeward.apps.searches import services
from homeward.apps.searches.models import Invitation
from tests.api.caller import Caller, read
from tests.browsing import client_of
from tests.factories.accounts import actor_in
from tests.factories.markets import Open, make_market, without_checks

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Open:
    without_checks(monkeypatch)
    world = make_market()
    world.planned()
    world.ask()
    return world


def offering(world: Open, **given: Any) -> dict[str, Any]:
    place = world.framework[0]
    return {
        "home": place.home.public_id, "free_from": world.officer.today.isoformat(),
        "valid_until": (timezone.now() + dt.timedelta(days=9)).isoformat(),
        "needs": [{"met": "full", "words": "Two rooms on one landing"}] * world.needs, "fees": {"core": "900.00"}, **given,
    }  # fmt: skip


def invited(caller: Caller) -> str:
    (found,) = read(caller.get("/invitations"))["items"]
    return f"/invitations/{found['id']}"


def test_a_provider_answers_and_the_authority_reads_it_when_answers_are_closed(world: Open) -> None:
    provider, authority = Caller(world.framework[0].answerer), Caller(world.officer)
    address = invited(provider)
    asked = read(provider.get(address))
    assert asked["state"] == "viewed" and asked["offers"] == []
    assert asked["content"]["children"][0]["letter"] == "A"
    made = read(provider.post(f"{address}/offers", offering(world), key="offer-1"), 201)
    assert made["state"] == "offered" and made["offers"][0]["fees"][0]["total"] == "900.00"
    again = read(provider.post(f"{address}/offers", offering(world), key="offer-2"), 409)
    assert "search.home_offered" in [r["code"] for r in again["reasons"]]

    search = f"/searches/{world.found.public_id}"
    sealed = read(authority.get(search))
    assert sealed["is_sealed"] and sealed["offers"] == [] and sealed["invited"] == len(world.framework)
    assert read(authority.get(address))["offers"] == []
    services.close_offers(search=world.found, reason="Everybody was called", by=world.officer)
    whole = read(authority.get(search))
    assert [o["id"] for o in whole["offers"]] == [made["offers"][0]["id"]] and not whole["is_sealed"]
    assert read(authority.get(address))["offers"] == whole["offers"]


def test_a_provider_sees_nothing_of_another(world: Open) -> None:
    first, second = (Caller(place.answerer) for place in world.framework[:2])
    address = invited(first)
    assert address != invited(second)
    assert second.get(address).status_code == 404
    read(second.post(f"{address}/offers", offering(world)), 404)
    theirs = offering(world, home=world.framework[1].home.public_id)
    told = read(first.post(f"{address}/offers", theirs), 422)
    assert [e["field"] for e in told["errors"]] == ["home"]
    for path in ("/referrals", "/searches"):
        assert first.get(path).status_code == 404
    read(first.get("/decisions"))


def test_everything_wrong_with_an_offer_is_said_at_once(world: Open) -> None:
    provider = Caller(world.framework[0].answerer)
    sent = offering(world, home="NOSUCHHOME22", fees={"core": "9.999", "discount": "x"})
    sent["valid_until"] = sent["valid_until"][:19]
    told = read(provider.post(f"{invited(provider)}/offers", sent), 422)
    assert sorted(e["field"] for e in told["errors"]) == ["fees.core", "fees.discount", "home", "valid_until"]
    assert Invitation.objects.get(organisation=world.framework[0].answerer.organisation).offers.count() == 0


def test_a_provider_declines_with_a_reason_of_the_list(world: Open) -> None:
    provider = Caller(world.framework[0].answerer)
    address = invited(provider)
    told = read(provider.post(f"{address}/decline", {"reason": "weather"}), 409)
    assert [r["code"] for r in told["reasons"]] == ["search.decline_reason_unknown"]
    done = read(
        provider.post(f"{address}/decline", {"reason": "no_vacancy", "words": "The last place went."})
    )
    assert (done["state"], done["decline_reason"]) == ("declined", "no_vacancy")


def test_a_referral_is_read_with_references_and_never_with_names(world: Open) -> None:
    authority = Caller(world.officer)
    (row,) = read(authority.get("/referrals", state="ready"))["items"]
    answer = authority.get(f"/referrals/{row['id']}")
    whole = read(answer)
    children = [part.child for part in world.found.referral.children.select_related("child")]
    assert {c["child"]["reference"] for c in whole["children"]} == {c.reference for c in children}
    assert not any(c.given_name and c.given_name in answer.content.decode() for c in children)
    assert whole["version"] == 1 and len(whole["digest"]) == 64
    read_ones = AuditEvent.objects.filter(action="read", kind="child", actor_label__contains="by token")
    assert read_ones.count() == len(children)


def test_a_referral_is_told_as_its_page_shows_it_to_the_role(world: Open) -> None:
    """Who may not read the children's records reads letters, on the page and here; and no search where none may be read."""
    referral = world.found.referral
    path = f"/referrals/{referral.public_id}"
    whole = read(Caller(world.officer).get(path))
    references = {part.child.reference for part in referral.children.select_related("child")}
    assert {c["child"]["reference"] for c in whole["children"]} == references and whole["search"]
    assert whole["written"] == content_of(referral) and [v["number"] for v in whole["versions"]] == [1]
    monitoring = actor_in(Role.MONITORING_OFFICER, world.officer.body)
    answer = Caller(monitoring).get(path)
    told = read(answer)
    assert told["children"] == [
        {"letter": c["letter"], "child": None, "age": None} for c in whole["children"]
    ]
    page = client_of(monitoring).get(f"/referrals/{referral.public_id}/").content.decode()
    for reference in references:
        assert reference not in answer.content.decode() and reference not in page
    assert {**told, "children": []} == {**whole, "children": []}
    narrow = read(Caller(world.officer, scopes=[P.REFERRAL_READ]).get(path))
    assert narrow["search"] is None and [c["child"] for c in narrow["children"]] == [None] * len(references)


def test_a_home_says_what_it_can_give(world: Open) -> None:
    place = world.framework[0]
    provider = Caller(place.answerer)
    path = f"/homes/{place.home.public_id}/vacancy"
    said = read(provider.post(path, {"places": 1, "age_from": 5, "age_to": 12}))
    assert (said["places"], said["age_from"], said["age_to"], said["is_stale"]) == (1, 5, 12, False)
    (row,) = read(provider.get("/vacancies", free=True))["items"]
    assert row == said
    told = read(provider.post(path, {"places": 200}), 409)
    assert "vacancy.more_than_it_holds" in [r["code"] for r in told["reasons"]]
    others = Caller(world.framework[1].answerer)
    assert others.post(path, {"places": 1}).status_code == 404
    refused = read(Caller(world.officer).post(path, {"places": 1}), 409)
    assert [r["code"] for r in refused["reasons"]] == ["vacancy.not_its_keeper"]
