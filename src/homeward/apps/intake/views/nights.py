"""Nights of the stays in a file: by kind, by legal status, by year; every figure opens to its rows."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.vocabulary import label_of
from homeward.apps.intake import nights as counting
from homeward.apps.intake.forms import NightsForm
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.nights import NightRow
from homeward.apps.intake.views.rows import crumbs, note_reading
from homeward.apps.local_policy.queries import pack_of
from homeward.kernel.ranges import DateRange

ONE = dt.timedelta(days=1)
LISTS = {"type": "placement_types", "status": "legal_statuses"}


@page(P.IMPORT_READ)
def nights(request: HttpRequest, public_id: str) -> HttpResponse:
    batch = _batch(request, public_id)
    rows, unread = counting.night_rows(batch)
    first_month = pack_of(batch.body).financial_year_first_month
    form, period = _period(request, rows, first_month)
    loaded = [row for row in rows if row.is_loaded]
    left = [row for row in rows if not row.is_loaded]
    at = reverse("import_night_rows", args=[batch.public_id])
    counted, of_left = counting.count(loaded, period), counting.count(left, period)
    context = {
        "batch": batch,
        "form": form,
        "form_errors": form.is_bound and bool(form.errors),
        "period": period,
        "counted": counted,
        "left": of_left,
        "whole": counting.count(rows, period),
        "recorded": counting.recorded(loaded, period, batch.body_id),
        "unread": unread,
        "open_count": sum(row.stay.end is None for row in loaded),
        "last_day": max((counting.last_night(r.stay) for r in rows), default=None),
        "rows_at": f"{at}?{_query(period)}",
        "tables": [_table(batch, by, head, loaded, period, first_month, at) for by, head in _tables(batch)],
        "command": f"homeward nights FILE --period {period.start}:{period.end}",
        "crumbs": crumbs(batch),
    }
    return render(request, "intake/nights.html", context)


@page(P.IMPORT_READ)
def night_rows(request: HttpRequest, public_id: str) -> HttpResponse:
    """The rows behind one figure, with the nights each of them gave."""
    batch = _batch(request, public_id)
    rows, _unread = counting.night_rows(batch)
    first_month = pack_of(batch.body).financial_year_first_month
    _form, period = _period(request, rows, first_month)
    wanted = request.GET.get("rows", "loaded")
    chosen = [r for r in rows if r.is_loaded == (wanted != "left_out") and r.nights_in(period)]
    words = []
    for by in LISTS:
        if (code := request.GET.get(by)) is not None:
            chosen = [r for r in chosen if counting.BY[by](r) == code]
            words.append(label_of(batch.body, LISTS[by], code, period.start) if code else _("not given"))
    shown = Paginator(chosen, 100).get_page(request.GET.get("page"))
    read = batch.rows.filter(public_id__in=[r.public_id for r in shown.object_list])
    note_reading(actor_of(request), batch, list(read))
    context = {
        "batch": batch,
        "period": period,
        "words": words,
        "is_left_out": wanted == "left_out",
        "counted": counting.count(chosen, period),
        "shown": shown,
        "rows": [
            (r, r.nights_in(period), reverse("import_row", args=[r.public_id])) for r in shown.object_list
        ],
        "crumbs": [
            *crumbs(batch),
            {
                "text": _("Nights"),
                "href": f"{reverse('import_nights', args=[batch.public_id])}?{_query(period)}",
            },
        ],
    }
    return render(request, "intake/night_rows.html", context)


def _batch(request: HttpRequest, public_id: str) -> ImportBatch:
    batch = get_visible(ImportBatch, request, public_id)
    if not counting.has_nights(batch):
        raise Http404
    return batch


def _period(request: HttpRequest, rows: list[NightRow], first_month: int) -> tuple[NightsForm, DateRange]:
    """The period of the address, or the last financial year the file tells of."""
    today = actor_of(request).today
    usual = counting.usual_period(rows, first_month, today)
    assert usual.end is not None
    initial = {"start": usual.start, "last": usual.end - ONE}
    form = (
        NightsForm(request.GET)
        if any(k.startswith("start") for k in request.GET)
        else NightsForm(initial=initial)
    )
    if form.is_bound and form.is_valid():
        return form, DateRange(form.cleaned_data["start"], form.cleaned_data["last"] + ONE)
    return form, usual


def _query(period: DateRange, **more: str) -> str:
    assert period.end is not None
    return urlencode({"start": period.start.isoformat(), "last": (period.end - ONE).isoformat(), **more})


def _tables(batch: ImportBatch) -> list[tuple[str, str]]:
    found = [("type", _("Kind of placement")), ("year", _("Financial year"))]
    if batch.kind == "ssda903":
        found.insert(1, ("status", _("Legal status")))
    return found


def _table(
    batch: ImportBatch, by: str, head: str, rows: list[NightRow], period: DateRange, first_month: int, at: str
) -> dict[str, Any]:
    lines = []
    if by == "year":
        for label, part in counting.years(period, first_month):
            lines.append((label, f"{at}?{_query(part)}", counting.count(rows, part)))
    else:
        for group in counting.groups(rows, period, by, first_month):
            label = label_of(batch.body, LISTS[by], group.key, period.start) if group.key else _("Not given")
            shown = f"{group.key} {label}" if group.key and label != group.key else label
            lines.append((shown, f"{at}?{_query(period, **{by: group.key})}", group.counted))
    return {"by": by, "head": head, "lines": lines}
