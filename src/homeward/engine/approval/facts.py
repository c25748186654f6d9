"""The facts of an application to become a care partner, and of the approval that comes of it."""

from __future__ import annotations

from pydantic import Field

from homeward.engine.approval.parts import (
    AccreditationFact,
    ActorFact,
    ApplicationFact,
    ApprovalDecisionFact,
    ClarificationFact,
    ConversationFact,
    DelegationFact,
    FeedbackFact,
    FindingFact,
    InterestFact,
    JointApproachFact,
    LetterFact,
    LocalProvisionFact,
    NoticeFact,
    OrganisationFact,
    OutcomeAgreementFact,
    PracticeFact,
    RecommendationFact,
    RecordedFact,
    SubmissionsFact,
    TemplateFact,
    TouchpointFact,
    VisitFact,
)
from homeward.engine.facts import Day, Fact, Name


class ApprovalFacts(Fact):
    """One application with everything recorded on it, and a step somebody wishes to make.

    What is dated after ``on`` is not there yet. What is left out is not recorded.
    """

    on: Day = Field(description="The day of asking.")
    application: Name | None = Field(default=None, description="Identifier of the application.")
    state: Name | None = Field(
        default=None,
        json_schema_extra={"journeys": ["approval", "held_approval"]},
        description="Where it stands: a state of the journey, or of the approval itself; null before it is logged.",
    )
    left: Name | None = Field(
        default=None,
        json_schema_extra={"journeys": ["approval", "held_approval"]},
        description="The state that was left, while paused or a loop is walked.",
    )
    since: Day | None = Field(default=None, description="When it came to this state; targets run from here.")
    move: Name | None = Field(
        default=None,
        json_schema_extra={"journeys": ["approval", "held_approval"], "steps": True},
        description="The step wished for: a move of the journey, or the state it leads to; null to ask what is missing.",
    )
    by: ActorFact | None = Field(
        default=None, description="Who would make the step; null where only the record is asked about."
    )
    reason: str = Field(default="", description="Why, for a pause, a withdrawal and the like.")
    # preparation
    organisation: OrganisationFact | None = Field(default=None, description="The organisation.")
    interest_logged: list[InterestFact] = Field(
        default_factory=list, description="Every notice of this organisation's interest, by whom and when."
    )
    other_applications: list[ApplicationFact] = Field(
        default_factory=list,
        description="Applications already there, among which one may be of the same legal entity.",
    )
    local_contact: Name | None = Field(default=None, description="The organisation's local contact.")
    local_talks: bool | None = Field(
        default=None, description="Whether local or regional talks have happened; null while nobody said."
    )
    local_provision: LocalProvisionFact | None = Field(
        default=None, description="What is already provided locally and who was spoken to."
    )
    joint_approach: JointApproachFact | None = Field(default=None, description="The joint approach, if any.")
    # readiness
    conversation: ConversationFact | None = Field(
        default=None, description="The becoming a care partner conversation."
    )
    template: TemplateFact | None = Field(default=None, description="The readiness template.")
    findings: list[FindingFact] = Field(default_factory=list, description="The hub's findings.")
    visit: VisitFact | None = Field(default=None, description="Whether a visit is made, and its record.")
    clarifications: list[ClarificationFact] = Field(default_factory=list, description="What was asked back.")
    content_agreed_by_lead: RecordedFact | None = Field(
        default=None, description="The National Quality Lead agrees the content of the template."
    )
    content_agreed_by_partner: RecordedFact | None = Field(
        default=None, description="The partner agrees the content of the template."
    )
    recommendation: RecommendationFact | None = Field(default=None, description="The recommendation report.")
    feedback: list[FeedbackFact] = Field(default_factory=list, description="The Quality Manager's feedback.")
    endorsement: RecordedFact | None = Field(default=None, description="The Quality Manager's endorsement.")
    # approval
    accreditations: list[AccreditationFact] = Field(
        default_factory=list, description="Every accreditation record of the organisation."
    )
    advisory_advice: RecordedFact | None = Field(default=None, description="The Advisory Group's advice.")
    decision: ApprovalDecisionFact | None = Field(default=None, description="The decision.")
    delegates: list[DelegationFact] | None = Field(
        default=None, description="Who holds the delegation; null where it is not asked about."
    )
    submissions: SubmissionsFact | None = Field(
        default=None, description="The chance to make submissions, and what came of it."
    )
    letter: LetterFact | None = Field(default=None, description="The letter confirming the approval.")
    approved_on: Day | None = Field(
        default=None, description="When the approval was given; the decision's day where left out."
    )
    target_approval_on: Day | None = Field(default=None, description="When approval is hoped for.")
    # after it
    agreement: OutcomeAgreementFact | None = Field(
        default=None, description="The outcome agreement and its parts."
    )
    touchpoint: TouchpointFact | None = Field(default=None, description="The first Partnership Touchpoint.")
    approval_state: Name | None = Field(
        default=None,
        json_schema_extra={"journeys": ["held_approval"]},
        description="How the approval given stands: active, suspended …; active where left out.",
    )
    quality_confirmation: PracticeFact | None = Field(
        default=None, description="What the review said of the quality of practice."
    )
    notice: NoticeFact | None = Field(default=None, description="Notice of suspension or revocation.")
    declared_interests: list[Name] = Field(
        default_factory=list,
        description="People with a declared interest in the organisation that still stands.",
    )
    public_holidays: list[Day] | None = Field(
        default=None,
        description="Public holidays, for working days; the command line fills them in where left out.",
    )
