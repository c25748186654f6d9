"""One table: which role may do what, standing in which relation to the thing.

Views, exports, search, jobs and tests read it; nothing else decides. A permission that is missing from a
role's row is refused, and what may not be read looks exactly like what does not exist.
"""

from __future__ import annotations

from enum import StrEnum

from homeward.apps.accounts.roles import AOTEAROA, BRITAIN, Role


class Permission(StrEnum):
    # Who may open a page at all, when no record is concerned.
    PUBLIC = "public"
    SIGNED_IN = "signed_in"
    MEMBER = "member"

    MEMBERSHIP_READ = "membership.read"
    MEMBERSHIP_MANAGE = "membership.manage"
    SPELLING_CHOOSE = "spelling.choose"
    JOB_READ = "job.read"
    MAIL_READ = "mail.read"
    AUDIT_READ = "audit.read"

    PROVIDER_READ = "provider.read"
    PROVIDER_WRITE = "provider.write"
    HOME_READ = "home.read"
    HOME_WRITE = "home.write"
    CHILD_READ = "child.read"
    CHILD_WRITE = "child.write"
    CASE_ASSIGN = "case.assign"
    AGREEMENT_READ = "agreement.read"
    AGREEMENT_WRITE = "agreement.write"
    VARIATION_SIGN = "variation.sign"
    PLACEMENT_READ = "placement.read"
    PLACEMENT_WRITE = "placement.write"
    EXCEED_READ = "exceed.read"
    EXCEED_REQUEST = "exceed.request"
    EXCEED_DECIDE = "exceed.decide"

    RESTRICTION_READ = "restriction.read"
    RESTRICTION_PROPOSE = "restriction.propose"
    RESTRICTION_IMPOSE = "restriction.impose"
    RESTRICTION_OVERRIDE = "restriction.override"
    RESTRICTION_REVIEW = "restriction.review"

    INSPECTION_READ = "inspection.read"
    INSPECTION_WRITE = "inspection.write"

    FUNDING_READ = "funding.read"
    FUNDING_PROPOSE = "funding.propose"
    FUNDING_APPROVE = "funding.approve"
    FUNDING_REPORT = "funding.report"

    STATEMENT_READ = "statement.read"
    PERIOD_CLOSE = "period.close"
    STATEMENT_ISSUE = "statement.issue"
    STATEMENT_VALIDATE = "statement.validate"
    STATEMENT_ANSWER = "statement.answer"
    STATEMENT_AGREE = "statement.agree"
    STATEMENT_ASSESS = "statement.assess"
    STATEMENT_APPROVE = "statement.approve"
    PAYMENT_READ = "payment.read"
    PAYMENT_MAKE = "payment.make"
    FINANCE_SETUP = "finance.setup"
    ACCRUAL_READ = "accrual.read"
    INVOICE_READ = "invoice.read"
    INVOICE_RECORD = "invoice.record"
    INVOICE_RESOLVE = "invoice.resolve"
    ACQUITTAL_READ = "acquittal.read"
    ACQUITTAL_SEND = "acquittal.send"
    ACQUITTAL_RECEIVE = "acquittal.receive"

    SHORTFALL_EXPLAIN = "shortfall.explain"
    MEETING_READ = "meeting.read"
    MEETING_WRITE = "meeting.write"
    MEETING_CONFIRM = "meeting.confirm"

    FRAMEWORK_READ = "framework.read"
    FRAMEWORK_WRITE = "framework.write"
    FRAMEWORK_APPROVE = "framework.approve"
    SCORE_READ = "score.read"
    SCORE_QUERY = "score.query"

    VACANCY_READ = "vacancy.read"
    VACANCY_WRITE = "vacancy.write"
    APPROVAL_READ = "approval.read"
    APPROVAL_WRITE = "approval.write"

    APPLICATION_READ = "application.read"
    APPLICATION_REGISTER = "application.register"
    APPLICATION_ANSWER = "application.answer"
    APPLICATION_WORK = "application.work"
    APPLICATION_LEAD = "application.lead"
    APPLICATION_DECIDE = "application.decide"
    ASSESSMENT_READ = "assessment.read"
    ACCREDITATION_READ = "accreditation.read"
    ACCREDITATION_WRITE = "accreditation.write"

    POLICY_READ = "policy.read"
    POLICY_PROPOSE = "policy.propose"
    POLICY_CONFIRM = "policy.confirm"

    REFERRAL_READ = "referral.read"
    REFERRAL_WRITE = "referral.write"
    REFERRAL_CHECK = "referral.check"

    SEARCH_READ = "search.read"
    SEARCH_WRITE = "search.write"
    SEARCH_REQUEST = "search.request"
    SEARCH_WIDEN = "search.widen"
    EVIDENCE_READ = "evidence.read"
    EVIDENCE_WRITE = "evidence.write"
    EVIDENCE_REVIEW = "evidence.review"
    SCORING_READ = "scoring.read"
    SCORING_WRITE = "scoring.write"
    SCORING_MARK = "scoring.mark"
    SCORING_WAIVE = "scoring.waive"
    INVITATION_READ = "invitation.read"
    INVITATION_ANSWER = "invitation.answer"

    PANEL_READ = "panel.read"
    PANEL_RUN = "panel.run"
    IMPACT_READ = "impact.read"
    IMPACT_WRITE = "impact.write"

    DECISION_READ = "decision.read"
    DECISION_PROPOSE = "decision.propose"
    DECISION_CARRY_OUT = "decision.carry_out"
    DECISION_DECIDE = "decision.decide"
    CONTRACT_READ = "contract.read"
    CONTRACT_WRITE = "contract.write"
    CONTRACT_SIGN = "contract.sign"

    IMPORT_READ = "import.read"
    IMPORT_LOAD = "import.load"

    EXCHANGE_READ = "exchange.read"
    EXCHANGE_SEND = "exchange.send"
    EXCHANGE_ANSWER = "exchange.answer"
    EXCHANGE_DRAFT = "exchange.draft"
    EXCHANGE_PUBLISH = "exchange.publish"

    PRIVACY_READ = "privacy.read"
    PRIVACY_WRITE = "privacy.write"
    PRIVACY_CHECK = "privacy.check"
    DISCLOSURE_READ = "disclosure.read"
    DISCLOSURE_WRITE = "disclosure.write"
    BREACH_READ = "breach.read"
    BREACH_WRITE = "breach.write"


