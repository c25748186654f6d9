"""Whom to telephone about one search: every vacancy the authority may read, in the lawful order, the best fit first.

In-house homes stand before those of the framework, these before any outside it. Within each the engine's match decides,
then distance, then free places. What is excluded stands last, with every reason, and is not called.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from homeward.apps.core.refusals import Sentence, present
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.providers.models import Home
from homeward.apps.searches.facts import candidates_of_vacancies, referral_fact
from homeward.apps.searches.models import Call, Invitation, Offer, Search
from homeward.apps.searches.obstacles import reasons_of
from homeward.apps.vacancies.models import Vacancy
from homeward.engine.matching.decide import decide
from homeward.engine.matching.facts import MatchFacts
from homeward.engine.matching.result import Match

ROUTES = ("in_house", "framework", "non_framework")
FARTHEST = 10**9
State = Search.State


@dataclass(frozen=True)
class Row:
    """One home on the list. `excluded` and `warnings` are told with what would lift each. `step`: what can be done now.

    ``step``: call, later (its turn has not come), not_asked (its provider was not invited), offered, closed.
    """

    home: Home
    vacancy: Vacancy
    route: str
    match: Match
    excluded: Sequence[Sentence]
    warnings: Sequence[Sentence]
    calls: Sequence[Call]
    offer: Offer | None
    step: str

    @property
    def phone(self) -> str:
        return self.home.provider.contact_phone if self.home.provider else ""

    @property
    def contact(self) -> str:
        return self.home.provider.contact_name if self.home.provider else ""

    @property
    def keeper(self) -> str:
        return str(self.home.provider) if self.home.provider else ""

    @property
    def miles(self) -> str | None:
        found = self.match.to_json()["miles"]
        return None if found is None else str(found)

    @property
    def last(self) -> Call | None:
        return self.calls[0] if self.calls else None

    @property
    def said_no(self) -> bool:
        return self.last is not None and self.last.outcome == Call.Outcome.SAID_NO


def call_list(search: Search) -> list[Row]:
    """The rows in the order of calling. Raises Refused while the referral lacks what the rules cannot do without."""
    pairs = candidates_of_vacancies(search.body, search.referral)
    vacancies = {fact.id: vacancy for vacancy, fact in pairs}
    facts = MatchFacts(
        referral=referral_fact(search.referral), candidates=[fact for _, fact in pairs], on=search.body.today, purpose="search"
    )  # fmt: skip
    found = decide(facts, pack_of(search.body).policy())
    around = _Around(search)
    rows = [around.row(vacancies[match.candidate.id], match) for match in found.matches]
    return sorted(rows, key=_order)


def _order(row: Row) -> tuple[Any, ...]:
    tenths = row.match.where.tenths
    return (
        bool(row.excluded), ROUTES.index(row.route), row.match.place or FARTHEST,
        FARTHEST if tenths is None else tenths, -row.vacancy.places, row.home.search_key,
    )  # fmt: skip


class _Around:
    """What was asked, said and offered in the search, gathered once."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.invited: dict[int, Invitation] = {i.organisation_id: i for i in search.invitations.all()}
        self.calls: dict[int, list[Call]] = defaultdict(list)
        for call in search.calls.select_related("by").order_by("-at", "-pk"):
            self.calls[call.home_id].append(call)
        offers = Offer.objects.filter(invitation__search=search).exclude(state=Offer.State.WITHDRAWN)
        self.offers = {o.home_id: o for o in offers.select_related("home").prefetch_related("fees")}

    def row(self, vacancy: Vacancy, match: Match) -> Row:
        home, body = vacancy.home, self.search.body
        told: dict[str, list[Sentence]] = {"blocks": [], "warns": []}
        for obstacle, reason in zip(match.obstacles, reasons_of(body, match.obstacles), strict=True):
            told[obstacle.effect].append(present(reason))
        offer = self.offers.get(home.pk)
        route = match.candidate.route
        return Row(
            home, vacancy, route, match, told["blocks"], told["warns"], self.calls[home.pk], offer,
            self._step(home, route, bool(told["blocks"]), offer),
        )  # fmt: skip

    def _step(self, home: Home, route: str, excluded: bool, offer: Offer | None) -> str:
        if offer is not None:
            return "offered"
        if excluded or self.search.state in (State.SHORTLIST, State.ENDED):
            return "closed"
        if route == "in_house":
            return "call"
        if self.search.state in (State.IN_HOUSE, State.FRAMEWORK):
            return "later"
        return "call" if home.organisation_id in self.invited else "not_asked"
