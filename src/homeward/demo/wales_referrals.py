"""Invented referrals of two authorities in every state, from half-written to offers compared, with answers of providers.

Children, needs, homes and prices are invented.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership
from homeward.apps.accounts.roles import Role
from homeward.apps.children.services import add_child
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.providers.models import Home
from homeward.apps.referrals import services as referrals
from homeward.apps.referrals.models import Referral
from homeward.apps.searches import services as searches
from homeward.apps.searches.models import Invitation, Offer, Search
from homeward.apps.searches.services.offering import Household
from homeward.demo.agenda import Agenda
from homeward.demo.wales import AUTHORITIES, Wales
from homeward.demo.wales_vacancies import FAMILY_CY, GIVEN_CY

SEED = 20140403
DAY = dt.timedelta(days=1)
# How far each referral has come, in the order in which they are begun.
ROADS = (
    *("shortlist",) * 3, *("open",) * 4, *("framework",) * 2, *("in_house",) * 3, *("ready",) * 3, *("checking",) * 3,
    *("draft",) * 5, *("withdrawn",) * 2,
)  # fmt: skip
REACHED = ("draft", "checking", "ready", "in_house", "framework", "open", "shortlist")
KINDS = (
    ("foster_mainstream",), ("foster_siblings", "foster_mainstream"), ("foster_therapeutic",), ("residential_core",),
    ("foster_mainstream",),
)  # fmt: skip
NEEDS = (
    ("must", "Carers used to night terrors", "Needs assessment", False),
    ("must", "No child under 5 in the home", "Risk assessment", False),
    ("must", "Welsh at home", "First language of the children", False),
    ("should", "Stay at the same school", "Personal education plan", False),
    ("should", "See their mother each Saturday", "Contact plan", False),
    ("should", "A garden, and a dog if there can be one", "Told to the social worker", True),
)
SECTIONS: dict[str, dict[str, Any]] = {
    "together": {
        "together": "together", "parent_and_child": "no",
        "situation": "Living with a grandparent since the spring, who cannot go on for reasons of health.",
        "status": "Accommodated by agreement; the mother keeps parental responsibility.",
    },
    "home": {"length": "Until the hearing in March, perhaps longer", "skills": "Patience with sleep, and with silence."},
    "place": {"district": "QX4", "most_miles": 20, "places": "Near enough to keep the Saturday swimming."},
    "health": {"health": "Asthma, with an inhaler. Otherwise well.", "education": "Settled at school; reads a great deal.",
        "keeps_school": "yes",
    },
    "risks": {"kinds": ["missing"], "risks": "Walked to the old house twice in June; came back by tea time."},
    "language": {"language": "welsh_home", "identity": "Chapel on some Sundays, by choice."},
    "contact": {"contact": "Mother each Saturday, two hours; grandmother by telephone.", "avoid": ["child_under_5", "dog"],
        "exclusions": "No child under 5; the younger one is afraid of dogs.",
    },
    "wishes": {"wishes": "“A garden. And to stay together.”", "asked": "Their social worker, at home"},
}  # fmt: skip


def _household(chance: random.Random) -> Household:
    """What a provider says of the household; one in five says nothing of it."""
    if chance.random() < 0.2:
        return Household()
    return Household(
        school=chance.choice(("full", "full", "part", "no")), languages=chance.choice((["en", "cy"], ["cy"], ["en"])),
        traits=["dog"] if chance.random() < 0.15 else [],
    )  # fmt: skip


def plan_referrals(agenda: Agenda, wales: Wales) -> None:
    """Put each referral on the agenda: begun, checked and searched on days of the last fortnight."""
    chance = random.Random(SEED)
    for number, goal in enumerate(ROADS):
        story = _Story(wales, AUTHORITIES[number % 2], number, goal, chance.random())
        # open ones were begun so lately that answers are still possible
        begun = agenda.today - (2 if goal == "open" else 4 + number % 9) * DAY
        agenda.on(begun, story.begin, rank=20)
        agenda.on(begun + DAY, story.go_on, rank=20)
        if goal in ("open", "shortlist"):
            agenda.on(begun + 2 * DAY, story.answers, rank=20)
        if goal == "shortlist":
            agenda.on(begun + 3 * DAY, story.close, rank=21)


@dataclass
class _Story:
    """One referral on its way."""

    wales: Wales
    authority: str
    number: int
    goal: str
    dice: float
    referral: Referral | None = None
    search: Search | None = None

    @property
    def officer(self) -> Actor:
        return self.wales.officer(self.authority)

    def begin(self) -> None:
        """One child, or two who stay together, and as much written as the goal asks for."""
        by, chance = self.officer, random.Random(self.number)
        family = FAMILY_CY[self.number % len(FAMILY_CY)]
        children = [
            add_child(
                client_number=f"CH-{self.number:02}{place}", given_name=GIVEN_CY[(self.number * 2 + place) % len(GIVEN_CY)],
                family_name=family, born_on=by.today - dt.timedelta(days=1500 + chance.randrange(3600) + 500 * place),
                source="Invented", by=by,
            )
            for place in range(1 + self.number % 2)
        ]  # fmt: skip
        urgency = "urgent" if self.number % 4 == 1 else "planned"
        self.referral = referrals.begin_referral(
            children=children, urgency=urgency, needed_by=by.today + (18 + self.number) * DAY, by=by
        )
        if self.goal == "draft" and self.number % 2:
            return
        self._write(by, alone=len(children) == 1)

    def _write(self, by: Actor, *, alone: bool) -> None:
        assert self.referral is not None
        half = self.goal == "draft"
        for code, answers in list(SECTIONS.items())[: 4 if half else len(SECTIONS)]:
            given = dict(answers)
            if code == "together" and alone:
                given["together"] = "one_child"
            if code == "home":
                given["types"] = list(KINDS[self.number % len(KINDS)])
            referrals.save_section(referral=self.referral, code=code, answers=given, by=by)
        chosen = NEEDS[self.number % 2 :: 2] if half else NEEDS[: 4 + self.number % 3]
        for weight, text, source, wish in chosen:
            referrals.add_need(
                referral=self.referral, weight=weight, text=text, source=source, is_wish=wish, by=by
            )

    def go_on(self) -> None:
        """To the check, through it, and into the search as far as the goal."""
        assert self.referral is not None
        by, senior = self.officer, self.wales.in_role(self.authority, Role.SENIOR_PRACTITIONER)
        if self.goal == "withdrawn":
            referrals.withdraw_referral(
                referral=self.referral, reason="An aunt can take them in after all.", by=by
            )
            return
        steps = REACHED.index(self.goal)
        if steps >= 1:
            referrals.send_referral(referral=self.referral, by=by)
        if steps >= 2:
            self.referral = referrals.pass_check(referral=self.referral, by=senior)
        if steps >= 3:
            self.search = searches.begin_search(referral=self.referral, by=by)
        if steps >= 4:
            assert self.search is not None
            searches.consider_in_house(
                search=self.search,
                words="Own carer households 1 and 2",
                reason="Both are full until the summer.",
                by=by,
            )
            self.search = searches.go_outside(search=self.search, by=by)
        if steps >= 5:
            assert self.search is not None
            searches.invite_framework(search=self.search, by=by)

    def answers(self) -> None:
        """Providers with somebody to act for them answer: most offer, some decline, some wait."""
        chance = random.Random(self.number + 100)
        rows = Invitation.objects.filter(search=self.search).select_related("organisation", "version", "body")
        for place, invitation in enumerate(rows.order_by("organisation__name")):
            manager = self._manager(invitation)
            if manager is None:
                continue
            searches.view_invitation(invitation=invitation, by=manager)
            if place % 4 == 3:
                continue
            if place % 4 == 2:
                code, _ = choices_of(invitation.body, "decline_reasons", manager.today)[place % 3]
                searches.decline_invitation(
                    invitation=invitation, reason=code, words="No carer is free before January.", by=manager
                )
                continue
            self._offer(invitation, manager, chance)

    def _offer(self, invitation: Invitation, manager: Actor, chance: random.Random) -> None:
        home = (
            Home.objects.filter(organisation=invitation.organisation, body=manager.body, closed_on=None)
            .order_by("pk")
            .first()
        )
        if home is None:
            return
        ways = {
            "full": "Yes, as asked; see the home’s statement.",
            "part": "In part: we would put it right in a month.",
        }
        needs = [
            (met, ways[met])
            for met in (
                "part" if chance.random() < 0.25 else "full" for _ in invitation.version.content["needs"]
            )
        ]
        core = Decimal(820 + 10 * chance.randrange(60))
        zone = ZoneInfo(invitation.body.time_zone)
        until = dt.datetime.combine(manager.today + 21 * DAY, dt.time(23, 59), tzinfo=zone)
        searches.make_offer(
            invitation=invitation, home=home, free_from=manager.today + 7 * DAY, valid_until=until, needs=needs,
            fees={"core": core, "therapy": Decimal(60) if chance.random() < 0.3 else Decimal(0)},
            household=_household(chance), by=manager,
        )  # fmt: skip

    def _manager(self, invitation: Invitation) -> Actor | None:
        held = Membership.objects.filter(organisation=invitation.organisation, role=Role.PROVIDER_MANAGER)
        found = held.select_related("user", "body", "organisation").first()
        return Actor.of(found) if found else None

    def close(self) -> None:
        """Answers are closed; the first referral has its best offer on the shortlist, the dearest set aside."""
        assert self.search is not None
        by = self.officer
        self.search = searches.close_offers(
            search=self.search, reason="The hearing was brought forward.", by=by
        )
        offers = list(Offer.objects.filter(invitation__search=self.search).order_by("pk"))
        if self.number == 0 and len(offers) > 1:
            searches.judge_offer(offer=offers[0], suitable=True, by=by)
            searches.judge_offer(
                offer=offers[-1], suitable=False, reason="Two needs are met only in part.", by=by
            )
