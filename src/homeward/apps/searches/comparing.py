"""Offers side by side: what stands in the way, then need by need, what is known of each home, the score, and rank last.

The engine compares; this puts its answer into words and works nothing out a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.refusals import Refused, Sentence, present
from homeward.apps.restrictions.standing import Asked, standings_of
from homeward.apps.searches.benchmark import Benchmark
from homeward.apps.searches.beside import inspected, own_marks_of
from homeward.apps.searches.explaining import criterion_name, trimmed, unknown_words
from homeward.apps.searches.facts import Around, matched
from homeward.apps.searches.fees import fees_of, reason_of, total_of, weekly_each
from homeward.apps.searches.models import FeePart, ImpactAssessment, Invitation, Offer, OfferedNeed, Search
from homeward.apps.searches.obstacles import reasons_of
from homeward.engine.matching.decide import MatchDecision
from homeward.engine.matching.exclusions import miles
from homeward.engine.matching.result import Match, decimals
from homeward.kernel.rounding import shown

Json = dict[str, Any]
TONES = {OfferedNeed.Met.FULL: "ok", OfferedNeed.Met.PART: "warn", OfferedNeed.Met.NO: "bad"}


def rounds_of(offer: Offer) -> list[Json]:
    """Each round of the fee, the newest first: its parts, its total, and why a discount was agreed."""
    return [
        {
            "number": number, "total": total_of(parts), "why": reason_of(offer, number),
            "parts": [(FeePart.Kind(k).label, a) for k, a in parts.items()],
        }
        for number, parts in fees_of(offer)
    ]  # fmt: skip


def answers_of(offer: Offer) -> dict[int, tuple[str, str, str]]:
    """What the offer says to each need, by its place: words of the answer, its tone, in what way."""
    return {
        n.position: (n.get_met_display(), TONES[OfferedNeed.Met(n.met)], n.words) for n in offer.needs.all()
    }


def held_by(offers: Sequence[Offer]) -> dict[int, list[Sentence]]:
    """Why each home may not be promised today; a restriction imposed since holds an offer until it is lifted."""
    asked = [
        Asked(o.organisation, o.body, o.home, o.body.today, reference=o.invitation.search.referral.reference)
        for o in offers
    ]
    return {o.pk: found.sentences for o, found in zip(offers, standings_of(asked), strict=True)}


def own_offers(invitation: Invitation, offers: Sequence[Offer], actor: Actor) -> list[Json]:
    """The offers to one invitation as their provider's page shows them, with what it assessed of those who live there."""
    made = ImpactAssessment.objects.visible_to(actor).filter(search=invitation.search_id)
    impacts = {row.home_id: row for row in made}
    held, known, marks = held_by(offers), inspected(offers, actor), own_marks_of(invitation, actor)
    return [
        {
            "offer": offer, "rounds": rounds, "fee": rounds[0]["total"], "held": held[offer.pk],
            "impact": impacts.get(offer.home_id), "inspected": known.get(offer.public_id),
            "mark": marks.get(offer.public_id),
        }
        for offer, rounds in ((offer, rounds_of(offer)) for offer in offers)
    ]  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """One live offer with what the engine found of it and what people read beside it."""

    offer: Offer
    match: Match
    blocking: list[Sentence]
    warnings: list[Sentence]
    held: list[Sentence]
    answers: dict[int, tuple[str, str, str]]
    rounds: list[Json]
    each: Decimal
    benchmark: Benchmark
    impact: ImpactAssessment | None
    is_outdated: bool
    rank_used: bool

    @property
    def fee(self) -> Decimal:
        return Decimal(self.rounds[0]["total"])

    @property
    def met(self) -> dict[str, int]:
        """How many needs are met in full, partly, not."""
        given = [need.met for need in self.offer.needs.all()]
        return {code: given.count(code) for code in OfferedNeed.Met.values}

    @property
    def score(self) -> str | None:
        """Of 100, without idle noughts; None when nothing that counts is known."""
        return None if self.match.score is None else trimmed(decimals(self.match.score, 3))

    @property
    def known(self) -> str:
        """How much of the weight is known, in percent of what this referral asks for."""
        asked = sum(part.weight for part in self.match.parts if part.status != "not_asked")
        return shown(Fraction(100 * self.match.known_weight, asked), 0) if asked else "0"

    @property
    def parts(self) -> list[Json]:
        """Each criterion the referral asks about: code, name, points of 100 (None while unknown), weight in percent."""
        return [
            {
                "code": part.criterion, "name": criterion_name(self.offer.body, part.criterion),
                "points": None if part.points is None else trimmed(decimals(part.points, 2)),
                "weight": trimmed(decimals(part.weight, 2)),
            }
            for part in self.match.parts
            if part.status != "not_asked"
        ]  # fmt: skip

    @property
    def unknown(self) -> list[str]:
        return [unknown_words(self.offer.body, code) for code in self.match.unknown]

    @property
    def miles(self) -> str | None:
        return miles(self.match.where.tenths)

    @property
    def over(self) -> Decimal | None:
        """How much more a week each child would cost than comparable placements do; None without any."""
        return None if self.benchmark.weekly is None else self.each - self.benchmark.weekly


