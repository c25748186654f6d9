"""How each requirement of a journey is judged, by its code. A pack names in its workflow which of them a move needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from homeward.engine.approval import deciding, preparing, readiness
from homeward.engine.approval.accreditation import level1

if TYPE_CHECKING:
    from homeward.engine.approval.case import Case, Missing

NEEDS: dict[str, Callable[[Case], Iterable[Missing]]] = {
    "ORGANISATION_IDENTITY_REQUIRED": preparing.identity,
    "NZBN_MISSING": preparing.business_number,
    "LOCAL_CONTACT_REQUIRED": preparing.local_contact,
    "LOCAL_TALKS_REQUIRED": preparing.local_talks,
    "LOCAL_PROVISION_REQUIRED": preparing.local_provision,
    "STAKEHOLDERS_REQUIRED": preparing.stakeholders,
    "TAMARIKI_MAORI_REQUIRED": preparing.tamariki_maori,
    "JOINT_REQUEST_REQUIRED": preparing.joint_request,
    "JOINT_AGREEMENT_REQUIRED": preparing.joint_agreement,
    "WHAKAWHANAUNGATANGA_REQUIRED": readiness.whakawhanaungatanga,
    "FAMILIARISATION_REQUIRED": readiness.familiarisation,
    "PRACTICE_RUN_REQUIRED": readiness.practice_run,
    "SUBMIT_BY_REQUIRED": readiness.submit_by,
    "PARTNER_KNOWS_REQUIRED": readiness.partner_knows,
    "CONTEXT_REQUIRED": readiness.context,
    "DOMAIN_ANSWER_REQUIRED": readiness.domain_answers,
    "EVIDENCE_REQUIRED": readiness.evidence,
    "TEMPLATE_FROZEN_REQUIRED": readiness.frozen,
    "FINDING_REQUIRED": readiness.findings,
    "VISIT_DECISION_REQUIRED": readiness.visit_decision,
    "VISIT_RECORD_REQUIRED": readiness.visit_record,
    "CLARIFICATION_OPEN": readiness.clarifications,
    "CONTENT_AGREEMENT_REQUIRED": readiness.content_agreement,
    "RECOMMENDATION_REQUIRED": readiness.recommendation,
    "FEEDBACK_REQUIRED": readiness.feedback,
    "FEEDBACK_DISCUSSED_REQUIRED": readiness.feedback_discussed,
    "REPORT_UPDATE_REQUIRED": readiness.report_updated,
    "ENDORSEMENT_REQUIRED": readiness.endorsement,
    "OWN_RECOMMENDATION": readiness.own_recommendation,
    "LEVEL1_REQUIRED": level1,
    "ADVICE_REQUIRED": deciding.advice,
    "DECISION_REQUIRED": deciding.decision,
    "DECISION_KIND_REQUIRED": deciding.kinds,
    "EMPOWERING_SECTION_REQUIRED": deciding.sections,
    "DECISION_REASONS_REQUIRED": deciding.reasons,
    "SUITABILITY_REQUIRED": deciding.suitability,
    "OUTSIDE_DELEGATION": deciding.delegation,
    "OWN_ENDORSEMENT": deciding.own_endorsement,
    "SUBMISSIONS_DATE_REQUIRED": deciding.submissions_date,
    "SUBMISSIONS_OPEN": deciding.submissions_open,
    "SUBMISSIONS_UNCONSIDERED": deciding.submissions_considered,
    "LETTER_REQUIRED": deciding.letter,
    "APPROVAL_REQUIRED": deciding.approval,
    "OUTCOME_AGREEMENT_REQUIRED": deciding.outcome_agreement,
    "SERVICE_SPECIFICATION_REQUIRED": deciding.specification,
    "CARE_MODEL_SUMMARY_REQUIRED": deciding.care_model,
    "FUNDING_MODEL_REQUIRED": deciding.funding_model,
    "TOUCHPOINT_REQUIRED": deciding.touchpoint,
    "LEAD_INVITED_REQUIRED": deciding.lead_invited,
    "REASON_REQUIRED": deciding.reason,
    "NOTICE_REQUIRED": deciding.notice,
    "NOTICE_RUNNING": deciding.notice_running,
    "QUALITY_CONFIRMATION_REQUIRED": deciding.quality,
}
JOURNEYS = ("approval", "held_approval")
