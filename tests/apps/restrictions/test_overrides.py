"""G9: a sibling joining is a new placement; it needs the head of service and the consortium, each by another person."""

from __future__ import annotations

import pytest

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import Role
from homeward.apps.core.refusals import Refused
from homeward.apps.placements import services as placements
from homeward.apps.restrictions import services
from homeward.apps.restrictions.duties import overrides_to_agree
from homeward.apps.restrictions.models import Restriction, RestrictionOverride
from homeward.apps.restrictions.standing import standing_of
from homeward.kernel.ranges import DateRange
from tests.apps.restrictions.conftest import World
from tests.apps.restrictions.test_services import codes
from tests.factories.accounts import actor_in
from tests.factories.children import ChildFactory


@pytest.fixture
def restriction(world: World, consortium: CommissioningBody) -> Restriction:
    row = world.propose(reach="framework")
    return services.impose_restriction(restriction=row, by=actor_in(Role.CONSORTIUM_MANAGER, consortium))


def ask(world: World, restriction: Restriction, **given: object) -> RestrictionOverride:
    told = {
        "reference": "R-12",
        "reason": "Two sisters live there.",
        "by": world.actor(Role.PLACEMENT_OFFICER),
    }
    return services.ask_override(restriction=restriction, **{**told, **given})  # type: ignore[arg-type]


def restricted(world: World, **given: object) -> bool:
    asked = {
        "organisation": world.provider.organisation,
        "body": world.body,
        "home": world.home,
        "on": world.today,
    }
    return not standing_of(**asked, **given).ok  # type: ignore[arg-type]


def test_valid_only_with_both(world: World, restriction: Restriction, consortium: CommissioningBody) -> None:
    child = ChildFactory(body=world.body)
    override = ask(world, restriction, child=child)
    head, manager = world.actor(Role.HEAD_OF_SERVICE), actor_in(Role.CONSORTIUM_MANAGER, consortium)
    assert [len(list(overrides_to_agree(a))) for a in (head, manager)] == [1, 1]
    services.agree_override(override=override, by=head)
    assert restricted(world, child=child) and restricted(world, reference="R-12")
    services.agree_override(override=override, by=manager)
    assert not restricted(world, child=child) and not restricted(world, reference="r-12")
    assert restricted(world, reference="R-13") and restricted(world)
    assert [len(list(overrides_to_agree(a))) for a in (head, manager)] == [0, 0]


def test_the_stay_of_that_child_is_no_breach(
    world: World, restriction: Restriction, consortium: CommissioningBody
) -> None:
    child, other = ChildFactory(body=world.body), ChildFactory(body=world.body)
    officer = world.actor(Role.PLACEMENT_OFFICER)
    stays = [
        placements.record_placement(
            child=c, home=world.home, line=None, period=DateRange(world.today, None), by=officer
        )
        for c in (child, other)
    ]
    assert [s.breaches for s in stays] == [["restricted"], ["restricted"]]
    override = ask(world, restriction, child=child)
    services.agree_override(override=override, by=world.actor(Role.HEAD_OF_SERVICE))
    services.agree_override(override=override, by=actor_in(Role.CONSORTIUM_MANAGER, consortium))
    for stay in stays:
        stay.refresh_from_db()
    assert [s.breaches for s in stays] == [[], ["restricted"]]


def test_who_may_ask_and_agree(world: World, restriction: Restriction, consortium: CommissioningBody) -> None:
    for role in (Role.MONITORING_OFFICER, Role.PROVIDER_MANAGER, Role.HEAD_OF_SERVICE):
        with pytest.raises(Refused) as refused:
            ask(world, restriction, by=world.actor(role))
        assert codes(refused) == ["record.not_permitted"]
    override = ask(world, restriction)
    with pytest.raises(Refused) as refused:
        services.agree_override(override=override, by=world.actor(Role.PLACEMENT_OFFICER))
    assert codes(refused) == ["record.not_permitted"]
    stranger = actor_in(Role.HEAD_OF_SERVICE, consortium)
    with pytest.raises(Refused) as refused:
        services.agree_override(override=override, by=stranger)
    assert codes(refused) == ["restriction.override_office"]
    head = world.actor(Role.HEAD_OF_SERVICE)
    services.agree_override(override=override, by=head)
    with pytest.raises(Refused) as refused:
        services.agree_override(override=override, by=world.actor(Role.HEAD_OF_SERVICE))
    assert codes(refused) == ["restriction.override_agreed"]
    both = actor_in(Role.CONSORTIUM_MANAGER, consortium, user=head.user)
    with pytest.raises(Refused) as refused:
        services.agree_override(override=override, by=both)
    assert codes(refused) == ["restriction.override_both_sides"]


def test_whoever_asks_does_not_agree(world: World, restriction: Restriction) -> None:
    officer = world.actor(Role.PLACEMENT_OFFICER)
    override = ask(world, restriction, by=officer)
    with pytest.raises(Refused) as refused:
        services.agree_override(
            override=override, by=actor_in(Role.HEAD_OF_SERVICE, world.body, user=officer.user)
        )
    assert codes(refused) == ["restriction.own_override"]


def test_faults_and_a_refusal(world: World, restriction: Restriction, consortium: CommissioningBody) -> None:
    with pytest.raises(Refused) as refused:
        ask(world, restriction, reference=" ", reason="")
    assert codes(refused) == ["restriction.override_reference", "restriction.reason_missing"]
    override = ask(world, restriction)
    with pytest.raises(Refused) as refused:
        ask(world, restriction)
    assert codes(refused) == ["restriction.override_stands"]
    manager = actor_in(Role.CONSORTIUM_MANAGER, consortium)
    services.refuse_override(override=override, reason="The rota is short.", by=manager)
    assert restricted(world, reference="R-12")
    ask(world, restriction)


def test_the_consortium_sees_no_child_and_a_provider_no_override(
    world: World, restriction: Restriction, consortium: CommissioningBody
) -> None:
    override = ask(world, restriction, child=ChildFactory(body=world.body))
    manager = actor_in(Role.CONSORTIUM_MANAGER, consortium)
    assert RestrictionOverride.objects.visible_to(manager).get() == override
    for stranger in (world.actor(Role.PROVIDER_MANAGER), actor_in(Role.HEAD_OF_SERVICE)):
        assert not RestrictionOverride.objects.visible_to(stranger).exists()


def test_nothing_to_override_where_nothing_stands(world: World) -> None:
    with pytest.raises(Refused) as refused:
        ask(world, world.propose())
    assert codes(refused) == ["restriction.override_idle"]
