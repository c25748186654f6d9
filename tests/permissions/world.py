"""Two bodies, two organisations that both know, and one of everything in each of the four squares."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, Organisation
from homeward.apps.accounts.queries.trail import events_of, jobs_of, letters_of
from homeward.apps.accounts.roles import DESCRIPTIONS, HeldAt, Role
from homeward.apps.children.models import CaseWorker, Child
from homeward.apps.core.periods import to_db
from homeward.apps.statements.models import Payment, PaymentBatch, Statement
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import (
    CommissioningBodyFactory,
    InvitationFactory,
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
    actor_in,
)
from tests.factories.agreements import AgreementFactory, LineFactory, VariationFactory
from tests.factories.approvals import AccreditationFactory, ApplicationFactory, FindingFactory
from tests.factories.children import CaseWorkerFactory, ChildFactory
from tests.factories.core import AuditEventFactory, JobRunFactory, OutgoingMailFactory
from tests.factories.decisions import ContractFactory, DecisionFactory
from tests.factories.exchange import DataReturnFactory, ExchangeProfileFactory
from tests.factories.finance import AcquittalFactory, FileLayoutFactory, InvoiceFactory
from tests.factories.frameworks import FrameworkFactory, LotFactory, RankedPlaceFactory, RankingFactory
from tests.factories.funding import FundedLineFactory, FundingRequestFactory
from tests.factories.inspections import InspectionFactory
from tests.factories.intake import ImportBatchFactory
from tests.factories.local_policy import confirmed_value
from tests.factories.meetings import MeetingFactory
from tests.factories.panels import PanelFactory
from tests.factories.placements import ExceedRequestFactory, PlacementFactory
from tests.factories.privacy import AccessRequestFactory, BreachFactory, DisclosureFactory
from tests.factories.providers import HomeFactory, ProviderFactory
from tests.factories.referrals import ReferralChildFactory, ReferralFactory
from tests.factories.restrictions import RestrictionFactory, RestrictionReviewFactory
from tests.factories.scoring import OfferMarkFactory
from tests.factories.searches import (
    EvidenceFactory,
    ImpactAssessmentFactory,
    InvitationToOfferFactory,
    OfferFactory,
    SearchFactory,
)
from tests.factories.vacancies import ApprovalTermsFactory, VacancyFactory

SQUARES = (
    "own_body_own_organisation",
    "own_body_other_organisation",
    "other_body_own_organisation",
    "other_body_other_organisation",
)
DAY = dt.timedelta(days=1)

# The kind of record each permission is about. What belongs to a body and to no provider is one a body.
KINDS = {
    "membership.read": "membership",
    "membership.manage": "invitation",
    "spelling.choose": "application",
    "job.read": "job",
    "mail.read": "letter",
    "audit.read": "event",
    "provider.read": "provider",
    "provider.write": "provider",
    "home.read": "home",
    "home.write": "home",
    "child.read": "child",
    "child.write": "child",
    "case.assign": "child",
    "agreement.read": "agreement",
    "agreement.write": "line",
    "variation.sign": "variation",
    "placement.read": "placement",
    "placement.write": "placement",
    "exceed.read": "exceed",
    "exceed.request": "line",
    "exceed.decide": "exceed",
    "restriction.read": "restriction",
    "restriction.propose": "restriction",
    "restriction.impose": "restriction",
    "restriction.override": "restriction",
    "restriction.review": "restriction review",
    "inspection.read": "inspection",
    "inspection.write": "inspection",
    "funding.read": "funding request",
    "funding.propose": "funding request",
    "funding.approve": "funding request",
    "funding.report": "funding request",
    "statement.read": "statement",
    "period.close": "line",
    "statement.issue": "statement",
    "statement.validate": "statement",
    "statement.answer": "statement",
    "statement.agree": "statement",
    "statement.assess": "statement",
    "statement.approve": "statement",
    "payment.read": "payment",
    "payment.make": "statement",
    "finance.setup": "layout",
    "accrual.read": "line",
    "invoice.read": "invoice",
    "invoice.record": "line",
    "invoice.resolve": "invoice",
    "acquittal.read": "acquittal",
    "acquittal.send": "acquittal",
    "acquittal.receive": "acquittal",
    "shortfall.explain": "statement",
    "meeting.read": "meeting",
    "meeting.write": "meeting",
    "meeting.confirm": "meeting",
    "vacancy.read": "vacancy",
    "vacancy.write": "vacancy",
    "approval.read": "approval",
    "approval.write": "approval",
    "framework.read": "framework",
    "framework.write": "framework",
    "framework.approve": "ranking",
    "score.read": "ranked place",
    "score.query": "ranked place",
    "application.read": "application",
    "application.register": "application",
    "application.answer": "application",
    "application.work": "application",
    "application.lead": "application",
    "application.decide": "application",
    "assessment.read": "finding",
    "accreditation.read": "accreditation",
    "accreditation.write": "accreditation",
    "policy.read": "local value",
    "policy.propose": "local value",
    "policy.confirm": "local value",
    "referral.read": "referral",
    "referral.write": "referral",
    "referral.check": "referral",
    "search.read": "home search",
    "search.write": "home search",
    "search.request": "home search",
    "search.widen": "home search",
    "scoring.read": "marks",
    "scoring.write": "home search",
    "scoring.mark": "home search",
    "scoring.waive": "home search",
    "evidence.read": "evidence",
    "evidence.write": "evidence",
    "evidence.review": "evidence",
    "invitation.read": "home invitation",
    "invitation.answer": "home invitation",
    "impact.read": "impact",
    "impact.write": "impact",
    "decision.read": "decision",
    "decision.propose": "decision",
    "decision.carry_out": "decision",
    "decision.decide": "decision",
    "contract.read": "contract",
    "contract.write": "contract",
    "contract.sign": "contract",
    "panel.read": "panel",
    "panel.run": "panel",
    "import.read": "import",
    "import.load": "import",
    "exchange.read": "data return",
    "exchange.send": "data return",
    "exchange.answer": "data return",
    "exchange.draft": "exchange profile",
    "exchange.publish": "exchange profile",
    "privacy.read": "access request",
    "privacy.write": "access request",
    "privacy.check": "access request",
    "disclosure.read": "disclosure",
    "disclosure.write": "disclosure",
    "breach.read": "breach",
    "breach.write": "breach",
}
OF_THE_BODY = frozenset(
    {
        "membership",
        "invitation",
        "job",
        "letter",
        "event",
        "import",
        "layout",
        "local value",
        "referral",
        "home search",
        "panel",
        "framework",
        "ranking",
        "exchange profile",
        "breach",
    }
)
QUERIES = {"job": jobs_of, "letter": letters_of, "event": events_of}


@dataclass
class World:
    """Records by kind and square; children by where they live."""

    bodies: tuple[CommissioningBody, CommissioningBody]
    organisations: tuple[Organisation, Organisation]
    of_aotearoa: tuple[CommissioningBody, CommissioningBody]
    things: dict[str, dict[str, Any]] = field(default_factory=dict)

    def actor(self, role: Role, *, scoped: bool = False, kind: str = "") -> Actor:
        """Somebody in the first body that has the kind, and for a provider role in the first organisation."""
        body = (self.of_aotearoa if kind in OF_AOTEAROA else self.bodies)[0]
        if DESCRIPTIONS[role].held_at is HeldAt.ORGANISATION:
            return actor_in(role, body, self.organisations[0])
        actor = actor_in(role, body, scope=[self.organisations[0]] if scoped else None)
        if role in CaseWorker.Kind.values and kind not in OF_AOTEAROA:
            self._give_cases(actor)
        return actor

    def _give_cases(self, actor: Actor) -> None:
        """Make theirs the first square of the body, a child without a stay, and (which must not count) another body's.

        Of the second square they had the child until today, and have the child in the other role.
        """
        mine, ended, abroad = (set(_children_of(self.things, square)) for square in SQUARES[:3])
        for child in {*mine, *abroad, self.things["child"]["never_placed"]}:
            CaseWorkerFactory(child=child, user=actor.user, role=actor.role)
        other = next(kind for kind in CaseWorker.Kind.values if kind != actor.role)
        for child in ended - mine:
            CaseWorkerFactory(child=child, user=actor.user, role=actor.role, end=actor.today)
            CaseWorkerFactory(child=child, user=actor.user, role=other)


ABOUT_CHILDREN = (
    "placement",
    "referral",
    "home search",
    "home invitation",
    "impact",
    "evidence",
    "decision",
    "contract",
)


def _children_of(things: dict[str, dict[str, Any]], square: str) -> list[Any]:
    """The children a square's records are about."""
    found = []
    for kind in ABOUT_CHILDREN:
        path = getattr(type(things[kind][square]), "child_path", None)
        if path is not None:
            rows = type(things[kind][square])._base_manager.filter(pk=things[kind][square].pk)
            found += Child.objects.filter(pk__in=rows.values(path))
    return found


