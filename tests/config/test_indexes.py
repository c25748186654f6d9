"""The tables as they are in use carry no index that nobody asks, and every index that somebody does."""

from __future__ import annotations

import pytest
from django.db import connection

from homeward.apps.children.models import Child
from homeward.config.grants import history_tables

pytestmark = pytest.mark.django_db


def indexes() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("select tablename, indexdef from pg_indexes where schemaname = 'public'")
        return cursor.fetchall()


def test_a_public_id_has_one_index_and_history_is_found_by_its_record() -> None:
    found = indexes()
    of_ids = [table for table, words in found if "(public_id" in words]
    assert "children_child" in of_ids and len(of_ids) == len(set(of_ids))
    events = history_tables() - {
        "core_auditevent",
        "core_documentcontent",
        "core_signature",
        "pghistory_context",
    }
    idle = [
        words for table, words in found if table in events
        and any(f"({name})" in words for name in ("body_id", "organisation_id", "pgh_context_id"))
    ]  # fmt: skip
    assert idle == []
    assert events <= {table for table, words in found if "(pgh_obj_id)" in words}


def test_a_record_is_still_found_by_the_index_of_its_public_id() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
    plan = Child.objects.filter(public_id="ABCDEFGHJK").explain()
    assert "Index" in plan and "public_id" in plan
