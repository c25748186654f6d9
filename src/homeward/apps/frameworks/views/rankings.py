"""Rankings: all of them, one with every point, and drafting, opening, publishing, discarding."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.folding import fold
from homeward.apps.core.forms import crumb, edit
from homeward.apps.core.periods import from_db, last_night_before, say, say_day
from homeward.apps.core.refusals import present
from homeward.apps.core.timeline import Watched, timeline
from homeward.apps.frameworks import queries, services
from homeward.apps.frameworks.comparing import Moved, compare, version_before
from homeward.apps.frameworks.facts import digest_of
from homeward.apps.frameworks.forms import RankForm, WhyForm
from homeward.apps.frameworks.lists import RANKED, RANKING_TAGS, RANKINGS, RankRow
from homeward.apps.frameworks.machine import RANKING
from homeward.apps.frameworks.models import Lot, Ranking
from homeward.apps.frameworks.presenters.explaining import explanations
from homeward.apps.frameworks.presenters.leaving_out import flag_words, reason_words
from homeward.apps.frameworks.views.frameworks import kept, root
from homeward.apps.local_policy.queries import pack_of
from homeward.kernel.rounding import shown

State = Ranking.State


@page(P.FRAMEWORK_READ)
def rankings(request: HttpRequest) -> HttpResponse:
    """Every ranking the reader may see: published ones, and for the keeper drafts too."""
    return RANKINGS.respond(
        request, queries.rankings(actor_of(request)), heading=_("Rankings"), crumbs=[root()],
        lede=_("Each published version stays as it was published."),
    )  # fmt: skip


@page(P.FRAMEWORK_READ)
def ranking(request: HttpRequest, public_id: str) -> HttpResponse:
    """One version: places with bars, who is not ranked, one provider's working, what moved since the version before."""
    actor = actor_of(request)
    get_visible(Ranking, request, public_id)
    found = queries.rankings(actor).get(public_id=public_id)
    rows = sorted((_row(item, found) for item in found.result["ranked"]), key=lambda r: (r.rank, r.folded))
    if request.GET.get("format"):
        return RANKED.export(request, rows)  # type: ignore[arg-type]  # rows in memory
    before = version_before(found)
    context: dict[str, Any] = {
        "ranking": found, "crumbs": _crumbs(found), "state": RANKING_TAGS[found.state], "period": say(from_db(found.period)),
        "listing": RANKED.listing(request, rows),  # type: ignore[arg-type]
        "left_out": _left_out(found), "working": _working(request, found),
        "before": before, "before_period": say(from_db(before.period)) if before else "",
        "moved": [_moved(m) for m in compare(before, found)] if before else [],
        "weights": _weights(found), "snapshot": say_day(dt.date.fromisoformat(found.result["snapshot_on"])),
        "unchanged": digest_of([found.facts, found.result]) == found.digest,
        "placeholders": found.result["placeholders"], "history": _history(found) if queries.keeps(actor, found) else None,
        **_turn(found, actor),
    }  # fmt: skip
    return render(request, "frameworks/ranking.html", context)


def _row(item: dict[str, Any], found: Ranking) -> RankRow:
    name = found.names["providers"][item["bidder"]]
    points = item["points"]
    flags = [flag_words(flag, found.body)[0] for flag in item["flags"]]
    place = _("%(rank)s, joint") % item if item["joint_with"] else str(item["rank"])
    return RankRow(
        rank=item["rank"], place=place, provider=name, folded=fold(name),
        quality=Decimal(points["quality"]["shown"]), price=Decimal(points["price"]["shown"]),
        total=Decimal(item["total"]["shown"]), weekly=Decimal(item["price"]["weekly"]),
        quality_share=Fraction(points["quality"]["exact"]), price_share=Fraction(points["price"]["exact"]),
        flags=", ".join(dict.fromkeys(flags)), working=f"?provider={item['bidder']}#working",
    )  # fmt: skip


def _left_out(found: Ranking) -> list[dict[str, Any]]:
    rows = [
        {
            "name": found.names["providers"][item["bidder"]],
            "reasons": [reason_words(r, found.body) for r in item["reasons"]],
        }
        for item in found.result["not_ranked"]
    ]
    return sorted(rows, key=lambda row: fold(row["name"]))


def _working(request: HttpRequest, found: Ranking) -> dict[str, Any] | None:
    """The working of one provider's points: the one asked for, else the first."""
    ranked = found.result["ranked"]
    asked = request.GET.get("provider")
    item = next((r for r in ranked if r["bidder"] == asked), ranked[0] if ranked else None)
    if item is None:
        return None
    return {
        "name": found.names["providers"][item["bidder"]],
        "items": explanations(item, found.names, found.body, pack_of(found.body)),
        "flags": [flag_words(flag, found.body)[1] for flag in item["flags"]],
    }