# Kinds that only Aotearoa New Zealand has stand in two bodies of its own.
OF_AOTEAROA = frozenset(
    {"application", "finding", "accreditation", "data return", "exchange profile", "funding request"}
)


def make_world() -> World:
    world = World(
        # no jurisdiction has every kind of record: two of Britain, and beside them two of Aotearoa
        (CommissioningBodyFactory(pack="gb_wls"), CommissioningBodyFactory(pack="gb_wls")),
        (OrganisationFactory(), OrganisationFactory()),
        (CommissioningBodyFactory(pack="nz"), CommissioningBodyFactory(pack="nz")),
    )
    for square in SQUARES:
        body = world.bodies[square.startswith("other_body")]
        organisation = world.organisations[square.endswith("other_organisation")]
        there = world.of_aotearoa[square.startswith("other_body")]
        things = _about_children(_things(body, organisation)) | _of_aotearoa(there, organisation)
        for kind, thing in things.items():
            world.things.setdefault(kind, {})[square] = thing
    world.things["child"] = _children(world)
    return world


def _about_children(things: dict[str, Any]) -> dict[str, Any]:
    """Each referral among them gets a child."""
    searches = [
        things["home search"],
        things["home invitation"].search,
        things["impact"].search,
        things["decision"].search,
    ]
    for referral in {things["referral"], *(search.referral for search in searches)}:
        ReferralChildFactory(referral=referral)
    return things