class Relation(StrEnum):
    """How a person must stand to a thing."""

    BODY = "body"  # a record of the body the person acts for, inside the membership's scope
    ORGANISATION = "organisation"  # and the person's own organisation is party to it
    PARTY_NOW = "party_now"  # and the child lives with that organisation now
    OWN_CASE = "own_case"  # and the person is, in this role, the worker of a child it is about


P, R = Permission, Relation

_READ_RECORDS = {
    P.PROVIDER_READ: R.BODY, P.HOME_READ: R.BODY, P.CHILD_READ: R.BODY, P.AGREEMENT_READ: R.BODY,
    P.PLACEMENT_READ: R.BODY, P.EXCEED_READ: R.BODY, P.STATEMENT_READ: R.BODY, P.POLICY_READ: R.BODY,
}  # fmt: skip
_KEEP_RECORDS = {
    P.PROVIDER_WRITE: R.BODY, P.HOME_WRITE: R.BODY, P.CHILD_WRITE: R.BODY, P.PLACEMENT_WRITE: R.BODY,
    P.IMPORT_READ: R.BODY, P.IMPORT_LOAD: R.BODY,
}  # fmt: skip
_PROVIDER_READS = {
    P.PROVIDER_READ: R.ORGANISATION, P.HOME_READ: R.ORGANISATION, P.CHILD_READ: R.PARTY_NOW,
    P.AGREEMENT_READ: R.ORGANISATION, P.PLACEMENT_READ: R.ORGANISATION, P.EXCEED_READ: R.ORGANISATION,
    P.STATEMENT_READ: R.ORGANISATION, P.POLICY_READ: R.BODY,
}  # fmt: skip

