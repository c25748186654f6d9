"""The parts of an application's facts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from homeward.engine.facts import Day, Fact, Name
from homeward.engine.matching.facts import coded

ROLES, KINDS = "journey_roles", "approval_kinds"


class ActorFact(Fact):
    """Somebody in a role of the journey."""

    person: Name = Field(description="Who.")
    role: Name | None = coded(
        ROLES, "In which role of the journey; null where it is not asked about.", default=None
    )


class RecordedFact(Fact):
    """Something a person did on a day."""

    by: Name | None = Field(default=None, description="Who.")
    on: Day | None = Field(default=None, description="When.")


class OrganisationFact(Fact):
    """The legal entity."""

    legal_name: Name | None = Field(default=None, description="Its legal name.")
    nzbn: Name | None = Field(default=None, description="Its New Zealand Business Number.")


class InterestFact(Fact):
    """One notice that an organisation is interested."""

    by: Name = coded(ROLES, "The role that logged it.")
    on: Day | None = Field(default=None, description="When.")
    nzbn: Name | None = Field(default=None, description="The business number it named.")


class ApplicationFact(Fact):
    """An application already there."""

    id: Name = Field(description="Its identifier.")
    nzbn: Name | None = Field(default=None, description="Business number of its organisation.")
    legal_name: Name | None = Field(default=None, description="Legal name of its organisation.")
    state: Name | None = Field(default=None, description="Where it stands.")


class LocalProvisionFact(Fact):
    """What is there already, and whom it was talked over with."""

    already_provided: str = Field(default="", description="What is already provided in the local area.")
    spoken_to: list[Name] = Field(default_factory=list, description="Stakeholders spoken to.")
    tamariki_maori: str = Field(
        default="", description="How tamariki Māori will be with whānau, hapū and iwi wherever possible."
    )


class JointApproachFact(Fact):
    """Hub and accreditor working together, at the partner's wish."""

    requested_on: Day | None = Field(default=None, description="When the partner asked for it.")
    agreed_by: list[Name] = Field(default_factory=list, description="Roles that agreed: HUB and TKK.")


class ConversationFact(Fact):
    """The becoming a care partner conversation: three parts, and what the partner leaves with."""

    held_on: Day | None = Field(default=None, description="When it was held, or last held.")
    whakawhanaungatanga: bool = Field(
        default=False, description="Done: understanding our respective contexts."
    )
    familiarisation: bool = Field(
        default=False, description="Done: the framework, the cycle and the documents."
    )
    practice_run: bool = Field(default=False, description="Done: a run through a blank readiness template.")
    submit_by: Day | None = Field(default=None, description="The date agreed for submitting the template.")
    knows_what_quality_assurance_is: bool | None = Field(
        default=None, description="The partner knows it; null where the parts done say enough."
    )
    knows_what_to_collect: bool | None = Field(default=None, description="As above.")
    knows_who_helps: bool | None = Field(default=None, description="As above.")


class DomainFact(Fact):
    """The answer for one domain of the quality framework."""

    domain: Name = Field(description="Code of the domain.")
    answered: bool = Field(default=False, description="Whether it is answered.")
    evidence: int = Field(default=0, ge=0, description="Number of pieces of evidence linked.")
    to_be_shown_at_visit: bool = Field(default=False, description="Evidence is to be shown at the visit.")


class TemplateFact(Fact):
    """The readiness template."""

    context_complete: bool = Field(
        default=False, description="Section 1, the partner's context, is complete."
    )
    domains: list[DomainFact] = Field(default_factory=list, description="Section 2, a domain each.")
    framework_domains: list[Name] | None = Field(
        default=None,
        description="Every domain of the framework in use; those in the list above where left out.",
    )
    frozen_on: Day | None = Field(default=None, description="When the submitted version was frozen.")


class FindingFact(Fact):
    """What the hub found in one domain."""

    domain: Name = Field(description="Code of the domain.")
    finding: str = Field(description="What was found.")


class VisitFact(Fact):
    """A visit could happen."""

    wanted: bool | None = Field(default=None, description="Whether a visit is made; null while not decided.")
    held_on: Day | None = Field(default=None, description="When it was held.")
    story_understood: bool | None = Field(
        default=None, description="Recorded: was the partner's story heard and understood."
    )


class ClarificationFact(Fact):
    """Something asked back."""

    id: Name = Field(description="Identifier, or the question.")
    answered_on: Day | None = Field(default=None, description="When it was answered.")
    improvement_action: Name | None = Field(
        default=None, description="The improvement action that carries it."
    )


class RecommendationFact(Fact):
    """The recommendation report."""

    drafted_by: Name | None = Field(default=None, description="Who drafted it.")
    on: Day | None = Field(default=None, description="When it was ready.")


