"""What stands beside offers where they are read: the latest inspection of each home, and the choice by marks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.inspections.models import Inspection
from homeward.apps.inspections.queries import latest
from homeward.apps.inspections.remarks import said
from homeward.apps.searches.models import Invitation, Offer, OfferMark, Scoring, Search
from homeward.apps.searches.scoring import published_of

Json = dict[str, Any]
STANDING = (Scoring.State.OPEN, Scoring.State.PUBLISHED)


def inspected(offers: Collection[Offer], actor: Actor) -> dict[str, tuple[str, str]]:
    """The latest inspection of each offered home in words, by the offer's public id, and its page for who may open it.

    It is a part of the offer, so whoever reads the offer reads it.
    """
    if not offers:
        return {}
    body = next(iter(offers)).body
    known = latest(body, [offer.home for offer in offers], body.today)
    found = {offer.public_id: known.of(offer.home) for offer in offers}
    rows = {key: row for key, row in found.items() if row is not None}
    mine = Inspection.objects.visible_to(actor).filter(pk__in=[row.pk for row in rows.values()])
    seen = set(mine.values_list("pk", flat=True)) if actor.holds(P.INSPECTION_READ) else set()
    return {key: (row.public_id if row.pk in seen else "", said(row)) for key, row in rows.items()}


def beside(search: Search, offers: Iterable[Offer], actor: Actor) -> Json:
    """For the page of a search."""
    reads = actor.holds(P.SCORING_READ)
    published = published_of(search) if reads else None
    result = published.result if published else {}
    newest = search.scorings.filter(state__in=STANDING).order_by("-number").first() if reads else None
    return {
        "inspected": inspected(list(offers), actor), "scoring": newest, "published": published,
        "scored": {item["offer"]: item for item in result.get("scored", ())},
        "marks_out_of": result.get("out_of", {}).get("total"),
        "opens_scoring": search.state == Search.State.SHORTLIST and actor.holds(P.SCORING_WRITE)
        and (newest is None or newest.state == Scoring.State.PUBLISHED),
    }  # fmt: skip


def own_marks_of(invitation: Invitation, actor: Actor) -> dict[str, OfferMark]:
    """A provider's own marks by its offers' public ids, as far as it may read them."""
    if not actor.is_provider:
        return {}
    rows = OfferMark.objects.visible_to(actor).filter(offer__invitation=invitation)
    return {row.offer.public_id: row for row in rows.select_related("offer")}
