"""What every response carries, what a machine may ask, and what the logs keep to themselves."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, connection
from django.test import Client, RequestFactory
from django.urls import resolve

from homeward.config import logs


@pytest.mark.django_db
def test_alive_asks_nothing_of_the_database(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        response = client.get("/healthz")
    assert response.json() == {"alive": True}


@pytest.mark.django_db
def test_ready_names_database_migrations_and_worker(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": True, "migrations_waiting": 0, "worker": False}


@pytest.mark.django_db
def test_ready_says_when_the_database_is_gone(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def gone() -> None:
        raise OperationalError("no")

    monkeypatch.setattr(connection, "ensure_connection", gone)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": False}


@pytest.mark.django_db
def test_every_response_is_guarded(client: Client) -> None:
    response = client.get("/accounts/login/")
    assert response.status_code == 200
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert "unsafe" not in policy
    assert response["Cache-Control"] == "no-store" or "no-cache" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.django_db
def test_sign_in_pages_have_no_script_or_style_without_a_nonce(client: Client) -> None:
    page = client.get("/accounts/login/").content.decode()
    inline = re.findall(r"<(?:script|style)(?![^>]*\b(?:src|nonce)=)[^>]*>", page)
    assert [tag for tag in inline if 'type="application/json"' not in tag] == []  # data, which nothing runs
    assert re.findall(r'\sstyle="', page) == []


def test_a_request_is_logged_by_its_route_and_never_by_its_address() -> None:
    request = RequestFactory().get("/healthz?q=Mia+Novak")
    assert logs.RouteLogMiddleware.format_request(request) == "GET (no route)"
    request.resolver_match = resolve("/healthz")
    assert logs.RouteLogMiddleware.format_request(request) == "GET /healthz"


def test_a_database_error_is_logged_without_the_row_it_quotes() -> None:
    try:
        raise IntegrityError('Key (name)=("Mia Novak") already exists.')
    except IntegrityError as error:
        event = logs.describe_exception(None, "error", {"event": "failed", "exc_info": error})
    assert "Mia" not in str(event)
    assert event["error"] == "IntegrityError"
    assert any("test_pages.py" in place for place in event["error_at"])
