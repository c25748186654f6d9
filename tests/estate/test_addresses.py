"""Every address names who may open it, and none gives a numeric key away."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver
from django.urls.converters import IntConverter

from homeward.api.door import nowhere
from homeward.apps.accounts.pages import permissions_of
from homeward.apps.accounts.permissions import Permission

ROOT = Path(__file__).resolve().parents[2]
# The sign-in library guards its own pages, all of them under this address.
SIGN_IN = "accounts/"
WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "update", "delete"}


def every_address(patterns: Any = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from every_address(pattern.url_patterns, route)
        else:
            yield route, pattern


def ours() -> list[tuple[str, URLPattern]]:
    return [(r, p) for r, p in every_address() if p.callback.__module__.startswith("homeward.")]


def test_there_are_addresses_to_look_at() -> None:
    assert len(ours()) > 20


def test_every_view_names_its_permission() -> None:
    silent = [r for r, p in ours() if permissions_of(p.callback) is None]
    assert silent == []
    named = [
        p
        for _r, pattern in ours()
        for found in (permissions_of(pattern.callback) or {}).values()
        for p in found
    ]
    assert all(isinstance(p, Permission) for p in named)


def test_only_what_is_nowhere_names_nothing() -> None:
    """An address of the interface without an operation behind it answers 404 to every token."""
    empty = {p.callback for _r, p in ours() if permissions_of(p.callback) == {}}
    assert empty == {nowhere}


def test_every_operation_names_the_permission_of_each_method() -> None:
    doors = [
        (r, p)
        for r, p in ours()
        if p.callback.__module__ == "homeward.api.door" and p.callback is not nowhere
    ]
    assert len(doors) > 15
    assert [
        r for r, p in doors if not permissions_of(p.callback) or not all(permissions_of(p.callback).values())
    ] == []  # type: ignore[union-attr]


def test_views_of_others_stand_only_at_the_sign_in_address() -> None:
    strangers = [r for r, p in every_address() if not p.callback.__module__.startswith("homeward.")]
    assert [route for route in strangers if not route.startswith(SIGN_IN)] == []


def test_no_address_carries_a_numeric_key() -> None:
    numeric = [
        route
        for route, pattern in ours()
        for name, converter in pattern.pattern.converters.items()
        if isinstance(converter, IntConverter) or name in {"pk", "id"}
    ]
    assert numeric == []


def test_addresses_are_plain_paths() -> None:
    """A regular expression would hide what it takes from the tests above."""
    assert [r for r, p in ours() if type(p.pattern).__name__ != "RoutePattern"] == []


def view_files() -> list[Path]:
    apps = ROOT / "src" / "homeward" / "apps"
    return sorted([*apps.glob("*/views.py"), *apps.glob("*/views/*.py"), *apps.glob("*/forms.py")])


@pytest.mark.parametrize("path", view_files(), ids=lambda p: str(p.relative_to(ROOT / "src/homeward/apps")))
def test_views_and_forms_never_write_a_record(path: Path) -> None:
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        through = ast.unparse(node.func.value)
        writes = node.func.attr in WRITES and ".objects" in through
        if writes or (node.func.attr in {"save", "delete"} and "session" not in through):
            found.append(f"{path.name}:{node.lineno} {ast.unparse(node.func)}")
    assert found == []
