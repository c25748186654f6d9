"""Decisions, what is recorded towards them, contracts and ends; `make_house` gives a search ready to be decided."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import factory
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.roles import Role
from homeward.apps.decisions import services
from homeward.apps.decisions.models import (
    Agreed,
    AreaNotice,
    Check,
    Contract,
    ContractChild,
    ContractVariation,
    Decision,
    Disruption,
    ExtraCost,
    NoticeGiven,
    Visit,
)
from homeward.apps.decisions.prefill import terms_for
from homeward.apps.geography.models import Area
from homeward.apps.providers.models import Home
from homeward.apps.searches.models import Offer, Search
from homeward.apps.searches.services import Feedback
from homeward.apps.vacancies.models import Vacancy
from tests.factories.accounts import CommissioningBodyFactory, OrganisationFactory, UserFactory, actor_in
from tests.factories.children import ChildFactory
from tests.factories.geography import AreaFactory
from tests.factories.providers import HomeFactory, HomePlaceFactory, ProviderFactory
from tests.factories.referrals import (
    NeedFactory,
    ReferralChildFactory,
    ReferralFactory,
    ReferralVersionFactory,
)
from tests.factories.searches import (
    FeePartFactory,
    InvitationToOfferFactory,
    OfferedNeedFactory,
    OfferFactory,
    SearchFactory,
    a_lot,
    admit,
)
from tests.factories.vacancies import VacancyFactory
from tests.signing import sign_as

DAY = dt.timedelta(days=1)
NEED, WISH = "Two places in one home", "A garden"
CHECKS = ("documents", "safeguarding")


class DecisionFactory(factory.django.DjangoModelFactory):
    """A shortlisted offer put to the head of service. Give `body=` and `organisation=`, or `offer=`."""

    class Meta:
        model = Decision

    body = factory.SubFactory(CommissioningBodyFactory, pack="gb_wls", languages=["en", "cy"], currency="GBP")
    organisation = factory.SubFactory(OrganisationFactory)
    offer = factory.LazyAttribute(
        lambda o: OfferFactory(
            invitation=InvitationToOfferFactory(body=o.body, organisation=o.organisation), state="shortlisted"
        )
    )
    search = factory.LazyAttribute(lambda o: o.offer.invitation.search)
    requested_by = factory.SubFactory(UserFactory)
    start_on = factory.LazyAttribute(lambda o: o.body.today + 7 * DAY)


class _OfDecision(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    decision = factory.SubFactory(DecisionFactory)
    body = factory.LazyAttribute(lambda o: o.decision.body)
    by = factory.SubFactory(UserFactory)


class AgreedFactory(_OfDecision):
    """The head of service agreed."""

    class Meta:
        model = Agreed

    kind = Agreed.Kind.PLACEMENT
    role = Role.HEAD_OF_SERVICE.value
    recorded_by = factory.SelfAttribute("by")


class CheckFactory(_OfDecision):
    """Documents read today."""

    class Meta:
        model = Check
        exclude = ("by",)

    code = "documents"
    done_on = factory.LazyAttribute(lambda o: o.body.today)
    done_by = factory.SubFactory(UserFactory)
    words = "The inspection report of June, good"


class VisitFactory(_OfDecision):
    class Meta:
        model = Visit

    on = factory.LazyAttribute(lambda o: o.body.today)
    visitors = "Social worker"
    child_came = True
    found = "A quiet house"


class AreaNoticeFactory(_OfDecision):
    class Meta:
        model = AreaNotice

    kind = AreaNotice.Kind.NOTIFIED
    on = factory.LazyAttribute(lambda o: o.body.today)
    authority = "Bro Arall Council"
    words = "By letter"


class ContractFactory(factory.django.DjangoModelFactory):
    """Terms without a paper yet. Give `decision=`, or `body=` and `organisation=`."""

    class Meta:
        model = Contract

    class Params:
        of = factory.SubFactory(DecisionFactory)

    decision = factory.LazyAttribute(lambda o: o.of)
    body = factory.LazyAttribute(lambda o: o.decision.body)
    organisation = factory.LazyAttribute(lambda o: o.decision.organisation)
    reference = factory.Sequence(lambda n: f"IPC-{n}")
    legal_status = "Accommodated by agreement"
    weekly = Decimal("900.00")
    care = Decimal("900.00")
    buys = "Care and accommodation"
    outcomes = "Sleeps through the night"
    notice_days = 28
    absences = "Paid as kept"
    uplift = "Each April"
    variation = "In writing"
    drawn_by = factory.SubFactory(UserFactory)


class _OfContract(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    contract = factory.SubFactory(ContractFactory)
    body = factory.LazyAttribute(lambda o: o.contract.body)
    organisation = factory.LazyAttribute(lambda o: o.contract.organisation)


class ContractChildFactory(_OfContract):
    class Meta:
        model = ContractChild

    child = factory.LazyAttribute(lambda o: ChildFactory(body=o.body))
    weekly = Decimal("900.00")


class ExtraCostFactory(_OfContract):
    """A taxi to school for eight weeks."""

    class Meta:
        model = ExtraCost

    words = "Taxi to the school kept"
    weekly = Decimal("70.00")
    starts_on = factory.LazyAttribute(lambda o: o.contract.decision.start_on)
    ends_on = factory.LazyAttribute(lambda o: o.starts_on + 56 * DAY)
    reason = "No bus goes there"
    agreed_by = factory.SubFactory(UserFactory)


class ContractVariationFactory(_OfContract):
    """Thirty pounds more a week from the next month on."""

    class Meta:
        model = ContractVariation

    number = factory.Sequence(lambda n: n + 1)
    kind = ContractVariation.Kind.UPLIFT
    effective_on = factory.LazyAttribute(lambda o: o.contract.decision.start_on + 30 * DAY)
    weekly = Decimal("930.00")
    care = Decimal("930.00")
    buys = "Care and accommodation"
    reason = "Prices rose"
    proposed_by = factory.SubFactory(UserFactory)


class NoticeGivenFactory(_OfDecision):
    class Meta:
        model = NoticeGiven

    side = NoticeGiven.Side.BODY
    kind = "planned"
    given_on = factory.LazyAttribute(lambda o: o.body.today)
    days = 28
    leaves_on = factory.LazyAttribute(lambda o: o.given_on + 28 * DAY)
    words = "The care plan changes"


class DisruptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Disruption

    decision = factory.SubFactory(DecisionFactory)
    body = factory.LazyAttribute(lambda o: o.decision.body)
    due_on = factory.LazyAttribute(lambda o: o.body.today)


# A whole house of people ----------------------------------------------------------------------------------


@dataclass
class House:
    """An authority of Wales with a search at its shortlist: two providers, a home each, both offers shortlisted."""

    body: CommissioningBody
    area: Area
    search: Search
    offers: list[Offer]
    officer: Actor
    head: Actor
    managers: list[Actor]
    vacancies: list[Vacancy] = field(default_factory=list)

    @property
    def today(self) -> dt.date:
        return self.body.today

    def actor(self, role: Role) -> Actor:
        return actor_in(role, self.body)

    def propose(self, place: int = 0, **given: Any) -> Decision:
        told: dict[str, Any] = {
            "start_on": self.today,
            "reason": "Nearer to their school.",
            "by": self.officer,
            **given,
        }
        return services.propose_placement(offer=self.offers[place], **told)

    def agreed(self, place: int = 0, **given: Any) -> Decision:
        return services.decide_placement(decision=self.propose(place, **given), agree=True, by=self.head)

    def feedback(self) -> dict[str, Feedback]:
        return {offer.public_id: Feedback("better_fit", "Another home fits better.") for offer in self.offers}

    def accepted(self, place: int = 0, **given: Any) -> Decision:
        return services.accept_offer(
            decision=self.agreed(place, **given), feedback=self.feedback(), by=self.officer
        )

    def check_all(self, decision: Decision) -> None:
        for code in CHECKS:
            services.record_check(
                decision=decision,
                code=code,
                done_on=self.today,
                words="Read, nothing against it",
                by=self.officer,
            )
        services.record_visit(
            decision=decision,
            on=self.today,
            visitors="Social worker",
            child_came=True,
            found="Kind and calm",
            by=self.officer,
        )

    def drawn(self, place: int = 0, **given: Any) -> Contract:
        decision = self.accepted(place, **given)
        self.check_all(decision)
        return self.draw(decision)

    def draw(self, decision: Decision, **changes: Any) -> Contract:
        terms = {**terms_for(decision, None), **changes}
        return services.draw_contract(decision=decision, terms=terms, by=self.officer)

    def sign(self, contract: Contract, *who: Actor) -> Contract:
        for actor in who or (self.managers[0], self.head):
            contract.refresh_from_db()
            assert contract.document is not None
            sign_as(contract.document, actor)
        contract.refresh_from_db()
        return contract

    def started(self, place: int = 0, **given: Any) -> Decision:
        contract = self.sign(self.drawn(place, **given), self.managers[place], self.head)
        return services.start_placement(
            decision=Decision.objects.get(pk=contract.decision_id), by=self.officer
        )


def make_house(*, children: int = 1, urgency: str = "planned", places: int = 2, providers: int = 2) -> House:
    """Every home lies in the authority's own area, is registered, and has the places said just now."""
    body = CommissioningBodyFactory(
        name=f"Cyngor Bro Awel {CommissioningBody.objects.count()}",
        pack="gb_wls",
        languages=["en", "cy"],
        currency="GBP",
        time_zone="Europe/London",
    )
    area = AreaFactory(body=body, code="BA", name="Bro Awel", is_own=True, adjoining=[])
    people = {role: actor_in(role, body) for role in (Role.PLACEMENT_OFFICER, Role.HEAD_OF_SERVICE)}
    house = House(body, area, None, [], people[Role.PLACEMENT_OFFICER], people[Role.HEAD_OF_SERVICE], [])  # type: ignore[arg-type]
    lot = a_lot(body)
    homes = []
    for number in range(providers):
        organisation = OrganisationFactory(name=f"Afon Gwyn {body.pk}-{number}")
        provider = ProviderFactory(body=body, organisation=organisation)
        home = HomeFactory(provider=provider, name=f"Tŷ Onnen {number}", urn=f"W-{number}", places=4)
        HomePlaceFactory(home=home, area=area, easting=300_000, northing=200_000)
        house.vacancies.append(VacancyFactory(home=home, places=places, types=["foster_mainstream"]))
        admit(lot, organisation)
        homes.append(home)
        house.managers.append(actor_in(Role.PROVIDER_MANAGER, body, organisation))
    house.search, house.offers = a_search(house, homes, lot, children=children, urgency=urgency)
    return house


