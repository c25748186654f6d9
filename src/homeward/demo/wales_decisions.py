"""Decisions of one authority at each step of the road: proposed, agreed, refused, half signed, begun, and with notice given.

Children, homes, words and prices are invented.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.demo import PASSWORD
from homeward.apps.accounts.models import Membership
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import Signature
from homeward.apps.core.signatures import sign
from homeward.apps.decisions import services
from homeward.apps.decisions.facts import ask
from homeward.apps.decisions.models import Contract, Decision
from homeward.apps.decisions.prefill import terms_for
from homeward.apps.decisions.queries import others_of, suggested_feedback
from homeward.apps.searches import services as searches
from homeward.apps.searches.facts import match_offers
from homeward.apps.searches.models import Invitation, Offer
from homeward.apps.searches.services import Feedback
from homeward.demo.wales import AUTHORITIES, Wales
from homeward.demo.wales_referrals import _Story

# How far each goes, with the number of its referral; a refused one is proposed again with another home where there is one.
ROADS = (("refused", 40), ("agreed", 54), ("half_signed", 44), ("started", 48), ("notice", 50))
ANSWERS = 3  # providers that answer each search: enough to choose from
CHECKED = {
    "documents": "Registration, insurance and the report of the spring read; nothing stands against it.",
    "safeguarding": "Asked the authority where the home lies; nothing is known.",
}
WHY = "Nearest to the school, and the carers know the night terrors."


def settle_decisions(wales: Wales) -> None:
    """A search each, taken as far as its road goes, by the people whose work it is."""
    for road, number in ROADS:
        _Road(wales, road, number).walk()


@dataclass
class _Road:
    wales: Wales
    road: str
    number: int

    @property
    def officer(self) -> Actor:
        return self.wales.officer(AUTHORITIES[0])

    @property
    def head(self) -> Actor:
        return self.wales.in_role(AUTHORITIES[0], Role.HEAD_OF_SERVICE)

    def walk(self) -> None:
        offers = self._offers()
        if not offers:
            return
        offer = offers[0]
        living = self.road in ("started", "notice")
        today = self.officer.today
        decision = services.propose_placement(
            offer=offer,
            start_on=today if living else today + dt.timedelta(days=14),
            reason=WHY,
            by=self.officer,
        )
        decision = services.decide_placement(
            decision=decision, agree=self.road != "refused", by=self.head,
            reason="Too far from their grandmother." if self.road == "refused" else "The right home for them.",
        )  # fmt: skip
        if self.road == "refused":
            services.propose_placement(
                offer=offers[-1], start_on=decision.start_on, reason=WHY, by=self.officer
            )
        if self.road in ("agreed", "refused"):
            return
        decision = self._accept(decision)
        contract = self._contract(decision)
        _signed(contract, _manager(offer))
        if self.road == "half_signed":
            return
        _signed(contract, self.head)
        decision = services.start_placement(decision=Decision.objects.get(pk=decision.pk), by=self.officer)
        if self.road == "started":
            self._uplift(Contract.objects.get(decision=decision))
        if self.road == "notice":
            services.give_notice(
                decision=decision, kind="planned", given_on=today, words="They move nearer to their mother in the new year.",
                changed="Contact with the mother is now twice a week.", by=self.officer,
            )  # fmt: skip

    def _uplift(self, contract: Contract) -> None:
        """A yearly uplift that waits for its signatures; day and figure are invented, like the price."""
        more = Decimal("45.00")
        terms = {
            "weekly": contract.weekly + more, "care": contract.care + more, "education": contract.education,
            "health": contract.health, "buys": contract.buys,
        }  # fmt: skip
        services.vary_contract(
            contract=contract, kind="uplift", effective_on=self.officer.today + dt.timedelta(days=60), terms=terms,
            reason="Wages and food cost more.", by=self.officer,
        )  # fmt: skip

    def _offers(self) -> list[Offer]:
        """The offers that may be chosen, those in the authority's own area first; none where no home fits."""
        story = _Story(self.wales, AUTHORITIES[0], self.number, "shortlist", 0.5)
        story.begin()
        story.go_on()
        assert story.search is not None
        chance, asked = random.Random(self.number), Invitation.objects.filter(search=story.search)
        rows = asked.select_related("organisation", "version", "body", "search").order_by(
            "organisation__name"
        )
        answering = ((i, m) for i in rows if (m := story._manager(i)) is not None)
        for invitation, manager in islice(answering, ANSWERS):
            story._offer(invitation, manager, chance)
        search = searches.close_offers(search=story.search, reason="All we need has come.", by=self.officer)
        for offer in Offer.objects.filter(invitation__search=search, state=Offer.State.OPEN):
            searches.judge_offer(offer=offer, suitable=True, by=self.officer)
        found, offers = match_offers(search)
        fits = [
            m
            for m in found.matches
            if m.is_eligible and not m.where.at_a_distance and m.where.out_of_area is not None
        ]
        near = sorted(fits, key=lambda m: bool(m.where.out_of_area))
        return [offers[m.candidate.id] for m in near]

    def _accept(self, decision: Decision) -> Decision:
        suggested = suggested_feedback(decision)
        feedback = {
            o.public_id: Feedback(
                suggested.get(o.public_id, "better_fit"), "Thank you; another home fits this time."
            )
            for o in others_of(decision)
        }
        return services.accept_offer(decision=decision, feedback=feedback, by=self.officer)

    def _contract(self, decision: Decision) -> Contract:
        today = self.officer.today
        for code, words in CHECKED.items():
            services.record_check(decision=decision, code=code, done_on=today, words=words, by=self.officer)
        services.record_visit(
            decision=decision, on=today, visitors="Social worker and placement officer", child_came=self.number % 4 == 0,
            why_not="At school that day; photographs were taken along.", found="A calm house; the rooms lie on one landing.",
            by=self.officer,
        )  # fmt: skip
        _tell_area(decision, self.officer, self.head)
        return services.draw_contract(decision=decision, terms=terms_for(decision, None), by=self.officer)


def _tell_area(decision: Decision, officer: Actor, head: Actor) -> None:
    """Out of our own area: the area authority is told, and the head of service approves."""
    if ask(decision, "contract").match.where.out_of_area:
        services.tell_area(
            decision=decision, kind="notified", on=officer.today, authority="The authority of the area",
            words="By letter, with the assessment of needs and the reasons.", by=officer,
        )  # fmt: skip
        services.approve_place(
            decision=decision, kind="out_of_area", reason="Just over the boundary, near the school.", by=head
        )


def _manager(offer: Offer) -> Actor:
    held = Membership.objects.filter(organisation=offer.organisation, role=Role.PROVIDER_MANAGER)
    return Actor.of(held.select_related("user", "body", "organisation")[0])


def _signed(contract: Contract, by: Actor) -> Signature:
    """Signed as people sign: by name and password."""
    contract.refresh_from_db()
    assert contract.document is not None
    return sign(document=contract.document, typed_name=by.user.name, password=PASSWORD, by=by)
