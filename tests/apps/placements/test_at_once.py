"""Two people at once, and the database beside the checks: both say the same."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeward.apps.accounts.roles import Role
from homeward.apps.core.refusals import Refused
from homeward.apps.placements import services
from homeward.apps.placements.checks import HomeFacts, LineFacts, OtherStay, check_overlaps
from homeward.apps.placements.models import ExceedRequest, Placement, Spell
from homeward.apps.placements.services.placements import Draft
from homeward.kernel.ranges import DateRange
from tests.apps.placements.conftest import World, codes, record, stay
from tests.factories.accounts import actor_in

# The world is the same for every example and each is rolled back; a busy machine makes drawing slow.
QUIET = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)
days = st.integers(0, 9).map(lambda n: dt.date(2026, 7, 1) + dt.timedelta(days=n))
stays = st.tuples(days, st.integers(0, 5) | st.none()).map(
    lambda t: DateRange(t[0], None if t[1] is None else t[0] + dt.timedelta(days=t[1]))
)


@settings(max_examples=60, deadline=None, suppress_health_check=[*QUIET])
@given(rows=st.lists(st.tuples(stays, st.integers(0, 1), st.integers(0, 2)), min_size=2, max_size=6))
def test_the_check_and_the_database_agree_on_overlaps(
    world: World, rows: list[tuple[DateRange, int, int]]
) -> None:
    homes, lines = (world.home, world.other_home), (world.line, world.house_line, None)
    kept: list[OtherStay] = []
    with transaction.atomic():
        for period, home_at, line_at in rows:
            home, line = homes[home_at], lines[line_at]
            facts = HomeFacts(home.pk, home.name), LineFacts(line.pk, "line", 1) if line else None
            refused = any(p.code == "overlap" for p in check_overlaps(period, *facts, kept))
            draft = Draft(world.child, home, line, period)
            try:
                with transaction.atomic():
                    Placement.objects.create(body=world.officer.body, **draft.columns())
            except IntegrityError:
                assert refused
            else:
                assert not refused
                kept.append(OtherStay("", home.pk, home.name, line.pk if line else None, period))
        transaction.set_rollback(True)


class Racer(threading.Thread):
    """One person's try in a connection of its own, holding its transaction until told to go on."""

    def __init__(self, work: Any, *, go_on: threading.Event | None = None) -> None:
        super().__init__()
        self.work, self.go_on, self.done = work, go_on, threading.Event()
        self.outcome: Any = None

    def run(self) -> None:
        try:
            with transaction.atomic():
                self.outcome = self.work()
                self.done.set()
                if self.go_on is not None:
                    self.go_on.wait(10)
        except Refused as refused:
            self.outcome = refused
        finally:
            self.done.set()
            connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("order", [0, 1])
def test_two_overlapping_stays_recorded_at_once_leave_one(world: World, order: int) -> None:
    periods = [stay("2026-07-01", "2026-08-01"), stay("2026-07-20", "2026-09-01")]
    first, second = (periods[order], periods[1 - order])
    go_on = threading.Event()
    one = Racer(lambda: record(world, period=first), go_on=go_on)
    two = Racer(lambda: record(world, period=second))
    one.start()
    assert one.done.wait(10)
    two.start()  # its check sees nothing yet; its insert waits for the first to commit
    two.join(0.5)
    go_on.set()
    one.join(10)
    two.join(10)
    assert isinstance(one.outcome, Placement)
    assert isinstance(two.outcome, Refused)
    assert [r.code for r in two.outcome.reasons] == ["record.collides"]
    assert [p.stay for p in Placement.objects.all()] == [first]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("order", [0, 1])
def test_a_request_is_approved_or_refused_once(world: World, order: int) -> None:
    request = services.request_exceed(
        line=world.house_line,
        period=stay("2026-11-10", "2026-11-20"),
        extra_places=1,
        reason="Siblings.",
        by=world.manager,
    )
    directors = [world.director, actor_in(Role.DIRECTOR, world.officer.body)]
    answers = [True, False] if order else [False, True]

    def decide(at: int) -> Any:
        mine = ExceedRequest.objects.get(pk=request.pk)
        return services.decide_exceed(request=mine, approve=answers[at], reason="So.", by=directors[at])

    go_on = threading.Event()
    one, two = Racer(lambda: decide(0), go_on=go_on), Racer(lambda: decide(1))
    one.start()
    assert one.done.wait(10)
    two.start()
    two.join(0.5)
    go_on.set()
    one.join(10)
    two.join(10)
    assert isinstance(two.outcome, Refused)
    assert {r.code for r in two.outcome.reasons} == {"machine.state"}
    request.refresh_from_db()
    assert request.state == ("approved" if answers[0] else "refused")
    assert request.decided_by == directors[0].user


def test_the_sentence_of_a_collision_names_nobody(world: World) -> None:
    record(world, source_key="K-1")
    with pytest.raises(Refused) as refused:
        record(world, home=world.other_home, line=None, source_key="K-1")
    assert codes(refused) == {"record.collides"}


def test_a_change_to_a_stay_that_somebody_changed_meanwhile_is_refused(world: World) -> None:
    mine = record(world, period=stay("2026-07-01"))
    theirs = Placement.objects.get(pk=mine.pk)
    services.end_placement(placement=theirs, on=dt.date(2026, 8, 1), by=world.officer)
    with pytest.raises(Refused) as refused:
        services.change_placement(placement=mine, by=world.officer, reason="Log.", home=world.other_home)
    assert codes(refused) == {"record.collides"}
    mine.refresh_from_db()
    assert mine.stay == stay("2026-07-01", "2026-08-01")


def test_a_spell_is_not_written_into_nights_that_were_cut_meanwhile(world: World) -> None:
    mine = record(world, period=stay("2026-07-01", "2026-09-01"))
    theirs = Placement.objects.get(pk=mine.pk)
    services.end_placement(placement=theirs, on=dt.date(2026, 8, 1), by=world.officer)
    with pytest.raises(Refused) as refused:
        services.record_spell(
            placement=mine, kind="missing", period=stay("2026-08-10", "2026-08-12"), by=world.officer
        )
    assert codes(refused) == {"record.collides"}


def test_a_spell_that_somebody_removed_meanwhile_cannot_be_changed(world: World) -> None:
    placement = record(world, period=stay("2026-07-01", "2026-09-01"))
    spell = services.record_spell(
        placement=placement, kind="missing", period=stay("2026-07-10", "2026-07-12"), by=world.officer
    )
    services.remove_spell(spell=Spell.objects.get(pk=spell.pk), reason="It never was.", by=world.officer)
    with pytest.raises(Refused) as refused:
        services.change_spell(
            spell=spell, reason="Longer.", period=stay("2026-07-10", "2026-07-14"), by=world.officer
        )
    assert codes(refused) == {"record.collides"}
