"""The one question: what stands in the way, on which day, of whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import Role
from homeward.apps.core.refusals import Refused
from homeward.apps.placements import services as placements
from homeward.apps.placements.models import Placement
from homeward.apps.restrictions import services
from homeward.apps.restrictions.models import Restriction
from homeward.apps.restrictions.standing import Asked, Standing, hold_standing, standing_of, standings_of
from homeward.kernel.ranges import DateRange
from tests.apps.restrictions.conftest import DAY, World, welsh_body
from tests.factories.accounts import actor_in
from tests.factories.children import ChildFactory
from tests.factories.placements import PlacementFactory
from tests.factories.providers import HomeFactory, ProviderFactory
from tests.factories.restrictions import RestrictionFactory


def of(world: World, home: object = None, on: dt.date | None = None, **given: object) -> list[str]:
    found = standing_of(
        organisation=world.provider.organisation, body=world.body, home=home, on=on or world.today, **given
    )  # type: ignore[arg-type]
    assert found.ok is (not found.reasons)
    assert all(s.fact and s.lift and s.who for s in found.sentences)
    return [r.code for r in found.reasons]


def test_nothing_stands_in_the_way(world: World) -> None:
    assert of(world) == of(world, world.home) == []


def test_one_home_only(world: World) -> None:
    """G11: a sanction on one home leaves the provider's other homes."""
    world.impose()
    assert of(world, world.home) == ["standing.restricted"]
    assert of(world, world.other_home) == of(world) == []


def test_every_home_of_a_provider(world: World) -> None:
    world.impose(home=None)
    assert of(world) == of(world, world.home) == of(world, world.other_home) == ["standing.restricted"]


def test_a_proposal_binds_nobody(world: World) -> None:
    world.propose()
    assert of(world, world.home) == []


def test_from_midnight_to_midnight_by_the_bodys_clock(world: World) -> None:
    start, lift = world.today + 5 * DAY, world.today + 9 * DAY
    row = world.impose(starts_on=start)
    assert of(world, world.home, start - DAY) == []
    assert of(world, world.home, start) == of(world, world.home, lift) == ["standing.restricted"]
    world.lift(row, on=lift)
    assert of(world, world.home, start) == of(world, world.home, lift - DAY) == ["standing.restricted"]
    assert of(world, world.home, lift) == []


def test_lifted_before_it_began_it_never_bound(world: World) -> None:
    row = world.impose(starts_on=world.today + 5 * DAY)
    row = world.lift(row)
    assert (row.lifts_on, of(world, world.home, row.starts_on)) == (row.starts_on, [])


def test_another_authority_is_not_bound_by_a_local_one(world: World) -> None:
    other = welsh_body()
    ProviderFactory(body=other, organisation=world.provider.organisation)
    world.impose(home=None)
    assert standing_of(organisation=world.provider.organisation, body=other, on=world.today).ok


def test_a_framework_restriction_binds_the_members(world: World, consortium: CommissioningBody) -> None:
    row = world.propose(reach="framework", home=None)
    services.impose_restriction(restriction=row, by=actor_in(Role.CONSORTIUM_MANAGER, consortium))
    assert of(world, world.home) == ["standing.restricted"]
    outside = welsh_body()
    ProviderFactory(body=outside, organisation=world.provider.organisation)
    assert standing_of(organisation=world.provider.organisation, body=outside, on=world.today).ok


def test_the_same_home_as_the_consortium_knows_it(world: World, consortium: CommissioningBody) -> None:
    theirs = ProviderFactory(body=consortium, organisation=world.provider.organisation)
    home = HomeFactory(provider=theirs, urn="SC123456")
    RestrictionFactory(home=home, reach="framework", imposed=True)
    assert of(world, world.home) == []
    world.home.urn = "SC123456"
    world.home.save()
    assert of(world, world.home) == ["standing.restricted"]


def test_dealings_and_homes_have_their_days(world: World) -> None:
    world.provider.end = world.today
    world.provider.save()
    world.home.closed_on = world.today
    world.home.save()
    assert of(world, world.home, world.today - DAY) == []
    assert of(world, world.home) == ["standing.provider_ended", "standing.home_closed"]
    assert of(world, world.home, dt.date(2020, 1, 1)) == [
        "standing.provider_to_come",
        "standing.home_not_open",
    ]
    stranger = ProviderFactory(body=welsh_body()).organisation
    unknown = standing_of(organisation=stranger, body=world.body, on=world.today)
    assert [r.code for r in unknown.reasons] == ["standing.unknown_provider"]


