"""What follows an approval for years: work that steps raise, and the two-yearly review it is confirmed on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.approvals.models.applications import OfApplication
from homeward.apps.approvals.models.standing import PartnerApproval
from homeward.apps.core.history import tracked


@tracked
class RaisedTask(OfApplication):
    """Work that a step raised, as the pack says: open until somebody writes down what was done."""

    task = models.CharField(max_length=40, help_text="A code of the pack's list of work.")
    subject = models.CharField(
        max_length=12, blank=True, help_text="Public id of the placement or question it is about."
    )
    words = models.TextField(blank=True, help_text="What it is about. Names no child.")
    due_on = models.DateField(null=True, blank=True, help_text="A day that people agreed.")
    raised_at = models.DateTimeField(default=timezone.now)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(null=True, blank=True)
    done_text = models.TextField(blank=True, help_text="What was done, and where it stands.")
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "task", "subject"],
                condition=Q(done_on=None),
                name="task_open_once",
            ),
            models.CheckConstraint(
                name="task_done_whole",
                condition=Q(done_on=None, done_by=None, done_text="")
                | Q(done_on__isnull=False, done_by__isnull=False) & ~Q(done_text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task}: {self.application.reference}"


@tracked
class QualityReview(Scoped):
    """What the two-yearly review came to: a recorded judgment with reasons, never an average that is worked out."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    approval = models.ForeignKey(PartnerApproval, on_delete=models.PROTECT, related_name="reviews")
    reported_on = models.DateField()
    views = models.JSONField(default=dict, help_text="By the code of the quality domain, a view as a code.")
    outcome = models.CharField(max_length=40, help_text="A code of the pack's list of outcomes.")
    reasons = models.TextField()
    safety = models.TextField(
        blank=True, help_text="Why this outcome, where Safety is not yet in place in every part."
    )
    agency = models.TextField(blank=True, help_text="What was found about the agency's part of it.")
    look_again_on = models.DateField(
        null=True, blank=True, help_text="Of a deferral: when it is reviewed again."
    )
    comment = models.TextField(
        blank=True, help_text="The care partner's own comment, printed with the outcome."
    )
    commented_at = models.DateTimeField(null=True, blank=True)
    commented_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.APPLICATION_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["approval", "reported_on"], name="review_once_a_day"),
            models.CheckConstraint(name="review_says_why", condition=~Q(reasons="")),
        ]

    def __str__(self) -> str:
        return f"Quality review of {self.organisation.name}"
