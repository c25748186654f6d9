"""The moves of a choice by marks, and why one may not be made now."""

from __future__ import annotations

from collections.abc import Sequence

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.machines import Machine, Move
from homeward.apps.searches.facts import live_offers
from homeward.apps.searches.models import GatewayWaiver, Scoring, Search
from homeward.apps.searches.scoring import decided, reasons_of, unscored
from homeward.engine.refusal import Refusal
from homeward.kernel.reasons import Reason

S = Scoring.State


def offers_compared(scoring: Scoring, by: Actor, **_: object) -> Sequence[Reason]:
    """Offers are compared, and there are some."""
    search = scoring.search
    if search.state != Search.State.SHORTLIST:
        return [Reason("scoring.not_compared", {"state": search.get_state_display()})]
    return [] if live_offers(search) else [Reason("scoring.no_offers", {})]


def all_marked(scoring: Scoring, by: Actor, **_: object) -> Sequence[Reason]:
    """Every offer has marks, but for those the gateway keeps out; and the rule can be followed."""
    offers = {offer.public_id: offer for offer in live_offers(scoring.search)}
    try:
        left = unscored(decided(scoring))
    except Refusal as refusal:
        return reasons_of(refusal, scoring.search)
    open_ = [
        name for name, reasons in left.items()
        if {r["code"] for r in reasons} == {"skills_not_marked"}
    ]  # fmt: skip
    homes = ", ".join(sorted(offers[name].home.name for name in open_))
    return [Reason("scoring.unmarked", {"homes": homes})] if open_ else []


def waivers_answered(scoring: Scoring, by: Actor, **_: object) -> Sequence[Reason]:
    """Nobody waits for an answer about the gateway."""
    rows = GatewayWaiver.objects.filter(
        offer__in=live_offers(scoring.search), state=GatewayWaiver.State.ASKED
    ).select_related("offer__home")
    return [Reason("scoring.waiver_waits", {"home": row.offer.home.name}) for row in rows]


MACHINE = Machine(
    "scoring",
    {s.value: str(s.label) for s in S},
    (
        Move("mark", (S.OPEN,), S.OPEN, P.SCORING_MARK, "give these marks", (offers_compared,)),
        Move("publish", (S.OPEN,), S.PUBLISHED, P.SCORING_WRITE, "publish this choice by marks",
             (offers_compared, all_marked, waivers_answered)),
        Move("replace", (S.PUBLISHED,), S.REPLACED, P.SCORING_WRITE, "replace this choice by marks"),
        Move("take_back", (S.OPEN,), S.TAKEN_BACK, P.SCORING_WRITE, "take this choice by marks back"),
    ),
)  # fmt: skip
