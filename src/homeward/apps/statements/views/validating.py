"""Issue, agree, dispute, answer, disallow, count again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.refusals import Refused
from homeward.apps.placements.models import Placement
from homeward.apps.statements import services
from homeward.apps.statements.forms import AnswerForm, DisallowForm, DisputeForm, ReasonForm
from homeward.apps.statements.machine import MACHINE, newest, stale
from homeward.apps.statements.models import Dispute, Statement
from homeward.apps.statements.presenters import Told
from homeward.apps.statements.services import Claim


def _back(statement: Statement) -> HttpResponse:
    return redirect("statement", statement.public_id)


@page(P.STATEMENT_ISSUE)
@require_POST
def issue(request: HttpRequest, public_id: str) -> HttpResponse:
    statement = get_visible(Statement, request, public_id, using=P.STATEMENT_ISSUE)
    services.issue(statement=statement, by=actor_of(request))
    messages.success(request, f"Issued. {statement.organisation.name} has been told.")
    return _back(statement)


@page(P.STATEMENT_AGREE)
@require_POST
def agree(request: HttpRequest, public_id: str) -> HttpResponse:
    statement = get_visible(Statement, request, public_id, using=P.STATEMENT_AGREE)
    services.agree_for_body(statement=statement, by=actor_of(request))
    messages.success(request, "Agreed. These figures are locked; what comes late becomes an adjustment.")
    return _back(statement)


@page(P.STATEMENT_VALIDATE)
@require_POST
def agree_provider(request: HttpRequest, public_id: str) -> HttpResponse:
    statement = get_visible(Statement, request, public_id, using=P.STATEMENT_VALIDATE)
    services.agree_for_provider(statement=statement, by=actor_of(request))
    messages.success(
        request, f"Agreed for {statement.organisation.name}. Now {statement.body.name} checks and agrees."
    )
    return _back(statement)


@page(P.STATEMENT_VALIDATE)
def dispute(request: HttpRequest, public_id: str) -> HttpResponse:
    """Tick placements, then say for each what is wrong. One page: without a tick the list, with ticks the reasons."""
    actor = actor_of(request)
    statement = get_visible(Statement, request, public_id, using=P.STATEMENT_VALIDATE)
    version = newest(statement)
    counted = {p["id"]: p for p in version.facts["placements"]}
    MACHINE.check("dispute", statement, actor)
    ticked = [p for p in dict.fromkeys((request.POST or request.GET).getlist("placement")) if p in counted]
    sending = request.method == "POST" and "send" in request.POST
    forms = [
        (_with_dates(counted[p]), DisputeForm(request.POST if sending else None, prefix=p)) for p in ticked
    ]
    valid = [form.is_valid() for _, form in forms]  # every form is asked, so that every error is shown
    if sending and forms and all(valid):
        found = (
            Placement.objects.filter(line=statement.line)
            .select_related("child")
            .in_bulk(ticked, field_name="public_id")
        )
        if len(found) < len(ticked):  # taken off the line since the version was made: look at a new version
            MACHINE.check("provider_agree", statement, actor)
        claims = [
            Claim(
                found[fact["id"]],
                f.cleaned_data["reason"],
                f.cleaned_data["claimed_start"],
                f.cleaned_data["claimed_end"],
            )
            for fact, f in forms
        ]
        services.dispute(statement=statement, claims=claims, by=actor)
        messages.success(
            request, f"Sent. {statement.body.name} answers each dispute; nothing is locked meanwhile."
        )
        return _back(statement)
    context: dict[str, Any] = {
        "statement": statement, "version": version, "forms": forms, "ticked": ticked,
        "placements": Told.of(version).children(),
        "nothing_ticked": request.method == "POST" and not ticked,
        "form_errors": any(f.errors for _, f in forms) or (request.method == "POST" and not ticked),
    }  # fmt: skip
    return render(request, "statements/dispute.html", context)


def _with_dates(fact: dict[str, Any]) -> dict[str, Any]:
    """A placement of the facts with its dates as dates, for the page."""
    start, end = fact["start"], fact["end"]
    return {**fact, "start": dt.date.fromisoformat(start), "end": dt.date.fromisoformat(end) if end else None}


@page(P.STATEMENT_ANSWER)
def answer(request: HttpRequest, public_id: str, dispute_id: str) -> HttpResponse:
    actor = actor_of(request)
    statement = get_visible(Statement, request, public_id, using=P.STATEMENT_ANSWER)
    found = Dispute.objects.select_related(
        "placement__child", "placement__home", "raised_by", "answered_by", "version"
    )
    try:
        asked = found.get(statement=statement, public_id=dispute_id)
    except Dispute.DoesNotExist:
        raise Http404 from None
    form = AnswerForm(request.POST or None, dispute=asked)
    if request.method == "POST" and form.is_valid():
        choice = form.cleaned_data["answer"]
        moved = services.answer_dispute(
            dispute=asked,
            accept=choice != "decline",
            correct=choice == "correct",
            text=form.cleaned_data["text"],
            by=actor,
        )
        waiting = moved.disputes.filter(answer="").count()
        messages.success(
            request,
            f"Answered. {waiting} more wait for an answer."
            if waiting
            else "Answered. The statement is with the provider again.",
        )
        return _back(statement)
    context = {"statement": statement, "dispute": asked, "form": form, "form_errors": bool(form.errors)}
    return render(request, "statements/answer.html", context)


@page(P.STATEMENT_ANSWER)
def disallow(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    statement = get_visible(Statement, request, public_id, using=P.STATEMENT_ANSWER)
    form = DisallowForm(
        request.POST or None, version=newest(statement), initial={"placement": request.GET.get("placement")}
    )
    if request.method == "POST" and form.is_valid():
        chosen = Placement.objects.filter(line=statement.line, public_id=form.cleaned_data["placement"])
        placement = chosen.select_related("child").first()
        if placement is None:
            raise Refused("These nights cannot be disallowed", stale(statement, actor))
        version = services.disallow_nights(
            statement=statement,
            placement=placement,
            nights=form.nights,
            reason=form.cleaned_data["reason"],
            by=actor,
        )
        messages.success(
            request,
            f"{form.nights.nights} nights set aside. Version {version.number} shows it to both sides.",
        )
        return _back(statement)
    return render(
        request,
        "statements/disallow.html",
        {"statement": statement, "form": form, "form_errors": bool(form.errors)},
    )


@page(P.STATEMENT_ISSUE)
def recount(request: HttpRequest, public_id: str) -> HttpResponse:
    actor = actor_of(request)
    statement = get_visible(Statement, request, public_id, using=P.STATEMENT_ISSUE)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        before = newest(statement).number
        version = services.recount(statement=statement, reason=form.cleaned_data["reason"], by=actor)
        same = version.number == before
        messages.success(
            request,
            "Counted again: nothing changed." if same else f"Counted again: version {version.number}.",
        )
        return _back(statement)
    return render(
        request,
        "statements/recount.html",
        {"statement": statement, "form": form, "form_errors": bool(form.errors)},
    )