@dataclass(frozen=True)
class Comparison:
    """The live offers of a search: those that can be chosen, best first, then those something stands in the way of.

    ``wanting``: what the referral lacks, so that nothing can be compared. ``aside``: offers judged or decided upon.
    """

    decision: MatchDecision | None
    eligible: list[Compared] = field(default_factory=list)
    excluded: list[Compared] = field(default_factory=list)
    wanting: list[Sentence] = field(default_factory=list)
    aside: list[Offer] = field(default_factory=list)

    @property
    def columns(self) -> list[Compared]:
        return [*self.eligible, *self.excluded]


def compare(search: Search) -> Comparison:
    """Compare the live offers. A referral that lacks what the rule needs is told what, and nothing is compared."""
    rows = Offer.objects.filter(invitation__search=search).exclude(
        state__in=(*Offer.LIVE, Offer.State.WITHDRAWN)
    )
    aside = list(rows.select_related("organisation", "home").prefetch_related("fees").order_by("pk"))
    try:
        decision, offers, told = matched(search)
    except Refused as refused:
        return Comparison(None, wanting=[present(r) for r in refused.reasons], aside=aside)
    held = held_by(list(offers.values()))
    size = len(decision.facts.referral.children)
    found = [
        _compared(match, offers[match.candidate.id], decision, told, held, size) for match in decision.matches
    ]
    return Comparison(
        decision,
        [item for item in found if item.match.is_eligible],
        [item for item in found if not item.match.is_eligible],
        aside=aside,
    )


def _compared(
    match: Match,
    offer: Offer,
    decision: MatchDecision,
    told: Around,
    held: dict[int, list[Sentence]],
    size: int,
) -> Compared:
    blocking = [o for o in match.obstacles if o.effect == "blocks"]
    warnings = [o for o in match.obstacles if o.effect == "warns"]
    body, rounds = told.body, rounds_of(offer)
    level = [m for m in decision.matches if m.is_eligible and m is not match and m.score == match.score]
    known = told.homes.impacts.get(offer.home_id)
    return Compared(
        offer, match, [present(r) for r in reasons_of(body, blocking)], [present(r) for r in reasons_of(body, warnings)],
        held[offer.pk], answers_of(offer), rounds, weekly_each(rounds[0]["total"], size), told.benchmark(offer.home), known,
        known is not None and told.homes.impact(offer.home) is None,
        match.is_eligible and any(m.candidate.rank != match.candidate.rank for m in level),
    )  # fmt: skip


def explained(search: Search, offer: Offer) -> tuple[Compared | None, Any]:
    """One live offer as it is compared, and the working of its score."""
    comparison = compare(search)
    found = next((item for item in comparison.columns if item.offer.pk == offer.pk), None)
    if found is None or comparison.decision is None:
        return None, None
    return found, comparison.decision.explanations[f"score.{offer.public_id}"]
