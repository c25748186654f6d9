"""Reads imports and their rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from homeward.apps.accounts.actors import Actor
from homeward.apps.children.models import Child
from homeward.apps.intake.models import ImportBatch, ImportRow

LOADED = (ImportRow.Outcome.NEW, ImportRow.Outcome.CHANGED, ImportRow.Outcome.SAME)


def imports(actor: Actor) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.visible_to(actor).select_related("created_by", "confirmed_by", "body")


def rows_of(batch: ImportBatch, actor: Actor) -> QuerySet[ImportRow]:
    return ImportRow.objects.visible_to(actor).filter(batch=batch).select_related("batch")


def with_problem(rows: QuerySet[ImportRow], code: str) -> QuerySet[ImportRow]:
    """Rows that have a problem of that code."""
    return rows.filter(problems__contains=[{"code": code}])


def children_of(rows: Iterable[ImportRow], actor: Actor) -> list[Child]:
    """The recorded children that rows are about, for the trail of who read them."""
    named = {row.things["child"] for row in rows if row.things.get("child")}
    return list(Child.objects.visible_to(actor).filter(public_id__in=named)) if named else []


def problem_rows(batch: ImportBatch, actor: Actor) -> QuerySet[ImportRow]:
    return rows_of(batch, actor).exclude(problems=[]).order_by("table", "number")


def first_problem(row: ImportRow) -> dict[str, Any] | None:
    """The problem that says most about a row: an error before a warning."""
    return min(row.problems, key=lambda p: p["severity"], default=None)
