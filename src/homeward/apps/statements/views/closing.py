"""Closing a quarter from the browser, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import jobs
from homeward.apps.statements.forms import CloseForm
from homeward.apps.statements.models import PeriodClose
from homeward.apps.statements.periods import period_of, periods_over
from homeward.apps.statements.services import check_close
from homeward.kernel.months import Month
from homeward.web.dates import days_in_words

SHOWN = 8


@page(P.PERIOD_CLOSE)
def close(request: HttpRequest) -> HttpResponse:
    """Choose one of the last periods that are over; the work runs as a job with progress."""
    actor = actor_of(request)
    over = periods_over(actor.body, actor.today, SHOWN)
    form = CloseForm(request.POST or None, periods=over)
    if request.method == "POST" and form.is_valid():
        chosen = period_of(actor.body, form.cleaned_data["quarter"])
        lines = check_close(actor.body, chosen, by=actor)
        run = jobs.start(
            "close_period",
            by=actor,
            label=f"Close of {chosen.label}",
            total=len(lines),
            quarter=chosen.label,
        )
        return redirect("job", run.public_id)
    earlier = PeriodClose.objects.visible_to(actor).select_related("closed_by")[:8]
    context = {
        "form": form,
        "earlier": earlier,
        "form_errors": bool(form.errors),
        "monthly": isinstance(over[0], Month),
    }
    return render(request, "statements/close.html", context)


@page(P.PERIOD_CLOSE)
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """Each line of a close: drafted, there already, or left out with every reason."""
    done = get_visible(PeriodClose, request, public_id)
    groups: dict[str, list[dict[str, object]]] = {"drafted": [], "exists": [], "left_out": []}
    for line in done.lines:
        href = (
            reverse("statement", args=[line["statement"]])
            if line.get("statement")
            else reverse("line", args=[line["line"]])
        )
        problems = [
            {name: days_in_words(p.get(name, "")) for name in ("message", "remedy")}
            for p in line.get("problems", ())
        ]
        groups[line["outcome"]].append({**line, "href": href, "problems": problems})
    differing = [_with_night(line) for line in groups["drafted"] if line.get("twin")]
    return render(
        request, "statements/close_report.html", {"done": done, "groups": groups, "differing": differing}
    )


def _with_night(line: dict[str, Any]) -> dict[str, Any]:
    """A line whose two counts differ, with the first night as a date."""
    twin = line["twin"]
    night = dt.date.fromisoformat(twin["night"]) if twin["night"] else None
    return {**line, "twin": {**twin, "night": night}}
