"""Who is told, and in whose name a job goes on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.queries.acting import actor_again
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt, Role
from tests.factories.accounts import CommissioningBodyFactory, MembershipFactory, OrganisationFactory

pytestmark = pytest.mark.django_db


def test_a_scope_limits_who_is_told_and_a_deputy_has_the_principals() -> None:
    body, ours, theirs = CommissioningBodyFactory(), OrganisationFactory(), OrganisationFactory()
    everybody = MembershipFactory(body=body, role=Role.DIRECTOR)
    limited = MembershipFactory(body=body, role=Role.DIRECTOR)
    limited.scope.set([theirs])
    deputy = MembershipFactory(body=body, role=Role.DIRECTOR, deputy_for=limited)

    def told(organisation_id: int) -> set[int]:
        return {u.pk for u in people_in([Role.DIRECTOR], body=body, organisation_id=organisation_id)}

    assert told(ours.pk) == {everybody.user_id}
    assert told(theirs.pk) == {everybody.user_id, limited.user_id, deputy.user_id}


def test_only_the_party_is_told_on_the_providers_side() -> None:
    body, ours, theirs = CommissioningBodyFactory(), OrganisationFactory(), OrganisationFactory()
    mine = MembershipFactory(body=body, role=Role.PROVIDER_MANAGER, organisation=ours)
    MembershipFactory(body=body, role=Role.PROVIDER_MANAGER, organisation=theirs)
    roles = roles_with(Permission.EXCEED_REQUEST, HeldAt.ORGANISATION)
    assert roles == [Role.PROVIDER_MANAGER]
    assert people_in(roles, body=body, organisation_id=ours.pk) == [mine.user]


def test_who_left_is_not_told() -> None:
    body, ours = CommissioningBodyFactory(), OrganisationFactory()
    gone = MembershipFactory(body=body, role=Role.DIRECTOR)
    gone.ended_at = timezone.now()
    gone.save()
    MembershipFactory(body=body, role=Role.DIRECTOR, user__is_active=False)
    assert people_in([Role.DIRECTOR], body=body, organisation_id=ours.pk) == []


def test_a_job_does_not_go_on_in_a_role_that_ended() -> None:
    membership = MembershipFactory(role=Role.CONTRACT_OFFICER)
    assert actor_again(membership.public_id).user == membership.user
    membership.end = membership.body.today - dt.timedelta(days=1)
    membership.start = membership.end - dt.timedelta(days=30)
    membership.save()
    with pytest.raises(PermissionError):
        actor_again(membership.public_id)
