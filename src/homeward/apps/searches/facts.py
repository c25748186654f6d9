"""The facts of a match, gathered from the records: what a referral seeks, and what each place that might be offered gives.

What nobody has recorded stays unknown; the engine names it and takes it out of the score. The number of queries does
not depend on how many places there are. Money is a week for each child; the day is the first night a place is needed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.vocabulary import code_list
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.providers.models import Home
from homeward.apps.providers.queries import open_on
from homeward.apps.referrals.models import Referral
from homeward.apps.restrictions.reach import binding_bodies
from homeward.apps.searches.benchmark import Benchmark, Benchmarks, benchmarks_of
from homeward.apps.searches.fees import weekly_each, weekly_fee
from homeward.apps.searches.homes import Homes, homes_of, is_registered, key_of, provider_key
from homeward.apps.searches.market import Market, market_of
from homeward.apps.searches.models import Offer, OfferedNeed, Search
from homeward.apps.searches.sought import referral_fact, referral_facts
from homeward.apps.vacancies.models import Vacancy
from homeward.engine.matching.decide import MatchDecision
from homeward.engine.matching.decide import decide as decide_match
from homeward.engine.matching.facts import CandidateFact, ChoiceFact, MatchFacts, Met, ReferralFact, Route

Json = dict[str, Any]
LISTED = "placement_types_sought"
# The service a home gives where no kind of placement says it.
SERVICE_OF = {
    Home.Kind.CARER_HOUSEHOLD: "fostering",
    Home.Kind.RESIDENTIAL_HOME: "residential",
    Home.Kind.OTHER: "other",
}

__all__ = [
    "Around", "around", "candidate_of", "candidates_of_offers", "candidates_of_vacancies", "match_facts",
    "match_offers", "matched", "referral_fact", "referral_facts",
]  # fmt: skip


@dataclass(frozen=True)
class Around:
    """Everything gathered around some homes for one body on one day."""

    body: CommissioningBody
    day: dt.date
    homes: Homes
    market: Market
    benchmarks: Benchmarks
    sought: tuple[str, ...]

    def service_type(self, home: Home, types: Iterable[str]) -> str:
        """By the pack, of the kinds of placement; else by the kind of home."""
        listed = code_list(self.body, LISTED)
        told = [listed.attribute(code, "service_type") for code in types if listed and listed.knows(code)]
        return str(next((found for found in told if found), SERVICE_OF[Home.Kind(home.kind)]))

    def types(self, home: Home) -> list[str]:
        """What its keeper says it can be; while nobody said, every kind of the service that such a home gives."""
        said = self.homes.vacancies.get(home.pk)
        if said is not None and said.types:
            return list(said.types)
        listed, service = code_list(self.body, LISTED), SERVICE_OF[Home.Kind(home.kind)]
        codes = [] if listed is None else listed.codes_on(self.day)
        return [c for c in codes if listed and listed.attribute(c, "service_type") == service] or [service]

    def route(self, home: Home) -> Route:
        if home.body_id == self.body.pk and (home.provider is None or home.provider.is_in_house):
            return "in_house"
        return "framework" if self.market.is_known(home.organisation_id) else "non_framework"

    def benchmark(self, home: Home) -> Benchmark:
        types = self.types(home)
        return self.benchmarks.of(self.service_type(home, types), types)


def around(
    homes: Iterable[Home],
    *,
    body: CommissioningBody,
    referral: Referral | None = None,
    on: dt.date | None = None,
) -> Around:
    """Gather what is recorded of some homes, for a body and, when one is given, for its referral."""
    homes = list(homes)
    today = body.today
    day = on or (max(today, referral.needed_by) if referral else today)
    children = [row.child_id for row in referral.children.all()] if referral else []
    return Around(
        body, day, homes_of(homes, body=body, day=day, referral=referral, children=children),
        market_of(body, [home.organisation_id for home in homes], today), benchmarks_of(body, today),
        tuple(referral.placement_types) if referral else (),
    )  # fmt: skip


def _candidate(home: Home, told: Around, **given: Any) -> CandidateFact:
    """What holds for a home whether it stands in a vacancy or in an offer; `given` says the rest."""
    homes, types = told.homes, told.types(home)
    route = given.pop("route", None) or told.route(home)
    lot = given.pop("lot", None) or told.market.lot_for(home.organisation_id, told.sought or types)
    ranked = told.market.place(lot, home.organisation_id)
    said = homes.vacancies.get(home.pk)
    impact, on_framework = homes.impact(home), route == "framework"
    facts: Json = {
        "home": key_of(home), "provider": provider_key(home), "route": route,
        "service_type": told.service_type(home, types), "types": types,
        "available_from": said.free_from if said else None, "confirmed_on": homes.confirmed_on(home),
        "blocked": homes.blocked(home), "age_low": said.age_from if said else None,
        "age_high": said.age_to if said else None, "approval": homes.approval(home),
        "admission": told.market.standing(lot, home.organisation_id) if on_framework else None,
        "restrictions": homes.restricted(home), "is_registered": is_registered(home), "point": homes.point(home),
        "area": homes.area(home), "quality": ranked.quality, "rank": ranked.rank if on_framework else None,
        "comparable_price": told.benchmark(home).weekly, "children_there": homes.children_there(home),
        "weekly_price": ranked.weekly, "impact": impact.outcome if impact else None,
        "languages": said.languages if said else None, "traits": said.traits if said else None, **given,
    }  # fmt: skip
    return CandidateFact(**facts)


def _offers() -> Any:
    rows = Offer.objects.select_related(
        "home__provider", "home__organisation", "home__body", "organisation", "body", "invitation__lot__framework",
        "invitation__version", "invitation__search__referral", "invitation__search__body",
    )  # fmt: skip
    return rows.prefetch_related("needs", "fees").order_by("pk")


def live_offers(search: Search) -> list[Offer]:
    """Offers that stand: neither taken back, nor judged unsuitable, nor decided upon."""
    return list(_offers().filter(invitation__search=search, state__in=Offer.LIVE))


def candidates_of_offers(search: Search) -> list[tuple[Offer, CandidateFact]]:
    """Each live offer with its facts: the records of its home, and what the offer itself says. id: the offer's public id."""
    return _told(search, live_offers(search))[0]


