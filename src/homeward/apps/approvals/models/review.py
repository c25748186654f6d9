"""What the hub finds, what it asks, the visit, and what both agree. The hub's view never overwrites the partner's."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.approvals.models.applications import OfApplication
from homeward.apps.core.history import tracked


@tracked
class Finding(OfApplication):
    """The hub's own view of one domain. The partner hears it in talk and reads what both agree."""

    section = models.CharField(max_length=40)
    view = models.CharField(max_length=40, help_text="The hub's view, as a code.")
    text = models.TextField()
    found_at = models.DateTimeField(default=timezone.now)
    found_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.ASSESSMENT_READ

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "section"], name="finding_once")]

    def __str__(self) -> str:
        return f"Finding on {self.section}, {self.application.reference}"


@tracked
class AgreedView(OfApplication):
    """What hub and partner agree about one domain, after they talked it through."""

    section = models.CharField(max_length=40)
    view = models.CharField(max_length=40)
    text = models.TextField()
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "section"], name="agreed_view_once")]

    def __str__(self) -> str:
        return f"Agreed on {self.section}, {self.application.reference}"


@tracked
class ReadinessVisit(OfApplication):
    """A face to face visit that could happen: planned or left out, and what was understood there."""

    is_wanted = models.BooleanField(help_text="False: it was decided that no visit is needed.")
    reason = models.TextField(help_text="Why it is made, or why not.")
    held_on = models.DateField(null=True, blank=True)
    place = models.CharField(max_length=160, blank=True)
    people = models.TextField(blank=True)
    understood = models.TextField(blank=True, help_text="The partner's story as it was understood.")
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application"], name="visit_once"),
            models.CheckConstraint(
                name="visit_held_says_what",
                condition=Q(held_on=None) | Q(is_wanted=True) & ~Q(understood=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Visit of {self.application.reference}"


@tracked
class Clarification(OfApplication):
    """A question of the hub: answered by the partner, or carried on as an improvement action."""

    section = models.CharField(max_length=40)
    question = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    improvement = models.TextField(blank=True, help_text="Carried as an improvement action.")
    improvement_owner = models.CharField(max_length=120, blank=True)
    improvement_by = models.DateField(null=True, blank=True)
    carried_at = models.DateTimeField(null=True, blank=True)
    carried_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="clarification_answered_whole",
                condition=Q(answered_at=None, answered_by=None, answer="")
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
            ),
            models.CheckConstraint(
                name="clarification_carried_whole",
                condition=Q(carried_at=None, carried_by=None, improvement="")
                | Q(carried_at__isnull=False, carried_by__isnull=False) & ~Q(improvement=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Question on {self.section}, {self.application.reference}"

    @property
    def is_settled(self) -> bool:
        return self.answered_at is not None or self.carried_at is not None


@tracked
class ContentAgreement(OfApplication):
    """One side confirms the content. It stands for the content as it was then, and falls when that changes."""

    class Side(models.TextChoices):
        PARTNER = "partner", _("The partner")
        HUB = "hub", _("The hub")

    side = models.CharField(max_length=10, choices=Side)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content agreed.")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    void_at = models.DateTimeField(null=True, blank=True, help_text="The content changed after it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "side"], condition=Q(void_at=None), name="content_agreed_once_a_side"
            )
        ]

    def __str__(self) -> str:
        return f"Content agreed by {self.side}, {self.application.reference}"
