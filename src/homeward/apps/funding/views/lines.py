"""The lines funded by one of the three models, and one line with everything it is funded for beside its rates."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Line, LineRate
from homeward.apps.agreements.queries import terms_of as prices_of
from homeward.apps.core import audit
from homeward.apps.core.timeline import Watched, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.apps.funding import queries, rule, services
from homeward.apps.funding.lists import LINES
from homeward.apps.funding.models import (
    AbsenceApproval,
    AdditionalRate,
    Asked,
    EmptyPlace,
    FundedTerms,
    FundingRequest,
    InstalmentChange,
    PropertyCost,
)
from homeward.apps.funding.views.parts import crumbs_to, line_of
from homeward.apps.funding.words import (
    ASKED_TAGS,
    MATTER_TAGS,
    cost_standing,
    outcome_words,
    rate_standing,
    reconciliation_standing,
)

Json = dict[str, Any]


@page(P.FUNDING_READ)
def funding(request: HttpRequest) -> HttpResponse:
    """Every line on one of the three models; a partner's manager sees its own."""
    actor = actor_of(request)
    waiting = Count("fundingrequests", filter=Q(fundingrequests__state=Asked.REQUESTED), distinct=True)
    disputed = Count("fundingdisputes", filter=Q(fundingdisputes__closed_on=None), distinct=True)
    rows = queries.lines(actor).annotate(waiting=waiting, disputed=disputed)
    links = [
        (_("Requests"), "funding_requests"), (_("Additional rates"), "additional_rates"), (_("Matters"), "escalations"),
    ]  # fmt: skip
    return LINES.respond(
        request, rows, heading=_("Funding of care partners"),
        lede=_("What lines are funded for beside their rates: terms, additional support, requests, property, reconciliations."),
        actions=[{"text": text, "href": reverse(name), "secondary": True} for text, name in links],
    )  # fmt: skip


@page(P.FUNDING_READ)
def funding_line(request: HttpRequest, public_id: str) -> HttpResponse:
    """One line: terms, prices, additional rates, empty places, requests, property, reconciliations, matters."""
    actor, found = actor_of(request), line_of(request, public_id)
    rates = list(queries.rates(actor).filter(line=found).order_by("-period"))
    absences = list(
        found.absenceapprovals.select_related("placement__child", "approved_by").order_by("-period")
    )
    shown = [*(rate.child for rate in rates), *(row.placement.child for row in absences)]
    audit.record_reads(actor, shown, page="funding_line")
    terms = services.terms_of(found)
    provider = found.agreement.provider
    context: Json = {
        "line": found, "terms": terms, "currency": found.body.currency, "today": actor.today,
        "prices": prices_of([found], actor.today)[0].rates,
        "placeholder": LineRate.objects.filter(line=found, is_placeholder=True).exists(),
        "level": label_of(found.body, "support_levels", terms.support_level) if terms.support_level else "",
        "rates": [(rate, rule.nights_of(rate), rule.last_review(rate), *rate_standing(rate, actor.today)) for rate in rates],
        "absences": absences,
        **_places(found, actor), **_money(found, actor), **_matters(found, actor), **_may(found, terms, actor),
        "is_dynamic": found.method == Line.Method.DYNAMIC, "is_fixed": found.method == Line.Method.FIXED,
        "is_individual": found.method == Line.Method.INDIVIDUALISED,
        "pool_href": reverse("funding_pool", args=[provider.public_id]),
        "line_href": reverse("line", args=[found.public_id]) if actor.holds(P.AGREEMENT_READ) else "",
        "crumbs": crumbs_to(), "reads_children": bool(shown), "history": _history(found),
    }  # fmt: skip
    return render(request, "funding/line.html", context)


def _may(line: Line, terms: FundedTerms, actor: Actor) -> Json:
    asked_by_me = terms.below_level_asked_by_id == actor.user.pk
    waits = bool(terms.below_level_reason) and terms.below_level_by is None
    return {
        "may_propose": actor.holds(P.FUNDING_PROPOSE), "may_report": actor.holds(P.FUNDING_REPORT),
        "may_ask": actor.holds(P.FUNDING_PROPOSE) or actor.holds(P.FUNDING_REPORT),
        "may_approve": actor.holds(P.FUNDING_APPROVE),
        "level_waits": waits, "may_allow": waits and actor.holds(P.FUNDING_APPROVE) and not asked_by_me,
        "may_take_part": any(actor.holds(p) for p in (P.FUNDING_PROPOSE, P.FUNDING_APPROVE, P.FUNDING_REPORT)),
    }  # fmt: skip


def _places(line: Line, actor: Actor) -> Json:
    rows = line.emptyplaces.select_related("recorded_by").prefetch_related("requests").order_by("-period")
    return {
        "places": [
            (row, label_of(row.body, "vacancy_causes", row.cause), list(row.requests.all())) for row in rows
        ]
    }


def _money(line: Line, actor: Actor) -> Json:
    asked = queries.requests(actor).filter(line=line).order_by("-asked_at")
    costs = line.propertycosts.select_related("evidence", "line").order_by("-belongs_on")
    return {
        "requests": [(row, ASKED_TAGS[Asked(row.state)]) for row in asked],
        "costs": [(row, label_of(row.body, "property_kinds", row.kind), *cost_standing(row)) for row in costs],
        "changes": list(line.instalmentchanges.order_by("-belongs_on")),
        "reconciliations": [
            (row, outcome_words(row), *reconciliation_standing(row))
            for row in queries.reconciliations(actor).filter(line=line).order_by("-period")
        ],
    }  # fmt: skip


def _matters(line: Line, actor: Actor) -> Json:
    rows = queries.escalations(actor).filter(line=line).order_by("-raised_at")
    return {"matters": [(row, MATTER_TAGS[row.state]) for row in rows]}


def _history(line: Line) -> Any:
    hidden = frozenset({"line", "recorded_at", "recorded_by", "asked_at", "asked_side"})
    causes = {"cause": lambda code: label_of(line.body, "vacancy_causes", code or "")}
    rows = [
        Watched(FundedTerms, _("Terms"), "line", hidden=hidden),
        Watched(AdditionalRate, _("Additional rate"), "line", hidden=hidden),
        Watched(EmptyPlace, _("Empty place"), "line", hidden=hidden, formats=causes),
        Watched(FundingRequest, _("Request"), "line", hidden=hidden | {"empty_place", "document"}),
        Watched(PropertyCost, _("Property cost"), "line", hidden=hidden | {"evidence"}),
        Watched(InstalmentChange, _("Instalment changed"), "line", hidden=hidden),
        Watched(AbsenceApproval, _("Absence"), "line", hidden=hidden),
    ]
    return timeline(line, rows)