# A second person on what the privacy officer does: each release, refusal, correction and lifting of a hold.
_CHECK_PRIVACY = {
    P.PRIVACY_READ: R.BODY,
    P.PRIVACY_CHECK: R.BODY,
    P.DISCLOSURE_READ: R.BODY,
    P.BREACH_READ: R.BODY,
}
_DISCLOSE = {P.DISCLOSURE_READ: R.BODY, P.DISCLOSURE_WRITE: R.BODY}

_SEE_APPLICATIONS = {P.APPLICATION_READ: R.BODY, P.ACCREDITATION_READ: R.BODY, P.POLICY_READ: R.BODY}
_SEE_RETURNS = {P.EXCHANGE_READ: R.BODY}
_SEE_PARTNERS = {P.PROVIDER_READ: R.BODY, P.HOME_READ: R.BODY, P.AGREEMENT_READ: R.BODY}

TABLE: dict[Role, dict[Permission, Relation]] = {
    Role.ADMINISTRATOR: {
        P.SPELLING_CHOOSE: R.BODY,
        P.BREACH_READ: R.BODY,
        P.MEMBERSHIP_READ: R.BODY, P.MEMBERSHIP_MANAGE: R.BODY, P.JOB_READ: R.BODY, P.MAIL_READ: R.BODY,
        P.PROVIDER_READ: R.BODY, P.AUDIT_READ: R.BODY,
        P.FINANCE_SETUP: R.BODY, P.POLICY_READ: R.BODY,
    },
    Role.PRIVACY_OFFICER: {
        **_CHECK_PRIVACY, **_DISCLOSE, P.PRIVACY_WRITE: R.BODY, P.BREACH_WRITE: R.BODY, P.AUDIT_READ: R.BODY,
        P.CHILD_READ: R.BODY,
        P.PLACEMENT_READ: R.BODY, P.PROVIDER_READ: R.BODY, P.POLICY_READ: R.BODY,
    },
    Role.CONTRACT_MANAGER: {
        **_SEE_RETURNS,
        **_DISCLOSE,
        P.VACANCY_READ: R.BODY, P.APPROVAL_READ: R.BODY,
        **_READ_RECORDS, **_KEEP_RECORDS, P.AGREEMENT_WRITE: R.BODY, P.VARIATION_SIGN: R.BODY, P.PERIOD_CLOSE: R.BODY,
        P.STATEMENT_ISSUE: R.BODY, P.STATEMENT_ANSWER: R.BODY, P.STATEMENT_AGREE: R.BODY,
        P.STATEMENT_ASSESS: R.BODY, P.PAYMENT_READ: R.BODY, P.EXCEED_REQUEST: R.BODY,
        P.ACCRUAL_READ: R.BODY, P.INVOICE_READ: R.BODY, P.INVOICE_RECORD: R.BODY, P.INVOICE_RESOLVE: R.BODY,
        P.ACQUITTAL_READ: R.BODY, P.ACQUITTAL_RECEIVE: R.BODY,
        P.SHORTFALL_EXPLAIN: R.BODY, P.MEETING_READ: R.BODY, P.MEETING_WRITE: R.BODY,
        P.RESTRICTION_READ: R.BODY,
        P.EVIDENCE_READ: R.BODY, P.EVIDENCE_REVIEW: R.BODY,
        P.INSPECTION_READ: R.BODY,
        P.APPLICATION_READ: R.BODY, P.ACCREDITATION_READ: R.BODY,
        P.FUNDING_READ: R.BODY, P.FUNDING_PROPOSE: R.BODY,
    },
    Role.CONTRACT_OFFICER: {
        **_DISCLOSE,
        P.VACANCY_READ: R.BODY, P.APPROVAL_READ: R.BODY,
        **_READ_RECORDS, **_KEEP_RECORDS, P.PERIOD_CLOSE: R.BODY, P.STATEMENT_ISSUE: R.BODY,
        P.STATEMENT_ANSWER: R.BODY, P.EXCEED_REQUEST: R.BODY,
        P.INVOICE_READ: R.BODY, P.INVOICE_RECORD: R.BODY, P.ACQUITTAL_READ: R.BODY, P.ACQUITTAL_RECEIVE: R.BODY,
        P.SHORTFALL_EXPLAIN: R.BODY, P.MEETING_READ: R.BODY, P.MEETING_WRITE: R.BODY,
        P.RESTRICTION_READ: R.BODY,
        P.INSPECTION_READ: R.BODY,
    },
    Role.DIRECTOR: {
        **_CHECK_PRIVACY,
        **_READ_RECORDS, P.EXCEED_DECIDE: R.BODY, P.VARIATION_SIGN: R.BODY, P.STATEMENT_APPROVE: R.BODY, P.PAYMENT_READ: R.BODY,
        P.FUNDING_READ: R.BODY, P.FUNDING_APPROVE: R.BODY,
        P.AUDIT_READ: R.BODY, P.POLICY_CONFIRM: R.BODY,
        P.ACCRUAL_READ: R.BODY, P.INVOICE_READ: R.BODY, P.ACQUITTAL_READ: R.BODY,
        P.MEETING_READ: R.BODY,
        P.RESTRICTION_READ: R.BODY,
        P.DECISION_READ: R.BODY, P.DECISION_DECIDE: R.BODY,
        P.INSPECTION_READ: R.BODY,
    },
    Role.POLICY_STEWARD: {
        P.POLICY_READ: R.BODY, P.POLICY_PROPOSE: R.BODY, P.POLICY_CONFIRM: R.BODY,
        P.EXCHANGE_DRAFT: R.BODY, P.EXCHANGE_PUBLISH: R.BODY,
    },
    Role.FINANCE_OFFICER: {
        P.PROVIDER_READ: R.BODY, P.AGREEMENT_READ: R.BODY, P.STATEMENT_READ: R.BODY, P.PAYMENT_READ: R.BODY,
        P.PAYMENT_MAKE: R.BODY, P.POLICY_READ: R.BODY, P.FUNDING_READ: R.BODY,
        P.FINANCE_SETUP: R.BODY, P.ACCRUAL_READ: R.BODY, P.INVOICE_READ: R.BODY, P.INVOICE_RECORD: R.BODY,
        P.INVOICE_RESOLVE: R.BODY, P.ACQUITTAL_READ: R.BODY,
    },
    Role.PLACEMENT_OFFICER: {
        **_DISCLOSE,
        P.VACANCY_READ: R.BODY, P.VACANCY_WRITE: R.BODY, P.APPROVAL_READ: R.BODY, P.APPROVAL_WRITE: R.BODY,
        P.PROVIDER_READ: R.BODY, P.HOME_READ: R.BODY, P.CHILD_READ: R.BODY, P.PLACEMENT_READ: R.BODY,
        P.AGREEMENT_READ: R.BODY, P.POLICY_READ: R.BODY, **_KEEP_RECORDS,
        P.FRAMEWORK_READ: R.BODY,
        P.REFERRAL_READ: R.BODY, P.REFERRAL_WRITE: R.BODY, P.SEARCH_READ: R.BODY, P.SEARCH_WRITE: R.BODY,
        P.INVITATION_READ: R.BODY, P.IMPACT_READ: R.BODY, P.IMPACT_WRITE: R.BODY,
        P.RESTRICTION_READ: R.BODY, P.RESTRICTION_OVERRIDE: R.BODY,
        P.EVIDENCE_READ: R.BODY, P.EVIDENCE_WRITE: R.BODY,
        P.DECISION_READ: R.BODY, P.DECISION_PROPOSE: R.BODY, P.DECISION_CARRY_OUT: R.BODY,
        P.CONTRACT_READ: R.BODY, P.CONTRACT_WRITE: R.BODY, P.CASE_ASSIGN: R.BODY, P.SEARCH_REQUEST: R.BODY,
        P.PANEL_READ: R.BODY,
        P.INSPECTION_READ: R.BODY, P.INSPECTION_WRITE: R.BODY,
        P.SCORING_READ: R.BODY, P.SCORING_WRITE: R.BODY, P.SCORING_MARK: R.BODY,
    },
    Role.SENIOR_PRACTITIONER: {
        **_DISCLOSE,
        P.VACANCY_READ: R.BODY, P.APPROVAL_READ: R.BODY,
        P.PROVIDER_READ: R.BODY, P.HOME_READ: R.BODY, P.CHILD_READ: R.BODY, P.PLACEMENT_READ: R.BODY,
        P.AGREEMENT_READ: R.BODY, P.POLICY_READ: R.BODY,
        P.FRAMEWORK_READ: R.BODY,
        P.REFERRAL_READ: R.BODY, P.REFERRAL_WRITE: R.BODY, P.REFERRAL_CHECK: R.BODY, P.SEARCH_READ: R.BODY,
        P.SEARCH_WRITE: R.BODY, P.INVITATION_READ: R.BODY, P.IMPACT_READ: R.BODY,
        P.RESTRICTION_READ: R.BODY, P.RESTRICTION_PROPOSE: R.BODY, P.RESTRICTION_OVERRIDE: R.BODY, P.RESTRICTION_REVIEW: R.BODY,
        P.EVIDENCE_READ: R.BODY,
        P.DECISION_READ: R.BODY, P.DECISION_PROPOSE: R.BODY, P.DECISION_CARRY_OUT: R.BODY, P.CONTRACT_READ: R.BODY,
        P.PANEL_READ: R.BODY, P.PANEL_RUN: R.BODY, P.CASE_ASSIGN: R.BODY, P.SEARCH_REQUEST: R.BODY,
        P.INSPECTION_READ: R.BODY,
        P.SCORING_READ: R.BODY, P.SCORING_WRITE: R.BODY, P.SCORING_MARK: R.BODY,
    },
    Role.HEAD_OF_SERVICE: {
        **_CHECK_PRIVACY,
        P.VACANCY_READ: R.BODY, P.APPROVAL_READ: R.BODY,
        P.PROVIDER_READ: R.BODY, P.HOME_READ: R.BODY, P.CHILD_READ: R.BODY, P.PLACEMENT_READ: R.BODY,
        P.AGREEMENT_READ: R.BODY, P.POLICY_READ: R.BODY, P.AUDIT_READ: R.BODY,
        P.FRAMEWORK_READ: R.BODY, P.IMPACT_READ: R.BODY,
        P.REFERRAL_READ: R.BODY, P.REFERRAL_CHECK: R.BODY, P.SEARCH_READ: R.BODY, P.INVITATION_READ: R.BODY,
        P.RESTRICTION_READ: R.BODY, P.RESTRICTION_PROPOSE: R.BODY, P.RESTRICTION_IMPOSE: R.BODY, P.RESTRICTION_REVIEW: R.BODY,
        P.SEARCH_WIDEN: R.BODY, P.EVIDENCE_READ: R.BODY,
        P.DECISION_READ: R.BODY, P.DECISION_DECIDE: R.BODY, P.CONTRACT_READ: R.BODY, P.CONTRACT_SIGN: R.BODY,
        P.PANEL_READ: R.BODY, P.PANEL_RUN: R.BODY, P.CASE_ASSIGN: R.BODY,
        P.INSPECTION_READ: R.BODY,
        P.SCORING_READ: R.BODY, P.SCORING_MARK: R.BODY, P.SCORING_WAIVE: R.BODY,
    },
    Role.SOCIAL_WORKER: {
        P.DISCLOSURE_READ: R.OWN_CASE, P.DISCLOSURE_WRITE: R.OWN_CASE,
        P.CHILD_READ: R.OWN_CASE, P.PLACEMENT_READ: R.OWN_CASE, P.HOME_READ: R.BODY, P.VACANCY_READ: R.BODY,
        P.POLICY_READ: R.BODY, P.RESTRICTION_READ: R.BODY,
        P.REFERRAL_READ: R.OWN_CASE, P.REFERRAL_WRITE: R.OWN_CASE, P.SEARCH_READ: R.OWN_CASE, P.SEARCH_WRITE: R.OWN_CASE,
        P.INVITATION_READ: R.OWN_CASE, P.IMPACT_READ: R.OWN_CASE,
        P.DECISION_READ: R.OWN_CASE, P.DECISION_PROPOSE: R.OWN_CASE, P.CONTRACT_READ: R.OWN_CASE, P.SCORING_READ: R.OWN_CASE,
    },
    Role.REVIEWING_OFFICER: {
        P.DISCLOSURE_READ: R.OWN_CASE,
        P.CHILD_READ: R.OWN_CASE, P.PLACEMENT_READ: R.OWN_CASE, P.HOME_READ: R.BODY,
        P.POLICY_READ: R.BODY, P.RESTRICTION_READ: R.BODY,
        P.REFERRAL_READ: R.OWN_CASE, P.SEARCH_READ: R.OWN_CASE, P.INVITATION_READ: R.OWN_CASE,
        P.IMPACT_READ: R.OWN_CASE, P.DECISION_READ: R.OWN_CASE, P.CONTRACT_READ: R.OWN_CASE, P.SCORING_READ: R.OWN_CASE,
    },
    Role.MONITORING_OFFICER: {
        P.VACANCY_READ: R.BODY, P.APPROVAL_READ: R.BODY,
        P.PROVIDER_READ: R.BODY, P.PROVIDER_WRITE: R.BODY, P.HOME_READ: R.BODY, P.HOME_WRITE: R.BODY,
        P.AGREEMENT_READ: R.BODY, P.POLICY_READ: R.BODY,
        P.FRAMEWORK_READ: R.BODY,
        P.REFERRAL_READ: R.BODY, P.SEARCH_READ: R.BODY, P.INVITATION_READ: R.BODY,
        P.RESTRICTION_READ: R.BODY, P.RESTRICTION_PROPOSE: R.BODY,
        P.EVIDENCE_READ: R.BODY, P.EVIDENCE_WRITE: R.BODY,
        P.CONTRACT_READ: R.BODY,
        P.INSPECTION_READ: R.BODY, P.INSPECTION_WRITE: R.BODY, P.SCORING_READ: R.BODY,
    },
    Role.CONSORTIUM_MANAGER: {
        P.VACANCY_READ: R.BODY, P.IMPORT_READ: R.BODY, P.IMPORT_LOAD: R.BODY,
        P.PROVIDER_READ: R.BODY, P.PROVIDER_WRITE: R.BODY, P.HOME_READ: R.BODY, P.HOME_WRITE: R.BODY, P.POLICY_READ: R.BODY,
        P.FRAMEWORK_READ: R.BODY, P.FRAMEWORK_WRITE: R.BODY, P.FRAMEWORK_APPROVE: R.BODY, P.SCORE_READ: R.BODY,
        P.RESTRICTION_READ: R.BODY, P.RESTRICTION_PROPOSE: R.BODY, P.RESTRICTION_IMPOSE: R.BODY,
        P.INSPECTION_READ: R.BODY, P.INSPECTION_WRITE: R.BODY,
    },
    Role.LOCAL_ADVISER: {
        **_SEE_APPLICATIONS, **_SEE_PARTNERS, P.PROVIDER_WRITE: R.BODY,
        P.APPLICATION_REGISTER: R.BODY, P.APPLICATION_ANSWER: R.BODY, P.APPLICATION_WORK: R.BODY,
        P.FUNDING_READ: R.BODY, P.FUNDING_PROPOSE: R.BODY, P.AGREEMENT_WRITE: R.BODY, P.VARIATION_SIGN: R.BODY,
    },
    Role.HUB_LEAD: {
        **_SEE_RETURNS, P.EXCHANGE_ANSWER: R.BODY, P.EXCHANGE_DRAFT: R.BODY,
        **_SEE_APPLICATIONS, **_SEE_PARTNERS, P.ASSESSMENT_READ: R.BODY,
        P.APPLICATION_REGISTER: R.BODY, P.APPLICATION_WORK: R.BODY, P.APPLICATION_LEAD: R.BODY,
    },
    Role.HUB_ADMINISTRATOR: {
        **_SEE_RETURNS,
        **_SEE_APPLICATIONS, **_SEE_PARTNERS, P.APPLICATION_REGISTER: R.BODY, P.APPLICATION_WORK: R.BODY,
    },
    Role.QUALITY_MANAGER: {
        **_SEE_RETURNS, P.EXCHANGE_ANSWER: R.BODY, P.EXCHANGE_PUBLISH: R.BODY,
        **_SEE_APPLICATIONS, **_SEE_PARTNERS, P.ASSESSMENT_READ: R.BODY, P.APPLICATION_WORK: R.BODY,
    },
    Role.ADVISORY_MEMBER: {
        **_SEE_APPLICATIONS, P.ASSESSMENT_READ: R.BODY, P.APPLICATION_WORK: R.BODY,
    },
    Role.DEPUTY_CHIEF_EXECUTIVE: {
        **_SEE_RETURNS,
        **_CHECK_PRIVACY,
        **_SEE_APPLICATIONS, **_SEE_PARTNERS, P.ASSESSMENT_READ: R.BODY, P.APPLICATION_WORK: R.BODY,
        P.APPLICATION_DECIDE: R.BODY, P.AUDIT_READ: R.BODY,
    },
    Role.ACCREDITOR: {
        **_SEE_APPLICATIONS, P.APPLICATION_REGISTER: R.BODY, P.APPLICATION_WORK: R.BODY, P.ACCREDITATION_WRITE: R.BODY,
    },
    Role.AUDITOR: {
        **_SEE_RETURNS,
        P.DISCLOSURE_READ: R.BODY,
        P.APPLICATION_READ: R.BODY, P.ASSESSMENT_READ: R.BODY, P.ACCREDITATION_READ: R.BODY,
        P.VACANCY_READ: R.BODY, P.APPROVAL_READ: R.BODY,
        P.PROVIDER_READ: R.BODY, P.HOME_READ: R.BODY, P.CHILD_READ: R.BODY, P.AGREEMENT_READ: R.BODY,
        P.PLACEMENT_READ: R.BODY, P.EXCEED_READ: R.BODY, P.STATEMENT_READ: R.BODY, P.PAYMENT_READ: R.BODY,
        P.IMPORT_READ: R.BODY, P.AUDIT_READ: R.BODY, P.JOB_READ: R.BODY, P.POLICY_READ: R.BODY,
        P.ACCRUAL_READ: R.BODY, P.INVOICE_READ: R.BODY, P.ACQUITTAL_READ: R.BODY,
        P.MEETING_READ: R.BODY,
        P.FRAMEWORK_READ: R.BODY, P.SCORE_READ: R.BODY,
        P.REFERRAL_READ: R.BODY, P.SEARCH_READ: R.BODY, P.INVITATION_READ: R.BODY, P.IMPACT_READ: R.BODY,
        P.RESTRICTION_READ: R.BODY,
        P.EVIDENCE_READ: R.BODY,
        P.DECISION_READ: R.BODY, P.CONTRACT_READ: R.BODY,
        P.PANEL_READ: R.BODY,
        P.INSPECTION_READ: R.BODY, P.SCORING_READ: R.BODY,
        P.FUNDING_READ: R.BODY,
    },
    Role.PROVIDER_MANAGER: {
        P.SPELLING_CHOOSE: R.ORGANISATION,
        P.EXCHANGE_READ: R.ORGANISATION, P.EXCHANGE_SEND: R.ORGANISATION,
        P.VACANCY_READ: R.ORGANISATION, P.VACANCY_WRITE: R.ORGANISATION, P.APPROVAL_READ: R.ORGANISATION,
        P.APPROVAL_WRITE: R.ORGANISATION,
        **_PROVIDER_READS, P.HOME_WRITE: R.ORGANISATION, P.VARIATION_SIGN: R.ORGANISATION, P.EXCEED_REQUEST: R.ORGANISATION,
        P.STATEMENT_VALIDATE: R.ORGANISATION, P.PAYMENT_READ: R.ORGANISATION,
        P.INVOICE_READ: R.ORGANISATION, P.INVOICE_RECORD: R.ORGANISATION, P.ACQUITTAL_READ: R.ORGANISATION,
        P.ACQUITTAL_SEND: R.ORGANISATION,
        P.SHORTFALL_EXPLAIN: R.ORGANISATION, P.MEETING_READ: R.ORGANISATION, P.MEETING_CONFIRM: R.ORGANISATION,
        P.SCORE_READ: R.ORGANISATION, P.SCORE_QUERY: R.ORGANISATION,
        P.RESTRICTION_READ: R.ORGANISATION,
        P.INVITATION_READ: R.ORGANISATION, P.INVITATION_ANSWER: R.ORGANISATION,
        P.IMPACT_READ: R.ORGANISATION, P.IMPACT_WRITE: R.ORGANISATION,
        P.DECISION_READ: R.ORGANISATION, P.CONTRACT_READ: R.ORGANISATION, P.CONTRACT_SIGN: R.ORGANISATION,
        P.INSPECTION_READ: R.ORGANISATION, P.SCORING_READ: R.ORGANISATION,
        P.APPLICATION_READ: R.ORGANISATION, P.APPLICATION_REGISTER: R.ORGANISATION,
        P.APPLICATION_ANSWER: R.ORGANISATION, P.APPLICATION_WORK: R.ORGANISATION, P.ACCREDITATION_READ: R.ORGANISATION,
        P.FUNDING_READ: R.ORGANISATION, P.FUNDING_REPORT: R.ORGANISATION,
    },
    Role.PROVIDER_WORKER: {
        P.APPLICATION_READ: R.ORGANISATION, P.APPLICATION_ANSWER: R.ORGANISATION, P.ACCREDITATION_READ: R.ORGANISATION,
        P.VACANCY_READ: R.ORGANISATION, P.APPROVAL_READ: R.ORGANISATION, **_PROVIDER_READS, P.MEETING_READ: R.ORGANISATION,
    },
}  # fmt: skip


