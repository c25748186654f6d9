"""Nights over time: what the records of every line and quarter come to now, beside agreed and contracted nights."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import django_filters
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.statements import nights
from homeward.web import numbers
from homeward.web.dates import short_date
from homeward.web.lists import Column, ListPage
from homeward.web.lists.pages import FORMATS
from homeward.web.lists.rows import RowFilter, Rows

WORDS = {
    nights.AGREED: "Agreed",
    nights.COUNTED: "Counted, not agreed",
    nights.NONE: "No count yet",
}


def quarters_asked(text: str) -> int:
    """How many quarters an address asks for, within bounds; the usual number where it is no number."""
    try:
        return max(1, min(int(text), nights.MOST))
    except ValueError:
        return nights.USUAL


class NightsFilter(RowFilter):
    provider = django_filters.ChoiceFilter(label="Provider", choices=(), empty_label="All providers")
    service = django_filters.ChoiceFilter(label="Service type", choices=(), empty_label="All service types")
    # How far back to look decides which rows are made; here it narrows nothing.
    quarters = django_filters.NumberFilter(
        label="Quarters", min_value=1, max_value=nights.MOST, method="as_it_is"
    )

    def __init__(self, data: Any, *args: Any, **kwargs: Any) -> None:
        given = data.copy()
        given["quarters"] = str(quarters_asked(data.get("quarters", "")))
        super().__init__(given, *args, **kwargs)
        self.filters["quarters"].extra["initial"] = int(given["quarters"])
        for name in ("provider", "service"):
            found = sorted({getattr(row, name) for row in self.queryset.all()})
            self.filters[name].extra["choices"] = [(value, value) for value in found]

    def as_it_is(self, rows: Any, name: str, value: Any) -> Any:
        return rows


def signed(found: int | None) -> str | None:
    """`+ 31`, `− 4`, `0`; nothing where one of the two figures is missing."""
    return None if found is None else numbers.signed(found)


def _standing(row: nights.NightsRow) -> str:
    return f"{WORDS[row.basis]}, differs now" if row.difference else WORDS[row.basis]


def _tag(row: nights.NightsRow) -> str:
    if row.difference:
        return "warn"
    return {nights.AGREED: "ok", nights.COUNTED: "info"}.get(row.basis, "plain")


def _until(row: nights.NightsRow) -> str:
    last = row.span.period.last_night
    return f"running, to {short_date(last)}" if row.span.running and last else ""


FIGURES = (
    Column("contracted", "Contracted nights", lambda r: r.contracted, sort="contracted", numeric=True),
    Column("stood", "As agreed or counted", lambda r: r.stood, sort="stood", numeric=True),
    Column("now", "As now known", lambda r: r.now, sort="now", numeric=True),
    Column("difference", "Difference", lambda r: signed(r.difference), sort="difference", numeric=True,
           export=lambda r: r.difference),
    Column("standing", "Standing", _standing, sort="basis", tag=_tag),
)  # fmt: skip
NIGHTS = ListPage(
    name="nights-over-time",
    columns=(
        Column("provider", "Provider and line", lambda r: r.provider, sort=("provider", "line_name"),
               href=lambda r: r.href, sub=lambda r: f"{r.line_name}, {r.service}"),
        Column("quarter", "Quarter", lambda r: r.label, sort="start", href=lambda r: r.own_href, sub=_until),
        *FIGURES,
    ),
    filters=NightsFilter,
    search=lambda rows, text: cast(Any, rows).containing(text, "provider", "line_name"),
    search_label="Provider or agreement",
    order="provider",
    empty="No line was in force in these quarters.",
    counted=lambda n: f"{n:,} line{'s' if n != 1 else ''} and quarter{'s' if n != 1 else ''}",
    template="statements/nights.html",
)  # fmt: skip
# A cell of a file has no second line: what stands there on the page is a column of its own.
FILE = replace(
    NIGHTS,
    columns=(
        Column("provider", "Provider", lambda r: r.provider, sort=("provider", "line_name")),
        Column("line", "Line", lambda r: r.line_name),
        Column("service", "Service type", lambda r: r.service),
        Column("quarter", "Quarter", lambda r: r.label, sort="start"),
        Column("last", "Nights up to", lambda r: r.span.period.last_night),
        *FIGURES,
    ),
)


@page(P.STATEMENT_READ)
def nights_over_time(request: HttpRequest) -> HttpResponse:
    """Every line and quarter, with totals of what the filters leave; or the same as a file."""
    actor = actor_of(request)
    if actor.is_provider:  # what is known and not yet agreed is the department's own working
        raise Http404
    report = nights.nights_over_time(actor, quarters_asked(request.GET.get("quarters", "")))
    rows = cast(Any, Rows(report.rows))
    form = request.GET.get("format", "")
    is_file = form in FORMATS
    audit.record(
        actor, "export" if is_file else "read", actor.body, report="nights over time",
        quarters=len(report.spans), form=form if is_file else "page",
    )  # fmt: skip
    if is_file:
        return FILE.respond(request, rows)
    sums = nights.totals(_narrowed(request, rows), report.spans)
    return NIGHTS.respond(
        request, rows, heading="Nights over time", kind="max", today=report.spans[0], signed=signed, sums=sums,
        uncounted=report.uncounted, most=nights.MOST, crumbs=[{"text": "Statements", "href": reverse("statements")}],
    )  # fmt: skip


def _narrowed(request: HttpRequest, rows: Any) -> Any:
    """What search and filters leave, on all pages of the list together."""
    text = request.GET.get("q", "").strip()
    found = rows.containing(text, "provider", "line_name") if text else rows
    return NightsFilter(request.GET, queryset=found, request=request).qs
