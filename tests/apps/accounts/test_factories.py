"""The factories make what the application would accept."""

from __future__ import annotations

import pytest

from homeward.apps.accounts.models import Invitation
from homeward.apps.accounts.roles import DESCRIPTIONS, HeldAt, Role
from tests.factories.accounts import InvitationFactory, UserFactory, actor_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_an_actor_holds_a_provider_role_for_an_organisation_only(role: Role) -> None:
    actor = actor_in(role)
    assert actor.role is role
    assert actor.is_provider == (DESCRIPTIONS[role].held_at is HeldAt.ORGANISATION)


def test_a_user_signs_in_with_the_known_password() -> None:
    assert UserFactory().check_password(UserFactory.PASSWORD)


def test_only_the_digest_of_a_token_is_stored() -> None:
    invitation = InvitationFactory(token="lantern")
    assert "lantern" not in str(Invitation.objects.values().get(pk=invitation.pk))
