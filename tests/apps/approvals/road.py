"""The road of one application through the services, from the first notice to the quality cycle, step by step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.models import Agreement
from homeward.apps.agreements.outcome_models import CareModelSummary
from homeward.apps.agreements.services import (
    add_line,
    draw_agreement,
    make_agreement,
    publish_specification,
    set_rate,
)
from homeward.apps.approvals import services
from homeward.apps.approvals.models import Application
from homeward.apps.approvals.templates import sections_of
from homeward.apps.providers.services import register_provider
from homeward.kernel.ranges import DateRange
from tests.factories.accounts import OrganisationFactory, actor_in
from tests.factories.approvals import AgencyFactory
from tests.signing import sign_as

DAY = dt.timedelta(days=1)


@dataclass
class Road:
    """An agency with one person in each role, and a partner's manager."""

    body: Any = field(default_factory=AgencyFactory)

    def __post_init__(self) -> None:
        self.organisation = OrganisationFactory(name="Ngā Hau Māhaki Trust", business_number="9429000000001")
        self.local = actor_in(Role.LOCAL_ADVISER, self.body)
        self.lead = actor_in(Role.HUB_LEAD, self.body)
        self.admin = actor_in(Role.HUB_ADMINISTRATOR, self.body)
        self.manager = actor_in(Role.QUALITY_MANAGER, self.body)
        self.group = actor_in(Role.ADVISORY_MEMBER, self.body)
        self.delegate = actor_in(Role.DEPUTY_CHIEF_EXECUTIVE, self.body)
        self.accreditor = actor_in(Role.ACCREDITOR, self.body)
        self.partner = actor_in(Role.PROVIDER_MANAGER, self.body, self.organisation)
        self.worker = actor_in(Role.PROVIDER_WORKER, self.body, self.organisation)
        self.today = self.local.today

    def log(self, **more: Any) -> Application:
        given = {
            "name": self.organisation.name, "business_number": self.organisation.business_number,
            "contact_name": "Mereana Tautari", "local_office": "Te Tai Tokerau", "has_talked": True,
            "kinds": ["iwi_social_service"], **more,
        }  # fmt: skip
        self.application = services.register_interest(**given, by=self.local).application
        return self.application

    def move(self, code: str, by: Actor, **told: Any) -> Application:
        self.application.refresh_from_db()
        self.application = services.move_application(application=self.application, move=code, by=by, **told)
        return self.application

    def steps(self) -> list[tuple[str, Callable[[], Any]]]:
        """What is done from one state to the next, in order: the state it leads to, and the deeds."""
        return [
            ("INTEREST_LOGGED", self.log),
            ("LOCAL_DISCUSSION", lambda: self.move("begin_local_discussion", self.local)),
            ("CONVERSATION", self._discuss),
            ("COLLECTING", self._talk),
            ("SUBMITTED", self._hand_in),
            ("HUB_REVIEW", lambda: self.move("begin_review", self.lead)),
            ("CONTENT_AGREED", self.review),
            ("RECOMMENDATION_WITH_QM", self.recommend),
            ("QM_ENDORSED", lambda: self.move("endorse", self.manager, text="Endorsed.")),
            ("APPROVAL_CONSIDERATION", self._enter),
            ("ADVISORY_GROUP", lambda: self.move("consult_group", self.manager)),
            ("DCE_DECISION", self._advise),
            ("APPROVED", self.approve),
            ("CONTRACTING", self._letter),
            ("QA_CYCLE", self._contract),
            ("HANDED_OVER", self._hand_over),
        ]

    def to(self, state: str) -> Application:
        """Go on until the application stands at a state of the straight road; from where it stands, if it was begun."""
        steps = self.steps()
        there = [target for target, _deed in steps]
        now = self.application.state if hasattr(self, "application") else ""
        for target, deed in steps[there.index(now) + 1 :] if now else steps:
            deed()
            self.application.refresh_from_db()
            assert self.application.state == target
            if target == state:
                return self.application
        raise AssertionError(state)

    def _discuss(self) -> None:
        services.record_local_provision(
            application=self.application, there_already="Two homes of one partner.", spoken_to="The rūnanga.",
            with_whanau="Caregivers are found among whānau first.", by=self.local,
        )  # fmt: skip
        self.move("begin_conversation", self.local)

    def _talk(self) -> None:
        services.record_conversation(
            application=self.application, held_on=self.today, whakawhanaungatanga=True, familiarisation=True,
            practice_run=True, partner_knows=True, submit_by=self.today + 30 * DAY, by=self.lead,
        )  # fmt: skip
        self.move("begin_collecting", self.lead)

    def answer_all(self) -> None:
        for section in sections_of(self.application):
            services.save_section(
                application=self.application, section=section.code, at_visit=True, own_view="in_place",
                answers={q.code: "What we do, in our words." for q in section.questions}, by=self.partner,
            )  # fmt: skip

    def _hand_in(self) -> None:
        self.answer_all()
        self.move("submit", self.partner)

    def review(self) -> None:
        for section in sections_of(self.application):
            if section.is_domain:
                services.record_finding(
                    application=self.application,
                    section=section.code,
                    view="in_place",
                    text="As told.",
                    by=self.lead,
                )
        services.decide_visit(
            application=self.application, is_wanted=False, reason="Known well.", by=self.lead
        )
        self.move("finish_review", self.lead)

    def recommend(self) -> None:
        services.agree_content(application=self.application, by=self.lead)
        services.agree_content(application=self.application, by=self.partner)
        services.write_recommendation(
            application=self.application, text="We recommend approval.", kinds=["iwi_social_service"],
            with_whanau="Caregivers are whānau.", by=self.lead,
        )  # fmt: skip
        self.move("send_recommendation", self.lead)

    def accredit(self, **more: Any) -> None:
        given = {
            "status": "accredited",
            "level": 1,
            "granted_on": self.today,
            "report_received_on": self.today,
            **more,
        }
        services.record_accreditation(organisation=self.organisation, **given, by=self.accreditor)

    def _enter(self) -> None:
        self.accredit()
        self.move("enter_approval", self.manager)

    def _advise(self) -> None:
        self.move("advise", self.group, met_on=self.today, present="Three members", text="Approve.")

    def approve(self, **more: Any) -> None:
        told = {
            "kinds": ["iwi_social_service"], "reasons": "Suitable and capable.", "is_suitable": True,
            "with_whanau": "Caregivers are whānau.", **more,
        }  # fmt: skip
        self.move("approve", self.delegate, **told)

    def sign_letter(self) -> None:
        sign_as(self.application.transition.letter, self.delegate)

    def _letter(self) -> None:
        self.sign_letter()
        self.move("begin_contracting", self.manager)

    def summarise(self, words: str = "As we say it ourselves.", *, changed: str = "") -> CareModelSummary:
        """The next version of the care model summary, written, handed in and agreed."""
        given = {"application": self.application}
        summary = services.begin_care_model(**given, by=self.partner)
        for section in summary.sections:
            answers = {q["code"]: words for q in section["questions"]}
            services.save_care_model(
                **given, summary=summary, section=section["code"], answers=answers, by=self.partner
            )
        services.submit_care_model(**given, summary=summary, changed=changed, by=self.partner)
        return services.agree_care_model(**given, summary=summary, by=self.lead)

    def make_agreement(self) -> Agreement:
        """The care partner on record, with an agreement of one dynamic line, not drawn up yet. The rate is invented."""
        provider = register_provider(
            name=self.organisation.name, business_number=self.organisation.business_number, reference="CP-001",
            start=self.today, by=self.local,
        )  # fmt: skip
        specification = publish_specification(
            code="SC", title="Shared care", service_type="shared_care", text="Roles and requirements.",
            effective_from=self.today, by=self.local,
        )  # fmt: skip
        period = DateRange(self.today, self.today.replace(year=self.today.year + 3))
        self.agreement = make_agreement(
            provider=provider, reference="OA-001", title="Shared care", period=period, by=self.local
        )
        line = add_line(
            agreement=self.agreement, service_type="shared_care", method="dynamic", cost_code="C1",
            specification=specification, by=self.local,
        )  # fmt: skip
        set_rate(
            line=line, kind="general_support", amount=150, period=period, reference="OA-001", is_placeholder=True,
            by=self.local,
        )  # fmt: skip
        return self.agreement

    def sign_agreement(self) -> None:
        """Drawn up, then signed by the partner and by the local adviser."""
        document = draw_agreement(agreement=self.agreement, by=self.local).document
        for actor in (self.partner, self.local):
            sign_as(document, actor)

    def _contract(self) -> None:
        self.summarise()
        self.make_agreement()
        self.sign_agreement()
        self.move("enter_cycle", self.local)

    def _hand_over(self) -> None:
        services.record_transition(application=self.application, lead_invited_on=self.today, by=self.local)
        services.record_transition(
            application=self.application, touchpoint_on=self.today + 95 * DAY, by=self.lead
        )
        self.move("hand_over", self.lead)
