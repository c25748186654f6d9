"""Becoming a care partner: the application, what is told and found in it, and the approval it may end with."""

from homeward.apps.approvals.models.applications import (
    Application,
    AssignedRole,
    DeclaredInterest,
    InterestNotice,
    JourneyStep,
)
from homeward.apps.approvals.models.deciding import (
    AdvisoryAdvice,
    ApplicationDecision,
    DeclineSubmission,
    Recommendation,
    RecommendationFeedback,
    Transition,
)
from homeward.apps.approvals.models.following import QualityReview, RaisedTask
from homeward.apps.approvals.models.readiness import (
    BecomingConversation,
    LocalProvision,
    ReadinessAnswer,
    ReadinessTemplate,
    Submission,
)
from homeward.apps.approvals.models.review import (
    AgreedView,
    Clarification,
    ContentAgreement,
    Finding,
    ReadinessVisit,
)
from homeward.apps.approvals.models.standing import Accreditation, PartnerApproval

__all__ = [
    "Accreditation",
    "AdvisoryAdvice",
    "AgreedView",
    "Application",
    "ApplicationDecision",
    "AssignedRole",
    "BecomingConversation",
    "Clarification",
    "ContentAgreement",
    "DeclaredInterest",
    "DeclineSubmission",
    "Finding",
    "InterestNotice",
    "LocalProvision",
    "PartnerApproval",
    "QualityReview",
    "RaisedTask",
    "ReadinessAnswer",
    "ReadinessTemplate",
    "ReadinessVisit",
    "Recommendation",
    "RecommendationFeedback",
    "JourneyStep",
    "Submission",
    "Transition",
]
