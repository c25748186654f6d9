"""One screen for everybody who keeps homes: what is free in each, confirmed together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import ask, crumb
from homeward.apps.vacancies import presenters, queries, services
from homeward.apps.vacancies.forms import ConfirmForm, seen_of

UNCHANGED = "unchanged"


@page(P.VACANCY_WRITE)
def vacancies_confirm(request: HttpRequest) -> HttpResponse:
    """Every home one keeps, in one form; or in one press that nothing changed since."""
    actor: Any = actor_of(request)
    homes = queries.homes_kept(actor)
    rows = queries.rows_of(actor, homes)
    sent = request.method == "POST" and bool(rows)
    unchanged = sent and request.POST.get("press") == UNCHANGED
    form = ConfirmForm(request.POST if sent and not unchanged else None, actor=actor, rows=rows)
    if unchanged:
        said = [row.home for row in rows if row.vacancy is not None]
        made = services.confirm_unchanged(seen=seen_of(request.POST, said), by=actor)
        return _done(request, len(made))
    if sent and form.is_valid():
        done = ask(form, lambda: services.confirm_vacancies(said=form.said(), by=actor))
        if done is not None:
            return _done(request, len(done))
    known = [row.confirmed_on for row in rows if row.confirmed_on]
    context = {
        "form": form,
        "form_errors": bool(form.errors),
        "rows": form.drawn(),
        "there": presenters.there_and_approved,
        "stands": presenters.what_stands,
        "oldest": min(known) if known else None,
        "never": sum(row.vacancy is None for row in rows),
        "late": sum(row.is_stale for row in rows),
        "after": queries.stale_after(actor.body, actor.today),
        "today": actor.today,
        "crumbs": [crumb(_("Vacancies"), "vacancies")],
    }
    return render(request, "vacancies/confirm.html", context)


def _done(request: HttpRequest, count: int) -> HttpResponse:
    told = ngettext("%(n)s home is confirmed.", "%(n)s homes are confirmed.", count) % {"n": count}
    messages.success(request, told)
    return HttpResponseRedirect(reverse("vacancies"))
