"""Every statement is counted twice; where the two counts differ it is not issued."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from homeward.apps.agreements.models import Line
from homeward.apps.core.duties import duties_of
from homeward.apps.core.periods import to_db
from homeward.apps.core.refusals import Refused, present
from homeward.apps.statements import services
from homeward.apps.statements.columns import count_lines, gather_lines
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import PeriodClose, Statement
from homeward.engine.nights.columns import text as texts
from homeward.engine.utilisation.twin import parted
from tests.factories.agreements import LineFactory, LineOverrideFactory, LineTargetFactory
from tests.factories.placements import PlacementFactory, SpellFactory
from tests.factories.providers import HomeFactory
from tests.factories.statements import QUARTER, World, nights
from tests.records import signed_in

pytestmark = pytest.mark.django_db


def crowded(world: World) -> None:
    """Overlapping holds, a care type, a second carer for the same nights, and a validator's refusal."""
    world.mixed_register()
    held = world.stay("2026-01-10", "2026-03-10", hold=("2026-02-01", "2026-02-08"))
    SpellFactory(placement=held, kind="hold", period=to_db(nights("2026-02-05", "2026-02-10")))
    SpellFactory(placement=held, kind="missing", period=to_db(nights("2026-02-09", "2026-02-20")))
    shared = world.stay("2025-11-01", shared_care=("2026-03-01", "2026-03-20"))
    second = PlacementFactory(
        line=world.line, child=shared.child, home=HomeFactory(provider=world.line.agreement.provider),
        period=to_db(nights("2026-02-15", "2026-03-15")),
    )  # fmt: skip
    SpellFactory(
        placement=second, kind="care_type", code="post_18", period=to_db(nights("2026-03-05", "2026-03-15"))
    )


def plant(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slip in the twin's SQL: nights of two holds at once are taken off twice."""
    true_text = texts.text
    true_line = "CASE WHEN reached > start THEN reached ELSE start END"
    assert true_line in true_text("given")
    monkeypatch.setattr(texts, "text", lambda name: true_text(name).replace(true_line, "start"))


def test_both_counts_of_a_close_are_one() -> None:
    world = World.make()
    crowded(world)
    statement = world.close()
    version = newest(statement)
    assert version.twin == {}
    assert version.decision["nights"]["excluded"]["hold"] == 16
    assert "twin" not in PeriodClose.objects.get().lines[0]
    services.issue(statement=statement, by=world.officer)


def test_a_planted_difference_stops_the_issue_and_names_line_night_and_child(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World.make()
    crowded(world)
    held = world.stay("2026-01-10", "2026-03-10", hold=("2026-02-01", "2026-02-08"))
    SpellFactory(placement=held, kind="hold", period=to_db(nights("2026-02-05", "2026-02-10")))
    plant(monkeypatch)
    statement = world.close()
    twin = newest(statement).twin
    assert (twin["night"], twin["child"]) == ("2026-02-05", held.child.reference)
    assert twin["figures"]["excluded hold"] == {"reference": 25, "columns": 28}
    with pytest.raises(Refused) as refused:
        services.issue(statement=statement, by=world.officer)
    (reason,) = refused.value.reasons
    told = present(reason)
    assert reason.code == "statement.twins_differ"
    assert str(world.line) in told.fact and "5 Feb 2026" in told.fact and held.child.reference in told.fact
    assert Statement.objects.get().state == "draft"


def test_the_report_of_the_close_and_a_duty_tell_of_the_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World.make()
    held = world.stay("2026-01-10", "2026-03-10", hold=("2026-02-01", "2026-02-08"))
    SpellFactory(placement=held, kind="hold", period=to_db(nights("2026-02-05", "2026-02-10")))
    plant(monkeypatch)
    world.close()
    page = signed_in(world.officer).get(
        reverse("period_close_report", args=[PeriodClose.objects.get().public_id])
    )
    assert page.status_code == 200
    told = page.text.replace("\u00a0", " ")
    assert "the two counts differ" in told
    assert "5 Feb 2026" in told
    assert "excluded hold" in told.casefold()
    assert "statement.twins_differ" in [duty.kind for duty in duties_of(world.manager)]


def test_once_the_text_is_right_again_a_new_count_lifts_the_difference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World.make()
    held = world.stay("2026-01-10", "2026-03-10", hold=("2026-02-01", "2026-02-08"))
    SpellFactory(placement=held, kind="hold", period=to_db(nights("2026-02-05", "2026-02-10")))
    with monkeypatch.context() as slip:
        plant(slip)
        statement = world.close()
    assert newest(statement).twin
    services.recount(statement=statement, reason="The count in columns was corrected.", by=world.officer)
    assert newest(statement).twin == {}
    services.issue(statement=Statement.objects.get(), by=world.officer)


def test_disallowed_nights_and_an_agreements_own_reading_are_counted_alike() -> None:
    world = World.make()
    crowded(world)
    LineOverrideFactory(
        line=world.line, parameter="nights.hold", key="general_family_based_care", value="counted",
        period=to_db(nights("2025-07-01")),
    )  # fmt: skip
    statement = world.close()
    assert newest(statement).twin == {}
    assert newest(statement).decision["nights"]["hold"]["counted"] > 0


def test_the_number_of_queries_does_not_grow_with_the_lines() -> None:
    world = World.make()
    crowded(world)

    def queries() -> int:
        lines = list(Line.objects.filter(body=world.manager.body).select_related("agreement"))
        with CaptureQueriesContext(connection) as found:
            gather_lines(world.manager.body, lines, [QUARTER.range])
        return len(found)

    few = queries()
    for _ in range(4):
        line = LineFactory(agreement=world.line.agreement)
        LineTargetFactory(line=line, placements=1)
        world.line = line
        crowded(world)
    assert queries() == few


def test_quarters_side_by_side_equal_each_counted_alone() -> None:
    world = World.make()
    crowded(world)
    lines = [Line.objects.select_related("agreement").get()]
    quarters = [QUARTER.previous().range, QUARTER.range, QUARTER.next().range]
    together = count_lines(world.manager.body, lines, quarters)
    statement = world.close()
    assert parted(newest(statement).decision["nights"], together[(lines[0].pk, 1)]) == {}
    for place, quarter in enumerate(quarters):
        alone = count_lines(world.manager.body, lines, [quarter])
        assert alone[(lines[0].pk, 0)] == together[(lines[0].pk, place)]
    assert dt.date(2026, 1, 1) == quarters[1].start
