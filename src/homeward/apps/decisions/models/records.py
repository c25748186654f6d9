"""What is recorded towards a decision: agreements, checks and visits before the placement, notices to the area authority."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import User
from homeward.apps.core.history import tracked
from homeward.apps.decisions.models.decisions import OfDecision


@tracked
class Agreed(OfDecision):
    """Somebody's recorded yes or no: who, in which role, when, why. The newest of a kind that still counts holds."""

    class Kind(models.TextChoices):
        PLACEMENT = "placement", _("Placement")
        VERBAL = "verbal", _("Placement, by word of mouth")
        OUT_OF_AREA = "out_of_area", _("Placement out of area")
        AT_A_DISTANCE = "at_a_distance", _("Placement at a distance")
        NON_FRAMEWORK = "non_framework", _("Provider outside the framework")

    class Outcome(models.TextChoices):
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Refused")

    kind = models.CharField(max_length=14, choices=Kind)
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.AGREED)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", help_text="Who agreed.")
    role = models.CharField(max_length=40, help_text="In which role, as the pack lists them.")
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="When a verbal yes was confirmed in writing."
    )
    past_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Since when it no longer counts: the decision went back after it was given.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="agreed_verbal_written_down", condition=~Q(kind="verbal") | Q(outcome="agreed")
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_outcome_display()}"


@tracked
class Check(OfDecision):
    """A check before the placement: done, or waived in an emergency and to be made good."""

    code = models.CharField(max_length=40, help_text="By the pack's list of checks.")
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(
        max_length=400, blank=True, help_text="What was read or asked, and what was found."
    )
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    waived_role = models.CharField(max_length=40, blank=True)
    waived_because = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "code"], name="check_once"),
            models.CheckConstraint(
                name="check_done_pair",
                condition=Q(done_on=None, done_by=None) | Q(done_on__isnull=False, done_by__isnull=False),
            ),
            models.CheckConstraint(
                name="check_waived_whole",
                condition=Q(waived_at=None, waived_by=None, waived_because="")
                | Q(waived_at__isnull=False, waived_by__isnull=False) & ~Q(waived_because=""),
            ),
        ]

    def __str__(self) -> str:
        return self.code


@tracked
class Visit(OfDecision):
    """A visit to the home before the placement: who went, whether the children came, or why not."""

    on = models.DateField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", help_text="Who recorded it.")
    visitors = models.CharField(max_length=200, help_text="Who went, by role. No child's name.")
    child_came = models.BooleanField()
    why_not = models.CharField(max_length=400, blank=True)
    found = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="visit_says_why_not", condition=Q(child_came=True) | ~Q(why_not="")
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Visit on {self.on}"


@tracked
class AreaNotice(OfDecision):
    """The authority in whose area the home lies was told of the placement, or asked about it."""

    class Kind(models.TextChoices):
        NOTIFIED = "notified", _("Notified")
        CONSULTED = "consulted", _("Consulted")

    kind = models.CharField(max_length=10, choices=Kind)
    on = models.DateField()
    authority = models.CharField(max_length=160, help_text="The area authority.")
    words = models.CharField(max_length=400, help_text="How, and what was answered.")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "kind"], name="area_told_once")]

    def __str__(self) -> str:
        return f"{self.authority}, {self.get_kind_display().lower()}"
