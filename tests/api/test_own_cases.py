"""A token of a social worker reads what its person reads: their own cases, and nothing that tells of another child."""

from __future__ import annotations

import pytest

from homeward.apps.accounts.roles import Role
from homeward.apps.referrals.models import Referral
from tests.api.caller import Caller, read
from tests.factories.children import CaseWorkerFactory, ChildFactory
from tests.factories.decisions import House, make_house

pytestmark = pytest.mark.django_db
LISTS = ("/referrals", "/searches", "/invitations", "/decisions", "/contracts")


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr("homeward.apps.frameworks.standing.required_kinds", lambda body, on: [])
    house = make_house()
    house.drawn()
    Referral.objects.update(sent_by=house.officer.user, checked_by=house.head.user)
    return house


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.REVIEWING_OFFICER])
def test_lists_hold_own_cases_and_single_things_of_others_are_not_there(house: House, role: Role) -> None:
    mine, other = house.actor(role), house.actor(role)
    CaseWorkerFactory(child=house.search.referral.children.get().child, user=mine.user, role=role.value)
    CaseWorkerFactory(child=ChildFactory(body=house.body), user=other.user, role=role.value)
    own, stranger = Caller(mine), Caller(other, name="other")
    for path in LISTS:
        found = read(own.get(path))["items"]
        assert found, path
        theirs = [thing["id"] for thing in read(stranger.get(path))["items"]]
        assert not {thing["id"] for thing in found} & set(theirs), path
        for thing in found:
            assert own.get(f"{path}/{thing['id']}").status_code == 200, path
            assert stranger.get(f"{path}/{thing['id']}").status_code == 404, path