class FeedbackFact(Fact):
    """Feedback of the Quality Manager; it goes through the National Quality Lead."""

    by: Name | None = Field(default=None, description="Who gave it.")
    on: Day = Field(description="When.")
    discussed_by_lead_on: Day | None = Field(
        default=None, description="When the lead talked it through with the partner."
    )
    report_updated_on: Day | None = Field(default=None, description="When the report was updated after it.")


class AccreditationFact(Fact):
    """One accreditation record of Te Kāhui Kāhu. A higher number is a lower level."""

    level: int = Field(ge=1, le=4, description="1 to 4; 1 is the most demanding.")
    status: Name = coded("accreditation_statuses", "Its status.")
    nzbn: Name | None = Field(
        default=None, description="Business number it was granted to; it cannot be transferred."
    )
    legal_entity: Name | None = Field(
        default=None, description="Legal name it was granted to, where no business number is given."
    )
    granted_on: Day | None = Field(default=None, description="When it was granted.")
    next_review_due: Day | None = Field(
        default=None, description="When the next review is due; 24 months after the grant where left out."
    )
    applied_on: Day | None = Field(default=None, description="When the organisation applied for it.")
    joint_approach: bool | None = Field(
        default=None, description="Whether it goes with the hub's readiness work."
    )
    report_document: Name | None = Field(default=None, description="Identifier of the report.")
    report_completed_on: Day | None = Field(default=None, description="When its report was complete.")
    report_received_on: Day | None = Field(default=None, description="When the hub received the report.")


class KindFact(Fact):
    """A kind of service approved, with the section that gives the power."""

    kind: Name = coded(KINDS, "The kind.")
    section: Name | None = Field(
        default=None, description="The empowering section as recorded, e.g. 396; the pack's where left out."
    )


class ApprovalDecisionFact(Fact):
    """The decision."""

    outcome: Name | None = coded("decision_outcomes", "What was decided.", default=None)
    kinds: list[KindFact] = Field(default_factory=list, description="Kinds of service approved.")
    conditions: list[str] = Field(default_factory=list, description="Conditions, if any.")
    reasons: str = Field(default="", description="Why.")
    by: Name | None = Field(default=None, description="Who decided.")
    on: Day | None = Field(default=None, description="When.")
    satisfied_of_suitability: bool | None = Field(
        default=None, description="Satisfied that the body is suitable and capable; null where not recorded."
    )


class DelegationFact(Fact):
    """Somebody who may decide."""

    person: Name = Field(description="Who.")
    kinds: list[Name] | None = Field(default=None, description="Kinds it covers; null for all.")
    start: Day | None = Field(default=None, description="First day of it; null for always.")
    end: Day | None = Field(
        default=None, description="First day on which it no longer holds; null while open."
    )


class SubmissionsFact(Fact):
    """The chance to make submissions."""

    until: Day | None = Field(default=None, description="Last day on which they may be made.")
    received_on: Day | None = Field(default=None, description="When they were received.")
    considered_on: Day | None = Field(default=None, description="When they were considered.")


class LetterFact(Fact):
    """The letter of the Deputy Chief Executive."""

    signed_by: Name | None = Field(default=None, description="Who signed it.")
    sent_on: Day | None = Field(default=None, description="When it was sent.")


class OutcomeAgreementFact(Fact):
    """What contracting makes."""

    signed_by_agency_on: Day | None = Field(
        default=None, description="When the agency signed the outcome agreement."
    )
    signed_by_partner_on: Day | None = Field(default=None, description="When the partner signed it.")
    service_specification: Name | None = Field(default=None, description="The service specification.")
    care_model_summary: Name | None = Field(default=None, description="The care model summary.")
    funding_model: Name | None = Field(default=None, description="The funding model.")


class TouchpointFact(Fact):
    """The first Partnership Touchpoint."""

    scheduled_on: Day | None = Field(default=None, description="The day it is set for.")
    lead_invited_on: Day | None = Field(
        default=None, description="When the local adviser invited the National Quality Lead."
    )
    held_on: Day | None = Field(default=None, description="When it was held.")


class PracticeFact(Fact):
    """What a review said of the quality of practice."""

    confirmed: bool = Field(description="Whether it was confirmed.")
    on: Day | None = Field(default=None, description="When.")


class NoticeFact(Fact):
    """Notice of suspension or revocation of an approval."""

    of: Literal["suspension", "revocation"] = Field(
        default="revocation", description="What it gives notice of."
    )
    given_on: Day | None = Field(default=None, description="When it was given.")
    kinds: list[Name] = Field(
        default_factory=list, description="Kinds of service it is about; those decided where left out."
    )
    reasons: str = Field(default="", description="The reasons it gives.")
