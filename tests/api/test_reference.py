"""The reference for people: open to everybody, complete, without a script."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from homeward.api.description import written
from homeward.api.reference import PROBLEMS

pytestmark = pytest.mark.django_db


def test_every_operation_and_every_kind_of_problem_stands_in_the_reference() -> None:
    page = Client().get("/api/").content.decode()
    for path, methods in json.loads(written())["paths"].items():
        for method, told in methods.items():
            assert f'id="{told["operationId"]}"' in page
            assert f"{method.upper()} {path}" in page
    for _status, slug, _words in PROBLEMS:
        assert f'id="problem-{slug}"' in page
    assert "`" not in page.split("<main")[1].split("</main>")[0]


def test_the_description_is_served_to_whoever_asks() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200 and answer.content.decode() == written()
