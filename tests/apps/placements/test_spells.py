"""Spells: recorded within their placement, changed and removed with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from homeward.apps.core import events
from homeward.apps.core.models import AuditEvent
from homeward.apps.core.periods import from_db
from homeward.apps.core.refusals import Refused
from homeward.apps.placements import services
from homeward.apps.placements.events import NightsChanging
from homeward.apps.placements.models import Placement, Spell
from homeward.kernel.ranges import DateRange
from tests.apps.placements.conftest import World, codes, record, stay


@pytest.fixture
def placement(world: World) -> Placement:
    return record(world, period=stay("2026-07-01", "2026-09-01"))


@pytest.fixture
def told(placement: Placement, monkeypatch: pytest.MonkeyPatch) -> list[list[DateRange]]:
    found: list[list[DateRange]] = []
    monkeypatch.setitem(events._HANDLERS, NightsChanging, [lambda e: found.append(list(e.ranges))])
    return found


def hold(world: World, placement: Placement, start: str, end: str | None = None, **changes: Any) -> Spell:
    given = {"kind": "hold", "decided_by": "dcp", "by": world.officer, "reference": "Decision of 9 July"}
    return services.record_spell(placement=placement, period=stay(start, end), **(given | changes))


def test_a_hold_is_recorded_and_told_of(world: World, placement: Placement, told: list[Any]) -> None:
    spell = hold(world, placement, "2026-07-10", "2026-07-20")
    assert (spell.organisation, spell.body) == (placement.organisation, placement.body)
    assert spell.warnings == []
    assert told == [[stay("2026-07-10", "2026-07-20")]]
    event = AuditEvent.objects.get(action="record_spell")
    assert (event.kind, event.thing) == ("placement", placement.public_id)


def test_a_hold_partly_outside_is_clipped_with_a_warning(
    world: World, placement: Placement, told: list[Any]
) -> None:
    spell = hold(world, placement, "2026-06-20")
    spell.refresh_from_db()
    assert from_db(spell.period) == placement.stay
    assert told == [[placement.stay]]


def test_a_hold_wholly_outside_is_refused(world: World, placement: Placement, told: list[Any]) -> None:
    with pytest.raises(Refused) as refused:
        hold(world, placement, "2026-09-01", "2026-09-10")
    assert codes(refused) == {"placements.spell_outside"}
    assert told == []


def test_a_hold_needs_its_decider(world: World, placement: Placement) -> None:
    with pytest.raises(Refused) as refused:
        hold(world, placement, "2026-09-01", "2026-09-10", decided_by="")
    assert codes(refused) == {"placements.spell_outside", "placements.hold_without_decider"}


def test_only_holds_keep_a_decider_and_only_care_types_a_code(world: World, placement: Placement) -> None:
    missing = hold(world, placement, "2026-07-10", "2026-07-12", kind="missing", code="post_18")
    assert (missing.decided_by, missing.code) == ("", "")


def test_a_change_of_dates_tells_the_nights_that_change(
    world: World, placement: Placement, told: list[Any]
) -> None:
    spell = hold(world, placement, "2026-07-10", "2026-07-20")
    told.clear()
    services.change_spell(
        spell=spell, by=world.officer, reason="Late decision.", period=stay("2026-07-10", "2026-07-25")
    )
    assert told == [[stay("2026-07-20", "2026-07-25")]]


def test_a_change_of_decider_tells_every_night(world: World, placement: Placement, told: list[Any]) -> None:
    spell = hold(world, placement, "2026-07-10", "2026-07-20")
    told.clear()
    services.change_spell(spell=spell, by=world.officer, reason="It was the provider.", decided_by="provider")
    assert told == [[stay("2026-07-10", "2026-07-20")]]


def test_a_change_and_a_removal_need_a_reason(world: World, placement: Placement) -> None:
    spell = hold(world, placement, "2026-07-10", "2026-07-20")
    with pytest.raises(Refused) as refused:
        services.change_spell(
            spell=spell, by=world.officer, reason="", period=stay("2026-10-01", "2026-10-02")
        )
    assert codes(refused) == {"placements.reason_missing", "placements.spell_outside"}
    with pytest.raises(Refused) as refused:
        services.remove_spell(spell=spell, reason="", by=world.officer)
    assert codes(refused) == {"placements.reason_missing"}


def test_a_removed_spell_leaves_its_trace(world: World, placement: Placement, told: list[Any]) -> None:
    spell = hold(world, placement, "2026-07-10", "2026-07-20")
    told.clear()
    services.remove_spell(spell=spell, reason="Nothing was decided.", by=world.officer)
    assert not Spell.objects.exists()
    assert told == [[stay("2026-07-10", "2026-07-20")]]
    assert AuditEvent.objects.get(action="remove_spell").reason == "Nothing was decided."


def test_a_provider_changes_no_spell(world: World, placement: Placement) -> None:
    spell = hold(world, placement, "2026-07-10", "2026-07-20")
    attempts = (
        lambda: hold(world, placement, "2026-08-01", "2026-08-03", by=world.provider_manager),
        lambda: services.change_spell(
            spell=spell, by=world.provider_manager, reason="x", period=stay("2026-07-11")
        ),
        lambda: services.remove_spell(spell=spell, reason="x", by=world.provider_manager),
    )
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert codes(refused) == {"record.not_permitted"}
    assert from_db(spell.period).start == dt.date(2026, 7, 10)
