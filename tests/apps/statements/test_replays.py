"""Histories replayed through the services: whatever is changed late, in whatever order, the books close."""

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

import pytest

from homeward.apps.core.refusals import Refused
from homeward.apps.placements import services as placements
from homeward.apps.placements.models import Placement, Spell
from homeward.apps.statements import integrity
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import Adjustment, Statement, Version
from homeward.kernel.ranges import DateRange
from tests.apps.statements.late import NEXT, assert_settled, close, sums, walk
from tests.factories.statements import World, nights

pytestmark = pytest.mark.django_db
FIRST = nights("2026-01-01").start
Deed = Callable[[], Callable[[], None]]


class History:
    """Random late deeds on one world, each with the deed that takes it back."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.world = World.make(
            method=self.dice.choice(["block", "block", "per_night"]), target=self.dice.randint(0, 4)
        )
        self.stays = [self._new_stay() for _ in range(5)]

    def _period(self) -> DateRange:
        start = self.dice.randint(-30, 150)
        first = FIRST.fromordinal(FIRST.toordinal() + start)
        return DateRange(first, first.fromordinal(first.toordinal() + self.dice.randint(1, 120)))

    def _new_stay(self) -> Placement:
        period = self._period()
        assert period.end is not None
        return self.world.stay(period.start.isoformat(), period.end.isoformat())

    def deed(self) -> Callable[[], None] | None:
        """Do something late; returns how to take it back, or None when it was refused."""
        try:
            return self.dice.choice([self._change, self._change, self._record, self._spell])()
        except Refused:
            return None  # such as a spell that the new dates would leave outside: nothing happened

    def _change(self) -> Callable[[], None]:
        stay = Placement.objects.get(pk=self.dice.choice(self.stays).pk)
        before = stay.stay
        self._set(stay, self._period())
        return lambda: self._set(stay, before)

    def _set(self, stay: Placement, period: DateRange) -> None:
        fresh = Placement.objects.get(pk=stay.pk)
        placements.change_placement(placement=fresh, by=self.world.officer, reason="Late", period=period)

    def _record(self) -> Callable[[], None]:
        like, period = self.stays[0], self._period()
        made = placements.record_placement(
            child=like.child,
            home=self.stays[-1].home,
            line=self.world.line,
            period=period,
            by=self.world.officer,
        )
        return lambda: placements.remove_placement(
            placement=Placement.objects.get(pk=made.pk), reason="It never was", by=self.world.officer
        )

    def _spell(self) -> Callable[[], None]:
        stay = Placement.objects.get(pk=self.dice.choice(self.stays).pk)
        kind = self.dice.choice(["hold", "missing"])
        made = placements.record_spell(
            placement=stay,
            kind=kind,
            decided_by="dcp" if kind == "hold" else "",
            period=stay.stay,
            by=self.world.officer,
        )
        return lambda: placements.remove_spell(
            spell=Spell.objects.get(pk=made.pk), reason="It never was", by=self.world.officer
        )


def texts() -> dict[int, bytes]:
    """Every published version, byte for byte."""
    return {v.pk: integrity.text_of(v) for v in Version.objects.filter(issued_at__isnull=False)}


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(1, 6))])
def test_any_history_of_late_records_closes_the_books(seed: int) -> None:
    history = History(seed)
    world, dice = history.world, history.dice
    origin = walk(world, world.close(), dice.choice(["agreed", "approved", "sent"]))
    target, back = close(world), []
    for step in range(10):
        before = texts()
        taken_back = history.deed()
        if taken_back is not None:
            back.append(taken_back)
        assert all(texts()[pk] == text for pk, text in before.items())
        if step == 4:
            walk_on(world, target)
        for statement in Statement.objects.exclude(state__in=["draft", "issued", "provider_agreed"]):
            if statement.state in ("approved", "sent", "paid"):
                assert_settled(statement)
            assert newest(statement).kind == "count"
    origin = walk(world, Statement.objects.get(pk=origin.pk), "approved")
    assert_settled(origin)
    for row in Adjustment.objects.select_related("from_version", "to_version"):
        assert row.nights == row.to_version.actual_nights - row.from_version.actual_nights
    for undo in reversed(back):
        undo()
    for statement in Statement.objects.filter(state__in=["approved", "sent", "paid"]):
        assert_settled(statement)
    left = sums(Statement.objects.get(pk=origin.pk))
    assert all(put_up == 0 for _, put_up in left.values())
    assert was_granted(origin) or left == {}


def walk_on(world: World, target: Statement) -> None:
    """The next quarter takes in what came so far, is agreed by both sides and approved."""
    from homeward.apps.statements import services

    services.recount(statement=target, reason="Late records", by=world.officer)
    walk(world, target, "approved")


def was_granted(origin: Statement) -> bool:
    """Whether a later assessment granted something: as far as that is within what was agreed, it stays granted."""
    later = Statement.objects.filter(assessment__approved_at__isnull=False)
    rows = [row for one in later for row in one.assessment.adjustments if row["origin"] == origin.public_id]
    return any(Decimal(row["approved"]) for row in rows)


@pytest.mark.parametrize("seed", range(3))
def test_independent_late_changes_come_to_the_same_in_any_order(seed: int) -> None:
    found = []
    for order in ([0, 1, 2], [2, 0, 1]):
        world = World.make(target=2)
        stays = [world.stay("2025-12-01", "2026-03-20") for _ in range(3)]
        origin = world.upto("paid")
        dice = random.Random(seed)
        ends = [f"2026-0{dice.randint(1, 3)}-{dice.randint(10, 28)}" for _ in stays]
        for number in order:
            placements.change_placement(
                placement=stays[number],
                by=world.officer,
                reason="Late",
                period=nights("2025-12-01", ends[number]),
            )
        assert_settled(origin)
        found.append(sums(origin))
    assert found[0] == found[1]


def test_a_late_record_moves_nothing_in_the_quarter_after_it() -> None:
    """A stay that reaches over two quarters and ends earlier in the first touches both, each for its own nights."""
    world = World.make(method="per_night")
    stay = world.stay("2026-01-10", "2026-05-01")
    first = world.upto("paid")
    second = walk(world, close(world), "sent")
    placements.change_placement(
        placement=stay, by=world.officer, reason="Late", period=nights("2026-01-10", "2026-03-22")
    )
    assert sums(first) == {"per_night": (Decimal(-310 * 10), Decimal(0))}
    assert sums(second) == {"per_night": (Decimal(-310 * 30), Decimal(0))}
    assert NEXT.label == second.label
