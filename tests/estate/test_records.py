"""Every record says whose it is, and the application's role can change neither history nor tables."""

from __future__ import annotations

import pghistory.models
import psycopg
import pytest
from django.apps import apps
from django.db import connection

from homeward.apps.accounts.models import Scoped
from homeward.config import grants
from tests import database

# Shared between bodies, or about people rather than about a body's records; the audit trail and what `core`
# keeps name body and organisation by key, because the apps of bodies stand above it.
WITHOUT_A_BODY = {"accounts.CommissioningBody", "accounts.Organisation", "accounts.User"}
# The same bytes may stand in documents of several providers: who may read them is asked of the document.
OF_THE_BODY_ONLY = {"core.OutgoingMail", "core.DocumentContent"}


def records() -> list[type]:
    return [
        m
        for m in apps.get_models()
        if m.__module__.startswith("homeward.apps.") and not issubclass(m, pghistory.models.Event)
    ]


def columns(model: type) -> set[str]:
    return {field.attname for field in model._meta.concrete_fields}  # type: ignore[attr-defined]


def test_every_record_names_its_body() -> None:
    silent = {m._meta.label for m in records() if "body_id" not in columns(m)}
    assert silent == WITHOUT_A_BODY


def test_every_record_can_name_a_provider_organisation() -> None:
    silent = {m._meta.label for m in records() if "organisation_id" not in columns(m)}
    assert silent == WITHOUT_A_BODY | OF_THE_BODY_ONLY


def test_every_record_above_core_is_asked_for_through_the_scope() -> None:
    loose = [
        m._meta.label
        for m in records()
        if m._meta.app_label != "core" and m._meta.label not in WITHOUT_A_BODY and not issubclass(m, Scoped)
    ]
    assert loose == []


def test_every_record_above_core_says_which_permission_reads_it() -> None:
    assert [
        m._meta.label for m in records() if issubclass(m, Scoped) and not hasattr(m, "read_permission")
    ] == []


def test_records_above_core_leave_a_history() -> None:
    tracked = {m.pgh_tracked_model for m in apps.get_models() if getattr(m, "pgh_tracked_model", None)}
    untracked = {m._meta.label for m in records() if issubclass(m, Scoped) and m not in tracked}
    # A row that was read from a file never changes a record by itself; what it was loaded as has a history.
    # A postcode is a row of a table that comes in whole; each says its file, whose rows are kept as they stood.
    # The answer kept for an idempotency key repeats what records and trail hold, and is deleted after a day.
    assert untracked <= {"intake.ImportRow", "geography.Postcode", "accounts.AnsweredCall"}


# The application's role ---------------------------------------------------------------------------


def test_there_are_history_tables() -> None:
    assert {"core_auditevent", "pghistory_context"} < grants.history_tables()
    assert len(grants.history_tables()) > 10


@pytest.mark.django_db
def test_the_application_is_neither_superuser_nor_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, rolreplication from pg_roles "
            "where rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False, False)
        cursor.execute("select count(*) from pg_class where relowner = to_regrole(current_user)::oid")
        assert cursor.fetchone() == (0,)
        cursor.execute("select count(*) from pg_auth_members where member = to_regrole(current_user)::oid")
        assert cursor.fetchone() == (0,)


def refused(statement: str) -> bool:
    """Whether the database itself refuses this to the application's role."""
    settings = connection.settings_dict
    parameters = {"host": settings["HOST"], "user": settings["USER"], "dbname": settings["NAME"]}
    if settings["PASSWORD"]:
        parameters |= {"password": settings["PASSWORD"], "port": settings["PORT"]}
    options = settings["OPTIONS"].get("options", "")
    with psycopg.connect(**parameters, options=options) as direct:
        try:
            direct.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return True
        finally:
            direct.rollback()
    return False


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(grants.history_tables()))
def test_history_cannot_be_changed_by_the_application(table: str) -> None:
    with database.as_owner() as owner:
        found = owner.execute(
            "select column_name from information_schema.columns where table_name = %s limit 1", [table]
        ).fetchone()
    assert found is not None
    assert refused(f'update "{table}" set "{found[0]}" = "{found[0]}"')
    assert refused(f'delete from "{table}"')
    assert refused(f'truncate "{table}" cascade')
    assert refused(f'alter table "{table}" disable trigger all')
    assert refused(f'drop table "{table}" cascade')


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "truncate accounts_user cascade",
        "create table public.mine (id int)",
        "set session_replication_role = replica",
        "update django_migrations set name = name",
        "set role homeward_owner",
        "create role another",
    ],
)
def test_the_application_cannot_reach_beyond_its_records(statement: str) -> None:
    assert refused(statement)


@pytest.mark.django_db
def test_what_is_refused_above_is_allowed_to_the_owner() -> None:
    """Else the refusals would prove nothing but a misspelt statement."""
    with database.as_owner() as owner, owner.transaction(force_rollback=True):
        owner.execute("truncate core_auditevent cascade")
        owner.execute("delete from django_migrations where false")


@pytest.mark.django_db
def test_ordinary_records_can_be_changed_by_the_application() -> None:
    assert not refused("update accounts_user set name = name")
