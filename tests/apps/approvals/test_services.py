"""One application for each legal entity, gates that name what is missing, three people from draft to decision."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.terms import organisations_of
from homeward.apps.approvals import services
from homeward.apps.approvals.gates import gate_of
from homeward.apps.approvals.models import (
    Application,
    AssignedRole,
    ContentAgreement,
    InterestNotice,
    LocalProvision,
    ReadinessAnswer,
    Submission,
)
from homeward.apps.core.models import AuditEvent, Notice
from homeward.apps.core.refusals import Refused
from tests.apps.approvals.road import DAY, Road
from tests.factories.accounts import actor_in
from tests.factories.approvals import AgencyFactory
from tests.factories.providers import HomeFactory, ProviderFactory
from tests.refusing import refused_by

pytestmark = pytest.mark.django_db


def told(road: Road, person: object) -> list[str]:
    rows = Notice.objects.filter(user_id=person.user.pk)  # type: ignore[attr-defined]
    return list(rows.order_by("pk").values_list("title", flat=True))


# One application for each legal entity ------------------------------------------------------------------


def test_an_interest_logged_locally_is_told_to_hub_and_accreditor(road: Road) -> None:
    road.log()
    title = "Ngā Hau Māhaki Trust wishes to become a care partner"
    assert told(road, road.lead) == [title] and told(road, road.accreditor) == [title]
    assert told(road, road.local) == [] and told(road, road.partner) == []


def test_a_second_notice_of_the_same_number_joins_the_first(road: Road) -> None:
    first = road.log(contact_name="")
    again = services.register_interest(
        name="Nga Hau Mahaki", business_number=road.organisation.business_number, contact_name="Mereana Tautari",
        by=road.accreditor,
    )  # fmt: skip
    assert again.is_joined and again.application == first
    assert Application.objects.count() == 1 and Organisation.objects.filter(applications=first).count() == 1
    assert list(InterestNotice.objects.order_by("pk").values_list("part", flat=True)) == ["LOCAL", "TKK"]
    first.refresh_from_db()
    assert first.contact_name == "Mereana Tautari"  # what was empty is filled in, nothing is overwritten
    assert "A second notice joined the application of Ngā Hau Māhaki Trust" in told(road, road.admin)


def test_a_second_notice_is_known_by_the_name_without_its_macrons(road: Road) -> None:
    first = road.log(business_number="")
    again = services.register_interest(name="nga hau mahaki trust", by=road.admin)
    assert again.is_joined and again.application == first


def test_one_name_with_two_numbers_is_refused(road: Road) -> None:
    road.log()
    assert refused_by(
        services.register_interest,
        name=road.organisation.name,
        business_number="9429000009999",
        by=road.admin,
    ) == {"application.other_number"}


def test_a_partner_speaks_of_itself_only(road: Road) -> None:
    made = services.register_interest(name="Somebody else", by=road.partner).application
    assert made.organisation == road.organisation


def test_the_typical_set_of_parts_is_given_and_can_be_agreed_otherwise(road: Road) -> None:
    application = road.log()
    given = {row.part: row.user for row in AssignedRole.objects.filter(application=application)}
    assert given["LOCAL"] == road.local.user and given["NQL"] == road.lead.user and given["DCE"] is None
    second = actor_in(Role.LOCAL_ADVISER, road.body)
    services.assign_part(application=application, part="LOCAL", user=second.user, note="Agreed", by=road.lead)
    assert refused_by(road.move, "begin_local_discussion", road.local) == {"application.other_part"}
    road.move("begin_local_discussion", second)
    assert refused_by(
        services.assign_part, application=application, part="QM", user=second.user, by=road.lead
    ) == {"application.not_in_role"}


# Gates ----------------------------------------------------------------------------------------------------


def test_a_closed_gate_names_each_missing_item_and_changes_nothing(road: Road) -> None:
    road.to("CONVERSATION")
    missing = refused_by(road.move, "begin_collecting", road.lead)
    assert missing == {
        "WHAKAWHANAUNGATANGA_REQUIRED", "FAMILIARISATION_REQUIRED", "PRACTICE_RUN_REQUIRED", "SUBMIT_BY_REQUIRED",
    }  # fmt: skip
    road.application.refresh_from_db()
    assert road.application.state == "CONVERSATION"
    assert not ReadinessAnswer.objects.exists()


def test_each_unanswered_domain_is_named(road: Road) -> None:
    application = road.to("COLLECTING")
    road.answer_all()
    services.save_section(
        application=application, section="identity", answers={"what_we_do": ""}, by=road.partner
    )
    whole = {"what_we_do": "All of it.", "what_they_say": "That it is good."}
    services.save_section(application=application, section="safety", answers=whole, by=road.partner)
    with pytest.raises(Refused) as refused:
        road.move("submit", road.partner)
    facts = {r.code: r.inputs["fact"] for r in refused.value.reasons}
    assert facts["in_the_way.DOMAIN_ANSWER_REQUIRED"] == "Not answered: Identity."
    without = "Neither evidence nor a mark for the visit: "
    assert facts["in_the_way.EVIDENCE_REQUIRED"] == f"{without}Identity, Safety."


@pytest.mark.parametrize("level", [2, 3, 4])
def test_no_lower_level_opens_the_gate_to_approval(road: Road, level: int) -> None:
    road.to("QM_ENDORSED")
    road.accredit(level=level)
    assert refused_by(road.move, "enter_approval", road.manager) == {"LEVEL1_REQUIRED"}
    road.accredit(level=1, status="suspended")
    assert refused_by(road.move, "enter_approval", road.manager) == {"LEVEL1_REQUIRED"}
    road.accredit(level=1)
    road.move("enter_approval", road.manager)


def test_approval_is_refused_once_level_1_is_lost(road: Road) -> None:
    road.to("DCE_DECISION")
    road.accredit(status="suspended")
    assert refused_by(road.approve) == {"LEVEL1_REQUIRED"}


def test_a_move_is_made_from_its_own_states_by_its_own_part(road: Road) -> None:
    road.to("LOCAL_DISCUSSION")
    assert "NOT_FROM_HERE" in refused_by(road.approve)
    assert refused_by(road.move, "begin_conversation", road.lead) >= {"WRONG_ROLE"}


def test_of_a_closed_gate_those_are_told_who_can_open_it_once_a_day(road: Road) -> None:
    application = road.to("QM_ENDORSED")
    assert services.tell_of_gate(application=application, move="enter_approval", by=road.manager)
    assert services.tell_of_gate(application=application, move="enter_approval", by=road.manager) == []
    title = "A gate stayed closed: Ngā Hau Māhaki Trust"
    assert told(road, road.partner).count(title) == 1 and told(road, road.accreditor).count(title) == 1
    assert AuditEvent.objects.filter(action="tell_of_gate").count() == 1


def test_nobody_acts_on_an_organisation_in_which_they_declared_an_interest(road: Road) -> None:
    application = road.log()
    services.declare_interest(application=application, text="A sister is on its board.", by=road.local)
    assert refused_by(road.move, "begin_local_discussion", road.local) == {"DECLARED_INTEREST"}


# Preparation and readiness ----------------------------------------------------------------------------------


def test_local_provision_keeps_what_was_on_record_that_day(road: Road) -> None:
    provider = ProviderFactory(body=road.body)
    HomeFactory(provider=provider, places=3)
    road.to("CONVERSATION")
    note = LocalProvision.objects.get()
    assert note.figures == [{"partner": provider.organisation.name, "homes": 1, "places": 3}]


def test_a_conversation_lies_in_the_past_and_the_template_is_due_after_it(road: Road) -> None:
    application = road.to("CONVERSATION")
    given = dict.fromkeys(("whakawhanaungatanga", "familiarisation", "practice_run", "partner_knows"), True)
    assert refused_by(
        services.record_conversation, application=application, held_on=road.today + DAY, submit_by=road.today, by=road.lead,
        **given,
    ) == {"application.in_future", "application.submit_before_held"}  # fmt: skip


def test_what_was_handed_in_is_frozen(road: Road) -> None:
    application = road.to("SUBMITTED")
    frozen = Submission.objects.get()
    assert len(frozen.content) == 9 and len(frozen.digest) == 64
    assert refused_by(
        services.save_section, application=application, section="safety", answers={}, by=road.partner
    ) == {"application.not_now"}


def test_the_views_of_partner_and_hub_overwrite_each_other_nowhere(road: Road) -> None:
    application = road.to("HUB_REVIEW")
    services.record_finding(
        application=application, section="safety", view="developing", text="Not all checked.", by=road.lead
    )
    assert ReadinessAnswer.objects.get(section="safety").own_view == "in_place"
    services.record_agreed_view(
        application=application, section="safety", view="developing", text="By May.", by=road.lead
    )
    assert application.findings.get().view == application.agreedviews.get().view == "developing"


def test_a_question_is_answered_or_carried_before_the_review_goes_on(road: Road) -> None:
    application = road.to("HUB_REVIEW")
    ask = {"application": application, "due_on": None, "by": road.lead}
    first = services.ask_question(section="safety", question="Who checks?", **ask)
    second = services.ask_question(section="identity", question="How are whānau found?", **ask)
    road.move("ask_clarification", road.lead)
    assert refused_by(road.move, "return_clarified", road.partner) == {"CLARIFICATION_OPEN"}
    services.answer_question(clarification=first, answer="The manager.", by=road.partner)
    assert refused_by(services.answer_question, clarification=first, answer="Again.", by=road.partner) == {
        "application.question_settled"
    }
    services.carry_improvement(
        clarification=second,
        improvement="A register of whānau",
        owner="Mereana",
        due_on=road.today + 60 * DAY,
        by=road.lead,
    )
    road.move("return_clarified", road.partner)


def test_an_agreement_falls_when_the_content_changes(road: Road) -> None:
    application = road.to("CONTENT_AGREED")
    services.agree_content(application=application, by=road.partner)
    services.record_agreed_view(
        application=application, section="voice", view="strength", text="Heard.", by=road.lead
    )
    assert not ContentAgreement.objects.filter(void_at=None).exists()
    services.write_recommendation(
        application=application, text="Yes.", kinds=["iwi_social_service"], with_whanau="So.", by=road.lead
    )
    assert refused_by(road.move, "send_recommendation", road.lead) == {"CONTENT_AGREEMENT_REQUIRED"}


# From the recommendation to the decision ----------------------------------------------------------------------


def test_feedback_goes_through_the_lead_and_into_the_report(road: Road) -> None:
    application = road.to("RECOMMENDATION_WITH_QM")
    road.move("give_feedback", road.manager, text="Say more of training.")
    assert refused_by(road.move, "return_recommendation", road.lead) == {
        "FEEDBACK_DISCUSSED_REQUIRED", "REPORT_UPDATE_REQUIRED",
    }  # fmt: skip
    services.discuss_feedback(
        feedback=application.recommendationfeedbacks.get(),
        discussed_on=road.today,
        outcome="Training is dated.",
        by=road.lead,
    )
    services.write_recommendation(
        application=application,
        text="With dates.",
        kinds=["iwi_social_service"],
        with_whanau="So.",
        by=road.lead,
    )
    road.move("return_recommendation", road.lead)
    road.move("endorse", road.manager)
    assert application.recommendations.get(number=2).endorsed_by == road.manager.user


def test_nobody_endorses_what_they_drafted(road: Road) -> None:
    application = road.to("RECOMMENDATION_WITH_QM")
    both = actor_in(Role.QUALITY_MANAGER, road.body, user=road.lead.user)
    services.assign_part(application=application, part="QM", user=both.user, by=road.lead)
    assert refused_by(road.move, "endorse", both) == {"OWN_RECOMMENDATION"}


def test_nobody_decides_what_they_endorsed_and_only_the_delegate_decides(road: Road) -> None:
    road.to("DCE_DECISION")
    both = actor_in(Role.DEPUTY_CHIEF_EXECUTIVE, road.body, user=road.manager.user)
    given = {"kinds": ["iwi_social_service"], "reasons": "So.", "is_suitable": True, "with_whanau": "So."}
    assert refused_by(road.move, "approve", both, **given) == {"OWN_ENDORSEMENT"}
    assert "WRONG_ROLE" in refused_by(road.move, "approve", road.manager, **given)


def test_a_decision_says_kind_reasons_and_how_tamariki_maori_stay_with_whanau(road: Road) -> None:
    road.to("DCE_DECISION")
    missing = refused_by(road.move, "approve", road.delegate)
    assert {"DECISION_KIND_REQUIRED", "DECISION_REASONS_REQUIRED", "record.missing"} <= missing


def test_a_community_service_is_approved_under_its_own_section(road: Road) -> None:
    road.to("DCE_DECISION")
    road.approve(kinds=["community_service", "iwi_social_service"])
    assert road.application.approval.section == "403, 396"


def test_nothing_is_declined_before_submissions_or_the_end_of_their_time(road: Road) -> None:
    application = road.to("DCE_DECISION")
    road.move("decline", road.delegate, reasons="No caregivers yet.", submissions_by=road.today + 30 * DAY)
    assert refused_by(road.move, "confirm_decline", road.delegate, reasons="As proposed.") == {
        "SUBMISSIONS_OPEN"
    }
    services.hear_submission(application=road.application, text="Two caregivers have begun.", by=road.partner)
    road.move("reconsider", road.delegate)
    road.approve()
    assert application.applicationdecisions.count() == 2


def test_after_submissions_it_may_be_declined_and_a_new_interest_begins_anew(road: Road) -> None:
    road.to("DCE_DECISION")
    road.move("decline", road.delegate, reasons="No caregivers yet.", submissions_by=road.today + 30 * DAY)
    services.hear_submission(application=road.application, text="We accept.", by=road.partner)
    first = road.move("confirm_decline", road.delegate, reasons="As proposed.")
    assert first.state == "DECLINED" and first.before_end == "DECLINE_PROPOSED"
    assert road.log() != first


# Setting aside --------------------------------------------------------------------------------------------------


def test_a_pause_needs_a_reason_and_ends_where_it_began(road: Road) -> None:
    road.to("LOCAL_DISCUSSION")
    assert refused_by(road.move, "pause", road.lead) == {"REASON_REQUIRED"}
    road.move("pause", road.lead, note="The house was sold.")
    assert road.application.resumes_at == "LOCAL_DISCUSSION"
    assert "application.not_running" in refused_by(
        services.record_local_provision, application=road.application, there_already="x", spoken_to="x", with_whanau="x",
        by=road.local,
    )  # fmt: skip
    assert road.move("resume", road.partner).state == "LOCAL_DISCUSSION"


def test_a_joint_approach_is_asked_for_by_the_partner_and_agreed_by_both(road: Road) -> None:
    application = road.to("LOCAL_DISCUSSION")
    services.record_local_provision(
        application=application, there_already="x", spoken_to="x", with_whanau="x", by=road.local
    )
    assert refused_by(road.move, "plan_jointly", road.local) == {"JOINT_REQUEST_REQUIRED"}
    services.ask_joint_approach(application=application, wish="One visit of both.", by=road.partner)
    application = road.move("plan_jointly", road.partner)
    services.agree_joint_approach(application=application, plan="In May, together.", by=road.lead)
    assert refused_by(road.move, "settle_joint_plan", road.lead) == {"JOINT_AGREEMENT_REQUIRED"}
    services.agree_joint_approach(application=application, plan="In May, together.", by=road.accreditor)
    road.move("settle_joint_plan", road.accreditor)


# Afterwards -----------------------------------------------------------------------------------------------------


def test_the_first_touchpoint_lies_three_to_four_months_after_the_approval(road: Road) -> None:
    application = road.to("APPROVED")
    application.approval.approved_on = dt.date(2026, 10, 31)
    application.approval.save()
    application = Application.objects.get(pk=application.pk)
    window = gate_of(application).touchpoint
    assert window is not None
    assert (window.window_start, window.window_end) == (dt.date(2027, 1, 31), dt.date(2027, 2, 28))
    assert window.suggested_on == dt.date(2027, 2, 26)


def test_each_part_writes_its_own_lines_after_the_decision(road: Road) -> None:
    application = road.to("APPROVED")
    assert refused_by(
        services.record_transition, application=application, celebrated_on=road.today, by=road.local
    ) == {"record.not_permitted"}
    assert refused_by(
        services.record_transition, application=application, celebrated_on=road.today + DAY, by=road.lead
    ) == {"application.in_future"}
    assert refused_by(road.move, "begin_contracting", road.manager) == {"LETTER_REQUIRED"}


def test_whoever_is_told_hears_which_organisation_it_is_about(road: Road) -> None:
    road.to("COLLECTING")
    assert Notice.objects.exclude(title__contains=road.organisation.name).count() == 0


def test_people_of_an_applicant_can_be_invited_before_it_is_a_care_partner(road: Road) -> None:
    road.log()
    assert road.organisation in organisations_of(road.body)
    assert road.organisation not in organisations_of(AgencyFactory())


def test_a_move_reads_no_more_than_its_ways_on_ask_for(
    road: Road, django_assert_max_num_queries: Any
) -> None:
    road.to("RECOMMENDATION_WITH_QM")
    with django_assert_max_num_queries(30):
        road.move("endorse", road.manager, text="Endorsed.")
