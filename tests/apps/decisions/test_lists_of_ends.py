"""Notices given and disruption meetings, as lists: searched, filtered, told of on the start page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from homeward.apps.accounts.roles import Role
from homeward.apps.core.duties import duties_of
from homeward.apps.decisions import services
from homeward.apps.decisions.models import Disruption, NoticeGiven
from homeward.apps.referrals.models import Referral
from tests.browsing import client_of
from tests.factories.decisions import House, make_house
from tests.factories.providers import HomeFactory

pytestmark = pytest.mark.django_db
READERS = (Role.PLACEMENT_OFFICER, Role.HEAD_OF_SERVICE, Role.SENIOR_PRACTITIONER)
DAY = dt.timedelta(days=1)


def noticed() -> House:
    """The authority gave notice for children who live in their home."""
    house = make_house()
    services.give_notice(
        decision=house.started(), kind="planned", given_on=house.today, words="The care plan changes.",
        by=house.officer,
    )  # fmt: skip
    return house


@pytest.fixture(scope="module")
def copied(made_once: Any) -> Any:
    return made_once(noticed)


@pytest.fixture
def house(copied: Any) -> House:
    made: House = copied()
    return made


def given(house: House) -> NoticeGiven:
    return NoticeGiven.objects.get(body=house.body)


def unplanned(house: House) -> Disruption:
    """A meeting that is owed, whatever the list of reasons says."""
    notice = given(house)
    return Disruption.objects.create(body=house.body, decision=notice.decision, due_on=house.today)


def page(house: House, role: Role, address: str) -> str:
    found = client_of(house.actor(role)).get(address)
    assert found.status_code == 200
    return found.content.decode()


@pytest.mark.parametrize("role", READERS)
def test_a_notice_stands_in_the_list_with_its_next_home(house: House, role: Role) -> None:
    notice = given(house)
    shown = page(house, role, "/decisions/notices/")
    assert notice.decision.search.referral.reference in shown and "The authority" in shown
    assert notice.referral is not None and notice.referral.reference in shown
    assert "Stands" in shown


def test_notices_are_filtered_by_where_they_stand(house: House) -> None:
    notice = given(house)
    reference = notice.decision.search.referral.reference
    told = {s: reference in page(house, Role.HEAD_OF_SERVICE, f"/decisions/notices/?state={s}")
            for s in ("stands", "no_home", "left", "back")}  # fmt: skip
    assert told == {"stands": True, "no_home": True, "left": False, "back": False}
    Referral.objects.filter(pk=notice.referral_id).update(state="placed", placed_at=timezone.now())
    assert reference not in page(house, Role.HEAD_OF_SERVICE, "/decisions/notices/?state=no_home")
    services.take_notice_back(decision=notice.decision, reason="They stay.", by=house.officer)
    assert reference in page(house, Role.HEAD_OF_SERVICE, "/decisions/notices/?state=back")
    assert reference not in page(house, Role.HEAD_OF_SERVICE, "/decisions/notices/?state=stands")


def test_notices_are_searched_by_referral_home_and_provider(house: House) -> None:
    notice = given(house)
    reference = notice.decision.search.referral.reference
    for words, found in ((reference, True), ("onnen 0", True), ("afon gwyn", True), ("bryn", False)):
        shown = page(house, Role.PLACEMENT_OFFICER, f"/decisions/notices/?q={words}")
        assert (f"/decisions/{notice.decision.public_id}/" in shown) is found, words


@pytest.mark.parametrize(("days", "state"), [(-1, "overdue"), (0, "due"), (3, "due")])
def test_a_meeting_is_due_until_its_day_has_passed(house: House, days: int, state: str) -> None:
    meeting = unplanned(house)
    Disruption.objects.filter(pk=meeting.pk).update(due_on=house.today + days * DAY)
    for each in ("due", "overdue", "held"):
        shown = page(house, Role.SENIOR_PRACTITIONER, f"/decisions/disruptions/?state={each}")
        assert (f"/decisions/{meeting.decision.public_id}/" in shown) is (each == state), each


def test_a_meeting_that_was_held_shows_what_is_learned(house: House) -> None:
    meeting = unplanned(house)
    services.hold_disruption(
        disruption=meeting,
        on=house.today,
        present="Carer, social worker",
        learned="Ask earlier",
        by=house.officer,
    )
    shown = page(house, Role.HEAD_OF_SERVICE, "/decisions/disruptions/?state=held")
    assert "Ask earlier" in shown and "Held" in shown


def test_start_pages_lead_to_the_lists(house: House) -> None:
    meeting = unplanned(house)
    Disruption.objects.filter(pk=meeting.pk).update(due_on=house.today - DAY)
    for role in READERS:
        urls = {d.kind: d.url for d in duties_of(house.actor(role))}
        assert urls["decision.notices"] == "/decisions/notices/?state=no_home"
        if role is Role.HEAD_OF_SERVICE:
            assert urls["decision.disruptions_overdue"] == "/decisions/disruptions/?state=overdue"
        else:
            assert "decision.disruption" in urls
    listed = page(house, Role.HEAD_OF_SERVICE, "/decisions/")
    assert "/decisions/notices/" in listed and "/decisions/disruptions/" in listed


def test_a_provider_has_no_such_lists_and_another_authority_sees_nothing(house: House) -> None:
    notice = given(house)
    manager = client_of(house.managers[0])
    assert manager.get("/decisions/notices/").status_code == 404
    assert manager.get("/decisions/disruptions/").status_code == 404
    assert "/decisions/notices/" not in manager.get("/decisions/").content.decode()
    from tests.factories.accounts import CommissioningBodyFactory, actor_in

    stranger = client_of(actor_in(Role.HEAD_OF_SERVICE, CommissioningBodyFactory(pack="gb_wls")))
    assert (
        notice.decision.search.referral.reference not in stranger.get("/decisions/notices/").content.decode()
    )


def test_the_lists_cost_the_same_for_many(house: House, django_assert_max_num_queries: object) -> None:
    HomeFactory(provider=house.offers[0].home.provider)
    client = client_of(house.head)
    client.get("/decisions/notices/")
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        client.get("/decisions/notices/")
