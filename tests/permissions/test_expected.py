"""The permission table against the expectation file, cell by cell, on real rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.apps import apps

from homeward.apps.accounts import permissions
from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Scoped
from homeward.apps.accounts.permissions import TABLE, Permission, Relation
from homeward.apps.accounts.roles import DESCRIPTIONS, HeldAt, Role
from homeward.apps.accounts.scopes import may
from tests.permissions.world import KINDS, OF_AOTEAROA, OF_THE_BODY, QUERIES, SQUARES, World, make_world

# Open to a person as such: no record is concerned, so no role is.
DOORS = {Permission.PUBLIC, Permission.SIGNED_IN, Permission.MEMBER}
ABOUT_RECORDS = [p for p in Permission if p not in DOORS]
WORDS = {
    None: "never",
    Relation.BODY: "body",
    Relation.ORGANISATION: "organisation",
    Relation.PARTY_NOW: "child_now",
    Relation.OWN_CASE: "own_case",
}
SOURCE = Path(permissions.__file__).parents[2]


@cache
def expected() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "expected.yaml").read_text())
    return found


def differences(roles: Iterable[Role] = Role) -> list[str]:
    """Every cell of the table that says another thing than the file."""
    return [
        f"{role.value} {p.value}: the table says {WORDS[TABLE[role].get(p)]}"
        for role in roles
        for p in ABOUT_RECORDS
        if expected()["roles"][role.value][p.value] != WORDS[TABLE[role].get(p)]
    ]


def situations_of(permission: Permission, word: str, *, scoped: bool) -> set[str]:
    """The situations in which somebody with this cell reaches a thing."""
    kind = KINDS[permission.value]
    if kind == "child":
        reached = set(expected()["children"][word])
        return reached & set(expected()["scoped"]["children"]) if scoped else reached
    reached = set(expected()["reach"][word])
    if scoped and kind not in OF_THE_BODY:
        reached &= set(expected()["scoped"]["situations"])
    return reached


def reached_by(actor: Actor, permission: Permission, world: World) -> set[str]:
    """The situations in which the house lets them; asked both ways, which must agree."""
    kind = KINDS[permission.value]
    found = set()
    for situation, thing in world.things[kind].items():
        if kind in QUERIES:
            allowed = actor.holds(permission) and QUERIES[kind](actor).filter(pk=thing.pk).exists()
        else:
            allowed = type(thing)._default_manager.allowed_to(actor, permission).filter(pk=thing.pk).exists()
            assert may(actor, permission, thing) == allowed
        if allowed:
            found.add(situation)
    return found


# The file itself --------------------------------------------------------------------------------------


def test_the_file_names_every_role_and_permission_and_no_other() -> None:
    assert set(expected()["roles"]) == set(Role.values)
    for role, cells in expected()["roles"].items():
        assert set(cells) == {p.value for p in ABOUT_RECORDS}, role
        assert set(cells.values()) <= set(WORDS.values()), role
    assert set(KINDS) == {p.value for p in ABOUT_RECORDS}
    assert set(expected()["situations"]) == set(SQUARES)


# The table --------------------------------------------------------------------------------------------


def test_the_table_says_what_the_file_says() -> None:
    assert differences() == []


def flips() -> Iterator[tuple[Role, Permission, Relation | None]]:
    for role in Role:
        for p in ABOUT_RECORDS:
            for relation in (None, *Relation):
                if TABLE[role].get(p) is not relation:
                    yield role, p, relation


def test_flipping_any_rule_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    for role, permission, relation in flips():
        row = {**TABLE[role], permission: relation}
        with monkeypatch.context() as patch:
            patch.setitem(TABLE, role, {p: r for p, r in row.items() if r is not None})
            assert len(differences([role])) == 1, (role, permission, relation)  # a row is all a flip changes
    assert differences() == []


@pytest.fixture(scope="module")
def copied(made_once: Any) -> Any:
    return made_once(make_world)


@pytest.fixture
def world(copied: Any) -> World:
    made: World = copied()
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("scoped", [False, True], ids=["whole body", "one provider"])
def test_every_cell_holds_on_real_rows(role: Role, scoped: bool, world: World) -> None:
    if scoped and DESCRIPTIONS[role].held_at is HeldAt.ORGANISATION:
        scoped = False  # a provider's role has no further scope; it is the same case again
    actor, there = world.actor(role, scoped=scoped), world.actor(role, scoped=scoped, kind="application")
    cells = expected()["roles"][role.value]
    wrong = {}
    for permission in ABOUT_RECORDS:
        wanted = situations_of(permission, cells[permission.value], scoped=scoped)
        who = there if KINDS[permission.value] in OF_AOTEAROA else actor
        if (found := reached_by(who, permission, world)) != wanted:
            wrong[permission.value] = {"wanted": sorted(wanted), "found": sorted(found)}
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "permission", "relation"),
    [
        (Role.FINANCE_OFFICER, Permission.CHILD_READ, Relation.BODY),
        (Role.PROVIDER_WORKER, Permission.STATEMENT_READ, Relation.BODY),
        (Role.PROVIDER_MANAGER, Permission.CHILD_READ, Relation.BODY),
        (Role.DIRECTOR, Permission.STATEMENT_APPROVE, None),
    ],
)
def test_a_flipped_rule_shows_in_the_rows_as_well(
    role: Role,
    permission: Permission,
    relation: Relation | None,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    actor = world.actor(role)
    before = reached_by(actor, permission, world)
    row = {p: r for p, r in {**TABLE[role], permission: relation}.items() if r is not None}
    monkeypatch.setitem(TABLE, role, row)
    assert reached_by(actor, permission, world) != before


# Nothing idle, nothing without words ------------------------------------------------------------------


def test_every_permission_is_used_by_a_view_or_a_service() -> None:
    table = Path(permissions.__file__)
    # The navigation asks which links to show; that is no use by itself.
    files = [f for f in SOURCE.rglob("*.py") if f not in (table, table.parent / "context.py")]
    text = "\n".join(f.read_text() for f in files)
    used = set(re.findall(r"\b(?:P|Permission)\.([A-Z_]+)\b", text))
    assert {p.name for p in Permission} - used == set()


def test_every_role_is_described_and_holds_something() -> None:
    assert set(DESCRIPTIONS) == set(Role) == set(TABLE)
    for role, described in DESCRIPTIONS.items():
        assert described.words.endswith(".") and len(described.words) > 20, role
        # The policy of a body is everybody's who works by it; it is no record of one provider.
        held = {r for p, r in TABLE[role].items() if p is not Permission.POLICY_READ}
        inside = {Relation.ORGANISATION, Relation.PARTY_NOW}
        assert held and (
            held <= inside
            if described.held_at is HeldAt.ORGANISATION
            else held <= {Relation.BODY, Relation.OWN_CASE}
        ), role


def test_doors_are_in_no_roles_row() -> None:
    assert not [role for role, row in TABLE.items() if set(row) & DOORS]


def test_a_kind_that_is_seen_while_a_child_lives_there_narrows_its_rows() -> None:
    """The relation alone narrows nothing: a model without a rule of its own would show the whole body."""
    by_child = {p for row in TABLE.values() for p, r in row.items() if r is Relation.PARTY_NOW}
    silent = [
        model.__name__
        for model in apps.get_models()
        if issubclass(model, Scoped) and model.read_permission in by_child and not hasattr(model, "narrow")
    ]
    assert silent == []


def test_a_kind_that_somebody_sees_of_their_own_cases_says_whose_child_it_is_about() -> None:
    """A model without a way to its children shows such a person nothing; forgetting it must not go unnoticed."""
    by_case = {p for row in TABLE.values() for p, r in row.items() if r is Relation.OWN_CASE}
    silent = [
        model.__name__
        for model in apps.get_models()
        if issubclass(model, Scoped) and model.read_permission in by_case and not hasattr(model, "child_path")
    ]
    assert silent == []