def _moved(moved: Moved) -> dict[str, Any]:
    if moved.before is None:
        places = _("new")
    elif moved.now is None:
        places = _("no longer ranked")
    else:
        places = (
            _("%(before)s to %(now)s") % {"before": moved.before, "now": moved.now}
            if moved.places
            else str(moved.now)
        )
    up = moved.places or 0
    return {
        "name": moved.name, "places": places, "up": up,
        "direction": _("up %(n)d") % {"n": up} if up > 0 else _("down %(n)d") % {"n": -up} if up < 0 else "",
        "total": _points(moved.total), "quality": _points(moved.quality), "own_price": _points(moved.own_price),
        "lowest_price": _points(moved.lowest_price), "known": moved.places is not None,
    }  # fmt: skip


def _points(value: Fraction) -> Decimal:
    return Decimal(shown(value, 2))


def _weights(found: Ranking) -> str:
    method = found.result["method"]
    quality, price = (shown(100 * Fraction(method[k]), 0) for k in ("quality_weight", "price_weight"))
    return _("%(quality)s %% quality and %(price)s %% price") % {"quality": quality, "price": price}


def _turn(found: Ranking, actor: Actor) -> dict[str, Any]:
    """What the reader may do now, and why not yet."""
    keeps = queries.keeps(actor, found)
    opens = keeps and found.state == State.DRAFT
    publishes = keeps and found.state == State.OPENED
    move = "open" if opens else "publish"
    reasons = [present(r) for r in RANKING.why_not(move, found, actor)] if opens or publishes else []
    return {
        "opens": opens, "publishes": publishes, "why_not": reasons, "keeps": keeps,
        "remakes": keeps and found.state in (State.DRAFT, State.OPENED),
        "queries": list(queries.score_queries(actor).filter(ranking=found)) if keeps else [],
        "answers": keeps and found.queries.filter(state="open").exists(),
    }  # fmt: skip


def _history(found: Ranking) -> Any:
    hidden = frozenset({
        "facts", "result", "facts_digest", "names", "made_at", "made_by", "opened_at", "opened_by",
        "published_at", "published_by",
    })  # fmt: skip
    return timeline(found, [Watched(Ranking, "Ranking", hidden=hidden)])


def _crumbs(found: Ranking) -> list[dict[str, str]]:
    framework = found.lot.framework
    return [
        root(),
        crumb(framework.title, "framework", framework.public_id),
        crumb(found.lot, "lot", found.lot.public_id),
    ]


@page(P.FRAMEWORK_WRITE)
def draft(request: HttpRequest, public_id: str) -> HttpResponse:
    """Draft the ranking of a lot and region; the year in which today lies stands ready."""
    actor, lot = actor_of(request), kept(request, Lot, public_id)
    year = queries.ranking_year(lot, actor.today)
    initial = {"start": year.start, "last_day": last_night_before(year.end)} if year else {}
    form = RankForm(request.POST or None, lot=lot, initial=initial)
    address = reverse("lot", args=[lot.public_id])
    return edit(
        request, form,
        lambda data: services.make_ranking(
            lot=lot, region=data.get("region", ""), period=form.period, reason=data["reason"], by=actor
        ),
        lambda made: (_("Drafted. Look at it, then open it to the providers."), reverse("ranking", args=[made.public_id])),
        heading=_("Draft a ranking"), verb=_("Work it out"), caption=f"{lot.framework.title}, {lot}", back=address,
        lede=_("Nobody else sees a draft."),
        crumbs=[root(), crumb(lot.framework.title, "framework", lot.framework.public_id), {"text": str(lot), "href": address}],
    )  # fmt: skip


@page(P.FRAMEWORK_WRITE)
@require_POST
def remake(request: HttpRequest, public_id: str) -> HttpResponse:
    found = kept(request, Ranking, public_id)
    services.remake_ranking(ranking=found, by=actor_of(request))
    messages.success(request, _("Worked out again from the records as they stand now."))
    return redirect("ranking", found.public_id)


@page(P.FRAMEWORK_WRITE)
@require_POST
def open_it(request: HttpRequest, public_id: str) -> HttpResponse:
    found = kept(request, Ranking, public_id)
    services.open_ranking(ranking=found, by=actor_of(request))
    messages.success(request, _("Opened. Each provider reads its own scores and notes, and may query them."))
    return redirect("ranking", found.public_id)


@page(P.FRAMEWORK_APPROVE)
@require_POST
def publish(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(Ranking, request, public_id, using=P.FRAMEWORK_APPROVE)
    services.publish_ranking(ranking=found, by=actor_of(request))
    messages.success(
        request, _("Published. It stays as it is now; what is put right later makes a new version.")
    )
    return redirect("ranking", found.public_id)


@page(P.FRAMEWORK_WRITE)
def discard(request: HttpRequest, public_id: str) -> HttpResponse:
    actor, found = actor_of(request), kept(request, Ranking, public_id)
    address = reverse("ranking", args=[found.public_id])
    return edit(
        request, WhyForm(request.POST or None),
        lambda data: services.discard_ranking(ranking=found, reason=data["reason"], by=actor),
        lambda made: (_("Discarded. It stays on record."), reverse("lot", args=[found.lot.public_id])),
        heading=_("Discard this draft"), verb=_("Discard it"), caption=str(found), back=address,
        crumbs=[*_crumbs(found), {"text": str(found), "href": address}],
    )  # fmt: skip
