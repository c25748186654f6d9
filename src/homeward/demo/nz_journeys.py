"""Organisations on their way to becoming care partners, one at each state, and six that are. All of it is invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.roles import Role
from homeward.apps.approvals import services
from homeward.apps.approvals.models import Application
from homeward.apps.approvals.templates import sections_of
from homeward.apps.core.models import Document
from homeward.apps.core.signatures import sign
from homeward.demo.agenda import Agenda
from homeward.demo.nz import PARTNERS, Aotearoa
from homeward.demo.people import PASSWORD

DAY = dt.timedelta(days=1)
WITH_WHANAU = "Caregivers are sought among the child’s own whānau first, then within hapū and iwi; each plan names who was asked."
SAID = {
    "legal_form": "Charitable trust", "affiliation": "As its people say it themselves (invented)",
    "what_we_do": "We plan with the child and the whānau, write down what was agreed, and look at it together each month.",
    "what_they_say": "Tamariki say they know why they are here. Caregivers ask for more respite.",
}  # fmt: skip
OTHERWISE = "Described in our handbook, and to be shown."
KINDS = ("iwi_social_service", "child_and_family_support_service", "cultural_social_service")


class Journey:
    """One application, moved on day by day through the services."""

    def __init__(self, agenda: Agenda, nz: Aotearoa, number: int, begun: int) -> None:
        self.agenda, self.nz, self.number = agenda, nz, number
        self.name = PARTNERS[number][0]
        self.day = nz.body.today - begun * DAY
        self.hoped_for_by = self.day + 230 * DAY
        self.partner = nz.managers[self.name]
        self.local, self.lead = nz.one(Role.LOCAL_ADVISER), nz.one(Role.HUB_LEAD)
        self.manager, self.delegate = nz.one(Role.QUALITY_MANAGER), nz.one(Role.DEPUTY_CHIEF_EXECUTIVE)
        self.accreditor, self.group = nz.one(Role.ACCREDITOR), nz.one(Role.ADVISORY_MEMBER)
        self.application = Application()

    def then(self, days: int, deed: Callable[[], Any]) -> Journey:
        """Put a deed on the agenda, so many days after the one before."""
        self.day += days * DAY
        self.agenda.on(self.day, deed)
        return self

    def move(self, code: str, by: Actor, **told: Any) -> None:
        self.application.refresh_from_db()
        self.application = services.move_application(application=self.application, move=code, by=by, **told)

    def log(self, by: Actor | None = None, **more: Any) -> None:
        organisation = Organisation.objects.get(name=self.name)
        given: dict[str, Any] = {
            "name": self.name, "business_number": organisation.business_number, "contact_name": self.partner.user.name,
            "contact_email": self.partner.user.email, "local_office": "Te Tai Tokerau (invented office)", "has_talked": True,
            "kinds": [KINDS[self.number % len(KINDS)]], "care_options": "Whānau homes", "places": 3 + self.number % 4,
            "hoped_for_by": self.hoped_for_by, **more,
        }  # fmt: skip
        self.application = services.register_interest(**given, by=by or self.local).application

    def discuss(self) -> None:
        self.move("begin_local_discussion", self.local)

    def consider_local(self) -> None:
        services.record_local_provision(
            application=self.application, there_already="Two organisations care for tamariki here; neither takes siblings.",
            spoken_to="The site manager, the rūnanga and the two organisations.", with_whanau=WITH_WHANAU, by=self.local,
        )  # fmt: skip

    def to_conversation(self) -> None:
        self.consider_local()
        self.move("begin_conversation", self.local)

    def talk(self) -> None:
        today = self.lead.today
        services.record_conversation(
            application=self.application, held_on=today, whakawhanaungatanga=True, familiarisation=True, practice_run=True,
            partner_knows=True, submit_by=today + 42 * DAY, people="Lead, adviser, and three of the organisation",
            by=self.lead,
        )  # fmt: skip
        self.move("begin_collecting", self.lead)

    def answer(self, most: int = 99) -> None:
        for section in sections_of(self.application)[:most]:
            services.save_section(
                application=self.application, section=section.code, at_visit=True,
                own_view="in_place" if section.is_domain else "", by=self.partner,
                answers={q.code: SAID.get(q.code, OTHERWISE) for q in section.questions},
            )  # fmt: skip

    def hand_in(self) -> None:
        self.answer()
        self.move("submit", self.partner)

    def begin_review(self) -> None:
        self.move("begin_review", self.lead)

    def find(self, *, all_domains: bool = True) -> None:
        domains = [s for s in sections_of(self.application) if s.is_domain]
        for section in domains if all_domains else domains[:4]:
            services.record_finding(
                application=self.application, section=section.code, view="in_place",
                text="As the organisation tells it; the register was seen.", by=self.lead,
            )  # fmt: skip

    def no_visit(self) -> None:
        services.decide_visit(
            application=self.application, is_wanted=False, by=self.lead,
            reason="The accreditor was on site last month, and the lead with them.",
        )  # fmt: skip

    def ask(self) -> None:
        due = self.lead.today + 14 * DAY
        for section, question in (
            ("safety", "Who checks the two kaimahi who began in July?"),
            ("identity", "How are whānau found and visited when they live far away?"),
        ):
            services.ask_question(
                application=self.application, section=section, question=question, due_on=due, by=self.lead
            )
        self.move("ask_clarification", self.lead)

    def finish_review(self) -> None:
        self.find()
        self.no_visit()
        self.move("finish_review", self.lead)

    def recommend(self) -> None:
        services.agree_content(application=self.application, by=self.lead)
        services.agree_content(application=self.application, by=self.partner)
        services.write_recommendation(
            application=self.application, text="Ready in every domain that was looked at. We recommend approval.",
            kinds=self.application.kinds, with_whanau=WITH_WHANAU, by=self.lead,
        )  # fmt: skip
        self.move("send_recommendation", self.lead)

    def feed_back(self) -> None:
        self.move("give_feedback", self.manager, text="Say more of how caregivers are supported at night.")

    def endorse(self) -> None:
        self.move("endorse", self.manager, text="Endorsed.")

    def accredit(self, level: int = 1) -> None:
        services.record_accreditation(
            organisation=self.application.organisation, status="accredited", level=level, granted_on=self.accreditor.today,
            report_received_on=self.accreditor.today, by=self.accreditor,
        )  # fmt: skip

    def assess(self) -> None:
        services.record_accreditation(
            organisation=self.application.organisation, status="in_progress", expected_on=self.accreditor.today + 60 * DAY,
            note="Assessed on site; the report is being written.", by=self.accreditor,
        )  # fmt: skip

    def enter(self) -> None:
        self.move("enter_approval", self.manager)
        self.move("consult_group", self.manager)

    def advise(self) -> None:
        self.move(
            "advise",
            self.group,
            met_on=self.group.today,
            present="Four members",
            text="The group supports approval.",
        )

    def approve(self) -> None:
        self.move(
            "approve", self.delegate, kinds=list(self.application.kinds), with_whanau=WITH_WHANAU, is_suitable=True,
            reasons="Suitable to care for children, and capable of its duties.",
            conditions="Caregiver training is complete within six months.",
        )  # fmt: skip

    def decline(self) -> None:
        self.move(
            "decline", self.delegate, submissions_by=self.delegate.today + 30 * DAY,
            reasons="The organisation has no caregivers yet, and could not say when it would.",
        )  # fmt: skip

    def confirm_decline(self) -> None:
        self.move("confirm_decline", self.delegate, reasons="Nothing was submitted that changes it.")

    def withdraw(self) -> None:
        self.move("withdraw", self.partner, note="Our people are needed elsewhere this year.")

    def visit(self) -> None:
        services.decide_visit(
            application=self.application, is_wanted=True, by=self.lead,
            reason="To see the house, and to meet the caregivers.",
        )  # fmt: skip
        self.move("begin_visit", self.lead)

    def contract(self) -> None:
        """The letter is signed by the delegate, and the key contact told."""
        self.sign(self.application.transition.letter, self.delegate)
        self.move("begin_contracting", self.manager)

    def sign(self, document: Document | None, *people: Actor) -> None:
        assert document is not None
        for by in people:
            sign(document=document, typed_name=by.user.name, password=PASSWORD, by=by)

    def enter_cycle(self) -> None:
        self.move("enter_cycle", self.local)

    def hand_over(self) -> None:
        given = {"application": self.application}
        services.record_transition(**given, lead_invited_on=self.local.today, by=self.local)
        services.record_transition(
            **given, touchpoint_on=self.lead.today + 80 * DAY, celebrated_on=self.lead.today, by=self.lead
        )
        self.move("hand_over", self.lead)


def plan_journeys(agenda: Agenda, nz: Aotearoa) -> None:
    """Each organisation's deeds, the oldest begun longest ago."""
    from homeward.demo.nz_agreements import plan_partners  # it is written in terms of a journey

    def begin(number: int, begun: int) -> Journey:
        return Journey(agenda, nz, number, begun)

    def to_collecting(one: Journey) -> Journey:
        return one.then(0, one.log).then(12, one.discuss).then(20, one.to_conversation).then(15, one.talk)

    def to_review(one: Journey) -> Journey:
        return to_collecting(one).then(38, one.hand_in).then(3, one.begin_review)

    def to_endorsed(one: Journey) -> Journey:
        return to_review(one).then(18, one.finish_review).then(9, one.recommend).then(8, one.endorse)

    def to_decision(one: Journey) -> Journey:
        return to_endorsed(one).then(2, one.accredit).then(1, one.enter).then(14, one.advise)

    one = begin(0, 140)  # clarifying, as the accreditor writes its report
    to_review(one).then(5, lambda: one.find(all_domains=False)).then(4, one.ask).then(2, one.assess)
    two = begin(1, 62)
    to_collecting(two).then(6, lambda: two.answer(4))
    three = begin(2, 4)  # two notices of one legal entity
    three.then(0, three.log).then(1, lambda: three.log(by=three.accreditor))
    four = begin(3, 40)
    _joint(four)
    five = begin(4, 45)
    five.then(0, five.log).then(14, five.discuss).then(18, five.to_conversation)
    six = begin(5, 130)  # in review for longer than aimed at
    to_review(six)
    seven = begin(6, 160)
    to_review(seven).then(20, seven.finish_review).then(10, seven.recommend).then(6, seven.feed_back)
    eight = begin(7, 170)  # stopped at the gate: Level 2 does not do
    to_endorsed(eight).then(3, lambda: eight.accredit(level=2))
    nine = begin(8, 185)
    to_decision(nine)
    ten = begin(9, 200)
    to_decision(ten).then(6, ten.decline)
    twelve = begin(11, 90)
    to_collecting(twelve).then(
        10,
        lambda: twelve.move(
            "pause", twelve.partner, note="The house we meant to use was sold; we look for another."
        ),
    )
    visited = begin(12, 110)
    to_review(visited).then(6, visited.visit)
    contracting = begin(13, 190)  # approved, and the contract documents are being made
    to_decision(contracting).then(8, contracting.approve).then(3, contracting.contract)
    declined = begin(14, 260)
    to_decision(declined).then(5, declined.decline).then(40, declined.confirm_decline)
    withdrawn = begin(15, 100)
    to_collecting(withdrawn).then(9, withdrawn.withdraw)
    plan_partners(lambda number, begun: to_decision(begin(number, begun)), contracting)


def _joint(one: Journey) -> None:
    def ask() -> None:
        one.consider_local()
        services.ask_joint_approach(
            application=one.application, wish="One visit of both, and one list of papers.", by=one.partner
        )
        one.move("plan_jointly", one.partner)

    one.then(0, lambda: one.log(by=one.accreditor)).then(9, one.discuss).then(15, ask)
