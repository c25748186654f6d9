"""The roles, described: what a role is called, what it comes to do, and where it may be held."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db import models


class HeldAt(StrEnum):
    BODY = "body"
    ORGANISATION = "organisation"


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", "Administrator"
    PRIVACY_OFFICER = "privacy_officer", "Privacy officer"
    CONTRACT_MANAGER = "contract_manager", "Contract manager"
    CONTRACT_OFFICER = "contract_officer", "Contract officer"
    DIRECTOR = "director", "Accountable director"
    POLICY_STEWARD = "policy_steward", "Policy steward"
    FINANCE_OFFICER = "finance_officer", "Finance officer"
    PLACEMENT_OFFICER = "placement_officer", "Placement officer"
    SENIOR_PRACTITIONER = "senior_practitioner", "Senior practitioner"
    HEAD_OF_SERVICE = "head_of_service", "Head of service"
    SOCIAL_WORKER = "social_worker", "Social worker"
    REVIEWING_OFFICER = "reviewing_officer", "Independent reviewing officer"
    MONITORING_OFFICER = "monitoring_officer", "Contract monitoring officer"
    CONSORTIUM_MANAGER = "consortium_manager", "Consortium manager"
    LOCAL_ADVISER = "local_adviser", "Local adviser"
    HUB_LEAD = "hub_lead", "National quality lead"
    HUB_ADMINISTRATOR = "hub_administrator", "Quality hub administrator"
    QUALITY_MANAGER = "quality_manager", "Quality manager"
    ADVISORY_MEMBER = "advisory_member", "Advisory group member"
    DEPUTY_CHIEF_EXECUTIVE = "deputy_chief_executive", "Deputy chief executive"
    ACCREDITOR = "accreditor", "Accreditor"
    AUDITOR = "auditor", "Auditor"
    PROVIDER_MANAGER = "provider_manager", "Provider manager"
    PROVIDER_WORKER = "provider_worker", "Provider worker"


@dataclass(frozen=True)
class Described:
    held_at: HeldAt
    words: str
    approves_money: bool = False
    packs: frozenset[str] = frozenset()
    """Where the role is known; empty: everywhere."""

    def known_in(self, pack: str) -> bool:
        """Whether a body under this policy pack has the role."""
        return not self.packs or pack in self.packs


BRITAIN = frozenset({"gb_wls", "gb_eng"})
AOTEAROA = frozenset({"nz"})
DESCRIPTIONS: dict[Role, Described] = {
    Role.ADMINISTRATOR: Described(
        HeldAt.BODY, "Invites people, sets roles and dates, watches jobs and mail. Sees no child."
    ),
    Role.PRIVACY_OFFICER: Described(
        HeldAt.BODY,
        "Answers requests to see and to correct what is held, keeps the disclosure log, holds and breaches. "
        "Changes no other record.",
    ),
    Role.CONTRACT_MANAGER: Described(
        HeldAt.BODY, "Keeps agreements and targets, issues, answers, agrees and assesses each quarter."
    ),
    Role.CONTRACT_OFFICER: Described(
        HeldAt.BODY, "Keeps records, imports files, closes the quarter and issues statements."
    ),
    Role.DIRECTOR: Described(
        HeldAt.BODY,
        "Approves assessments and exceed requests, within a delegation limit.",
        approves_money=True,
    ),
    Role.POLICY_STEWARD: Described(
        HeldAt.BODY,
        "Enters the body’s own values with their source, and confirms those another steward entered. Sees no child.",
    ),
    Role.FINANCE_OFFICER: Described(HeldAt.BODY, "Pays approved statements and reconciles batches."),
    Role.PLACEMENT_OFFICER: Described(HeldAt.BODY, "Keeps children, homes and placements, and imports them."),
    Role.SENIOR_PRACTITIONER: Described(
        HeldAt.BODY, "Checks referrals before they go out, and visits new homes.", packs=BRITAIN
    ),
    Role.HEAD_OF_SERVICE: Described(
        HeldAt.BODY, "Decides on each placement before it begins, and signs its contract.", packs=BRITAIN
    ),
    Role.SOCIAL_WORKER: Described(
        HeldAt.BODY,
        "Writes referrals for the children of their own cases, searches with them and proposes a home. Sees no other child.",
        packs=BRITAIN,
    ),
    Role.REVIEWING_OFFICER: Described(
        HeldAt.BODY,
        "Reads what is done for the children they review, and changes nothing. Sees no other child.",
        packs=BRITAIN,
    ),
    Role.MONITORING_OFFICER: Described(
        HeldAt.BODY,
        "Keeps the providers outside frameworks, and watches over each contract. Sees no child’s file.",
        packs=BRITAIN,
    ),
    Role.CONSORTIUM_MANAGER: Described(
        HeldAt.BODY,
        "Keeps frameworks for several authorities: admission, scores, rankings. Sees no child.",
        packs=BRITAIN,
    ),
    Role.LOCAL_ADVISER: Described(
        HeldAt.BODY,
        "Brings in organisations that wish to become care partners, supports them, and agrees contracts after approval.",
        packs=AOTEAROA,
    ),
    Role.HUB_LEAD: Described(
        HeldAt.BODY,
        "Leads each organisation’s way to becoming a care partner: conversation, findings, recommendation.",
        packs=AOTEAROA,
    ),
    Role.HUB_ADMINISTRATOR: Described(
        HeldAt.BODY,
        "First contact of the quality hub: logs interests and keeps track of each application.",
        packs=AOTEAROA,
    ),
    Role.QUALITY_MANAGER: Described(
        HeldAt.BODY,
        "Considers each recommendation, gives feedback, endorses it to the deputy chief executive.",
        packs=AOTEAROA,
    ),
    Role.ADVISORY_MEMBER: Described(
        HeldAt.BODY, "Advises the deputy chief executive on each approval. Does not decide.", packs=AOTEAROA
    ),
    Role.DEPUTY_CHIEF_EXECUTIVE: Described(
        HeldAt.BODY, "Decides who becomes a care partner, and under which conditions.", packs=AOTEAROA
    ),
    Role.ACCREDITOR: Described(
        HeldAt.BODY,
        "Assesses business processes and systems, and keeps each organisation’s accreditation. Sees no assessment of the hub.",
        packs=AOTEAROA,
    ),
    Role.AUDITOR: Described(
        HeldAt.BODY, "Reads every statement, its working and the record of who looked. Changes nothing."
    ),
    Role.PROVIDER_MANAGER: Described(
        HeldAt.ORGANISATION,
        "Agrees or disputes the organisation's statements, keeps its homes, asks to exceed.",
    ),
    Role.PROVIDER_WORKER: Described(
        HeldAt.ORGANISATION, "Sees the organisation's homes, placements and statements."
    ),
}