def candidate_of(offer: Offer, *, promised: int = 0) -> CandidateFact:
    """The facts of one offer, whatever its state. `promised`: places its home keeps for this referral already."""
    rows = list(_offers().filter(pk=offer.pk))
    fact = _told(rows[0].invitation.search, rows)[0][0][1]
    return fact.model_copy(update={"places": fact.places + promised})


def _told(search: Search, offers: list[Offer]) -> tuple[list[tuple[Offer, CandidateFact]], Around]:
    told = around([offer.home for offer in offers], body=search.body, referral=search.referral)
    size = max(1, search.referral.children.count())
    return [(offer, _offered(offer, told, size)) for offer in offers], told


def _offered(offer: Offer, told: Around, size: int) -> CandidateFact:
    """An offer is the freshest word of its home. Where no record counts its places, it offers room for all of them."""
    made, known = told.body.day_of(offer.made_at), told.homes.confirmed_on(offer.home)
    free = told.homes.free(offer.home)
    said = told.homes.vacancies.get(offer.home_id)
    kept: Json = {
        name: getattr(offer, name) if getattr(offer, name) is not None else getattr(said, name, None)
        for name in ("languages", "traits")
    }
    return _candidate(
        offer.home, told, id=offer.public_id, lot=offer.invitation.lot, route=offer.invitation.route,
        school=offer.school or None, **kept,
        places=size if free is None else free, available_from=offer.free_from,
        confirmed_on=max(made, known) if known else made, meets=_meets(offer),
        weekly_price=weekly_each(weekly_fee(offer), size),
    )  # fmt: skip


def _meets(offer: Offer) -> dict[str, Met]:
    """By the words of each need; of a need that stands twice the lesser answer counts."""
    asked = offer.invitation.version.content["needs"]
    order: tuple[Met, ...] = ("no", "part", "full")
    found: dict[str, Met] = {}
    for answer in offer.needs.all():
        text = asked[answer.position - 1]["text"]
        met: Met = order[(OfferedNeed.Met.NO, OfferedNeed.Met.PART, OfferedNeed.Met.FULL).index(answer.met)]
        found[text] = min(found.get(text, met), met, key=order.index)
    return found


def candidates_of_vacancies(
    body: CommissioningBody, referral: Referral | None = None
) -> list[tuple[Vacancy, CandidateFact]]:
    """Each vacancy the body may read, of open homes, with its facts. id: the home's public id."""
    rows = Vacancy.objects.filter(body_id__in=binding_bodies(body, body.today)).filter(
        open_on(body.today, "home__")
    )
    vacancies = list(
        rows.select_related("home__provider", "home__organisation", "home__body").order_by(
            "home__search_key", "pk"
        )
    )
    told = around([v.home for v in vacancies], body=body, referral=referral)
    return [(v, _candidate(v.home, told, id=v.home.public_id, places=v.places)) for v in vacancies]


def match_facts(search: Search, choice: ChoiceFact | None = None) -> MatchFacts:
    """The facts of a decision over the live offers of a search. Raises Refused while the referral lacks what it takes."""
    return _facts(
        search, referral_fact(search.referral), [fact for _, fact in candidates_of_offers(search)], choice
    )


def _facts(
    search: Search, sought: ReferralFact, candidates: list[CandidateFact], choice: ChoiceFact | None
) -> MatchFacts:
    return MatchFacts(
        referral=sought, candidates=candidates, on=search.body.today, purpose="decision", choice=choice
    )


def match_offers(search: Search) -> tuple[MatchDecision, dict[str, Offer]]:
    """The live offers compared by the rule ``match``, and each offer by its public id. Raises as :func:`match_facts`."""
    return matched(search)[:2]


def matched(search: Search) -> tuple[MatchDecision, dict[str, Offer], Around]:
    """The same with what was gathered around the homes, for whoever shows it."""
    sought = referral_fact(search.referral)
    pairs, told = _told(search, live_offers(search))
    facts = _facts(search, sought, [fact for _, fact in pairs], None)
    found = decide_match(facts, pack_of(search.body).policy())
    return found, {offer.public_id: offer for offer, _ in pairs}, told
