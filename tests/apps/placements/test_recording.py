"""Recording, changing, ending and removing stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from homeward.apps.accounts.roles import Role
from homeward.apps.core import events
from homeward.apps.core.models import AuditEvent
from homeward.apps.core.refusals import Refused
from homeward.apps.placements import services
from homeward.apps.placements.events import NightsChanging
from homeward.apps.placements.models import Placement
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason
from tests.apps.placements.conftest import World, codes, record, stay
from tests.factories.accounts import CommissioningBodyFactory, actor_in
from tests.factories.children import ChildFactory
from tests.factories.providers import HomeFactory, ProviderFactory


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[DateRange]]]:
    """What was published, as (line, ranges)."""
    found: list[tuple[str, list[DateRange]]] = []
    monkeypatch.setitem(
        events._HANDLERS, NightsChanging, [lambda e: found.append((e.line.public_id, list(e.ranges)))]
    )
    return found


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> Iterator[DateRange]:
    """A locked quarter, as the statements would refuse it."""
    quarter = stay("2026-07-01", "2026-10-01")

    def refuse(event: NightsChanging) -> None:
        if any(r.overlaps(quarter) for r in event.ranges):
            raise Refused("The quarter is locked", [Reason("placements.nothing_to_note", {})])

    monkeypatch.setitem(events._HANDLERS, NightsChanging, [refuse])
    yield quarter


def test_a_stay_is_recorded_with_its_event(world: World, told: list[Any]) -> None:
    placement = record(world, source="placements.csv, row 2", source_key="S-1")
    placement.refresh_from_db()
    assert placement.stay == stay("2026-07-01")
    assert placement.organisation == world.provider.organisation
    assert placement.breaches == []
    event = AuditEvent.objects.get(action="record_placement")
    assert event.thing == placement.public_id
    assert world.child.family_name not in event.label
    assert told == [(world.line.public_id, [stay("2026-07-01")])]


def test_a_stay_of_one_day_keeps_its_day_and_changes_no_night(world: World, told: list[Any]) -> None:
    placement = record(world, period=stay("2026-07-05", "2026-07-05"))
    placement.refresh_from_db()
    assert placement.stay == stay("2026-07-05", "2026-07-05")
    assert told == []


def test_all_reasons_come_at_once(world: World) -> None:
    with pytest.raises(Refused) as refused:
        record(world, period=stay("2013-01-01", "2036-01-01"), placement_type="castle")
    assert codes(refused) == {
        "placements.start_before_birth",
        "placements.end_far_ahead",
        "placements.unknown_code",
    }
    assert not Placement.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_locked_quarter_refuses_beside_the_other_reasons(world: World, locked: DateRange) -> None:
    with pytest.raises(Refused) as refused:
        record(world, placement_type="castle")
    assert codes(refused) == {"placements.unknown_code", "placements.nothing_to_note"}


def test_the_same_home_and_line_on_the_same_nights_is_refused(world: World) -> None:
    record(world, period=stay("2026-07-01", "2026-08-15"))
    with pytest.raises(Refused) as refused:
        record(world, period=stay("2026-08-14"))
    assert codes(refused) == {"placements.overlap"}
    record(world, period=stay("2026-08-15"))


def test_two_homes_on_one_line_are_shared_care(world: World) -> None:
    record(world)
    second = record(world, home=world.other_home, period=stay("2026-07-10", "2026-07-12"))
    assert [w.code for w in second.warnings] == ["shared_care"]


def test_a_stay_needs_no_line(world: World, told: list[Any]) -> None:
    placement = record(world, line=None)
    assert placement.organisation == world.home.organisation
    assert told == []
    with pytest.raises(Refused) as refused:
        record(world, line=None)
    assert codes(refused) == {"placements.overlap"}


def test_things_of_another_body_look_like_missing_ones(world: World) -> None:
    elsewhere = CommissioningBodyFactory()
    foreign_home = HomeFactory(provider=ProviderFactory(body=elsewhere))
    for change in ({"child": ChildFactory(body=elsewhere)}, {"home": foreign_home, "line": None}):
        with pytest.raises(Refused) as refused:
            record(world, **change)
        assert codes(refused) == {"record.not_permitted"}


@pytest.mark.parametrize(
    "role", [Role.PROVIDER_MANAGER, Role.PROVIDER_WORKER, Role.FINANCE_OFFICER, Role.AUDITOR, Role.DIRECTOR]
)
def test_who_does_not_keep_placements_records_none(world: World, role: Role) -> None:
    organisation = world.provider.organisation if role.value.startswith("provider") else None
    with pytest.raises(Refused) as refused:
        record(world, by=actor_in(role, world.officer.body, organisation))
    assert codes(refused) == {"record.not_permitted"}


def test_a_scope_that_leaves_the_provider_out_records_none(world: World) -> None:
    elsewhere = ProviderFactory(body=world.officer.body).organisation
    with pytest.raises(Refused):
        record(world, by=actor_in(Role.CONTRACT_OFFICER, world.officer.body, scope=[elsewhere]))
    record(world, by=actor_in(Role.CONTRACT_OFFICER, world.officer.body, scope=[world.provider.organisation]))


def test_a_change_tells_only_the_nights_that_change(world: World, told: list[Any]) -> None:
    placement = record(world, period=stay("2026-07-01", "2026-08-15"))
    told.clear()
    services.change_placement(
        placement=placement,
        by=world.officer,
        reason="The carer's diary.",
        period=stay("2026-07-03", "2026-08-20"),
    )
    assert told == [
        (world.line.public_id, [stay("2026-07-01", "2026-07-03"), stay("2026-08-15", "2026-08-20")])
    ]
    placement.refresh_from_db()
    assert placement.stay == stay("2026-07-03", "2026-08-20")


def test_a_change_of_home_tells_every_night(world: World, told: list[Any]) -> None:
    placement = record(world, period=stay("2026-07-01", "2026-08-15"))
    told.clear()
    services.change_placement(
        placement=placement, by=world.officer, reason="Wrong home.", home=world.other_home
    )
    assert told == [(world.line.public_id, [stay("2026-07-01", "2026-08-15")])]


def test_a_change_of_line_tells_both_lines(world: World, told: list[Any]) -> None:
    placement = record(world, period=stay("2026-07-01", "2026-08-15"))
    told.clear()
    services.change_placement(
        placement=placement, by=world.officer, reason="Wrong line.", line=world.house_line
    )
    ranges = [stay("2026-07-01", "2026-08-15")]
    assert told == [(world.line.public_id, ranges), (world.house_line.public_id, ranges)]


def test_a_change_of_words_changes_no_night(world: World, told: list[Any]) -> None:
    placement = record(world, period=stay("2026-07-01", "2026-08-15"))
    told.clear()
    services.change_placement(
        placement=placement, by=world.officer, reason="Named in the file.", source="file 2"
    )
    assert told == []


def test_a_change_that_changes_nothing_writes_nothing(world: World) -> None:
    placement = record(world)
    services.change_placement(placement=placement, by=world.officer, reason="", home=world.home)
    assert not AuditEvent.objects.filter(action="change_placement").exists()


def test_a_change_needs_a_reason(world: World) -> None:
    placement = record(world)
    with pytest.raises(Refused) as refused:
        services.change_placement(
            placement=placement, by=world.officer, reason=" ", period=stay("2013-07-02")
        )
    assert codes(refused) == {"placements.reason_missing", "placements.start_before_birth"}


def test_a_change_keeps_its_history(world: World) -> None:
    placement = record(world)
    services.change_placement(
        placement=placement, by=world.officer, reason="Late news.", period=stay("2026-07-02")
    )
    history = Placement.pgh_event_model.objects.filter(pgh_obj_id=placement.pk).order_by("pgh_id")
    assert [event.period.lower for event in history] == [dt.date(2026, 7, 1), dt.date(2026, 7, 2)]
    assert history[1].pgh_context.metadata["reason"] == "Late news."


def test_an_end_after_the_locked_quarter_is_accepted(
    world: World, locked: DateRange, monkeypatch: pytest.MonkeyPatch
) -> None:
    handlers = events._HANDLERS[NightsChanging]
    monkeypatch.setitem(events._HANDLERS, NightsChanging, [])
    placement = record(world)
    monkeypatch.setitem(events._HANDLERS, NightsChanging, handlers)
    services.end_placement(placement=placement, on=dt.date(2026, 10, 20), by=world.officer)
    assert placement.stay == stay("2026-07-01", "2026-10-20")
    with pytest.raises(Refused):
        services.end_placement(placement=placement, on=dt.date(2026, 9, 30), by=world.officer)
    placement.refresh_from_db()
    assert placement.stay == stay("2026-07-01", "2026-10-20")


def test_an_end_before_the_start_is_refused(world: World) -> None:
    placement = record(world)
    with pytest.raises(Refused) as refused:
        services.end_placement(placement=placement, on=dt.date(2026, 6, 30), by=world.officer)
    assert codes(refused) == {"placements.dates_reversed"}


def test_an_end_clips_the_spells_that_reach_over_it(world: World) -> None:
    placement = record(world)
    spell = services.record_spell(
        placement=placement, kind="missing", period=stay("2026-08-10"), by=world.officer
    )
    services.end_placement(placement=placement, on=dt.date(2026, 8, 15), by=world.officer)
    spell.refresh_from_db()
    assert (spell.period.lower, spell.period.upper) == (dt.date(2026, 8, 10), dt.date(2026, 8, 15))


def test_a_spell_that_would_lose_every_night_refuses_the_end(world: World) -> None:
    placement = record(world)
    services.record_spell(placement=placement, kind="missing", period=stay("2026-08-10"), by=world.officer)
    with pytest.raises(Refused) as refused:
        services.end_placement(placement=placement, on=dt.date(2026, 8, 10), by=world.officer)
    assert codes(refused) == {"placements.spell_would_stray"}


def test_a_removal_needs_a_reason_and_leaves_its_trace(world: World, told: list[Any]) -> None:
    placement = record(world)
    public_id = placement.public_id
    with pytest.raises(Refused) as refused:
        services.remove_placement(placement=placement, reason="", by=world.officer)
    assert codes(refused) == {"placements.reason_missing"}
    told.clear()
    services.remove_placement(placement=placement, reason="Recorded for the wrong child.", by=world.officer)
    assert told == [(world.line.public_id, [stay("2026-07-01")])]
    assert not Placement.objects.exists()
    assert AuditEvent.objects.get(action="remove_placement").thing == public_id
    labels = Placement.pgh_event_model.objects.filter(public_id=public_id).values_list("pgh_label", flat=True)
    assert "delete" in labels


def test_a_source_key_stands_once(world: World) -> None:
    record(world, source_key="S-1")
    with pytest.raises(Refused) as refused:
        record(world, child=world.children(1)[0], source_key="S-1")
    assert codes(refused) == {"record.collides"}
