"""Property-related costs, and the pool of general support: what was received against what was used."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.views.documents import documents_context
from homeward.apps.core.forms import edit
from homeward.apps.core.timeline import Watched, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.apps.funding import queries, services
from homeward.apps.funding.addresses import line_address
from homeward.apps.funding.forms import CostForm, EvidenceForm, ReasonForm, UseForm
from homeward.apps.funding.models import PoolUse, PropertyCost
from homeward.apps.funding.queries import PoolMonth
from homeward.apps.funding.views.parts import (
    EITHER,
    about_line,
    about_thing,
    caption,
    crumbs_to,
    deciding,
    line_of,
    needs,
)
from homeward.apps.funding.words import cost_standing
from homeward.apps.providers.models import Provider
from homeward.web.addresses import with_query
from homeward.web.charts import Point
from homeward.web.charts import line as line_chart
from homeward.web.dates import month as month_words
from homeward.web.numbers import money

Json = dict[str, Any]


def cost_address(cost: PropertyCost) -> str:
    return reverse("property_cost", args=[cost.public_id])


@page(P.FUNDING_PROPOSE)
def record_cost(request: HttpRequest, public_id: str) -> HttpResponse:
    line, actor = line_of(request, public_id, P.FUNDING_PROPOSE), actor_of(request)
    return edit(
        request, CostForm(request.POST or None, request.FILES or None, line=line),
        lambda data: services.record_property_cost(line=line, by=actor, **data),
        lambda made: (_("Recorded."), cost_address(made)),
        heading=_("Record a property cost"), caption=caption(line), verb=_("Record it"), back=line_address(line),
        crumbs=crumbs_to(line), template="core/upload.html",
        lede=_("A line of its own on the month’s statement. It is paid once its evidence is here, and names no child."),
    )  # fmt: skip


@page(P.FUNDING_READ)
def property_cost(request: HttpRequest, public_id: str) -> HttpResponse:
    """One cost with its evidence."""
    actor, found = actor_of(request), get_visible(PropertyCost, request, public_id)
    words, tone = cost_standing(found)
    stands = found.withdrawn_at is None
    hidden = frozenset({"line", "recorded_at", "recorded_by", "evidence"})
    context = {
        "cost": found, "line": found.line, "kind": label_of(found.body, "property_kinds", found.kind), "words": words,
        "tone": tone, "currency": found.body.currency,
        "gives": stands and (actor.holds(P.FUNDING_PROPOSE) or actor.holds(P.FUNDING_REPORT)),
        "withdraws": stands and actor.holds(P.FUNDING_PROPOSE), "caption": caption(found.line),
        "crumbs": crumbs_to(found.line), **documents_context(request, found),
        "history": timeline(found, [Watched(PropertyCost, _("Property cost"), hidden=hidden)]),
    }  # fmt: skip
    return render(request, "funding/cost.html", context)


@page(P.FUNDING_READ)
def evidence(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(PropertyCost, request, public_id), needs(request, *EITHER)
    return about_thing(
        request, found, cost_address(found), EvidenceForm(request.POST or None, request.FILES or None),
        lambda data: services.give_evidence(cost=found, file=data["file"], by=actor), _("The evidence is here."),
        heading=_("Add the evidence"), verb=_("Add it"), template="core/upload.html",
    )  # fmt: skip


withdraw_cost = deciding(
    PropertyCost, P.FUNDING_PROPOSE,
    lambda cost, reason, by: services.withdraw_property_cost(cost=cost, reason=reason, by=by), cost_address,
    lambda: {
        "heading": _("Withdraw this cost"), "verb": _("Withdraw it"), "said": _("Withdrawn. It is paid no longer."),
        "sentence": _("It stays on record with your reason."), "danger": True,
    },
)  # fmt: skip


@page(P.FUNDING_REPORT)
def report_use(request: HttpRequest, public_id: str) -> HttpResponse:
    """The partner says what it used of the general support in a month."""
    line, actor = line_of(request, public_id, P.FUNDING_REPORT), actor_of(request)
    pool = reverse("funding_pool", args=[line.agreement.provider.public_id])
    return edit(
        request, UseForm(request.POST or None, line=line), lambda data: services.report_use(line=line, by=actor, **data),
        lambda made: (_("Reported."), pool), heading=_("Report what was used"), caption=caption(line),
        verb=_("Report it"), back=pool, crumbs=crumbs_to(line),
    )  # fmt: skip


@page(P.FUNDING_REPORT)
def remove_use(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(PoolUse, request, public_id, using=P.FUNDING_REPORT), actor_of(request)

    def remove(data: Json) -> bool:
        services.remove_use(use=found, reason=data["reason"], by=actor)
        return True

    return about_line(
        request, found.line, ReasonForm(request.POST or None), remove, _("It is removed; the history keeps it."),
        template="core/confirm.html", heading=_("Remove this report"), verb=_("Remove it"), danger=True,
        consequences=[_("The pool of the month is drawn without it.")],
        sentence=found.what, back=reverse("funding_pool", args=[found.line.agreement.provider.public_id]),
    )  # fmt: skip


def _pool(request: HttpRequest, public_id: str) -> tuple[Provider, list[Any], list[PoolMonth]]:
    actor = actor_of(request)
    provider = get_visible(Provider, request, public_id)
    if provider.organisation is None:
        raise Http404
    of_lines = queries.pool_lines(actor, provider.organisation)
    return provider, of_lines, queries.pool_of(of_lines, actor.today)


@page(P.FUNDING_READ)
def pool(request: HttpRequest, public_id: str) -> HttpResponse:
    """What a partner received of general support against what it used, by month, with the running balance."""
    provider, of_lines, months = _pool(request, public_id)
    actor = actor_of(request)
    uses = (
        PoolUse.objects.visible_to(actor)
        .filter(line__in=of_lines)
        .select_related("line__agreement", "reported_by")
    )
    context = {
        "provider": provider, "lines": of_lines, "months": months, "currency": provider.body.currency,
        "uses": list(uses.order_by("-period", "-pk")), "may_report": actor.holds(P.FUNDING_REPORT),
        "unknown": bool(months) and months[-1].received is None, "pictures": _pictures(provider, months, actor),
        "show": request.GET.get("show", "picture"), "picture_href": with_query(request, show="picture"),
        "table_href": with_query(request, show="table"), "crumbs": crumbs_to(),
    }  # fmt: skip
    return render(request, "funding/pool.html", context)


def _points(months: list[PoolMonth], currency: str) -> list[Point]:
    """The running balance; where no payment is known, what was used."""
    rows = [(m.month, m.balance if m.balance is not None else m.used) for m in months]
    return [
        Point(month_words(day), None if value is None else Fraction(value), money(value, currency) if value is not None else "–")
        for day, value in rows
    ]  # fmt: skip


def _pictures(provider: Provider, months: list[PoolMonth], actor: Actor) -> Json | None:
    if len(months) < 2:
        return None
    address = reverse("funding_pool_chart", args=[provider.public_id])
    points = _points(months, provider.body.currency)
    told = "; ".join(f"{p.name} {p.shown}" for p in points)
    return {
        "wide": {"href": f"{address}?size=wide", "width": 820, "height": 350},
        "narrow": {"href": f"{address}?size=narrow", "width": 410, "height": 330},
        "alt": _("Balance of the pool by month: %(months)s.") % {"months": told},
    }  # fmt: skip


@page(P.FUNDING_READ)
def pool_chart(request: HttpRequest, public_id: str) -> HttpResponse:
    """The balance as SVG: the same bytes for the same figures."""
    provider, _lines, months = _pool(request, public_id)
    points = _points(months, provider.body.currency)
    if len(points) < 2:
        raise Http404
    drawn = line_chart(points, size="narrow" if request.GET.get("size") == "narrow" else "wide")
    response = HttpResponse(drawn.svg, content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["ETag"] = f'"{drawn.digest}"'
    return response
