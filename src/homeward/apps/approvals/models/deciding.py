"""From the recommendation to the decision: drafted, endorsed and decided by three different people."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import Agreement
from homeward.apps.approvals.models.applications import Application, OfApplication
from homeward.apps.core.history import tracked
from homeward.apps.core.models import Document


@tracked
class Recommendation(OfApplication):
    """The hub's report to the quality manager; a version for each time it is updated."""

    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    kinds = ArrayField(models.CharField(max_length=40), default=list)
    conditions = models.TextField(blank=True)
    with_whanau = models.TextField(help_text="How tamariki Māori are with whānau, hapū and iwi.")
    drafted_at = models.DateTimeField(default=timezone.now)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    endorsed_at = models.DateTimeField(null=True, blank=True)
    endorsed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    endorsement = models.TextField(blank=True, help_text="What was said when endorsing.")

    read_permission = Permission.ASSESSMENT_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="recommendation_number"),
            models.CheckConstraint(
                name="recommendation_endorsed_by_another",
                condition=Q(endorsed_at=None, endorsed_by=None)
                | Q(endorsed_at__isnull=False, endorsed_by__isnull=False) & ~Q(endorsed_by=F("drafted_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"Recommendation {self.number} on {self.application.reference}"


@tracked
class RecommendationFeedback(OfApplication):
    """The quality manager's remarks: they go to the lead, who talks them through with the partner."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="feedback")
    text = models.TextField()
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    discussed_on = models.DateField(null=True, blank=True, help_text="Talked through with the partner.")
    outcome = models.TextField(blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    read_permission = Permission.ASSESSMENT_READ

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="feedback_discussed_whole",
                condition=Q(discussed_on=None, answered_by=None, outcome="")
                | Q(discussed_on__isnull=False, answered_by__isnull=False) & ~Q(outcome=""),
            )
        ]

    def __str__(self) -> str:
        return f"Feedback on {self.recommendation}"


@tracked
class AdvisoryAdvice(OfApplication):
    """What the advisory group advises. It supports the decision and does not make it."""

    met_on = models.DateField()
    present = models.TextField(help_text="Who took part.")
    advice = models.TextField()
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.ASSESSMENT_READ

    def __str__(self) -> str:
        return f"Advice on {self.application.reference}"


@tracked
class ApplicationDecision(OfApplication):
    """What the delegate decided: the kinds of approval, the empowering section, conditions and reasons."""

    class Outcome(models.TextChoices):
        APPROVED = "approved", _("Approved")
        DECLINE_PROPOSED = "decline_proposed", _("Decline proposed")
        DECLINED = "declined", _("Declined")

    outcome = models.CharField(max_length=20, choices=Outcome)
    kinds = ArrayField(models.CharField(max_length=40), default=list)
    section = models.CharField(max_length=80, blank=True, help_text="The empowering section.")
    conditions = models.TextField(blank=True)
    reasons = models.TextField()
    is_suitable = models.BooleanField(
        default=False,
        help_text="Satisfied that it is suitable to care for children and capable of its duties.",
    )
    with_whanau = models.TextField(blank=True, help_text="How tamariki Māori are with whānau, hapū and iwi.")
    submissions_by = models.DateField(null=True, blank=True, help_text="Last day for submissions.")
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="decision_approved_says_kind",
                condition=~Q(outcome="approved") | ~Q(kinds=[]) & ~Q(section=""),
            ),
            models.CheckConstraint(
                name="decline_proposed_has_a_day",
                condition=~Q(outcome="decline_proposed") | Q(submissions_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.application.reference}"


@tracked
class DeclineSubmission(OfApplication):
    """What the applicant says to a proposed decline."""

    decision = models.ForeignKey(ApplicationDecision, on_delete=models.PROTECT, related_name="submissions")
    text = models.TextField()
    received_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Submission on {self.decision}"


@tracked
class Transition(Scoped):
    """What follows the decision: the letter, the outcome agreement, the first touchpoint, the celebration."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="transition")
    letter = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The letter of approval, which the delegate who decided signs.",
    )  # fmt: skip
    letter_sent_on = models.DateField(null=True, blank=True, help_text="The day it was signed.")
    contact_told_at = models.DateTimeField(
        null=True, blank=True, help_text="The key contact was told that contracting can begin."
    )
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The outcome agreement drawn up after the approval: the live one, with its lines.",
    )  # fmt: skip
    lead_invited_on = models.DateField(null=True, blank=True)
    touchpoint_on = models.DateField(null=True, blank=True, help_text="The first Partnership Touchpoint.")
    celebrated_on = models.DateField(null=True, blank=True)

    read_permission = Permission.APPLICATION_READ

    def __str__(self) -> str:
        return f"Transition of {self.application.reference}"
