"""Where the database is, and as whom this process speaks to it.

Web and worker speak as `homeward_app`, which owns nothing and cannot change history. `HOMEWARD_DB_ROLE=owner`
is set by the commands that make or change tables. Three ways to have a database:

- nothing set: an embedded server under `HOMEWARD_DATA`, both roles made by us;
- `DATABASE_URL` alone: that login owns the tables, and the application takes the weaker role when it
  connects;
- `DATABASE_URL` and `DATABASE_OWNER_URL`: the first is the application's own login, the second the owner's.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from homeward.config import environment
from homeward.config.embedded import APP, DATABASE, OWNER

ENGINE = "homeward.config.postgres"
_KEYS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def as_owner() -> bool:
    """Whether this process makes or changes tables."""
    return environment.text("HOMEWARD_DB_ROLE", "app") == "owner"


def databases(owner: bool | None = None) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `default`, and the same place again for the cache.

    `owner` overrides what the environment says about whose login to use.

    The cache has a connection of its own, outside the request's transaction: what counts failed sign-ins must
    not wait for, nor vanish with, the transaction of the sign-in itself.
    """
    owner = as_owner() if owner is None else owner
    url, owner_url = environment.text("DATABASE_URL"), environment.text("DATABASE_OWNER_URL")
    found = _from_urls(url, owner_url, owner) if url else _embedded(environment.data_folder(), owner)
    found |= {"ENGINE": ENGINE, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": False}
    found.setdefault("OPTIONS", {})
    return {
        "default": found,
        "cache": {**found, "OPTIONS": dict(found["OPTIONS"]), "TEST": {"MIRROR": "default"}},
    }


def _embedded(data: Path, owner: bool) -> dict[str, Any]:
    # HOST is the socket's folder; the backend fills it in when it has started the server.
    return {"EMBEDDED": str(data), "NAME": DATABASE, "USER": OWNER if owner else APP, "HOST": ""}


def _from_urls(url: str, owner_url: str, owner: bool) -> dict[str, Any]:
    if owner_url:
        found = parse(owner_url if owner else url)
        found["APP_LOGIN"] = parse(url).get("USER", "")
        return found
    found = parse(url)
    if not owner:
        options = found.setdefault("OPTIONS", {})
        options["options"] = f"{options.get('options', '')} -c role={APP}".strip()
    return found


def parse(url: str) -> dict[str, Any]:
    """One entry of DATABASES from a PostgreSQL address, with a socket folder or TLS settings in its query if
    need be."""
    address = re.sub(r"^(postgres|psql|pgsql|postgresql\+psycopg)://", "postgresql://", url.strip())
    try:
        parts = conninfo_to_dict(address)
    except ProgrammingError as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL cannot be read as a PostgreSQL address ({str(error).strip()}). Expected "
            "postgresql://user:password@host:5432/name?sslmode=require or postgresql:///name?host=/folder."
        ) from None
    if not re.fullmatch(r"[\d,]*", str(parts.get("port") or "")):
        raise ImproperlyConfigured(
            "DATABASE_URL has a port that is no number: postgresql://user@host:5432/name."
        )
    if not parts.get("dbname"):
        raise ImproperlyConfigured(
            "DATABASE_URL names no database: postgresql://user:password@host:5432/NAME."
        )
    found: dict[str, Any] = {ours: str(parts.pop(theirs, "") or "") for theirs, ours in _KEYS.items()}
    found["OPTIONS"] = {name: value for name, value in parts.items() if value is not None}
    return found


class Router:
    """The cache's table is read and written through its own connection; everything else is on `default`."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return "cache" if model._meta.app_label == "django_cache" else None

    db_for_write = db_for_read

    def allow_relation(self, one: Any, two: Any, **hints: Any) -> bool | None:
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return db != "cache" or app_label == "django_cache"
