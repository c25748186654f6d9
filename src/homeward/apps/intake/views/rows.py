"""The rows of an import: the list, one row with its records, and the file of those that need correcting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.intake import files, queries, words
from homeward.apps.intake.kinds.registry import KINDS
from homeward.apps.intake.lists import ROWS
from homeward.apps.intake.models import ImportBatch, ImportRow
from homeward.web.addresses import address_of
from homeward.web.lists.exports import XLSX

THINGS = {"child": _("Child"), "home": _("Home"), "placement": _("Placement")}


@page(P.IMPORT_READ)
def rows(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    batch = get_visible(ImportBatch, request, public_id)
    request.batch = batch  # type: ignore[attr-defined]

    def seen(records: Sequence[Any]) -> None:
        note_reading(actor, batch, records)

    return ROWS.respond(
        request,
        queries.rows_of(batch, actor),
        seen=seen,
        heading=_("Rows of %(file)s") % {"file": batch.file_name},
        caption=batch.get_kind_display(),
        crumbs=crumbs(batch),
        kind="max",
    )


@page(P.IMPORT_READ)
def row(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    found = get_visible(ImportRow, request, public_id)
    batch = found.batch
    note_reading(actor, batch, [found])
    shape = KINDS[batch.kind].shape(found.table)
    columns = batch.columns.get(found.table) or list(found.raw)
    by_column: dict[str, list[dict[str, Any]]] = {}
    for problem in found.problems:
        by_column.setdefault(problem["column"] or "", []).append(problem)
    context = {
        "row": found,
        "batch": batch,
        "state": words.OUTCOMES[ImportRow.Outcome(found.outcome)],
        "foreseen": words.FORESEEN[found.foreseen],
        "is_loaded": found.outcome in queries.LOADED,
        "cells": [(c, found.raw.get(c, ""), by_column.get(c, []), shape.column(c).meaning) for c in columns],
        "whole_row": [p for name in by_column if name not in columns for p in by_column[name]],
        "things": [
            (str(THINGS[name]), href)
            for name, code in found.things.items()
            if name in THINGS and (href := address_of(name, code))
        ],
        "crumbs": [
            *crumbs(batch),
            {"text": _("Rows"), "href": reverse("import_rows", args=[batch.public_id])},
        ],
    }
    return render(request, "intake/row.html", context)


@page(P.IMPORT_READ)
def problem_file(request: HttpRequest, public_id: str, form: str) -> HttpResponse:
    """The rows with a problem, their own columns first. A CSV holds one table; `?table=` chooses which."""
    actor = actor_of(request)
    batch = get_visible(ImportBatch, request, public_id)
    found = queries.problem_rows(batch, actor)
    if table := request.GET.get("table"):
        found = found.filter(table=table)
    records = list(found)
    note_reading(actor, batch, records)
    sheets = files.problem_sheets(batch, records)
    name = f"problems-{batch.public_id}"
    if form == "xlsx":
        content = files.xlsx_bytes([(t.capitalize(), lines) for t, lines in sheets] or [("Rows", [])])
        return _attachment(content, XLSX, f"{name}.xlsx")
    if form == "csv":
        lines = [line for _table, part in sheets for line in part]
        return _attachment(files.csv_bytes(lines), "text/csv; charset=utf-8", f"{name}.csv")
    raise Http404


def note_reading(actor: Any, batch: ImportBatch, records: Sequence[ImportRow]) -> None:
    """Rows tell of children: reading them is an event, on the file and on each child already recorded."""
    if records:
        audit.record_read(actor, batch, rows=len(records))
        audit.record_reads(actor, queries.children_of(records, actor), import_=batch.public_id)


def crumbs(batch: ImportBatch) -> list[dict[str, str]]:
    return [
        {"text": _("Imports"), "href": reverse("imports")},
        {"text": batch.file_name, "href": reverse("import", args=[batch.public_id])},
    ]


def _attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)
