"""The interface as a whole: its operations, and the description by which strangers generate their clients."""

from __future__ import annotations

import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer

from homeward.api.door import call_of, failed
from homeward.api.nouns import (
    agreements,
    approvals,
    contracts,
    exchange,
    finding,
    panels,
    placements,
    providers,
    rules,
    spells,
    statements,
)
from homeward.api.operations import declared
from homeward.api.problems import MEDIA_TYPE
from homeward.api.strict_json import StrictParser
from homeward.apps.accounts.permissions import Permission

PREFIX = "/api/v1/"
ABOUT = """\
The records of one commissioning body, for programs: read providers, homes and agreements, record placements, read and
answer statements, find and offer homes, record what a panel decides, read individual contracts, and ask the rules. It is
the same house as the pages, with the same permissions, checks and trail.

- **Token.** Send `Authorization: Bearer hw_…`. A person makes it under Roles; it acts as that person in that role, with
  the permissions ticked, until its last day. What the role or the token may not see does not exist (404).
- **Ids** are public ids, of 12 characters. **Dates** are local dates of the body, `2026-07-31`; every `end` is exclusive:
  the first day on which it is no longer so. **Amounts** are decimal text, `"1408.70"`, in the body's currency.
- **Lists** come in pages (`page`, `size`) with their `total`; `next` is the address of the next page.
- **Writing twice is safe** with `Idempotency-Key`. **Overwriting** what somebody changed meanwhile is stopped with `If-Match`.
- **Problems** are `application/problem+json` (RFC 9457) and list *everything* at once: `reasons` of a refusal (409), each
  with what would lift it and who can; `errors` of what was sent (422), each with its field.
"""


class Bearer(HttpBearer):
    """Says in the description how to sign in; the door has already asked."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        return call_of(request).token


class Interface(NinjaAPI):
    """The operations, with our problems in place of the library's errors."""

    def on_exception(self, request: HttpRequest, exc: Any) -> HttpResponse:
        return failed(request, exc)

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=kwargs.get("path_prefix", PREFIX.lstrip("/")))
        for path in schema["paths"].values():
            for operation in path.values():
                _tell_problems(operation)
        return _tidied(schema)


_HEADERS: dict[int, dict[str, str]] = {
    401: {"WWW-Authenticate": "How to sign in."},
    405: {"Allow": "What this address takes."},
    429: {"Retry-After": "Seconds to wait."},
}


def _tell_problems(operation: dict[str, Any]) -> None:
    """Problems have a media type of their own, and some carry a header."""
    for status, answer in operation["responses"].items():
        if status >= 400:
            answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
        for name, words in _HEADERS.get(status, {}).items():
            answer.setdefault("headers", {})[name] = {"description": words, "schema": {"type": "string"}}


_REF = "#/components/schemas/"


def _tidied(schema: OpenAPISchema) -> OpenAPISchema:
    """Schemas under the names of their things (`Placement`, `PagedPlacement`), and none that nothing refers to."""
    text = re.sub(
        r"\bPage_(\w+?)Shape_", r"Paged\1", json.dumps({"paths": schema["paths"], **schema["components"]})
    )
    told = json.loads(re.sub(r"\b(\w+)Shape\b", r"\1", text))
    schemas, wanted, found = told["schemas"], [told["paths"]], dict[str, Any]()
    while wanted:
        for name in re.findall(re.escape(_REF) + r"(\w+)", json.dumps(wanted.pop())):
            if name not in found:
                found[name] = schemas[name]
                wanted.append(schemas[name])
    schema["paths"] = told["paths"]
    schema["components"]["schemas"] = dict(sorted(found.items()))
    return schema


def assemble() -> Interface:
    api = Interface(
        title="Homeward", version="1", description=ABOUT, docs_url=None, openapi_url=None, auth=Bearer(),
        parser=StrictParser(), urls_namespace="api", servers=[{"url": "/", "description": "This installation."}],
    )  # fmt: skip
    for router in (
        providers.providers, providers.homes, agreements.agreements, agreements.lines, placements.placements,
        spells.spells, statements.statements, finding.finding,
        panels.panels, contracts.contracts, approvals.approvals, exchange.exchange, rules.rules,
    ):  # fmt: skip
        api.add_router("", router)
    return api


api = assemble()


def permissions_asked_for() -> set[Permission]:
    """Every permission that opens an operation."""
    return {
        permission
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
        for permission in declared(operation.view_func).permissions
    }


def written() -> str:
    """The description as the committed file holds it."""
    return json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False) + "\n"
