"""A lot: what it is scored by, who is on it, scoring sheets and prices."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.core.forms import crumb, edit
from homeward.apps.core.periods import from_db, say
from homeward.apps.core.vocabulary import label_of
from homeward.apps.frameworks import queries, services
from homeward.apps.frameworks.facts import lot_admissions, wanted_criteria
from homeward.apps.frameworks.forms import CriteriaForm
from homeward.apps.frameworks.grids import PricesForm, ScoresForm
from homeward.apps.frameworks.lists import RANKING_TAGS
from homeward.apps.frameworks.models import Assessment, Lot, Score
from homeward.apps.frameworks.views.frameworks import kept, root
from homeward.kernel.ranges import DateRange

Stage = Assessment.Stage


@page(P.FRAMEWORK_READ)
def lot(request: HttpRequest, public_id: str) -> HttpResponse:
    """One lot: its rankings for everybody who may read it; criteria and sheets for its keeper."""
    actor = actor_of(request)
    found = get_visible(Lot, request, public_id)
    reads_scores = found.body_id == actor.body.pk and actor.relation(P.SCORE_READ) is Relation.BODY
    year = queries.ranking_year(found, actor.today)
    context: dict[str, Any] = {
        "lot": found, "crumbs": crumbs(found), "keeps": queries.keeps(actor, found), "reads_scores": reads_scores,
        "period": say(from_db(found.period)), "regions": ", ".join(found.regions),
        "types": ", ".join(label_of(found.body, "placement_types_sought", c) for c in found.placement_types),
        "rankings": [
            (r, say(from_db(r.period)), RANKING_TAGS[r.state])
            for r in queries.rankings(actor).filter(lot=found).order_by("-period", "region", "-number")
        ],
        "criteria": list(found.criteria.all()) if reads_scores else [],
        "sheets": _sheets(found, actor) if reads_scores else [],
        "providers": len(lot_admissions(found, on=actor.today)), "year": year,
    }  # fmt: skip
    return render(request, "frameworks/lot.html", context)


def crumbs(found: Lot) -> list[dict[str, str]]:
    return [root(), crumb(found.framework.title, "framework", found.framework.public_id)]


def _around(found: Lot) -> dict[str, Any]:
    address = reverse("lot", args=[found.public_id])
    return {
        "caption": f"{found.framework.title}, {found}", "back": address,
        "crumbs": [*crumbs(found), {"text": str(found), "href": address}],
    }  # fmt: skip


def _sheets(found: Lot, actor: Actor) -> list[dict[str, Any]]:
    """Tender and years, newest year first, with how many providers have scores."""
    year = actor.today.year
    kept_years = set(
        Assessment.objects.filter(lot_admission__lot=found, stage=Stage.ANNUAL).values_list("year", flat=True)
    )
    years = sorted({y for y in kept_years if y} | {year}, reverse=True)
    scored = Score.objects.filter(assessment__lot_admission__in=lot_admissions(found, on=actor.today))

    def count(**which: Any) -> int:
        narrowed = scored.filter(**{f"assessment__{k}": v for k, v in which.items()})
        return int(narrowed.values("assessment__lot_admission").distinct().count())

    address = reverse("lot_scores", args=[found.public_id])
    rows = [
        {"title": _("Yearly score of %(year)s") % {"year": y}, "href": f"{address}?year={y}",
         "count": count(stage=Stage.ANNUAL, year=y)}
        for y in years
    ]  # fmt: skip
    tender = {
        "title": _("Score of the tender"),
        "href": f"{address}?stage=tender",
        "count": count(stage=Stage.TENDER),
    }
    return [*rows, tender]


@page(P.FRAMEWORK_WRITE)
def criteria(request: HttpRequest, public_id: str) -> HttpResponse:
    actor, found = actor_of(request), kept(request, Lot, public_id)
    form = CriteriaForm(request.POST or None, lot=found)
    return edit(
        request, form, lambda data: services.set_criteria(lot=found, criteria=form.given(), by=actor),
        lambda made: (_("Kept. Scores can be entered now."), reverse("lot", args=[found.public_id])),
        template="frameworks/criteria.html", heading=_("What quality is scored by"), verb=_("Keep the criteria"),
        lede=_("The weights make 100 % together. Those scored each year make the yearly score."), **_around(found),
    )  # fmt: skip


@page(P.FRAMEWORK_WRITE)
def scores(request: HttpRequest, public_id: str) -> HttpResponse:
    """The scoring sheet of the tender (`?stage=tender`) or of a year (`?year=2026`)."""
    actor, found = actor_of(request), kept(request, Lot, public_id)
    stage, year = _which(request, actor)
    wanted = wanted_criteria(list(found.criteria.all()), stage)
    form = ScoresForm(
        request.POST or None, rows=_by_name(found, actor.today), criteria=wanted, stage=stage, year=year
    )
    title = _("Yearly score of %(year)s") % {"year": year} if year else _("Score of the tender")
    return edit(
        request, form,
        lambda data: services.save_scores(
            lot=found, stage=stage, year=year, sheets=form.sheets(), reason=data["reason"], by=actor
        ),
        lambda made: (_("Kept. Drafts that stand on these scores are to be made again."), reverse("lot", args=[found.public_id])),
        template="frameworks/scores.html", heading=title, verb=_("Keep the scores"),
        lede=_("An empty cell is no score, never 0: the last known year then stands, marked as stale."),
        **_around(found),
    )  # fmt: skip


def _by_name(found: Lot, on: dt.date) -> list[Any]:
    return sorted(lot_admissions(found, on=on), key=lambda row: row.organisation.search_key)


def _which(request: HttpRequest, actor: Actor) -> tuple[str, int | None]:
    if request.GET.get("stage") == "tender":
        return Stage.TENDER, None
    given = request.GET.get("year", str(actor.today.year))
    if not (given.isascii() and given.isdecimal() and 1990 <= int(given) <= actor.today.year + 1):
        raise Http404
    return Stage.ANNUAL, int(given)


@page(P.FRAMEWORK_WRITE)
def prices(request: HttpRequest, public_id: str) -> HttpResponse:
    """Weekly prices of a year (`?from=2026-04-01`), of all regions or of one (`?region=`)."""
    actor, found = actor_of(request), kept(request, Lot, public_id)
    region = request.GET.get("region", "")
    period = _price_year(request, found, actor)
    if period is None or (region and region not in found.regions):
        raise Http404
    form = PricesForm(request.POST or None, rows=_by_name(found, period.start), region=region, period=period)
    years = _price_years(found, actor)
    return edit(
        request, form,
        lambda data: services.set_prices(lot=found, region=region, period=period, prices=form.prices(), by=actor),
        lambda made: (_("Kept. Published rankings stay as they are."), reverse("lot", args=[found.public_id])),
        template="frameworks/prices.html", heading=_("Weekly prices, %(period)s") % {"period": say(period)},
        verb=_("Keep the prices"), lede=_("For %(region)s.") % {"region": region or _("every region")},
        currency=found.body.currency, regions=_regions(found, period, region),
        years=[(say(y), f"?from={y.start.isoformat()}", y == period) for y in years],
        **_around(found),
    )  # fmt: skip


def _regions(found: Lot, period: DateRange, chosen: str) -> list[tuple[str, str, bool]]:
    """Every region and each of them, to choose whose prices are entered; none where the lot is ranked as one."""
    every = ["", *found.regions] if found.regions else []
    since = period.start.isoformat()
    return [
        (r or _("every region"), f"?{urlencode({'from': since, 'region': r})}", r == chosen) for r in every
    ]


def _price_years(found: Lot, actor: Actor) -> list[DateRange]:
    days = [actor.today + dt.timedelta(days=365 * n) for n in (1, 0, -1)]
    years = [queries.ranking_year(found, day) for day in days]
    return list(dict.fromkeys(y for y in years if y is not None))


def _price_year(request: HttpRequest, found: Lot, actor: Actor) -> DateRange | None:
    years = _price_years(found, actor)
    asked = request.GET.get("from")
    if asked is None:
        return queries.ranking_year(found, actor.today) or next(iter(years), None)
    return next((y for y in years if y.start.isoformat() == asked), None)
