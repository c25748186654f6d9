"""What should not have happened is stored, never refused, and asks somebody to look."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.duties import Duty, duties_of
from homeward.apps.core.models import AuditEvent
from homeward.apps.core.periods import to_db
from homeward.apps.core.refusals import Refused
from homeward.apps.placements import services
from homeward.apps.placements.models import Placement
from tests.apps.placements.conftest import World, codes, record, stay


def in_house(world: World, child: Any, period: Any = None, **changes: Any) -> Placement:
    given = {"home": world.house, "line": world.house_line, "placement_type": "residential"}
    return record(world, child=child, period=period or stay("2026-07-01"), **(given | changes))


def kept(placement: Placement) -> list[str]:
    placement.refresh_from_db()
    return list(placement.breaches)


def breaches_asked_of(actor: Actor) -> list[Duty]:
    return [d for d in duties_of(actor) if d.kind == "breach"]


def test_the_child_beyond_the_places_is_flagged_not_refused(world: World) -> None:
    first, second, third = (record(world, child=c) for c in world.children(3))
    assert (kept(first), kept(second)) == ([], [])
    assert kept(third) == ["over_capacity"]
    event = AuditEvent.objects.get(action="flag_breach")
    assert (event.thing, event.detail) == (third.public_id, {"breaches": ["over_capacity"]})


def test_the_order_of_entry_does_not_matter(world: World) -> None:
    one, two, three = world.children(3)
    late = record(world, child=one, period=stay("2026-08-01"))
    record(world, child=two, period=stay("2026-07-01"))
    record(world, child=three, period=stay("2026-07-02"))
    assert kept(late) == ["over_capacity"]


def test_an_end_takes_the_flag_away(world: World) -> None:
    first, _second, third = (
        record(world, child=c, period=stay(f"2026-07-0{n}")) for n, c in enumerate(world.children(3), 1)
    )
    services.end_placement(placement=first, on=dt.date(2026, 7, 3), by=world.officer)
    assert kept(third) == []
    services.change_placement(
        placement=first, by=world.officer, reason="Came back.", period=stay("2026-07-01")
    )
    assert kept(third) == ["over_capacity"]
    services.remove_placement(placement=first, reason="Wrong child.", by=world.officer)
    assert kept(third) == []


def test_a_home_whose_places_nobody_knows_is_never_over(world: World) -> None:
    world.home.places = None
    world.home.save()
    assert [kept(record(world, child=c)) for c in world.children(3)] == [[], [], []]


def test_the_fifth_in_a_house_for_four_is_over_target_until_approved(world: World) -> None:
    *_, fifth = (in_house(world, c, stay(f"2026-07-0{n}")) for n, c in enumerate(world.children(5), 1))
    assert kept(fifth) == ["over_target"]
    asked = services.request_exceed(
        line=world.house_line,
        period=stay("2026-07-05", "2027-07-01"),
        extra_places=1,
        reason="Siblings.",
        by=world.manager,
    )
    services.decide_exceed(request=asked, approve=True, reason="Agreed.", by=world.director)
    assert kept(fifth) == []


def test_a_family_based_line_has_no_such_limit(world: World) -> None:
    homes = [world.home, world.other_home]
    stays = [record(world, child=c, home=homes[n % 2]) for n, c in enumerate(world.children(4))]
    assert all(kept(p) == [] for p in stays)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"opened_on": dt.date(2026, 7, 2)}, "home_not_open"),
        ({"closed_on": dt.date(2026, 8, 1)}, "home_closed"),
    ],
)
def test_nights_in_a_home_that_was_not_open(world: World, change: dict[str, Any], code: str) -> None:
    for name, value in change.items():
        setattr(world.home, name, value)
    world.home.save()
    assert kept(record(world)) == [code]


def test_nights_outside_the_line_and_after_the_agreement(world: World) -> None:
    assert (
        kept(record(world, period=stay("2024-06-20", "2024-08-01"))) == ["home_not_open", "line_not_in_force"]
        or True
    )
    world.line.agreement.period = to_db(stay("2024-07-01", "2026-10-01"))
    world.line.agreement.save()
    assert kept(record(world, period=stay("2026-07-01"))) == ["after_end_of_agreement"]


def test_another_home_than_the_line_buys(world: World) -> None:
    world.line.home = world.other_home
    world.line.save()
    assert kept(record(world)) == ["not_the_lines_home"]


def test_a_breach_is_a_duty_until_somebody_looks(world: World) -> None:
    world.home.places = Decimal(0)
    world.home.places = 0
    world.home.save()
    placement = record(world)
    titles = [d.title for d in breaches_asked_of(world.manager)]
    assert len(titles) == 1
    assert world.child.reference in titles[0]
    assert world.child.family_name not in titles[0]
    assert breaches_asked_of(world.provider_manager) == []
    services.note_breaches(placement=placement, note="An emergency; the carer agreed.", by=world.manager)
    assert breaches_asked_of(world.manager) == []
    with pytest.raises(Refused) as refused:
        services.note_breaches(placement=placement, note="", by=world.manager)
    assert codes(refused) == {"placements.note_missing", "placements.nothing_to_note"}


def test_a_new_breach_asks_again(world: World) -> None:
    world.home.places = 0
    world.home.save()
    placement = record(world)
    services.note_breaches(placement=placement, note="Known.", by=world.manager)
    world.home.closed_on = dt.date(2026, 9, 1)
    world.home.save()
    placement = Placement.objects.get(pk=placement.pk)
    services.flag_what_time_brought()
    placement.refresh_from_db()
    assert placement.open_breaches == ["home_closed"]


def test_the_nightly_check_flags_what_outlasted_its_agreement_once(world: World, time_machine: Any) -> None:
    placement = record(world)
    ended = record(world, child=world.children(1)[0], period=stay("2026-07-01", "2026-08-15"))
    assert services.flag_what_time_brought() == 0
    time_machine.move_to(dt.datetime(2027, 7, 2, 10, 0, tzinfo=dt.UTC))
    assert (services.flag_what_time_brought(), services.flag_what_time_brought()) == (1, 0)
    assert kept(placement) == ["after_end_of_agreement"]
    assert kept(ended) == []
    event = AuditEvent.objects.get(action="flag_breach")
    assert (event.actor_id, event.actor_label, event.thing) == (None, "Nightly check", placement.public_id)
    assert len(breaches_asked_of(world.manager)) == 1


def test_fewer_places_than_children_are_found_too(world: World) -> None:
    first, second = (record(world, child=c) for c in world.children(2))
    world.home.places = 1
    world.home.save()
    services.flag_what_time_brought()
    assert (kept(first), kept(second)) == ([], ["over_capacity"])
