"""What a provider reads: its own scores, notes and place, lot by lot; and its queries about them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import crumb, edit
from homeward.apps.core.periods import from_db, say, say_day
from homeward.apps.frameworks import queries, services
from homeward.apps.frameworks.forms import QueryForm
from homeward.apps.frameworks.lists import OWN, QUERY_TAGS, RANKING_TAGS, place_words
from homeward.apps.frameworks.models import Admission, RankedPlace, Ranking
from homeward.apps.frameworks.presenters.explaining import explanations
from homeward.apps.frameworks.presenters.leaving_out import flag_words, reason_words
from homeward.apps.frameworks.standing import checks_of
from homeward.apps.local_policy.queries import pack_of


@page(P.SCORE_QUERY)
def standings(request: HttpRequest) -> HttpResponse:
    """Every ranking in which the provider was scored, and the frameworks it is on."""
    actor = actor_of(request)
    admissions = Admission.objects.allowed_to(actor, P.SCORE_READ).select_related(
        "framework", "body", "organisation"
    )
    rows = [
        {"admission": a, "period": say(from_db(a.period)),
         "checks": [{"label": c.label, "words": c.state[0], "tag": c.state[1], "note": c.check.note if c.check else "",
                     "until": c.check.expires_on if c.check else None}
                    for c in checks_of(a.body, a.organisation, actor.today)]}
        for a in admissions.order_by("framework__title")
    ]  # fmt: skip
    listing = OWN.listing(request, queries.own_places(actor))
    if request.GET.get("format"):
        return OWN.export(request, queries.own_places(actor))
    return render(
        request, "frameworks/standings.html",
        {"listing": listing, "admissions": rows, "crumbs": []},
    )  # fmt: skip


@page(P.SCORE_READ)
def standing(request: HttpRequest, public_id: str) -> HttpResponse:
    """One provider's own part of one ranking."""
    actor = actor_of(request)
    get_visible(RankedPlace, request, public_id)
    found = queries.own_places(actor).get(public_id=public_id)
    ranking, own = found.ranking, found.own
    until = ranking.query_until
    asks = (
        actor.holds(P.SCORE_QUERY) and ranking.state == Ranking.State.OPENED and until is not None and until >= actor.today
    )  # fmt: skip
    ranked = own["ranked"]
    shows_place = found.is_kept or not actor.is_provider
    items = explanations(ranked, ranking.names, ranking.body, pack_of(ranking.body)) if ranked else []
    context: dict[str, Any] = {
        "place": found, "ranking": ranking, "own": own, "period": say(from_db(ranking.period)),
        "state": RANKING_TAGS[ranking.state], "place_words": place_words(found), "shows_place": shows_place,
        "items": [i for i in items if shows_place or i["key"] in ("quality", "price")],
        "flags": [flag_words(f, ranking.body) for f in ranked["flags"]] if ranked else [],
        "reasons": [reason_words(r, ranking.body) for r in own["reasons"]], "scores": _scores(own, ranking),
        "until": say_day(until) if until else "", "asks": asks,
        "queries": [(q, QUERY_TAGS[q.state]) for q in queries.score_queries(actor).filter(
            ranking=ranking, organisation=found.organisation)],
        "crumbs": [crumb(_("Frameworks"), "own_standings")] if actor.is_provider else [
            crumb(_("Frameworks"), "frameworks"), crumb(ranking, "ranking", ranking.public_id)],
    }  # fmt: skip
    return render(request, "frameworks/standing.html", context)


def _scores(own: dict[str, Any], ranking: Ranking) -> dict[str, Any]:
    """Criterion by criterion: the tender, then each year."""
    tender = {s["criterion"]: s["score"] for s in (own["scores"]["tender"] or {}).get("scores", [])}
    years = {a["year"]: {s["criterion"]: s["score"] for s in a["scores"]} for a in own["scores"]["annual"]}
    given = {c["code"]: c for c in ranking.facts["criteria"]}
    rows = [
        [{"text": ranking.names["criteria"][code], "sub": _("%(weight)s %% of quality, of %(most)s") % {
            "weight": c["weight"], "most": c["out_of"]}},
         tender.get(code), *(years[y].get(code) for y in sorted(years))]
        for code, c in given.items()
    ]  # fmt: skip
    heads = [_("Tender"), *(str(y) for y in sorted(years))]
    return {"heads": heads, "rows": rows}


@page(P.SCORE_QUERY)
def ask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask about one's own scores, within the policy's working days."""
    actor = actor_of(request)
    found = get_visible(RankedPlace, request, public_id, using=P.SCORE_QUERY)
    ranking = found.ranking
    address = reverse("own_standing", args=[found.public_id])
    form = QueryForm(
        request.POST or None, ranking=ranking, initial={"about": request.GET.get("about", "all")}
    )
    return edit(
        request, form, lambda data: services.ask_query(place=found, **data, by=actor),
        lambda made: (_("Sent. The answer comes before the ranking is published."), address),
        heading=_("Query your scores"), verb=_("Send the query"), caption=str(ranking.lot), back=address,
        lede=_("Queries can be sent until %(day)s.") % {"day": say_day(ranking.query_until)},
        crumbs=[crumb(_("Frameworks"), "own_standings"), {"text": ranking.lot.title, "href": address}],
    )  # fmt: skip
