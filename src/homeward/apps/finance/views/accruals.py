"""Delivered and not yet paid at a date; committed to the end of the year; and how each figure was worked out."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Line
from homeward.apps.finance import accruals as work
from homeward.apps.finance.forms import AtForm
from homeward.apps.finance.lists import ACCRUALS, COMMITMENTS
from homeward.apps.finance.wording import value_names
from homeward.apps.local_policy.queries import pack_of
from homeward.web.lists.rows import Rows

EARLIEST = dt.date(2000, 1, 1)


def at_of(request: HttpRequest, actor: Actor) -> tuple[dt.date, AtForm]:
    """The date asked for, today when there is none; a date that cannot be read is told at its field."""
    asked = any(name.startswith("at") for name in request.GET)
    form = AtForm(request.GET if asked else None, initial={"at": actor.today})
    if not asked or not form.is_valid():
        return actor.today, form
    at: dt.date = form.cleaned_data["at"]
    if not EARLIEST <= at <= actor.today + dt.timedelta(days=366):
        form.add_error("at", "Give a date up to a year from today.")
        return actor.today, form
    return at, form


@page(P.ACCRUAL_READ)
def accruals(request: HttpRequest) -> HttpResponse:
    """Per line and quarter, marked estimate, agreed or approved."""
    actor = actor_of(request)
    at, form = at_of(request, actor)
    rows = work.accruals_at(actor, at)
    figures = [
        _figure("Delivered, not paid", work.total(rows), "all lines together"),
        _figure("Estimate", work.total(rows, work.ESTIMATE), "running, drafted, not yet agreed"),
        _figure("Agreed", work.total(rows, work.AGREED), "by both sides, not yet approved"),
        _figure("Approved", work.total(rows, work.APPROVED), "or sent and not yet paid"),
    ]
    return ACCRUALS.respond(
        request, cast(Any, Rows(rows)), heading="Delivered and not yet paid", at=at, form=form, figures=figures,
        groups=_groups(rows),
        none=[r for r in rows if r.amount is None], is_commitment=False, placeholders=_marks(actor, rows),
        other={"text": "What is committed to the end of the year", "href": f"{reverse('commitments')}?at={at}"},
        year_end=work.year_end(actor.body, at), kind="lines",
    )  # fmt: skip


@page(P.ACCRUAL_READ)
def commitments(request: HttpRequest) -> HttpResponse:
    """What the contracted base of every line costs from the next night to the end of the year."""
    actor = actor_of(request)
    at, form = at_of(request, actor)
    rows = work.commitments_at(actor, at)
    end = work.year_end(actor.body, at)
    figures = [_figure("Committed", work.total(rows), "contracted base of all lines"),
               _figure("To", f"{end:%-d %b %Y}", "end of the financial year", money=False),
               _figure("Lines", len({r.line.pk for r in rows}), "with nights left", money=False)]  # fmt: skip
    return COMMITMENTS.respond(
        request, cast(Any, Rows(rows)), heading="Committed to the end of the year", at=at, form=form, figures=figures,
        groups=_groups(rows), none=[r for r in rows if r.amount is None], is_commitment=True, placeholders=_marks(actor, rows),
        other={"text": "What is delivered and not yet paid", "href": f"{reverse('accruals')}?at={at}"}, year_end=end,
        kind="lines",
    )  # fmt: skip


def _figure(label: str, value: Any, of: str, *, money: bool = True) -> dict[str, Any]:
    return {"label": label, "value": value, "of": of, "money": money}


def _groups(rows: list[work.Row]) -> list[tuple[str, list[tuple[str, Decimal]]]]:
    """Totals by provider and by cost code, largest first."""
    found = []
    for words, name in (("By provider", "provider"), ("By cost code", "cost_code")):
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for row in rows:
            if row.amount is not None:
                sums[getattr(row, name)] += row.amount
        found.append((words, sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))))
    return found


def _marks(actor: Actor, rows: list[work.Row]) -> list[str]:
    """What no source gives of what the figures rest on, by its names."""
    return value_names(pack_of(actor.body), sorted({path for row in rows for path in row.placeholders}))


@page(P.ACCRUAL_READ)
def accrual_line(request: HttpRequest, public_id: str) -> HttpResponse:
    """One line at a date: every quarter's working, what is accrued and what is committed."""
    actor = actor_of(request)
    at, form = at_of(request, actor)
    line = get_visible(Line, request, public_id, using=P.ACCRUAL_READ)
    accrued, committed = work.accruals_at(actor, at, line=line), work.commitments_at(actor, at, line=line)
    context = {
        "line": line, "at": at, "form": form, "accrued": accrued, "committed": committed,
        "accrued_total": work.total(accrued), "committed_total": work.total(committed),
        "year_end": work.year_end(actor.body, at), "placeholders": _marks(actor, [*accrued, *committed]),
        "sees_statement": actor.holds(P.STATEMENT_READ),
        "crumbs": [{"text": "Delivered and not yet paid", "href": f"{reverse('accruals')}?at={at}"}],
    }  # fmt: skip
    return render(request, "finance/accrual_line.html", context)
