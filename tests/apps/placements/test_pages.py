"""The pages: who sees what, what they say, and how many questions they ask the database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.placements import services
from homeward.apps.placements.models import ExceedRequest, Placement, Spell
from homeward.apps.placements.panels import _SOURCES, Panel, PanelRow
from tests.apps.accounts.conftest import signed_in
from tests.apps.placements.conftest import World, record, stay
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.factories.placements import ExceedRequestFactory, PlacementFactory, SpellFactory, period
from tests.factories.providers import ProviderFactory


def text_of(client: Client, name: str, *args: str, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


def day(name: str, iso: str) -> dict[str, str]:
    year, month, day_ = iso.split("-")
    return {f"{name}_day": day_, f"{name}_month": month, f"{name}_year": year}


@pytest.fixture
def officer(world: World) -> Client:
    return signed_in(world.officer)


def test_a_placement_says_its_nights_in_words(world: World, officer: Client) -> None:
    placement = record(world, period=stay("2026-07-01", "2026-08-15"), source="placements.csv, row 2")
    SpellFactory(placement=placement, reference="Decision of 9 July")
    SpellFactory(placement=placement, kind="missing", period=period("2026-08-01", "2026-08-04"))
    page = text_of(officer, "placement", placement.public_id)
    assert "45 nights; 10 on hold by the department, 3 missing." in page
    assert "10 to 19 Jul 2026" in page
    assert "On hold, decided by the department" in page
    assert "14 Aug 2026" in page
    assert "placements.csv, row 2" in page
    assert world.child.family_name in page


def test_an_open_stay_counts_up_to_tonight(world: World, officer: Client) -> None:
    page = text_of(officer, "placement", record(world, period=stay("2026-11-01")).public_id)
    assert "3 nights so far." in page
    assert "continuing" in page


def test_a_stay_of_one_day_has_a_page(world: World, officer: Client) -> None:
    page = text_of(officer, "placement", record(world, period=stay("2026-07-05", "2026-07-05")).public_id)
    assert "The child came and left on one day, so no night is counted." in page
    assert "5 Jul 2026" in text_of(officer, "placements")


def test_reading_a_placement_is_recorded(world: World, officer: Client) -> None:
    placement = record(world)
    text_of(officer, "placement", placement.public_id)
    event = AuditEvent.objects.get(action="read")
    assert (event.kind, event.thing, event.actor_id) == (
        "child",
        world.child.public_id,
        world.officer.user.pk,
    )


def test_the_list_records_each_child_once(world: World, officer: Client) -> None:
    record(world)
    record(world, home=world.other_home)
    text_of(officer, "placements")
    assert AuditEvent.objects.filter(action="read", thing=world.child.public_id).count() == 1
    response = officer.get(reverse("placements"), {"format": "csv"})
    assert response["Content-Type"].startswith("text/csv")
    assert AuditEvent.objects.filter(action="read", thing=world.child.public_id).count() == 2


def test_a_provider_sees_its_own_and_the_name_only_while_the_child_is_there(world: World) -> None:
    now = record(world)
    gone = record(world, child=world.children(1)[0], period=stay("2026-07-01", "2026-08-15"))
    client = signed_in(world.provider_manager)
    assert world.child.family_name in text_of(client, "placement", now.public_id)
    page = text_of(client, "placement", gone.public_id)
    assert gone.child.reference in page
    assert gone.child.family_name not in page
    assert reverse("change_placement", args=[gone.public_id]) not in page
    listed = main_of(text_of(client, "placements"))
    assert now.child.reference in listed
    assert gone.child.reference in listed
    assert world.child.family_name not in listed


@pytest.fixture
def strangers(world: World) -> list[Actor]:
    other = ProviderFactory(body=world.officer.body).organisation
    return [
        actor_in(Role.PROVIDER_MANAGER, world.officer.body, other),
        actor_in(Role.CONTRACT_MANAGER, CommissioningBodyFactory()),
        actor_in(Role.CONTRACT_MANAGER, world.officer.body, scope=[other]),
        actor_in(Role.FINANCE_OFFICER, world.officer.body),
        actor_in(Role.ADMINISTRATOR, world.officer.body),
    ]


def test_what_one_may_not_see_looks_like_what_is_missing(world: World, strangers: list[Actor]) -> None:
    placement = record(world)
    spell = SpellFactory(placement=placement)
    names = (
        "placement",
        "change_placement",
        "end_placement",
        "remove_placement",
        "note_breaches",
        "record_spell",
    )
    for actor in strangers:
        client = signed_in(actor)
        for name in names:
            hidden = client.get(reverse(name, args=[placement.public_id]))
            missing = client.get(reverse(name, args=["AAAAAAAAAAAA"]))
            assert (hidden.status_code, missing.status_code) == (404, 404)
        for name in ("change_spell", "remove_spell"):
            assert client.get(reverse(name, args=[spell.public_id])).status_code == 404
        listed = client.get(reverse("placements"))
        assert listed.status_code == 404 or world.child.reference not in listed.content.decode()


def test_who_may_read_but_not_write_finds_no_writing_page(world: World) -> None:
    placement = record(world)
    for actor in (world.director, world.provider_manager):
        client = signed_in(actor)
        assert client.get(reverse("placement", args=[placement.public_id])).status_code == 200
        for name in (
            "change_placement",
            "end_placement",
            "remove_placement",
            "note_breaches",
            "record_spell",
        ):
            assert client.post(reverse(name, args=[placement.public_id]), {"reason": "x"}).status_code == 404
        assert client.post(reverse("record_placement")).status_code == 404


def test_lists_do_not_change_with_what_is_hidden(world: World) -> None:
    record(world)
    client = signed_in(world.provider_manager)
    before = main_of(text_of(client, "placements", q="household"))
    other = ProviderFactory(body=world.officer.body)
    PlacementFactory(line__agreement__provider=other)
    ExceedRequestFactory(line__agreement__provider=other)
    assert main_of(text_of(client, "placements", q="household")) == before
    assert "Nobody has asked to exceed a target yet." in text_of(client, "exceed_requests")


def test_a_provider_does_not_find_a_name_that_it_may_not_see(world: World) -> None:
    gone = record(world, period=stay("2026-07-01", "2026-08-15"))
    client = signed_in(world.provider_manager)
    assert gone.child.reference not in main_of(text_of(client, "placements", q=gone.child.family_name))
    assert gone.child.reference in main_of(text_of(client, "placements", q=gone.child.reference))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "abc"),
        ({"state": "open"}, "bc"),
        ({"state": "ended"}, "a"),
        ({"on": "10 7 2026"}, "ab"),
        ({"on": "2026-08-15"}, "b"),
        ({"service_type": "residential_care"}, "c"),
        ({"care_type": "post_18"}, "b"),
        ({"care_type": "post_18", "on": "2026-07-10"}, ""),
        ({"breach": "any"}, "c"),
        ({"breach": "open"}, "c"),
        ({"breach": "over_capacity"}, ""),
        ({"breach": "home_closed"}, "c"),
        ({"home": "saltbush"}, "c"),
        ({"q": "saltbush"}, "c"),
    ],
)
def test_the_list_is_filtered(world: World, officer: Client, query: dict[str, str], expected: str) -> None:
    a, b, c = world.children(3)
    world.house.closed_on = dt.date(2026, 10, 1)
    world.house.save()
    found = {
        "a": record(world, child=a, period=stay("2026-07-01", "2026-08-15")),
        "b": record(world, child=b, period=stay("2026-07-01")),
        "c": record(world, child=c, home=world.house, line=world.house_line, period=stay("2026-09-01")),
    }
    SpellFactory(placement=found["b"], kind="care_type", code="post_18", period=period("2026-09-01"))
    page = main_of(officer.get(reverse("placements"), query).content.decode())
    assert (
        "".join(key for key, p in found.items() if reverse("placement", args=[p.public_id]) in page)
        == expected
    )


def test_the_list_is_sorted(world: World, officer: Client) -> None:
    one, two = world.children(2)
    late = record(world, child=one, period=stay("2026-09-01"))
    early = record(world, child=two, period=stay("2026-07-01", "2026-07-01"))
    page = text_of(officer, "placements", sort="start")
    assert page.index(early.child.reference) < page.index(late.child.reference)


def test_the_number_of_queries_does_not_grow(world: World, officer: Client) -> None:
    def asked(name: str, *args: str) -> int:
        officer.get(reverse(name, args=args))
        with CaptureQueriesContext(connection) as queries:
            officer.get(reverse(name, args=args))
        return len(queries)

    first = record(world)
    SpellFactory(placement=first)
    few = asked("placements"), asked("placement", first.public_id)
    for child in world.children(5):
        record(world, child=child)
    for n in range(4):
        SpellFactory(placement=first, period=period(f"2026-08-0{n + 1}", f"2026-08-0{n + 2}"))
    assert (asked("placements"), asked("placement", first.public_id)) == few


def test_a_placement_is_recorded_by_form(world: World, officer: Client) -> None:
    given = {
        "child": world.child.client_number,
        "home": f"{world.home.reference} {world.home.name}",
        "line": world.line.public_id,
        "placement_type": "foster_care",
        **day("start", "2026-07-01"),
    }
    response = officer.post(reverse("record_placement"), given, follow=True)
    placement = Placement.objects.get()
    assert placement.stay == stay("2026-07-01")
    assert placement.source == world.officer.label
    assert "Recorded." in response.content.decode()


def test_a_form_shows_every_problem_at_its_field(world: World, officer: Client) -> None:
    given = {"child": "nobody", "home": "nowhere", **day("start", "2026-07-05"), **day("end", "2026-07-01")}
    page = officer.post(reverse("record_placement"), given).content.decode()
    assert "<title>Error:" in page
    for words in (
        "No child in these records reads like “nobody”.",
        "No home in these records reads like “nowhere”.",
        "The end 1 Jul 2026 lies before the start 5 Jul 2026.",
    ):
        assert page.count(words) == 2, words  # once at the top, once at the field
    assert not Placement.objects.exists()


def test_a_name_that_several_bear_asks_which(world: World, officer: Client) -> None:
    given = {"child": "harrowgate", "home": world.home.reference, **day("start", "2026-07-05")}
    world.children(1)
    page = officer.post(reverse("record_placement"), given).content.decode()
    assert "Several children read like “harrowgate”." in page


def test_a_form_refuses_an_overlap_and_names_the_other_stay(world: World, officer: Client) -> None:
    record(world)
    given = {
        "child": world.child.reference,
        "home": world.home.reference,
        "line": world.line.public_id,
        **day("start", "2026-08-01"),
    }
    page = officer.post(reverse("record_placement"), given).content.decode()
    assert f"already has a stay in {world.home.name} from 1 Jul 2026, still open" in page


def test_a_placement_is_changed_ended_and_removed_by_form(world: World, officer: Client) -> None:
    placement = record(world)
    given = {
        "child": world.child.reference,
        "home": world.other_home.reference,
        "line": world.line.public_id,
        **day("start", "2026-07-02"),
        "placement_type": "kinship_care",
        "reason": "The carer's diary.",
    }
    page = officer.post(
        reverse("change_placement", args=[placement.public_id]), given, follow=True
    ).content.decode()
    assert "Reason: The carer&#39;s diary." in page
    officer.post(
        reverse("end_placement", args=[placement.public_id]),
        {**day("on", "2026-08-15"), "end_reason": "Went home"},
    )
    placement.refresh_from_db()
    assert (placement.home, placement.stay, placement.end_reason) == (
        world.other_home,
        stay("2026-07-02", "2026-08-15"),
        "Went home",
    )
    url = reverse("remove_placement", args=[placement.public_id])
    assert "Reason: fill this in." in officer.post(url, {}).content.decode()
    officer.post(url, {"reason": "Recorded for the wrong child."})
    assert not Placement.objects.exists()


def test_a_refusal_of_a_service_is_a_page_and_undoes_the_rest(world: World, officer: Client) -> None:
    placement = record(world)
    services.record_spell(placement=placement, kind="missing", period=stay("2026-08-10"), by=world.officer)
    url = reverse("end_placement", args=[placement.public_id])
    response = officer.post(url, {**day("on", "2026-08-01"), "end_reason": "Went home"})
    assert response.status_code == 409
    assert "A spell would lie outside the placement" in response.content.decode()
    placement.refresh_from_db()
    assert placement.stay.end is None


def test_a_spell_is_recorded_changed_and_removed_by_form(world: World, officer: Client) -> None:
    placement = record(world, period=stay("2026-07-01", "2026-08-15"))
    url = reverse("record_spell", args=[placement.public_id])
    wrong = officer.post(url, {"kind": "hold", **day("start", "2026-09-10"), **day("end", "2026-09-12")})
    assert "Nobody is named who decided the hold." in wrong.content.decode()
    assert "lies wholly outside the placement" in wrong.content.decode()
    given = {"kind": "hold", "decided_by": "dcp", **day("start", "2026-08-10"), **day("end", "2026-08-20")}
    page = officer.post(url, given, follow=True).content.decode()
    assert "it is kept from 10 Aug 2026 to 14 Aug 2026" in page
    spell = Spell.objects.get()
    change = {**given, **day("start", "2026-08-12"), **day("end", "2026-08-15"), "reason": "Late decision."}
    officer.post(reverse("change_spell", args=[spell.public_id]), change)
    spell.refresh_from_db()
    assert spell.period.lower == dt.date(2026, 8, 12)
    officer.post(reverse("remove_spell", args=[spell.public_id]), {"reason": "Nothing was decided."})
    assert not Spell.objects.exists()


def test_a_breach_is_told_with_its_nights_and_looked_into(world: World) -> None:
    stays = [record(world, child=c, period=stay("2026-07-01", "2026-08-15")) for c in world.children(3)]
    client = signed_in(world.manager)
    page = text_of(client, "placement", stays[-1].public_id)
    assert "More children were in the home than it has places. Nights: 1 Jul to 14 Aug 2026." in page
    client.post(reverse("note_breaches", args=[stays[-1].public_id]), {"note": "An emergency at night."})
    page = text_of(client, "placement", stays[-1].public_id)
    assert "Looked into." in page
    assert "An emergency at night." in page
    assert "An emergency at night." not in text_of(
        signed_in(world.provider_manager), "placement", stays[-1].public_id
    )


def test_other_apps_may_add_a_panel(world: World, officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    placement = record(world)
    panel = Panel("Statements that count it", (PanelRow("Q1 2026-27", "/statements/X/", "31 nights"),))
    monkeypatch.setattr("homeward.apps.placements.panels._SOURCES", [*_SOURCES, lambda actor, p: panel])
    page = text_of(officer, "placement", placement.public_id)
    assert '<a href="/statements/X/">Q1 2026-27</a>' in page


def test_a_request_to_exceed_goes_its_way_in_the_browser(world: World) -> None:
    asking, deciding = signed_in(world.provider_manager), signed_in(world.director)
    given: dict[str, Any] = {
        "line": world.house_line.public_id,
        "extra_places": "1",
        "reason": "A brother needs to stay close.",
        **day("start", "2026-11-10"),
        **day("end", "2026-11-20"),
    }
    wrong = asking.post(
        reverse("request_exceed"), {**given, "extra_places": "0", "reason": ""}
    ).content.decode()
    assert "Why the places are needed: fill this in." in wrong
    asking.post(reverse("request_exceed"), given)
    request = ExceedRequest.objects.get()
    assert "A brother needs to stay close." in text_of(deciding, "exceed_request", request.public_id)
    assert "In 7 days" in text_of(deciding, "exceed_requests")
    url = reverse("decide_exceed", args=[request.public_id])
    assert "choose one" in deciding.post(url, {"reason": "Yes."}).content.decode()
    assert asking.post(url, {"decision": "approve", "reason": "Yes."}).status_code == 404
    deciding.post(url, {"decision": "approve", "reason": "Siblings stay together."})
    page = text_of(asking, "exceed_request", request.public_id)
    assert "Approved by" in page
    assert "Siblings stay together." in page


def test_only_lines_that_need_an_approval_are_offered(world: World) -> None:
    page = text_of(signed_in(world.manager), "request_exceed")
    assert str(world.house_line) in page
    assert f"{world.line}:" not in page
