"""How a placement comes to its end: notice, and what is looked into where nobody planned it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import User
from homeward.apps.core.history import tracked
from homeward.apps.decisions.models.decisions import OfDecision
from homeward.apps.referrals.models import Referral


@tracked
class NoticeGiven(OfDecision):
    """One side ends the contract: on what ground, with how many days, and the referral that looks for the next home."""

    class Side(models.TextChoices):
        BODY = "body", _("The authority")
        PROVIDER = "provider", _("The provider")

    side = models.CharField(max_length=10, choices=Side)
    kind = models.CharField(max_length=20, help_text="By the pack's list of grounds.")
    given_on = models.DateField()
    days = models.PositiveSmallIntegerField(help_text="Days of notice.")
    leaves_on = models.DateField(help_text="The day the children leave at the latest.")
    words = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    referral = models.ForeignKey(
        Referral, on_delete=models.SET_NULL, null=True, blank=True, related_name="notices",
        help_text="The referral it opened.",
    )  # fmt: skip
    changed = models.TextField(blank=True, help_text="What has changed since the last referral.")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(withdrawn_at=None), name="notice_once"
            ),
            models.CheckConstraint(name="notice_days", condition=Q(leaves_on__gte=F("given_on"))),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Notice of {self.given_on}"


@tracked
class Disruption(OfDecision):
    """A meeting owed because a placement ended that nobody planned to end: what happened, and what is learned."""

    due_on = models.DateField(help_text="By when it is held.")
    held_on = models.DateField(null=True, blank=True)
    held_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    present = models.CharField(max_length=300, blank=True, help_text="Who took part, by role.")
    learned = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision"], name="disruption_once"),
            models.CheckConstraint(
                name="disruption_held_whole",
                condition=Q(held_on=None, held_by=None, learned="")
                | Q(held_on__isnull=False, held_by__isnull=False) & ~Q(learned=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Disruption meeting of {self.decision}"