def test_all_reasons_at_once(world: World) -> None:
    world.impose()
    world.impose(cause="safeguarding", home=None)
    world.home.closed_on = dt.date(2020, 1, 1)
    assert of(world, world.home) == ["standing.restricted", "standing.restricted", "standing.home_closed"]


def test_many_are_asked_with_the_queries_of_one(world: World, django_assert_num_queries: Any) -> None:
    world.impose()
    homes = [HomeFactory(body=world.body, organisation=world.home.organisation) for _ in range(4)]
    asked = [Asked(h.organisation, world.body, h, world.today) for h in (world.home, *homes)]
    with CaptureQueriesContext(connection) as one:
        standings_of(asked[:1])
    with django_assert_num_queries(len(one)):
        found = standings_of(asked)
    assert [s.ok for s in found] == [False, True, True, True, True]
    each = [standing_of(organisation=a.organisation, body=a.body, home=a.home, on=a.on) for a in asked]
    assert found == each
    with pytest.raises(ValueError, match="one body on one day"):
        standings_of([asked[0], Asked(None, world.body, world.home, world.today + dt.timedelta(days=1))])


def test_promising_is_refused_with_every_reason(world: World) -> None:
    told = {
        "organisation": world.provider.organisation,
        "body": world.body,
        "home": world.home,
        "on": world.today,
    }
    hold_standing(what="No place", **told)
    world.impose()
    with pytest.raises(Refused) as refused:
        hold_standing(what="No place", **told)
    assert [r.code for r in refused.value.reasons] == ["standing.restricted"]


# The property ---------------------------------------------------------------------------------------

DAYS = st.integers(0, 12)


@given(
    start=DAYS,
    length=st.none() | DAYS,
    on=DAYS,
    whole=st.booleans(),
    asked=st.sampled_from(["same", "other", "none"]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_binds_its_scope_on_its_days_and_nothing_else(
    world: World, start: int, length: int | None, on: int, whole: bool, asked: str
) -> None:
    Restriction.objects.all().delete()
    first = world.today + start * DAY
    lifted = None if length is None else first + length * DAY
    RestrictionFactory(
        home=None if whole else world.home, organisation=world.provider.organisation, body=world.body,
        starts_on=first, imposed=True, lifted=lifted,
    )  # fmt: skip
    home = {"same": world.home, "other": world.other_home, "none": None}[asked]
    day = world.today + on * DAY
    in_scope = whole or asked == "same"
    in_time = start <= on and (length is None or on < start + length)
    assert of(world, home, day) == (["standing.restricted"] if in_scope and in_time else [])


# What is recorded is never refused ------------------------------------------------------------------


def record(world: World, home: object, **given: object) -> Placement:
    child = given.pop("child", None) or ChildFactory(body=world.body)
    return placements.record_placement(
        child=child, home=home, line=None, period=DateRange(given.pop("start", world.today), None),  # type: ignore[arg-type]
        by=world.actor(Role.PLACEMENT_OFFICER),
    )  # fmt: skip


def test_a_stay_that_begins_under_it_is_recorded_with_its_breach(world: World) -> None:
    world.impose()
    assert record(world, world.home).breaches == ["restricted"]
    assert record(world, world.other_home).breaches == []
    assert record(world, world.home, start=world.today - DAY).breaches == []


def test_a_stay_recorded_before_it_was_imposed_is_looked_at_again(world: World) -> None:
    early, same_day = PlacementFactory(home=world.home, line=None), record(world, world.home)
    assert same_day.breaches == []
    row = world.impose()
    later = record(world, world.home, start=world.today + 5 * DAY)
    early.refresh_from_db()
    same_day.refresh_from_db()
    assert (early.breaches, same_day.breaches, later.breaches) == ([], ["restricted"], ["restricted"])
    world.lift(row, on=world.today + 5 * DAY)
    later.refresh_from_db()
    assert later.breaches == []
    assert isinstance(standing_of(organisation=None, body=world.body, on=world.today), Standing)
