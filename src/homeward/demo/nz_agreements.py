"""Six approved care partners with signed outcome agreements on the three funding models. Names and rates are invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from homeward.apps.agreements import services as agreements
from homeward.apps.agreements.models import Agreement, Line, ServiceSpecification
from homeward.apps.approvals import services
from homeward.apps.providers.services import register_provider
from homeward.demo.nz_journeys import DAY, WITH_WHANAU, Journey
from homeward.kernel.ranges import DateRange

REFERENCE = "Invented rate of the demonstration: no rate is published"
TEXT = (
    "The partner cares for tamariki in homes of its own or of its caregivers, by day and by night.\n\n"
    "It plans with each child and their whānau, keeps them safe and well, and tells the agency what it has to know. "
    "The agency gives what it knows of each child before the first night, and stays in touch.\n\n"
    "How this is done stands in the care model summary. (Invented: the published specification was not read.)"
)
WORDS = {
    "who_comes": "Tamariki of five to fourteen years, most with brothers or sisters, with general or additional needs.",
    "how_many": "Four, in two homes",
    "day": "Breakfast together, school, and kai at one table. Evenings are for homework, sport and stories.",
    "plan": "We plan with the child and the whānau, write down what was agreed, and look at it together each month.",
    "whanau": WITH_WHANAU,
    "caregivers": "Each caregiver has a kaimahi to ring by day and night, and a weekend of respite each month.",
}
OTHERWISE = "As our handbook says, and as we showed at the visit."


@dataclass(frozen=True)
class Plan:
    """One partner: its place in the list, when it began, and each line's model, kind of price and invented rate."""

    number: int
    begun: int
    title: str
    lines: tuple[tuple[str, str, str, str], ...]
    is_handed_over: bool = True
    years: int = 3


DYNAMIC = ("dynamic", "general_support", "150.00", "shared_care")
FIXED = ("fixed", "instalment", "98000.00", "other_care")
INDIVIDUAL = ("individualised", "individual", "620.00", "other_care")
PLANS = (
    Plan(10, 430, "Whānau homes", (DYNAMIC,), is_handed_over=False),
    Plan(16, 425, "Whānau homes and a house for rangatahi", (DYNAMIC, FIXED)),
    Plan(17, 420, "A rostered house", (FIXED,)),
    Plan(18, 415, "Caregivers of the bay", (DYNAMIC,)),
    Plan(19, 410, "One young person, cared for alone", (INDIVIDUAL,), years=1),
    Plan(20, 405, "Family homes", (DYNAMIC, INDIVIDUAL)),
)


def plan_partners(to_decision: Callable[[int, int], Journey], contracting: Journey) -> None:
    """Six journeys to the end, and one that stands at contracting with its summary handed in."""
    made: dict[int, Partner] = {}
    for plan in PLANS:
        partner = made[plan.number] = Partner(to_decision(plan.number, plan.begun), plan)
        road = partner.journey.then(8, partner.journey.approve).then(4, partner.journey.contract)
        road.then(9, partner.summarise).then(9, partner.draw_up).then(5, partner.sign)
        road.then(2, partner.journey.enter_cycle)
        if plan.is_handed_over:
            road.then(6, partner.journey.hand_over)
    first = Partner(contracting, PLANS[0])
    contracting.then(6, lambda: first.write(settle=False))
    agenda, today = contracting.agenda, contracting.agenda.today
    varied, waiting = made[18], made[16]
    agenda.on(today - 60 * DAY, varied.next_summary, rank=8)
    agenda.on(today - 45 * DAY, lambda: varied.vary("153.00", today - 40 * DAY, both=True), rank=8)
    agenda.on(today - 12 * DAY, lambda: waiting.vary("152.00", today + 20 * DAY, both=False), rank=8)


class Partner:
    """What is contracted with one approved care partner, after its journey to the approval."""

    def __init__(self, journey: Journey, plan: Plan) -> None:
        self.journey, self.plan = journey, plan
        self.agreement = Agreement()

    def write(self, *, changed: str = "", settle: bool = True, **other: str) -> None:
        """A version of the care model summary, handed in by the partner and agreed by the lead."""
        one, given = self.journey, {"application": self.journey.application}
        summary = services.begin_care_model(**given, by=one.partner)
        for section in summary.sections:
            answers = {q["code"]: {**WORDS, **other}.get(q["code"], OTHERWISE) for q in section["questions"]}
            services.save_care_model(
                **given, summary=summary, section=section["code"], answers=answers, by=one.partner
            )
        services.submit_care_model(**given, summary=summary, changed=changed, by=one.partner)
        if settle:
            services.agree_care_model(summary=summary, application=one.application, by=one.lead)

    def summarise(self) -> None:
        self.write()

    def next_summary(self) -> None:
        self.write(
            changed="A third home opened, and respite is doubled.", how_many="Six, in three homes",
            caregivers="Each caregiver has a kaimahi to ring by day and night, and two weekends of respite each month.",
        )  # fmt: skip

    def draw_up(self) -> None:
        """The partner on record, its agreement with lines and rates, and the paper both sides sign."""
        one = self.journey
        organisation = one.application.organisation
        provider = register_provider(
            name=organisation.name, business_number=organisation.business_number, reference=f"CP-{one.number + 1:03}",
            start=one.local.today, contact_name=one.partner.user.name, by=one.local,
        )  # fmt: skip
        start = (one.local.today + relativedelta(months=1)).replace(day=1)
        period = DateRange(start, start + relativedelta(years=self.plan.years))
        self.agreement = agreements.make_agreement(
            provider=provider,
            reference=f"OA-{one.number + 1:03}",
            title=self.plan.title,
            period=period,
            by=one.local,
        )
        for method, kind, amount, service in self.plan.lines:
            line = agreements.add_line(
                agreement=self.agreement, service_type=service, method=method, cost_code=f"PC-{one.number + 1:03}",
                specification=self.specification(service), by=one.local,
            )  # fmt: skip
            agreements.set_rate(
                line=line, kind=kind, amount=Decimal(amount), period=period, reference=REFERENCE, is_placeholder=True,
                by=one.local,
            )  # fmt: skip
        agreements.draw_agreement(agreement=self.agreement, by=one.local)

    def specification(self, service: str) -> ServiceSpecification:
        body, title = self.journey.nz.body, "Shared care" if service == "shared_care" else "Care in a house"
        found = (
            ServiceSpecification.objects.filter(body=body, service_type=service).order_by("-version").first()
        )
        return found or agreements.publish_specification(
            code=service.upper(), title=f"{title} (invented)", service_type=service, text=TEXT,
            effective_from=self.journey.local.today, by=self.journey.local,
        )  # fmt: skip

    def sign(self) -> None:
        self.journey.sign(self.agreement.papers.get().document, self.journey.partner, self.journey.local)

    def vary(self, amount: str, on: dt.date, *, both: bool) -> None:
        """Another rate, and the newest summary where there is one; signed by the agency, or by both."""
        one, line = self.journey, Line.objects.filter(agreement=self.agreement, method="dynamic").get()
        changes = [
            {"kind": "rate", "line": line.public_id, "category": "general_support", "after": amount},
            *([{"kind": "care_model", "line": "", "after": "2"}] if both else []),
        ]
        variation = agreements.propose_variation(
            agreement=self.agreement, effective_on=on, reason="Costs have risen (invented).",
            reference="Yearly talk (invented)", changes=changes, by=one.local,
        )  # fmt: skip
        one.sign(variation.document, *((one.local, one.partner) if both else (one.local,)))
