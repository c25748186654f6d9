"""How an operation is declared: its address, its permission, its answers and its example, in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ninja import Router

from homeward.api.problems import Problem
from homeward.apps.accounts.permissions import Permission

Answer = Callable[..., Any]


@dataclass(frozen=True)
class Declared:
    """What an operation says of itself. Any one of `permissions` opens it."""

    permissions: tuple[Permission, ...]
    keyed: bool
    matched: bool


_ALWAYS = (401, 404, 405, 422, 429)
_WITH_BODY = (400, 413, 415)


def operation(
    router: Router,
    method: str,
    path: str,
    *,
    name: str,
    permission: Permission | tuple[Permission, ...],
    answers: Any,
    summary: str,
    example: Any,
    sends: Any = None,
    status: int = 200,
    matched: bool = False,
    refuses: bool = False,
) -> Callable[[Answer], Answer]:
    """Register an operation.

    `name` is its operationId. `example` is an answer, `sends` the example of a body; with a body the operation takes
    an idempotency key. `matched` operations take If-Match, `refuses` those whose service may refuse with reasons.
    """
    permissions = permission if isinstance(permission, tuple) else (permission,)
    keyed = method in ("post", "patch")

    def register(do: Answer) -> Answer:
        do.declared = Declared(permissions, keyed, matched)  # type: ignore[attr-defined]
        statuses = [*_ALWAYS, *(_WITH_BODY if keyed else ()), *((409,) if refuses else ())]
        statuses += [412] if matched else []
        responses = {status: answers} | dict.fromkeys(sorted(statuses), Problem)
        add = getattr(router, method)
        added: Answer = add(
            path, response=responses, operation_id=name, summary=summary,
            openapi_extra=_extra(permissions, status, example, sends, keyed, matched),
        )(do)  # fmt: skip
        return added

    return register


def declared(do: Any) -> Declared:
    """What the function behind an operation said of itself."""
    found = do.declared
    assert isinstance(found, Declared)
    return found


def _extra(
    permissions: tuple[Permission, ...], status: int, example: Any, sends: Any, keyed: bool, matched: bool
) -> dict[str, Any]:
    extra: dict[str, Any] = {
        "x-permission": [p.value for p in permissions],
        "responses": {status: {"content": {"application/json": {"example": example}}}},
    }
    if sends is not None:
        extra["requestBody"] = {"content": {"application/json": {"example": sends}}}
    parameters: list[Mapping[str, Any]] = []
    if keyed:
        parameters.append({
            "in": "header", "name": "Idempotency-Key", "required": False,
            "description": "A key of your own for this call, such as a UUID. Sent again within 24 hours with the same body, "
            "nothing is done twice and you hear the same answer; with another body it is refused (422).",
            "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
        })  # fmt: skip
    if matched:
        parameters.append({
            "in": "header", "name": "If-Match", "required": False,
            "description": "The ETag under which you last read the thing. When it has changed since, nothing is done (412).",
            "schema": {"type": "string", "minLength": 3, "maxLength": 200, "pattern": '^"[0-9a-f]+"$'},
        })  # fmt: skip
    if parameters:
        extra["parameters"] = parameters
    return extra
