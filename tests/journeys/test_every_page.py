"""Every page of the demo, as the first role that may open it: no error for anybody, nothing wrong on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import Browser

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.demo import demo_memberships
from homeward.apps.accounts.models import Scoped
from homeward.apps.accounts.permissions import Permission
from tests.browsing import client_of
from tests.journeys.driver import PHONE, Person

pytestmark = [pytest.mark.journey, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NOT_PAGES = ("accounts/", "static/", "api/v1/", "healthz", "readyz", "gallery/")


def addresses(patterns: Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of our own, as a template with its public ids unfilled."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, route)
        elif not route.startswith(NOT_PAGES):
            yield route, pattern


# Whose things the addresses under a word are about.
ABOUT = {
    "people": "accounts", "inbox": "core", "jobs": "core", "roles": "accounts", "homes": "providers",
    "imports": "intake", "audit": "core", "rules": "local_policy", "applications": "approvals",
}  # fmt: skip


def candidates(route: str, by_app: dict[str, list[str]]) -> list[str]:
    """The addresses a route may stand for: itself, or one for each thing it may be about."""
    word = route.split("/")[0]
    things = by_app.get(ABOUT.get(word, word), [])
    if "<" not in route:
        return [f"/{route}"]
    if route.count("<") == 1 and "<str:public_id>" in route:
        return [f"/{route.replace('<str:public_id>', thing)}" for thing in things]
    if route.count("<") == 1 and "<str:path>" in route:
        return [f"/{route.replace('<str:path>', 'utilisation.levels')}"]
    return []  # a part of a thing, or a token: each has its own test


def may_try(actor: Actor, pattern: URLPattern) -> bool:
    """Whether the page's own permission lets this role in; the permission tests walk all the others."""
    needed = getattr(pattern.callback, "permission", Permission.PUBLIC)
    return needed in (Permission.PUBLIC, Permission.SIGNED_IN, Permission.MEMBER) or actor.holds(needed)


def newest_things(actor: Actor) -> dict[str, list[str]]:
    """Public ids of the newest records of every kind that a person sees, by app."""
    found: dict[str, list[str]] = {}
    for model in apps.get_models():
        if issubclass(model, Scoped):
            rows = model._default_manager.visible_to(actor)  # type: ignore[attr-defined]
        elif model._meta.label in ("core.JobRun", "accounts.User"):
            rows = model._default_manager.all()  # type: ignore[attr-defined]
        else:
            continue
        newest = rows.order_by("-pk").values_list("public_id", flat=True)[:2]
        found.setdefault(model._meta.app_label, []).extend(newest)
    return found


def test_every_page_opens_without_an_error_and_is_fit_for_a_phone(browser: Browser, live_server: Any) -> None:
    from homeward import demo

    demo.load()
    routes = list(addresses(get_resolver().url_patterns))
    opened: dict[str, tuple[Actor, str]] = {}
    no_pages: set[str] = set()  # files, and what is only sent to: the same for every role
    roles: set[str] = set()
    for membership in demo_memberships():
        actor = Actor.of(membership)
        if f"{actor.role} {actor.body.pack}" in roles:
            continue
        roles.add(f"{actor.role} {actor.body.pack}")
        client, things = client_of(actor), newest_things(actor)
        for route, pattern in routes:
            if route in opened or route in no_pages or not may_try(actor, pattern):
                continue
            for address in candidates(route, things):
                answer = client.get(address)
                assert answer.status_code < 500, f"{actor.label}: {address}"
                if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                    opened[route] = (actor, address)
                    break
                if answer.status_code in (200, 405):
                    no_pages.add(route)
                    break
    assert len(opened) > 60, sorted(opened)
    by_actor: dict[str, list[tuple[Actor, str]]] = {}
    for actor, address in opened.values():
        by_actor.setdefault(actor.label, []).append((actor, address))
    for visits in by_actor.values():
        person = Person(browser, live_server.url, visits[0][0], scripts=True, width=PHONE)
        for _, address in visits:
            person.open(address)
        person.leave()