def a_search(
    house: House, homes: list[Home], lot: Any, *, children: int = 1, urgency: str = "planned"
) -> tuple[Search, list[Offer]]:
    """A checked referral with its search at the shortlist, and an offer of each home on it."""
    body = house.body
    referral = ReferralFactory(
        body=body, state="ready", urgency=urgency, needed_by=body.today, placement_types=["foster_mainstream"]
    )
    for letter in "ABCDEFGH"[:children]:
        child = ChildFactory(
            body=body, given_name=f"Seren{letter}", family_name="Prosser", born_on=dt.date(2016, 5, 4)
        )
        ReferralChildFactory(referral=referral, child=child, letter=letter)
    NeedFactory(referral=referral, text=NEED, position=1)
    NeedFactory(referral=referral, text=WISH, weight="should", position=2)
    asked = (("must", NEED), ("should", WISH))
    needs = [{"weight": w, "text": text, "source": "Care plan", "wish": False} for w, text in asked]
    content = {
        "needs": needs, "sections": {}, "children": [], "reference": referral.reference, "urgency": urgency,
    }  # fmt: skip
    version = ReferralVersionFactory(referral=referral, content=content, passed_at=timezone.now())
    search = SearchFactory(referral=referral, state="shortlist", begun_by=house.officer.user)
    offers = []
    for number, home in enumerate(homes):
        invitation = InvitationToOfferFactory(
            search=search,
            body=body,
            organisation=home.organisation,
            lot=lot,
            version=version,
            state="offered",
        )
        offer = OfferFactory(
            invitation=invitation, home=home, state="shortlisted", free_from=body.today,
            valid_until=timezone.now() + 9 * DAY,
        )  # fmt: skip
        OfferedNeedFactory(offer=offer)
        OfferedNeedFactory(offer=offer, position=2, met="part" if number else "full")
        FeePartFactory(offer=offer, amount=Decimal(900 + 30 * number))
        offers.append(offer)
    return search, offers
