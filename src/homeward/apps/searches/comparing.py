"""Offers side by side: need by need, then home, fee and validity."""

from __future__ import annotations

from typing import Any

from homeward.apps.core.refusals import Sentence
from homeward.apps.restrictions.standing import standing_of
from homeward.apps.searches.fees import fees_of, total_of, weekly_fee
from homeward.apps.searches.models import FeePart, Offer, OfferedNeed, Search

Json = dict[str, Any]
__all__ = ["fees_of", "held_by", "offer_json", "offers_of", "weekly_fee"]
TONES = {OfferedNeed.Met.FULL: "ok", OfferedNeed.Met.PART: "warn", OfferedNeed.Met.NO: "bad"}


def held_by(offer: Offer) -> list[Sentence]:
    """Why the home may not be promised today; a restriction imposed since holds the offer until it is lifted."""
    reference = offer.invitation.search.referral.reference
    asked = standing_of(
        organisation=offer.organisation,
        body=offer.body,
        home=offer.home,
        on=offer.body.today,
        reference=reference,
    )
    return asked.sentences


def offer_json(offer: Offer) -> Json:
    """One offer as a page shows it."""
    answers = {n.position: n for n in offer.needs.all()}
    rounds = [
        {
            "number": number,
            "total": total_of(parts),
            "parts": [(FeePart.Kind(k).label, a) for k, a in parts.items()],
        }
        for number, parts in fees_of(offer)
    ]
    return {
        "offer": offer, "answers": {p: (a.get_met_display(), TONES[OfferedNeed.Met(a.met)], a.words) for p, a in answers.items()},
        "met": {m: sum(a.met == m for a in answers.values()) for m in OfferedNeed.Met.values},
        "rounds": rounds, "fee": rounds[0]["total"], "held": held_by(offer),
    }  # fmt: skip


def offers_of(search: Search) -> list[Json]:
    """Open and judged offers: those that meet most first, then the lower fee; withdrawn ones are left out."""
    rows = Offer.objects.filter(invitation__search=search).exclude(state=Offer.State.WITHDRAWN)
    rows = rows.select_related(
        "organisation", "home", "body", "invitation__search__referral"
    ).prefetch_related("needs", "fees")
    found = [offer_json(o) for o in rows]
    return sorted(found, key=lambda o: (-o["met"]["full"], -o["met"]["part"], o["fee"], o["offer"].pk))
