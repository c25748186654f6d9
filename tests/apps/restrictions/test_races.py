"""Imposing, lifting and promising at once: one winner each, the others told why, nobody promised past it."""

from __future__ import annotations

import pytest
from django.db import transaction

from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent
from homeward.apps.restrictions import services
from homeward.apps.restrictions.models import Restriction, RestrictionOverride, RestrictionReview
from homeward.apps.restrictions.standing import hold_standing
from tests.apps.restrictions.conftest import World, make_world
from tests.factories.placements import PlacementFactory
from tests.factories.restrictions import RestrictionOverrideFactory
from tests.racing import outcomes

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
State = Restriction.State
MANY = 16


@pytest.fixture
def world() -> World:
    return make_world()


def test_sixteen_impose_at_once(world: World) -> None:
    PlacementFactory(home=world.home, line=None)
    row = world.propose()
    heads = [world.actor(Role.HEAD_OF_SERVICE) for _ in range(MANY)]
    found = outcomes(
        lambda n: services.impose_restriction(restriction=Restriction.objects.get(pk=row.pk), by=heads[n]),
        MANY,
    )
    assert sorted(found) == ["done", *["refused"] * (MANY - 1)]
    assert AuditEvent.objects.filter(thing=row.public_id, action="impose_restriction").count() == 1
    assert RestrictionReview.objects.count() == 1


def test_impose_lift_and_impose_at_once_leave_one_story(world: World) -> None:
    """The first home's proposal is imposed or refused, the second home's is lifted or kept: each once."""
    proposed, standing = world.propose(), world.impose(home=world.other_home)
    services.propose_lift(
        restriction=standing, lifts_on=world.today, reason="Seen.", by=world.actor(Role.MONITORING_OFFICER)
    )
    heads = [world.actor(Role.HEAD_OF_SERVICE) for _ in range(MANY)]

    def deed(n: int) -> object:
        first, second = (Restriction.objects.get(pk=r.pk) for r in (proposed, standing))
        return (
            lambda: services.impose_restriction(restriction=first, by=heads[n]),
            lambda: services.lift_restriction(restriction=second, by=heads[n]),
            lambda: services.refuse_restriction(restriction=first, reason="No.", by=heads[n]),
            lambda: services.keep_restriction(restriction=second, reason="No.", by=heads[n]),
        )[n % 4]()

    found = outcomes(deed, MANY)
    assert sorted(found) == ["done", "done", *["refused"] * (MANY - 2)]
    proposed.refresh_from_db()
    standing.refresh_from_db()
    assert proposed.state in (State.IMPOSED, State.REFUSED) and standing.state in (
        State.LIFTED,
        State.IMPOSED,
    )


def test_sixteen_propose_the_same_at_once(world: World) -> None:
    officers = [world.actor(Role.MONITORING_OFFICER) for _ in range(MANY)]
    assert sorted(outcomes(lambda n: world.propose(by=officers[n]), MANY)) == [
        "done",
        *["refused"] * (MANY - 1),
    ]


def test_whoever_promises_first_is_found_and_whoever_comes_after_is_refused(world: World) -> None:
    """Promise and restriction at once: what was promised after the decision would be a promise under it."""
    row, head = world.propose(home=None), world.actor(Role.HEAD_OF_SERVICE)
    promised_while: list[bool] = []

    def promise() -> None:
        with transaction.atomic():
            hold_standing(
                what="No place", organisation=world.provider.organisation, body=world.body, home=world.home,
                on=world.today,
            )  # fmt: skip
            promised_while.append(Restriction.objects.get(pk=row.pk).state == State.PROPOSED)

    def deed(n: int) -> object:
        if n == MANY // 2:
            return services.impose_restriction(restriction=Restriction.objects.get(pk=row.pk), by=head)
        return promise()

    found = outcomes(deed, MANY)
    assert found[MANY // 2] == "done"
    assert all(promised_while) and len(promised_while) == found.count("done") - 1
    assert Organisation.objects.filter(pk=world.provider.organisation_id).exists()


def test_both_sides_of_an_override_at_once_agree_it_once(world: World) -> None:
    override = RestrictionOverrideFactory(restriction=world.impose())
    people = [world.actor(Role.HEAD_OF_SERVICE if n % 2 else Role.CONSORTIUM_MANAGER) for n in range(MANY)]
    found = outcomes(
        lambda n: services.agree_override(
            override=RestrictionOverride.objects.get(pk=override.pk), by=people[n]
        ),
        MANY,
    )
    override.refresh_from_db()
    assert found.count("done") == 2 and override.is_valid
