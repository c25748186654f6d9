"""The main navigation: nothing a role may open is lost, and much of it stands in groups."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from homeward.apps.accounts.context import NAVIGATION, ONE_ROW, shell
from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.roles import Role
from tests.factories.accounts import CommissioningBodyFactory, actor_in

pytestmark = pytest.mark.django_db


def navigation(role: Role, path: str = "/", pack: str = "au_sa") -> list[dict[str, Any]]:
    request = RequestFactory().get(path)
    request.actor = actor_in(role, CommissioningBodyFactory(pack=pack))  # type: ignore[attr-defined]
    return list(shell(request)["nav_items"])


def names(items: list[dict[str, Any]]) -> list[str]:
    return [i["name"] for item in items for i in item.get("items", [item])]


@pytest.mark.parametrize("pack", ["au_sa", "gb_wls"])
@pytest.mark.parametrize("role", list(Role))
def test_every_entry_of_a_role_is_there_once_and_in_one_row(role: Role, pack: str) -> None:
    items, actor = navigation(role, pack=pack), actor_in(role, CommissioningBodyFactory(pack=pack))
    wanted = {n for n, _words, p in NAVIGATION if p is Permission.MEMBER or actor.holds(p)}
    assert sorted(names(items)) == sorted(wanted)
    assert len(items) <= ONE_ROW


def test_the_group_of_the_page_is_marked_and_within_it_the_page() -> None:
    items = navigation(Role.CONTRACT_MANAGER, "/homes/")
    (group,) = (i for i in items if i["current"])
    assert [i["name"] for i in group["items"] if i["current"]] == ["homes"]


def test_few_entries_stand_by_themselves() -> None:
    assert all("items" not in item for item in navigation(Role.FINANCE_OFFICER))


def test_what_another_jurisdiction_does_is_not_shown() -> None:
    here = names(navigation(Role.PLACEMENT_OFFICER))
    there = names(navigation(Role.PLACEMENT_OFFICER, pack="gb_wls"))
    assert {"referrals", "home_searches", "frameworks"} <= set(there)
    assert not {"referrals", "home_searches", "frameworks", "vacancies"} & set(here)