# Kinds of record that only some jurisdictions have; elsewhere nobody holds a permission about them.
ONLY_IN: dict[str, frozenset[str]] = dict.fromkeys(
    (
        "case",
        "framework",
        "score",
        "referral",
        "search",
        "invitation",
        "vacancy",
        "approval",
        "restriction",
        "decision",
        "contract",
        "evidence",
        "impact",
        "panel",
        "inspection",
        "scoring",
    ),
    BRITAIN,
) | dict.fromkeys(("application", "assessment", "accreditation", "funding", "exchange", "spelling"), AOTEAROA)
# Contract management meetings about targets that were missed: care partners meet in touchpoints instead.
ONLY_IN["meeting"] = BRITAIN | {"au_sa"}


def known_in(permission: Permission, pack: str) -> bool:
    """Whether bodies under this policy pack have the kind of record a permission is about."""
    packs = ONLY_IN.get(str(permission).partition(".")[0])
    return packs is None or pack in packs


def relation(role: str, permission: Permission) -> Relation | None:
    """The relation in which `role` holds `permission`, or None when it does not."""
    return TABLE[Role(role)].get(permission)


# Kinds of record and verbs that do not say enough by themselves.
_KIND_WORDS = {
    "child": "children",
    "case": "a child’s own workers",
    "exceed": "requests to exceed",
    "period": "quarters",
    "audit": "the audit trail",
    "vacancy": "vacancies",
    "approval": "carers’ approvals",
    "evidence": "evidence of providers outside the framework",
    "impact": "assessments of the impact on children already there",
    "scoring": "choices by marks",
    "application": "applications to become a care partner",
    "assessment": "the hub’s assessments",
    "exchange": "the data exchange",
    "spelling": "the spelling of te reo Māori",
    "privacy": "requests, corrections and holds under the privacy law",
    "disclosure": "the disclosure log",
    "breach": "breaches",
    "funding": "the funding of care partners",
}
_VERB_WORDS = {"write": "record and change", "validate": "agree or dispute, for the provider", "read": "read"}


def permission_in_words(permission: Permission) -> str:
    """`Statements: agree or dispute, for the provider`."""
    kind, _point, verb = permission.value.partition(".")
    kinds = _KIND_WORDS.get(kind, f"{kind}s")
    return f"{kinds.capitalize()}: {_VERB_WORDS.get(verb, verb.replace('_', ' '))}"
