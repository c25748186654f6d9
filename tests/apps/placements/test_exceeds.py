"""Requests to exceed: asked by one person, decided by another."""

from __future__ import annotations

from typing import Any

import pytest

from homeward.apps.accounts.roles import Role
from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import AuditEvent, Notice, OutgoingMail
from homeward.apps.core.refusals import Refused
from homeward.apps.placements import services
from homeward.apps.placements.models import ExceedRequest
from tests.apps.placements.conftest import World, codes, stay
from tests.factories.accounts import MembershipFactory, actor_in
from tests.factories.providers import ProviderFactory


def ask(world: World, **changes: Any) -> ExceedRequest:
    given = {
        "line": world.house_line,
        "period": stay("2026-11-10", "2026-11-20"),
        "extra_places": 1,
        "reason": "A brother needs to stay close.",
        "by": world.provider_manager,
    }
    return services.request_exceed(**(given | changes))


def test_a_provider_asks_and_directors_are_told(world: World) -> None:
    request = ask(world)
    assert (request.state, request.requested_side) == ("requested", "provider")
    notice = Notice.objects.get()
    assert notice.user_id == world.director.user.pk
    assert "1 extra place from 10 Nov 2026 to 19 Nov 2026" in notice.text
    assert OutgoingMail.objects.get().to == world.director.user.email
    assert [d.title for d in duties_of(world.director)] == [
        f"Decide the request to exceed: {world.house_line}"
    ]
    assert duties_of(world.provider_manager) == []


def test_a_director_approves_and_the_asker_is_told(world: World) -> None:
    request = ask(world)
    Notice.objects.all().delete()
    services.decide_exceed(request=request, approve=True, reason="Siblings stay together.", by=world.director)
    request.refresh_from_db()
    assert (request.state, request.decided_by, request.decision_reason) == (
        "approved",
        world.director.user,
        "Siblings stay together.",
    )
    assert [n.user_id for n in Notice.objects.all()] == [world.provider_manager.user.pk]
    assert duties_of(world.director) == []
    assert AuditEvent.objects.filter(action="approve_exceed", thing=request.public_id).exists()


def test_a_request_is_decided_once(world: World) -> None:
    request = ask(world)
    services.decide_exceed(
        request=request, approve=False, reason="Another house has room.", by=world.director
    )
    with pytest.raises(Refused) as refused:
        services.decide_exceed(request=request, approve=True, reason="Changed my mind.", by=world.director)
    assert codes(refused) == {"machine.state"}


def test_whoever_asks_does_not_decide_in_another_role(world: World) -> None:
    body = world.manager.body
    person = world.manager.user
    request = ask(world, by=world.manager)
    as_director = actor_in(Role.DIRECTOR, body, user=person)
    with pytest.raises(Refused) as refused:
        services.decide_exceed(request=request, approve=True, reason="", by=as_director)
    assert codes(refused) == {"placements.exceed_own_request", "placements.exceed_decision_reason"}
    assert all(d.kind != "exceed" for d in duties_of(as_director))


def test_only_a_director_decides(world: World) -> None:
    request = ask(world)
    for by in (actor_in(Role.AUDITOR, world.manager.body), world.manager):
        with pytest.raises(Refused) as refused:
            services.decide_exceed(request=request, approve=True, reason="Yes.", by=by)
        assert codes(refused) == {"machine.role"}


def test_another_organisation_sees_and_asks_nothing(world: World) -> None:
    other = ProviderFactory(body=world.officer.body).organisation
    stranger = actor_in(Role.PROVIDER_MANAGER, world.officer.body, other)
    with pytest.raises(Refused) as refused:
        ask(world, by=stranger)
    assert codes(refused) == {"record.not_permitted"}
    request = ask(world)
    assert not ExceedRequest.objects.visible_to(stranger).exists()
    with pytest.raises(Refused) as refused:
        services.withdraw_exceed(request=request, by=stranger)
    assert codes(refused) == {"record.not_permitted"}


def test_the_asking_side_takes_it_back(world: World) -> None:
    request = ask(world)
    with pytest.raises(Refused) as refused:
        services.withdraw_exceed(request=request, by=world.manager)
    assert codes(refused) == {"placements.exceed_other_side"}
    services.withdraw_exceed(request=request, by=world.provider_manager)
    assert request.state == "withdrawn"


def test_every_reason_against_a_request_at_once(world: World) -> None:
    with pytest.raises(Refused) as refused:
        ask(world, line=world.line, extra_places=0, reason="", period=stay("2026-11-10"))
    assert codes(refused) == {
        "placements.exceed_not_needed",
        "placements.exceed_places",
        "placements.exceed_reason",
        "placements.exceed_without_end",
    }


def test_a_director_whose_role_ended_is_not_told(world: World) -> None:
    MembershipFactory(body=world.officer.body, role=Role.DIRECTOR.value, end="2026-10-01")
    ask(world)
    assert Notice.objects.count() == 1
