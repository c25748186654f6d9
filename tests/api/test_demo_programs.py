"""The demonstration's programs: there to be seen, and nobody holds their secrets."""

from __future__ import annotations

import pytest

from homeward.apps.accounts.models import ApiToken
from homeward.apps.accounts.roles import Role
from homeward.demo.agenda import Agenda
from homeward.demo.programs import ADMINISTRATOR, OFFICER, PROVIDER, plan_tokens
from tests.factories.accounts import actor_in


@pytest.mark.django_db
def test_one_is_in_force_and_one_waits_to_be_collected() -> None:
    administrator = actor_in(Role.ADMINISTRATOR)
    body = administrator.body
    actors = {
        ADMINISTRATOR: administrator,
        OFFICER: actor_in(Role.PLACEMENT_OFFICER, body),
        PROVIDER: actor_in(Role.PROVIDER_MANAGER, body),
    }
    agenda = Agenda(body.today, body.time_zone)
    plan_tokens(agenda, actors)
    agenda.run()
    standing = {token.name: token.standing_on(body.today) for token in ApiToken.objects.all()}
    assert standing == {"Carer payments system": "in_force", "Case system": "waiting"}
