"""A month set against what was paid: its outcome, the partner's response, disputes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import edit
from homeward.apps.core.timeline import Watched, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.apps.funding import hooks, services
from homeward.apps.funding.addresses import line_address, reconciliation_address
from homeward.apps.funding.forms import OutcomeForm, ReasonForm, ReconcileForm
from homeward.apps.funding.models import FundingDispute, Reconciliation
from homeward.apps.funding.views.parts import about_thing, caption, crumbs_to, line_of, needs
from homeward.apps.funding.words import outcome_words, reconciliation_standing
from homeward.web.dates import month as month_words


def _named(row: Reconciliation) -> str:
    return _("Reconciliation of %(month)s") % {"month": month_words(row.period.lower)}


@page(P.FUNDING_PROPOSE)
def reconcile(request: HttpRequest, public_id: str) -> HttpResponse:
    line, actor = line_of(request, public_id, P.FUNDING_PROPOSE), actor_of(request)
    return edit(
        request, ReconcileForm(request.POST or None),
        lambda data: services.open_reconciliation(line=line, by=actor, **data),
        lambda made: (_("Opened. The partner is told, and a director decides the outcome."), reconciliation_address(made)),
        heading=_("Set actual nights against what was paid"), caption=caption(line), verb=_("Open it"),
        back=line_address(line), crumbs=crumbs_to(line),
        lede=_("All actual nights since the line’s first day, less everything paid. The month’s statement shows the sum."),
    )  # fmt: skip


@page(P.FUNDING_READ)
def reconciliation(request: HttpRequest, public_id: str) -> HttpResponse:
    """One reconciliation: outcome with reason and effect on children, response, disputes; who acts next."""
    actor, found = actor_of(request), get_visible(Reconciliation, request, public_id)
    disputes = list(found.disputes.select_related("raised_by", "closed_by").order_by("-raised_at"))
    words, tone = reconciliation_standing(found)
    stands = found.settled_amount is None
    is_open = any(row.closed_on is None for row in disputes)
    may: dict[str, Any] = {
        "decides": stands and actor.holds(P.FUNDING_APPROVE) and not found.was_asked_by(actor.user),
        "responds": stands and bool(found.outcome) and actor.holds(P.FUNDING_REPORT),
        "disputes_it": not is_open and actor.holds(P.FUNDING_REPORT),
        "answers": is_open and found.decided_by_id != actor.user.pk
        and (actor.holds(P.FUNDING_PROPOSE) or actor.holds(P.FUNDING_APPROVE)),
    }  # fmt: skip
    unanswered = (row for row in disputes if row.closed_on is None)
    context = {
        "row": found, "line": found.line, "named": _named(found), "outcome": outcome_words(found), "words": words,
        "tone": tone, "disputes": disputes,
        "open_dispute": next(unanswered, None),
        "month_href": hooks.month_address(found.line, found.period.lower, actor),
        "is_open": is_open, "currency": found.body.currency, **may,
        "caption": caption(found.line), "crumbs": crumbs_to(found.line), "history": _history(found),
    }  # fmt: skip
    return render(request, "funding/reconciliation.html", context)


def _history(found: Reconciliation) -> Any:
    hidden = frozenset(
        {
            "line",
            "opened_at",
            "opened_by",
            "decided_at",
            "decided_by",
            "responded_at",
            "responded_by",
            "raised_at",
        }
    )
    codes = {"outcome": lambda code: label_of(found.body, "reconciliation_outcomes", code) if code else "–"}
    rows = [
        Watched(Reconciliation, _("Reconciliation"), hidden=hidden, formats=codes),
        Watched(FundingDispute, _("Dispute"), "reconciliation", hidden=hidden),
    ]
    return timeline(found, rows)


@page(P.FUNDING_APPROVE)
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Decide what becomes of a balance below nought."""
    found, actor = get_visible(Reconciliation, request, public_id, using=P.FUNDING_APPROVE), actor_of(request)
    initial = {name: getattr(found, name) for name in ("outcome", "reason", "effect_on_children")}
    return about_thing(
        request, found, reconciliation_address(found), OutcomeForm(request.POST or None, line=found.line, initial=initial),
        lambda data: services.decide_outcome(reconciliation=found, by=actor, **data),
        _("Decided. The partner is asked what it says."), named=_named(found),
        heading=_("Decide what becomes of the balance"), verb=_("Decide it"),
        lede=_("For a balance below nought. Above nought it is paid to the partner without a decision."),
        notes=[_("Money is recovered only after the partner has answered, and never while a dispute is open.")],
    )  # fmt: skip


@page(P.FUNDING_REPORT)
def respond(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(Reconciliation, request, public_id, using=P.FUNDING_REPORT), actor_of(request)
    form = ReasonForm(
        request.POST or None, name="response", label=_("Your response"), hint=_("Do not name a child.")
    )
    return about_thing(
        request, found, reconciliation_address(found), form,
        lambda data: services.respond(reconciliation=found, by=actor, **data), _("Your response is on record."),
        named=_named(found), heading=_("Say what you think of the outcome"), verb=_("Send it"),
        lede=_("To answer is not to agree. If the calculation is wrong, dispute it: nothing is recovered meanwhile."),
    )  # fmt: skip


@page(P.FUNDING_REPORT)
def dispute(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(Reconciliation, request, public_id, using=P.FUNDING_REPORT), actor_of(request)
    form = ReasonForm(
        request.POST or None,
        name="about",
        label=_("What you dispute, and why"),
        hint=_("Do not name a child."),
    )
    return about_thing(
        request, found, reconciliation_address(found), form,
        lambda data: services.raise_dispute(reconciliation=found, by=actor, **data),
        _("Your dispute is open. Nothing is recovered while it is."), named=_named(found),
        heading=_("Dispute this calculation"), verb=_("Raise the dispute"),
        lede=_("A balance below nought is carried until your dispute is answered."),
    )  # fmt: skip


@page(P.FUNDING_READ)
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Answer a dispute and close it."""
    found, actor = (
        get_visible(FundingDispute, request, public_id),
        needs(request, P.FUNDING_PROPOSE, P.FUNDING_APPROVE),
    )
    form = ReasonForm(request.POST or None, name="answer", label=_("Answer"), hint=_("The partner reads it."))
    return about_thing(
        request, found, reconciliation_address(found.reconciliation), form,
        lambda data: services.close_dispute(dispute=found, by=actor, **data), _("Answered. The partner is told."),
        named=_named(found.reconciliation), heading=_("Answer this dispute"), verb=_("Answer and close it"),
        facts=[{"label": _("Disputed"), "value": found.about}],
        lede=_("The partner may take the matter further; the offices outside the agency stay open to it."),
    )  # fmt: skip