def _of_aotearoa(body: CommissioningBody, organisation: Organisation) -> dict[str, Any]:
    application = ApplicationFactory(body=body, organisation=organisation)
    return {
        "application": application,
        "finding": FindingFactory(application=application),
        "accreditation": AccreditationFactory(body=body, organisation=organisation),
        "data return": DataReturnFactory(body=body, organisation=organisation),
        "exchange profile": ExchangeProfileFactory(body=body, published=True),
        "funding request": FundingRequestFactory(
            line=FundedLineFactory(agreement=_agreed(body, organisation))
        ),
    }


def _agreed(body: CommissioningBody, organisation: Organisation) -> Any:
    return AgreementFactory(provider=ProviderFactory(body=body, organisation=organisation))


def _things(body: CommissioningBody, organisation: Organisation) -> dict[str, Any]:
    provider = ProviderFactory(body=body, organisation=organisation)
    home = HomeFactory(provider=provider)
    agreement = AgreementFactory(provider=provider)
    line = LineFactory(agreement=agreement)
    placement = PlacementFactory(home=home, line=line)
    quarter = to_db(DateRange(dt.date(2026, 7, 1), dt.date(2026, 10, 1)))
    statement = Statement.objects.create(
        body=body, organisation=organisation, line=line, period=quarter, label="Q1 2026-27", state="issued"
    )
    batch = PaymentBatch.objects.create(
        body=body, number=f"B-{line.pk}", created_by=UserFactory(), count=1, control_total=1, currency="AUD"
    )
    payment = Payment.objects.create(
        body=body, organisation=organisation, batch=batch, statement=statement, amount=1, cost_code="CC"
    )
    restriction = RestrictionFactory(home=home, imposed=True)
    framework = FrameworkFactory(body=body)
    ranking = RankingFactory(lot=LotFactory(framework=framework), state="opened")
    asked = InvitationToOfferFactory(body=body, organisation=organisation)
    offer = OfferFactory(invitation=asked, home=home, state="accepted")
    decision = DecisionFactory(
        body=body, organisation=organisation, offer=offer, state="accepted", accepted_at=timezone.now()
    )
    decided = offer.invitation.search
    decided.chosen = offer
    decided.save()
    return {
        "provider": provider,
        "home": home,
        "agreement": agreement,
        "variation": VariationFactory(agreement=agreement),
        "line": line,
        "placement": placement,
        "statement": statement,
        "payment": payment,
        "layout": FileLayoutFactory(body=body),
        "invoice": InvoiceFactory(line=line),
        "acquittal": AcquittalFactory(agreement=agreement),
        "exceed": ExceedRequestFactory(line=line),
        "restriction": restriction,
        "restriction review": RestrictionReviewFactory(restriction=restriction, placement=placement),
        "meeting": MeetingFactory(statement=statement),
        "inspection": InspectionFactory(home=home),
        "vacancy": VacancyFactory(home=home),
        "approval": ApprovalTermsFactory(home=home),
        "membership": MembershipFactory(body=body),
        "invitation": InvitationFactory(body=body),
        "framework": framework,
        "ranking": ranking,
        "ranked place": RankedPlaceFactory(ranking=ranking, organisation=organisation),
        "local value": confirmed_value(body=body),
        "referral": ReferralFactory(body=body),
        "home search": SearchFactory(referral=ReferralFactory(body=body)),
        "home invitation": InvitationToOfferFactory(body=body, organisation=organisation),
        "impact": ImpactAssessmentFactory(body=body, organisation=organisation),
        "marks": OfferMarkFactory(offer=offer, scoring__published=True),
        "evidence": EvidenceFactory(body=body, organisation=organisation),
        "decision": decision,
        "contract": ContractFactory(decision=decision),
        "panel": PanelFactory(body=body),
        "import": ImportBatchFactory(body=body),
        "access request": AccessRequestFactory(child=placement.child),
        "disclosure": DisclosureFactory(child=placement.child),
        "breach": BreachFactory(body=body),
        "job": JobRunFactory(body_id=body.pk, user_id=0),
        "letter": OutgoingMailFactory(body_id=body.pk),
        "event": AuditEventFactory(body_id=body.pk, kind="membership"),
    }


def _children(world: World) -> dict[str, Any]:
    here, there, abroad = (world.things["placement"][s] for s in SQUARES[:3])
    today = actor_in(body=world.bodies[0]).today
    stays = {
        "lived_here_before": DateRange(today - 90 * DAY, today),
        "comes_here_later": DateRange(today + DAY, None),
    }
    children = {"lives_here_now": here.child, "lives_elsewhere": there.child, "other_body": abroad.child}
    for situation, stay in stays.items():
        children[situation] = PlacementFactory(home=here.home, line=here.line, period=to_db(stay)).child
    children["never_placed"] = ChildFactory(body=world.bodies[0])
    return children
