"""The test database: made once as the owner, then copied for each worker; the tests speak to it as the
application's role.

A copy takes a fraction of a second, so migrations run only when they changed. Tables are emptied as the
owner, because the application's role may not: what the tests can do is what the house can do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connections

from homeward.config import fresh, grants, indexes
from homeward.config.database import databases
from homeward.config.embedded import Cluster

PREFIX = "homeward_template_"
KEPT = frozenset({"django_migrations", "django_content_type", "auth_permission", "homeward_cache"})


def owner_parameters(name: str) -> dict[str, Any]:
    """Connection parameters of the owner for a database of the test server."""
    found = databases(owner=True)["default"]
    if found.get("EMBEDDED"):
        found["HOST"] = str(Cluster(Path(found["EMBEDDED"])).ensure_running())
    keys = {"HOST": "host", "PORT": "port", "USER": "user", "PASSWORD": "password"}
    given = {theirs: found[ours] for ours, theirs in keys.items() if found.get(ours)}
    return {**given, **found["OPTIONS"], "dbname": name}


def digest() -> str:
    """Changes whenever a migration, the grants or the installed packages do."""
    root = Path(grants.__file__).parents[3]
    files = [
        *map(Path, (grants.__file__, fresh.__file__, indexes.__file__, __file__)),
        root / "requirements.lock",
    ]
    for config in apps.get_app_configs():
        files += sorted(Path(config.path).glob("migrations/*.py"))
    found = sha256()
    for file in files:
        if file.exists():
            found.update(file.read_bytes())
    return found.hexdigest()[:16]


def make(worker: str) -> str:
    """Make this worker's database; returns its name."""
    template, name = PREFIX + digest(), f"homeward_test_{worker}"
    with psycopg.connect(**owner_parameters("postgres"), autocommit=True) as server:
        server.execute("select pg_advisory_lock(hashtext('homeward tests'))")
        known = {row[0] for row in server.execute("select datname from pg_database").fetchall()}
        if template not in known:
            for old in known:
                if old.startswith(PREFIX):
                    server.execute(f'drop database "{old}" with (force)')
            building = PREFIX + "building"
            server.execute(f"create database {building}")
            with pointed_at_as_owner(building):
                grants.migrate(verbosity=0)
            server.execute(f"alter database {building} rename to {template}")
        server.execute(f"drop database if exists {name} with (force)")
        server.execute(f"create database {name} template {template}")
        # Nothing here outlives the run, so commits need not wait for the disk.
        server.execute(f"alter database {name} set synchronous_commit = off")
    _point_at(name)
    return name


@contextmanager
def pointed_at_as_owner(name: str) -> Iterator[None]:
    """Every connection goes to a database of this name as its owner, and back to its own afterwards."""
    owner = databases(owner=True)["default"]
    kept = {alias: dict(connections[alias].settings_dict) for alias in connections}
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict.update(NAME=name, USER=owner["USER"], OPTIONS=owner["OPTIONS"])
    yield
    for alias, before in kept.items():
        connections[alias].close()
        connections[alias].settings_dict.update(before)


def _point_at(name: str) -> None:
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name
        settings.DATABASES[alias]["NAME"] = name


def drop(name: str) -> None:
    """Remove a worker's database."""
    for connection in connections.all(initialized_only=True):
        connection.close()
    with psycopg.connect(**owner_parameters("postgres"), autocommit=True) as server:
        server.execute(f"drop database if exists {name} with (force)")


@contextmanager
def as_owner() -> Iterator[psycopg.Connection[Any]]:
    """A connection of the owner to this worker's database, beside the application's."""
    name = connections["default"].settings_dict["NAME"]
    with psycopg.connect(**owner_parameters(name), autocommit=True) as connection:
        yield connection


def empty() -> None:
    """Empty every table, the jobs' too, which Django does not know as its own.

    What a test wrote is deleted with the triggers off, a few tables of hundreds: to truncate them all takes seconds.
    """
    with as_owner() as connection:
        rows = connection.execute("select tablename from pg_tables where schemaname = 'public'").fetchall()
        tables = [row[0] for row in rows if row[0] not in KEPT]
        asked = " union all ".join(f"select '{t}' where exists (select from \"{t}\")" for t in tables)
        filled = [row[0] for row in connection.execute(asked).fetchall()]
        connection.execute("set lock_timeout = '15s'")
        connection.execute("set session_replication_role = replica")
        for table in filled:
            connection.execute(f'delete from "{table}"')
        connection.execute(
            "select setval(pg_get_serial_sequence(format('%%I', t), 'id'), 1, false) from unnest(%s::text[]) as t"
            " where exists (select from pg_attribute where attrelid = format('%%I', t)::regclass and attname = 'id')",
            [filled],
        )
