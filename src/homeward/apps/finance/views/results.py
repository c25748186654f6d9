"""The finance system's answers: sending one, looking at what it would do, recording it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.finance import services
from homeward.apps.finance.forms import AnswerFileForm, ConfirmAnswerForm
from homeward.apps.finance.models import FileLayout, ResultFile
from homeward.apps.finance.services.layouts import settings_on
from homeward.apps.finance.services.results import ERROR, PAID, REJECTED, RETURNED, SAME
from homeward.apps.finance.views.payments import crumbs

WORDS = {
    PAID: ("Is marked paid", "ok"), REJECTED: ("Is rejected; the statement can be paid again", "warn"),
    RETURNED: ("Came back after it was paid", "warn"), SAME: ("Known already", "plain"), ERROR: ("Left out", "bad"),
}  # fmt: skip
STATE_TAGS = {"refused": "bad", "checked": "warn", "recorded": "ok", "withdrawn": "plain"}
SHOWN = 500


@page(P.PAYMENT_MAKE)
def send(request: HttpRequest) -> HttpResponse:
    """Choose the file; it is checked at once and nothing is recorded."""
    actor = actor_of(request)
    form = AnswerFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        made = services.check_result_file(file=form.given(), by=actor)
        return redirect("result_file", made.public_id)
    columns = settings_on(actor.body, FileLayout.Kind.RESULT, actor.today)["columns"]
    notes = {"columns": ", ".join(columns.values()), "layouts": reverse("file_layouts")}
    context = {
        "form": form, "form_errors": bool(form.errors), "crumbs": crumbs(), "notes": notes,
        "may_set_up": actor.holds(P.FINANCE_SETUP),
    }  # fmt: skip
    return render(request, "finance/send_answer.html", context)


def confirm_form(result: ResultFile, data: Any = None) -> ConfirmAnswerForm:
    returned = [
        (r["reference"], f"{r['reference']}, {r['payee']}: {r['reason']}")
        for r in result.rows
        if r["outcome"] == RETURNED
    ]
    return ConfirmAnswerForm(data, returned=returned)


def _context(result: ResultFile, actor: Actor, form: ConfirmAnswerForm) -> dict[str, Any]:
    counts = result.counts
    checked = result.state == ResultFile.State.CHECKED
    labels = (
        [
            ("Paid", PAID),
            ("Rejected", REJECTED),
            ("Came back", RETURNED),
            ("Known already", SAME),
            ("Left out", ERROR),
        ]
        if checked
        else [("Paid", "paid"), ("Rejected", "rejected"), ("Known already", "same"), ("Left out", "left_out")]
    )
    of = f"of {len(result.rows)} row{'' if len(result.rows) == 1 else 's'}"
    rows = [
        {
            **r,
            "words": WORDS[r["outcome"]][0],
            "tag": WORDS[r["outcome"]][1],
            "day": r["on"] and dt.date.fromisoformat(r["on"]),
        }
        for r in result.rows[:SHOWN]
    ]
    return {
        "result": result, "rows": rows, "more": max(0, len(result.rows) - SHOWN), "form": form, "checked": checked,
        "figures": [{"label": words, "value": counts.get(key, 0), "of": of} for words, key in labels] if result.rows else [],
        "may_record": actor.holds(P.PAYMENT_MAKE) and checked, "state_tag": STATE_TAGS[result.state], "crumbs": crumbs(),
        "sound": checked and any(counts.get(k) for k in (PAID, REJECTED, RETURNED, SAME)),
        "nothing_new": checked and not any(counts.get(k) for k in (PAID, REJECTED, RETURNED)) and bool(counts.get(SAME)),
    }  # fmt: skip


@page(P.PAYMENT_READ)
def result_file(request: HttpRequest, public_id: str) -> HttpResponse:
    """Each row with what it would do or did, and every problem with its place and remedy."""
    actor = actor_of(request)
    found = get_visible(ResultFile, request, public_id)
    return render(request, "finance/answer.html", _context(found, actor, confirm_form(found)))


@page(P.PAYMENT_MAKE)
@require_POST
def confirm(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(ResultFile, request, public_id, using=P.PAYMENT_MAKE)
    form = confirm_form(found, request.POST)
    if not form.is_valid():
        return render(request, "finance/answer.html", _context(found, actor_of(request), form))
    done = services.record_result_file(result=found, ticked=form.cleaned_data["ticked"], by=actor_of(request))
    counts = done.counts
    said = f"Recorded: {counts['paid']} paid, {counts['rejected']} rejected"
    if not counts["paid"] and not counts["rejected"]:
        said = "Nothing was changed: every row was known already"
    messages.success(request, f"{said}, {counts['left_out']} left out." if counts["left_out"] else f"{said}.")
    return redirect("result_file", found.public_id)


@page(P.PAYMENT_MAKE)
@require_POST
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(ResultFile, request, public_id, using=P.PAYMENT_MAKE)
    services.withdraw_result_file(result=found, by=actor_of(request))
    messages.success(request, "Put aside. Nothing of it was recorded.")
    return redirect("payments")
