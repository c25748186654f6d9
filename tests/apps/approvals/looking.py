"""Looking at the pages of applications as each role opens them."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from tests.apps.approvals.road import Road
from tests.browsing import client_of


def opened(actor: Actor, name: str, *parts: str) -> str:
    answer = client_of(actor).get(reverse(name, args=parts))
    assert answer.status_code == 200, (actor.label, name)
    return answer.content.decode()


def sent(client: Client, page: str, /, *parts: str, **data: Any) -> Any:
    return client.post(reverse(page, args=parts), data)


def everybody(road: Road) -> list[Actor]:
    return [
        road.local,
        road.lead,
        road.admin,
        road.manager,
        road.group,
        road.delegate,
        road.accreditor,
        road.partner,
        road.worker,
    ]
