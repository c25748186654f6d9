"""What the description says of each operation, and that the committed file says what the code does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.urls import get_resolver
from jsonschema_rs import validator_for
from ninja.operation import Operation

from homeward.api.description import api, written
from homeward.api.operations import declared
from homeward.apps.accounts.pages import permissions_of
from homeward.apps.accounts.permissions import Permission
from homeward.engine.facts import Fact

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = (ROOT / "docs" / "openapi.json").read_text()
TOLD: dict[str, Any] = json.loads(WRITTEN)  # writing it anew takes seconds: one test does, and compares


def operations() -> Iterator[tuple[str, str, Operation, dict[str, Any]]]:
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    told = TOLD["paths"].get("/api/v1" + path, {}).get(method.lower(), {})
                    yield method, path, operation, told


ALL = list(operations())
IDS = [f"{method} {path}" for method, path, _o, _t in ALL]


def resolved(schema: Any) -> Any:
    """A schema that stands by itself."""
    return {"components": TOLD["components"], **schema}


def test_there_are_operations() -> None:
    assert len(ALL) >= 23
    assert len({told.get("operationId") for _m, _p, _o, told in ALL}) == len(ALL)


def test_the_committed_description_is_what_the_operations_say() -> None:
    assert written() == WRITTEN, "run make openapi"


@pytest.mark.parametrize(("method", "path", "operation", "told"), ALL, ids=IDS)
def test_every_operation_says_what_a_stranger_needs(
    method: str, path: str, operation: Operation, told: dict[str, Any]
) -> None:
    said = declared(operation.view_func)
    assert said.permissions and all(isinstance(p, Permission) for p in said.permissions)
    assert Permission.PUBLIC not in said.permissions
    assert told["security"] == [{"Bearer": []}]
    assert told["x-permission"] == [p.value for p in said.permissions]
    assert len(told["summary"]) > 8 and len(told["description"]) > 20 and told["tags"]
    statuses = {int(status) for status in told["responses"]}
    assert {401, 404, 405, 422, 429} <= statuses and 403 not in statuses
    if method != "GET":
        assert {400, 413, 415} <= statuses
        assert "Idempotency-Key" in {p["name"] for p in told["parameters"]}
    assert (412 in statuses) == ("If-Match" in {p["name"] for p in told["parameters"]})
    for status, answer in told["responses"].items():
        kind = "application/json" if int(status) < 400 else "application/problem+json"
        assert list(answer["content"]) == [kind]
        assert answer["description"] == HTTPStatus(int(status)).phrase or int(status) in (413, 422)


@pytest.mark.parametrize(("method", "path", "operation", "told"), ALL, ids=IDS)
def test_every_example_is_what_its_operation_takes_and_answers(
    method: str, path: str, operation: Operation, told: dict[str, Any]
) -> None:
    (status,) = [s for s in told["responses"] if int(s) < 300]
    answer = told["responses"][status]["content"]["application/json"]
    validator_for(resolved(answer["schema"])).validate(answer["example"])
    if method != "GET":
        sent = told["requestBody"]["content"]["application/json"]
        validator_for(resolved(sent["schema"])).validate(sent["example"])


def test_every_part_of_every_shape_that_is_sent_is_closed() -> None:
    """A field that is misspelt is refused, not overlooked."""
    for _method, path, _operation, told in ALL:
        if "requestBody" in told:
            reference = told["requestBody"]["content"]["application/json"]["schema"]["$ref"]
            assert (
                TOLD["components"]["schemas"][reference.rsplit("/", 1)[1]]["additionalProperties"] is False
            ), path


def test_no_numeric_key_stands_in_the_description() -> None:
    for name, schema in TOLD["components"]["schemas"].items():
        for field, part in schema.get("properties", {}).items():
            assert not (re.search(r"(^|_)(id|pk)$", field) and part.get("type") == "integer"), (name, field)


def test_the_words_of_the_description_name_nothing_of_the_code() -> None:
    text = json.dumps(TOLD)
    assert not re.findall(r"\w+Shape\b|Asked\b|homeward\.api", text)


@pytest.mark.parametrize(("method", "path", "operation", "told"), ALL, ids=IDS)
def test_every_operation_stands_behind_the_door(
    method: str, path: str, operation: Operation, told: dict[str, Any]
) -> None:
    found = get_resolver().resolve("/api/v1" + path.replace("{", "X").replace("}", ""))
    assert found.func.__module__ == "homeward.api.door"
    assert permissions_of(found.func)[method] == declared(operation.view_func).permissions


def _facts_below(shape: type) -> Iterator[type]:
    for found in shape.__subclasses__():
        yield found
        yield from _facts_below(found)


def test_no_two_facts_share_a_name() -> None:
    """The description names shapes by their class: of two alike one would stand for both."""
    names = [f.__name__ for f in _facts_below(Fact) if f.__module__.startswith("homeward.")]
    assert sorted(n for n in set(names) if names.count(n) > 1) == []
