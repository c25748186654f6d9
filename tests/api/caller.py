"""A program that calls the interface with a token, as the tests do."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.services.tokens import scopes_of
from tests.factories.accounts import ApiTokenFactory

BASE = "/api/v1"


class Caller:
    """Sends JSON with a token, and reads JSON."""

    def __init__(self, actor: Actor, *, scopes: list[Permission] | None = None, name: str = "") -> None:
        given: dict[str, Any] = {"name": name} if name else {}
        self.secret = f"hw_{actor.membership.public_id}-{name or 'caller'}-{len(scopes or [])}"
        self.token = ApiTokenFactory(
            membership=actor.membership, secret=self.secret, scopes=scopes or scopes_of(actor.role), **given
        )
        self.actor = actor
        self.client = Client(
            headers={"authorization": f"Bearer {self.secret}"}, raise_request_exception=False
        )

    def get(self, path: str, **query: Any) -> HttpResponse:
        return self.client.get(BASE + path, query)  # type: ignore[return-value]

    def send(
        self, method: str, path: str, body: Any, *, key: str = "", match: str = "", **headers: str
    ) -> HttpResponse:
        given = {**headers}
        if key:
            given["idempotency-key"] = key
        if match:
            given["if-match"] = match
        content = body if isinstance(body, (bytes, str)) else json.dumps(body)
        return self.client.generic(  # type: ignore[return-value]
            method, BASE + path, content, content_type="application/json", headers=given
        )

    def post(self, path: str, body: Any, **more: Any) -> HttpResponse:
        return self.send("POST", path, body, **more)

    def patch(self, path: str, body: Any, **more: Any) -> HttpResponse:
        return self.send("PATCH", path, body, **more)


def read(answer: HttpResponse, status: int = 200) -> Any:
    """The JSON of an answer that must have this status."""
    assert answer.status_code == status, (answer.status_code, answer.content[:2000])
    return json.loads(answer.content)
