"""The pages of meetings, as each side."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.meetings import services
from homeward.apps.meetings.models import Action, Meeting, ShortfallReason
from homeward.apps.statements.models import Statement
from tests.browsing import client_of
from tests.factories.accounts import actor_in
from tests.factories.statements import QUARTER, World

pytestmark = pytest.mark.django_db


def as_(actor: Actor, settings: Any) -> Client:
    settings.DEMO = True
    return client_of(actor)


@pytest.fixture
def world() -> World:
    made = World.make()
    made.mixed_register()
    return made


def meeting_of(world: World) -> Meeting:
    return services.plan_meeting(
        organisation=world.line.organisation,
        label=QUARTER.label,
        held_on=world.manager.today,
        by=world.manager,
    )


def day(name: str, value: dt.date) -> dict[str, str]:
    return {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}


def test_the_provider_ticks_reasons_and_the_meeting_shows_them(world: World, settings: Any) -> None:
    statement = world.upto("assessed")
    provider = as_(world.provider, settings)
    address = reverse("shortfall_reasons", args=[statement.public_id])
    page = provider.get(address)
    told = page.content.decode()
    assert "66 of 270 contracted nights are missing" in told
    assert told.count("Placements were put on hold") == 1, (
        "each reason stands once, its nights and words under it"
    )
    done = provider.post(
        address, {"reasons": ["no_referrals"], "nights_no_referrals": "66", "text_no_referrals": ""}
    )
    assert done.status_code == 302, done.content.decode()
    meeting = meeting_of(world)
    shown = as_(world.manager, settings).get(reverse("meeting", args=[meeting.public_id])).content.decode()
    assert "No referrals came, 66 nights" in shown
    report = provider.get(reverse("blockages")).content.decode()
    assert "No referrals came" in report and QUARTER.label in report


def test_a_reason_that_explains_too_much_is_told_at_its_field(world: World, settings: Any) -> None:
    statement = world.upto("assessed")
    address = reverse("shortfall_reasons", args=[statement.public_id])
    page = as_(world.provider, settings).post(address, {"reasons": ["hold"], "nights_hold": "67"})
    assert page.status_code == 200
    assert "Your reasons explain 67 nights; 66 are missing." in page.content.decode()
    assert ShortfallReason.objects.count() == 0


def test_what_is_written_without_a_tick_is_not_lost(world: World, settings: Any) -> None:
    statement = world.upto("assessed")
    address = reverse("shortfall_reasons", args=[statement.public_id])
    page = as_(world.provider, settings).post(address, {"text_hold": "In March"}).content.decode()
    assert "without ticking it" in page and "In March" in page


def test_a_meeting_is_planned_recorded_and_confirmed_in_the_browser(world: World, settings: Any) -> None:
    world.upto("assessed")
    manager, provider = as_(world.manager, settings), as_(world.provider, settings)
    given = {"provider": world.line.organisation.public_id, "quarter": QUARTER.label, "place": "Room 2"}
    assert (
        manager.post(reverse("plan_meeting"), {**given, **day("held_on", world.manager.today)}).status_code
        == 302
    )
    meeting = Meeting.objects.get()
    key = [meeting.public_id]
    people = [world.manager.user.public_id, world.provider.user.public_id]
    assert manager.post(reverse("meeting_attendance", args=key), {"there": people}).status_code == 302
    about = Statement.objects.get().public_id
    assert (
        manager.post(
            reverse("meeting_decision", args=key), {"about": about, "text": "Weekly look."}
        ).status_code
        == 302
    )
    action = {"about": "", "text": "Send the list.", "owner": people[1], **day("due_on", world.manager.today)}
    assert manager.post(reverse("meeting_add_action", args=key), action).status_code == 302
    assert manager.post(reverse("hold_meeting", args=key), {"summary": "We spoke."}).status_code == 302
    assert provider.post(reverse("confirm_meeting", args=key)).status_code == 302
    page = provider.get(reverse("meeting", args=key)).content.decode()
    assert "Held and confirmed" in page and "Weekly look." in page
    done = provider.post(reverse("meeting_action", args=[Action.objects.get().public_id]), {"note": "Sent."})
    assert done.status_code == 302
    assert (
        "Sent."
        in provider.get(reverse("meeting_action", args=[Action.objects.get().public_id])).content.decode()
    )


def test_another_provider_sees_nothing_of_a_meeting(world: World, settings: Any) -> None:
    world.upto("assessed")
    meeting = meeting_of(world)
    stranger = as_(actor_in(Role.PROVIDER_MANAGER, world.manager.body), settings)
    assert stranger.get(reverse("meeting", args=[meeting.public_id])).status_code == 404
    assert world.line.organisation.name not in stranger.get(reverse("meetings")).content.decode()


def test_a_worker_reads_a_meeting_and_writes_nothing(world: World, settings: Any) -> None:
    world.upto("assessed")
    meeting = meeting_of(world)
    worker = as_(actor_in(Role.PROVIDER_WORKER, world.manager.body, world.line.organisation), settings)
    assert worker.get(reverse("meeting", args=[meeting.public_id])).status_code == 200
    assert worker.post(reverse("confirm_meeting", args=[meeting.public_id])).status_code == 404


def test_lists_narrow_search_and_export(world: World, settings: Any) -> None:
    world.upto("assessed")
    meeting_of(world)
    manager = as_(world.manager, settings)
    for name in ("meetings", "meeting_actions", "blockages"):
        for query in (
            {},
            {"q": "nothing at all"},
            {"quarter": QUARTER.label},
            {"format": "csv"},
            {"format": "xlsx"},
        ):
            assert manager.get(reverse(name), query).status_code == 200, (name, query)
