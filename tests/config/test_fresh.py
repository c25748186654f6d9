"""A new installation's tables are those that the migrations make, to the last trigger."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.core.management import call_command

from homeward.config import fresh
from tests import database

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

ASKED = {
    "columns": """
        select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
               pg_get_expr(d.adbin, d.adrelid)
        from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
        where n.nspname = 'public' and c.relkind in ('r', 'v') and a.attnum > 0 and not a.attisdropped""",
    "tables": """
        select relname, relkind, reloptions from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and relkind in ('r', 'v', 'S')""",
    "constraints": """
        select conrelid::regclass::text, conname, pg_get_constraintdef(oid) from pg_constraint
        where connamespace = 'public'::regnamespace and conrelid <> 0""",
    "indexes": "select tablename, indexname, indexdef from pg_indexes where schemaname = 'public'",
    "triggers": """
        select tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), obj_description(oid) from pg_trigger
        where not tgisinternal""",
    "functions": """
        select proname, prosrc from pg_proc p join pg_namespace n on n.oid = p.pronamespace where nspname = 'public'""",
    "migrations": "select app, name from django_migrations",
    "kinds": "select app_label, model from django_content_type",
}


@contextmanager
def made(name: str, way: Any) -> Iterator[psycopg.Connection[Any]]:
    """A database of this name whose tables were made in a way."""
    with psycopg.connect(**database.owner_parameters("postgres"), autocommit=True) as server:
        server.execute(f"drop database if exists {name} with (force)")
        server.execute(f"create database {name}")
        try:
            with database.pointed_at_as_owner(name):
                way()
            with psycopg.connect(**database.owner_parameters(name), autocommit=True) as connection:
                yield connection
        finally:
            server.execute(f"drop database if exists {name} with (force)")


def rows(connection: psycopg.Connection[Any], sql: str) -> set[tuple[str, ...]]:
    return {tuple(str(value) for value in row) for row in connection.execute(sql).fetchall()}


def filled(connection: psycopg.Connection[Any]) -> set[tuple[str, int]]:
    """Tables that hold rows, with how many; what a migration writes stands in the other way's tables too."""
    names = [
        row[0] for row in rows(connection, "select tablename from pg_tables where schemaname = 'public'")
    ]
    counted = {}
    for name in names:
        found = connection.execute(f'select count(*) from "{name}"').fetchone()
        counted[name] = found[0] if found else 0
    return {(name, count) for name, count in counted.items() if count}


def test_both_ways_make_the_same_tables() -> None:
    def by_migrations() -> None:
        with fresh.brisk():
            call_command("migrate", interactive=False, verbosity=0)

    with (
        made("homeward_fresh", lambda: fresh.build("default", 0)) as one,
        made("homeward_walked", by_migrations) as other,
    ):
        for what, sql in ASKED.items():
            here, there = rows(one, sql), rows(other, sql)
            assert here, what
            assert here == there, (what, sorted(here - there)[:10], sorted(there - here)[:10])
        assert filled(one) == filled(other)
