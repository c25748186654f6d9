"""What the application's role may do in the database: work with records, add to history, change neither
history nor tables."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pghistory.models
from django.apps import apps
from django.conf import settings
from django.db import connections
from psycopg import sql

from homeward.config import fresh, indexes
from homeward.config.embedded import APP

# Tables that only grow, besides the event table of every tracked model.
APPEND_ONLY = frozenset({"core_auditevent", "core_documentcontent", "core_signature", "pghistory_context"})
READ_ONLY = frozenset({"django_migrations"})
# History functions run as their owner, so that the application's role needs no right to change what they
# keep.
_OWNER_FUNCTIONS = ("_pgh_attach_context()",)


class GrantsError(RuntimeError):
    """The roles cannot be made; the message says what an operator must do."""


def history_tables() -> set[str]:
    """Names of the tables in which the application's role may only add rows."""
    events = {m._meta.db_table for m in apps.get_models(include_auto_created=True) if _is_event(m)}
    return events | APPEND_ONLY


def _is_event(model: Any) -> bool:
    return issubclass(model, pghistory.models.Event) and model._meta.managed and not model._meta.proxy


def grant(alias: str = "default") -> None:
    """Make the application's role if need be and give it exactly its rights; safe to repeat."""
    connection = connections[alias]
    role = connection.settings_dict.get("APP_LOGIN") or APP
    with connection.cursor() as cursor:
        _ensure_role(cursor, role)
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        present = {row[0] for row in cursor.fetchall()}
        history, read_only = present & history_tables(), present & READ_ONLY
        for statement in _statements(role, present - history - read_only, history, read_only):
            _run(cursor, statement)
        for function in _OWNER_FUNCTIONS:
            cursor.execute("select to_regprocedure(%s)", [function])
            if cursor.fetchone()[0]:
                cursor.execute(
                    f"alter function {function} security definer set search_path = public, pg_temp"
                )


def _ensure_role(cursor: Any, role: str) -> None:
    cursor.execute("select current_user, rolsuper, rolcreaterole from pg_roles where rolname = current_user")
    owner, is_super, creates = cursor.fetchone()
    cursor.execute("select rolsuper from pg_roles where rolname = %s", [role])
    found = cursor.fetchone()
    if role == owner:
        raise GrantsError(
            f"DATABASE_URL and DATABASE_OWNER_URL name the same login ({role}). The application must not "
            "own its tables: give it a login of its own, or set DATABASE_URL alone."
        )
    if found and found[0]:
        raise GrantsError(
            f"The role {role} is a superuser; the application may not be one. Use another login."
        )
    if found:
        _ensure_member(cursor, role, owner, is_super)
        return
    if role != APP:
        raise GrantsError(
            f"DATABASE_URL names the login {role}, which the server does not know. Make it first:\n"
            f"  CREATE ROLE \"{role}\" LOGIN PASSWORD '…';"
        )
    if not (is_super or creates):
        raise GrantsError(
            f"The login {owner} may not create roles. Ask the server's administrator to run, once:\n"
            f'  CREATE ROLE {role} NOLOGIN; GRANT {role} TO "{owner}";\n'
            "or to make a login of the application's own, to name in DATABASE_URL beside DATABASE_OWNER_URL."
        )
    _run(cursor, sql.SQL("create role {} nologin").format(sql.Identifier(role)))
    _ensure_member(cursor, role, owner, is_super)


def _ensure_member(cursor: Any, role: str, owner: str, is_super: bool) -> None:
    """With one login for both, the owner must be able to take the weaker role."""
    if role != APP or is_super:
        return
    # From version 16 on, whoever makes a role may give it away but not take it.
    right = "SET" if cursor.connection.info.server_version >= 160000 else "MEMBER"
    cursor.execute("select pg_has_role(current_user, %s, %s)", [role, right])
    if not cursor.fetchone()[0]:
        _run(cursor, sql.SQL("grant {} to {}").format(sql.Identifier(role), sql.Identifier(owner)))


def _run(cursor: Any, statement: sql.Composable) -> None:
    cursor.execute(statement.as_string(cursor.connection))


def _statements(
    role: str, free: set[str], history: set[str], read_only: set[str]
) -> Iterable[sql.Composable]:
    who = sql.Identifier(role)
    database = sql.Identifier(connections["default"].settings_dict["NAME"])

    def on(tables: set[str]) -> sql.Composed:
        return sql.SQL(", ").join(sql.Identifier("public", name) for name in sorted(tables))

    yield sql.SQL("grant connect on database {} to {}").format(database, who)
    yield sql.SQL("revoke create on schema public from public")
    yield sql.SQL("revoke all on all tables in schema public from {}").format(who)
    yield sql.SQL("grant usage on schema public to {}").format(who)
    yield sql.SQL("grant usage, select on all sequences in schema public to {}").format(who)
    for tables, rights in (
        (free, "select, insert, update, delete"),
        (history, "select, insert"),
        (read_only, "select"),
    ):
        if tables:
            yield sql.SQL("grant {} on {} to {}").format(sql.SQL(rights), on(tables), who)


def migrate(verbosity: int = 1, alias: str = "default") -> None:
    """Bring the tables up to date as their owner: Django's and the jobs' migrations, the cache's table, the
    grants."""
    from django.core.management import call_command

    # First, because a refusal should come before a minute's work, not after it.
    with connections[alias].cursor() as cursor:
        _ensure_role(cursor, connections[alias].settings_dict.get("APP_LOGIN") or APP)
    if fresh.is_empty(alias):
        fresh.build(alias, verbosity)
    else:
        with fresh.brisk():
            call_command("migrate", database=alias, interactive=False, verbosity=verbosity)
    indexes.drop_idle(alias, history_tables())
    table = settings.CACHES["default"].get("LOCATION")
    if settings.CACHES["default"]["BACKEND"].endswith("DatabaseCache"):
        call_command("createcachetable", table, database="cache", verbosity=0)
        connections["cache"].close()
    grant(alias)
