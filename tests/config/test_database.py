"""Every usual way to write a PostgreSQL address is understood, and who connects follows from it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from homeward.config import database


@pytest.fixture(autouse=True)
def _no_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "HOMEWARD_DB_ROLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("url", "host", "port", "user", "password", "name", "options"),
    [
        ("postgres://ann:pw@db:5433/home", "db", "5433", "ann", "pw", "home", {}),
        ("postgresql://ann:p%40%2Fw@db/home", "db", "", "ann", "p@/w", "home", {}),
        (
            "postgresql:///home?host=/run/pg&sslmode=disable",
            "/run/pg",
            "",
            "",
            "",
            "home",
            {"sslmode": "disable"},
        ),
        ("postgresql://ann@%2Frun%2Fpg/home", "/run/pg", "", "ann", "", "home", {}),
        ("psql://ann@[::1]:5432/home", "::1", "5432", "ann", "", "home", {}),
        ("postgresql+psycopg://ann@db/home", "db", "", "ann", "", "home", {}),
        ("host=/run/pg dbname=home user=ann", "/run/pg", "", "ann", "", "home", {}),
        ("postgres://a,b/home?target_session_attrs=read-write", "a,b", None, "", "", "home", None),
    ],
)
def test_addresses(
    url: str, host: str, port: str | None, user: str, password: str, name: str, options: dict[str, str] | None
) -> None:
    found = database.parse(url)
    assert (found["HOST"], found["USER"], found["PASSWORD"], found["NAME"]) == (host, user, password, name)
    if port is not None:
        assert found["PORT"] == port
    if options is not None:
        assert found["OPTIONS"] == options


@pytest.mark.parametrize(
    "url", ["mysql://a/b", "postgresql://db:5432", "nonsense", "postgresql://db/x?colour=red"]
)
def test_what_cannot_be_read_is_refused_with_the_form_expected(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        database.parse(url)


def test_a_password_is_never_repeated_in_a_refusal() -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        database.parse("postgresql://ann:topsecret@db:port/home")
    assert "topsecret" not in str(refusal.value)


def test_one_login_takes_the_weaker_role_when_it_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@db/home?options=-c%20lock_timeout%3D5s")
    assert database.databases()["default"]["OPTIONS"]["options"] == "-c lock_timeout=5s -c role=homeward_app"
    assert database.databases(owner=True)["default"]["OPTIONS"]["options"] == "-c lock_timeout=5s"


def test_two_logins_are_used_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://pages@db/home")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://owner@db/home")
    assert database.databases()["default"]["USER"] == "pages"
    assert database.databases()["default"]["OPTIONS"] == {}
    monkeypatch.setenv("HOMEWARD_DB_ROLE", "owner")
    assert database.databases()["default"]["USER"] == "owner"


def test_the_cache_has_a_connection_of_its_own() -> None:
    found = database.databases()
    assert set(found) == {"default", "cache"}
    assert found["cache"]["NAME"] == found["default"]["NAME"]
    assert found["cache"]["OPTIONS"] is not found["default"]["OPTIONS"]
