"""Assess, approve, send back."""

from __future__ import annotations

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.statements import comparison, presenters, services
from homeward.apps.statements.forms import AssessForm, ConfirmForm, ReasonForm
from homeward.apps.statements.machine import MACHINE, newest, newest_known
from homeward.apps.statements.models import Statement, Version
from homeward.apps.statements.partnered.facts import is_partnered


@page(P.STATEMENT_ASSESS)
def assess(request: HttpRequest, public_id: str) -> HttpResponse:
    """The decision with its factors; the limit and the entitlement stand beside their fields."""
    actor = actor_of(request)
    statement = get_visible(Statement, request, public_id, using=P.STATEMENT_ASSESS)
    version = newest(statement)
    if request.method != "POST":
        MACHINE.check("assess", statement, actor)
    if is_partnered(statement.line):
        return _confirm(request, statement, actor)
    form = AssessForm(request.POST or None, statement=statement, version=version)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        services.assess(
            statement=statement,
            responses=data["responses"],
            factors=form.factors,
            # A line paid per night is asked for neither.
            abatement=data.get("abatement") or Decimal(0),
            abatement_reason=data.get("abatement_reason", ""),
            growth=data.get("growth") or Decimal(0),
            growth_reason=data.get("growth_reason", ""),
            loadings=form.loadings,
            earlier=form.earlier,
            by=actor,
        )
        messages.success(request, "Assessed. A director who did not agree or assess it approves the amount.")
        return redirect("statement", statement.public_id)
    context = {
        "statement": statement,
        "version": version,
        "form": form,
        "form_errors": bool(form.errors),
        "facts": [{**figure, "href": ""} for figure in presenters.Told.of(version).headline()],
        "known": _known_since(statement, version),
        "back": statement.steps.filter(move="send_back").order_by("-at").first(),
    }
    return render(request, "statements/assess.html", context)


def _confirm(request: HttpRequest, statement: Statement, actor: Actor) -> HttpResponse:
    """A care partner's month has nothing to decide beside its amount: it is confirmed as both sides agreed it."""
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.confirm_payment(statement=statement, note=form.cleaned_data["note"], by=actor)
        messages.success(
            request, _("Confirmed. Somebody who did not agree or confirm it approves the amount.")
        )
        return redirect("statement", statement.public_id)
    context = {
        "statement": statement, "form": form, "form_errors": bool(form.errors),
        "facts": [{**figure, "href": ""} for figure in presenters.Told.of(newest(statement)).headline()],
        "back": statement.steps.filter(move="send_back").order_by("-at").first(),
    }  # fmt: skip
    return render(request, "statements/confirm.html", context)


def _known_since(statement: Statement, agreed: Version) -> list[comparison.Pair]:
    """What may be decided, where it is known to be another than was agreed."""
    known = newest_known(statement)
    return [pair for pair in comparison.money_by_line(agreed, known) if pair.differs and pair.by_decision]


@page(P.STATEMENT_APPROVE)
@require_POST
def approve(request: HttpRequest, public_id: str) -> HttpResponse:
    statement = get_visible(Statement, request, public_id, using=P.STATEMENT_APPROVE)
    services.approve(statement=statement, by=actor_of(request))
    messages.success(request, "Approved. Finance can pay it now.")
    return redirect("statement", statement.public_id)


@page(P.STATEMENT_APPROVE)
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    statement = get_visible(Statement, request, public_id, using=P.STATEMENT_APPROVE)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.send_back(statement=statement, reason=form.cleaned_data["reason"], by=actor_of(request))
        messages.success(
            request, "Sent back. The agreed figures stay locked; only the assessment is decided again."
        )
        return redirect("statement", statement.public_id)
    return render(
        request,
        "statements/send_back.html",
        {"statement": statement, "form": form, "form_errors": bool(form.errors)},
    )
