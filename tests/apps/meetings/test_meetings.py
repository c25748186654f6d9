"""Why a line missed its target, the meeting about it, and what was taken on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.roles import Role
from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import Notice
from homeward.apps.core.refusals import Refused
from homeward.apps.meetings import queries, services
from homeward.apps.meetings.changes import change_between
from homeward.apps.meetings.models import Meeting, ShortfallReason
from homeward.apps.meetings.services import Given
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import Statement
from homeward.apps.statements.services import close_period
from homeward.kernel.quarters import Quarter
from tests.factories.accounts import actor_in
from tests.factories.statements import QUARTER, World

pytestmark = pytest.mark.django_db


def codes(refusal: Any) -> set[str]:
    return {r.code for r in refusal.value.reasons}


@pytest.fixture
def world() -> World:
    made = World.make()
    made.mixed_register()
    return made


def planned(world: World, days: int = 0) -> Meeting:
    day = world.manager.today + dt.timedelta(days=days)
    organisation: Organisation = world.line.organisation
    return services.plan_meeting(
        organisation=organisation, label=QUARTER.label, held_on=day, by=world.manager
    )


def attended(world: World, meeting: Meeting) -> Meeting:
    there = [world.manager.user.public_id, world.provider.user.public_id]
    services.record_attendance(meeting=meeting, there=there, by=world.manager)
    return meeting


# Reasons ----------------------------------------------------------------------------------------


def test_a_provider_says_why_and_its_newer_reasons_replace_its_older_ones(world: World) -> None:
    statement = world.upto("issued")
    services.give_reasons(statement=statement, reasons=[Given("no_referrals", 60)], by=world.provider)
    services.give_reasons(
        statement=statement, reasons=[Given("carer_unavailable", 40), Given("hold")], by=world.provider
    )
    live = queries.live_reasons(statement)
    assert [(r.code, r.nights) for r in live] == [("carer_unavailable", 40), ("hold", None)]
    assert ShortfallReason.objects.count() == 3  # what was said before is kept


def test_the_two_sides_give_their_reasons_beside_each_other(world: World) -> None:
    statement = world.upto("issued")
    services.give_reasons(statement=statement, reasons=[Given("no_referrals")], by=world.provider)
    services.give_reasons(statement=statement, reasons=[Given("no_referrals")], by=world.manager)
    assert [r.side for r in queries.live_reasons(statement)] == ["body", "provider"]


def test_reasons_may_explain_the_missing_nights_and_no_more(world: World) -> None:
    statement = world.upto("issued")  # 204 of 270 nights: 66 are missing
    services.give_reasons(
        statement=statement, reasons=[Given("hold", 7), Given("no_referrals", 59)], by=world.provider
    )
    with pytest.raises(Refused) as refusal:
        services.give_reasons(
            statement=statement, reasons=[Given("hold", 7), Given("no_referrals", 60)], by=world.provider
        )
    assert codes(refusal) == {"meeting.reasons_too_many"}
    assert [r.nights for r in queries.live_reasons(statement)] == [7, 59]


def test_every_fault_of_the_reasons_is_named_at_once(world: World) -> None:
    statement = world.upto("issued")
    with pytest.raises(Refused) as refusal:
        services.give_reasons(
            statement=statement,
            reasons=[Given("weather"), Given("other"), Given("hold", 67)],
            by=world.provider,
        )
    assert codes(refusal) == {"meeting.reason_unknown", "meeting.reason_words", "meeting.reasons_too_many"}


def test_a_line_that_met_its_target_needs_no_reason() -> None:
    world = World.make(target=1)
    world.stay("2025-10-01")
    with pytest.raises(Refused) as refusal:
        services.give_reasons(statement=world.upto("issued"), reasons=[Given("hold")], by=world.provider)
    assert codes(refusal) == {"meeting.not_missed"}


def test_another_provider_cannot_give_reasons(world: World) -> None:
    statement = world.upto("issued")
    stranger = actor_in(Role.PROVIDER_MANAGER, world.manager.body)
    with pytest.raises(Refused) as refusal:
        services.give_reasons(statement=statement, reasons=[Given("hold")], by=stranger)
    assert codes(refusal) == {"record.not_permitted"}


# The meeting ------------------------------------------------------------------------------------


def test_a_meeting_goes_from_plan_to_confirmed_record(world: World) -> None:
    statement = world.upto("assessed")
    services.give_reasons(statement=statement, reasons=[Given("no_referrals", 66)], by=world.provider)
    meeting = attended(world, planned(world))
    services.add_decision(
        meeting=meeting, text="Look at the referrals weekly.", statement=statement, by=world.manager
    )
    services.hold_meeting(meeting=meeting, summary="No referrals came in February.", by=world.manager)
    services.confirm_meeting(meeting=meeting, by=world.provider)
    kept = Meeting.objects.get(pk=meeting.pk)
    assert kept.state == "confirmed"
    [item] = kept.lines
    assert (item["missed"], item["reasons"][0]["label"], item["assessed"]) == (66, "No referrals came", True)


def test_the_record_keeps_the_lines_as_they_stood(world: World) -> None:
    statement = world.upto("assessed")
    meeting = attended(world, planned(world))
    services.hold_meeting(meeting=meeting, summary="Said.", by=world.manager)
    services.give_reasons(statement=statement, reasons=[Given("no_referrals")], by=world.provider)
    assert Meeting.objects.get(pk=meeting.pk).lines[0]["reasons"] == []


def test_a_meeting_is_recorded_when_its_day_has_come_and_both_sides_were_there(world: World) -> None:
    world.upto("assessed")
    meeting = planned(world, days=3)
    services.record_attendance(meeting=meeting, there=[world.manager.user.public_id], by=world.manager)
    with pytest.raises(Refused) as refusal:
        services.hold_meeting(meeting=meeting, summary="Said.", by=world.manager)
    assert codes(refusal) == {"meeting.not_yet", "meeting.nobody_there"}


def test_the_provider_sends_a_record_back_and_it_is_written_anew(world: World) -> None:
    world.upto("assessed")
    meeting = attended(world, planned(world))
    services.hold_meeting(meeting=meeting, summary="Said.", by=world.manager)
    with pytest.raises(Refused):
        services.send_back_meeting(meeting=meeting, reason=" ", by=world.provider)
    services.send_back_meeting(meeting=meeting, reason="We also spoke of the hold.", by=world.provider)
    assert Meeting.objects.get(pk=meeting.pk).state == "planned"
    assert Notice.objects.filter(user_id=world.manager.user.pk, text="We also spoke of the hold.").exists()


def test_a_confirmed_record_is_settled(world: World) -> None:
    world.upto("assessed")
    meeting = attended(world, planned(world))
    services.hold_meeting(meeting=meeting, summary="Said.", by=world.manager)
    services.confirm_meeting(meeting=meeting, by=world.provider)
    with pytest.raises(Refused) as refusal:
        services.add_decision(meeting=meeting, text="One more.", by=world.manager)
    assert codes(refusal) == {"meeting.settled"}


def test_one_meeting_a_day_and_only_about_a_quarter_with_statements(world: World) -> None:
    world.upto("issued")
    planned(world)
    with pytest.raises(Refused) as refusal:
        planned(world)
    assert codes(refusal) == {"meeting.planned_before"}
    with pytest.raises(Refused) as refusal:
        services.plan_meeting(
            organisation=world.line.organisation,
            label="Q4 2025-26",
            held_on=world.manager.today,
            by=world.manager,
        )
    assert codes(refusal) == {"meeting.no_statements"}


# Actions ----------------------------------------------------------------------------------------


def test_an_action_is_its_owners_duty_until_it_is_done(world: World) -> None:
    world.upto("assessed")
    meeting = planned(world)
    due = meeting.held_on + dt.timedelta(days=20)
    action = services.add_action(
        meeting=meeting,
        text="Send the list of carers.",
        owner=world.provider.user,
        due_on=due,
        by=world.manager,
    )
    [duty] = [d for d in duties_of(world.provider) if d.kind == "meeting.action"]
    assert (duty.title, duty.due) == ("Send the list of carers.", due)
    assert not [d for d in duties_of(world.manager) if d.kind == "meeting.action"]
    services.finish_action(action=action, note="Sent.", by=world.provider)
    assert not [d for d in duties_of(world.provider) if d.kind == "meeting.action"]
    with pytest.raises(Refused) as refusal:
        services.finish_action(action=action, note="Again.", by=world.provider)
    assert codes(refusal) == {"taken_on.done"}


def test_an_action_needs_somebody_who_can_read_it_and_a_day_not_before_the_meeting(world: World) -> None:
    world.upto("assessed")
    meeting = planned(world)
    with pytest.raises(Refused) as refusal:
        services.add_action(
            meeting=meeting, text="", owner=actor_in(Role.PROVIDER_MANAGER).user,
            due_on=meeting.held_on - dt.timedelta(days=1), by=world.manager,
        )  # fmt: skip
    assert codes(refusal) == {"taken_on.text_missing", "taken_on.not_asked", "taken_on.due_before"}


def test_an_assessment_that_asks_for_a_meeting_is_a_duty_until_one_is_planned(world: World) -> None:
    statement = world.upto("assessed")
    statement.assessment.responses = ["mandatory_meeting"]
    statement.assessment.save()
    kinds = [d.kind for d in duties_of(world.manager)]
    assert kinds.count("meeting.plan") == 1
    planned(world)
    assert "meeting.plan" not in [d.kind for d in duties_of(world.manager)]


# What changed -----------------------------------------------------------------------------------


def test_the_causes_of_a_change_add_up_to_it(world: World) -> None:
    before = world.close()
    close_period(body=world.manager.body, quarter=Quarter(2025, 4, 7), by=world.officer)
    now = Statement.objects.get(line=world.line, label="Q4 2025-26")
    found = change_between(newest(before).decision, newest(now).decision, before.label, world.manager.body)
    assert found.difference == newest(now).actual_nights - newest(before).actual_nights
    assert sum(cause.nights for cause in found.causes) == found.difference
    told = {cause.words: cause.nights for cause in found.causes}
    assert told["Children who left"] == -(
        2 + 59 + 59
    )  # B, C and E of the register; C's hold is told by itself
    assert told["More nights of children in both quarters"] == (91 - 90) + (91 - 1)
    assert told["Not counted, on hold by the department"] == 7
    assert "Children who came" not in told
