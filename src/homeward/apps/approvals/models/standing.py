"""The accreditation, and the approval it helps to gain and to keep: two records of two authorities."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.approvals.models.applications import Application
from homeward.apps.core.history import tracked

# The two ends of an approval, as the pack codes them.
OVER = ("REVOKED", "RELINQUISHED")


@tracked
class Accreditation(Scoped):
    """An organisation's accreditation as the accreditor keeps it. Level 1 is the most demanding."""

    class Status(models.TextChoices):
        IN_PROGRESS = "in_progress", _("In progress")
        ACCREDITED = "accredited", _("Accredited")
        SUSPENDED = "suspended", _("Suspended")
        REVOKED = "revoked", _("Revoked")
        RELINQUISHED = "relinquished", _("Given up")
        NO_LONGER_REQUIRED = "no_longer_required", _("No longer required")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="accreditations")
    level = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="1 to 4; a higher number is a lower level."
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.IN_PROGRESS)
    granted_on = models.DateField(null=True, blank=True)
    review_due_on = models.DateField(null=True, blank=True)
    expected_on = models.DateField(null=True, blank=True, help_text="When the assessment may be complete.")
    report_received_on = models.DateField(null=True, blank=True)
    is_joint = models.BooleanField(default=False, help_text="Planned together with the quality hub.")
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.ACCREDITATION_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "organisation"], name="accreditation_once"),
            models.CheckConstraint(
                name="accreditation_level", condition=Q(level=None) | Q(level__gte=1, level__lte=4)
            ),
            models.CheckConstraint(
                name="accredited_says_what",
                condition=~Q(status="accredited") | Q(level__isnull=False, granted_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Accreditation of {self.organisation.name}"


@tracked
class PartnerApproval(Scoped):
    """A care partner's approval under the Act, from the decision until it is given up or revoked."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partner_approvals")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="approval")
    state = models.CharField(max_length=40, default="ACTIVE", help_text="A state of the pack's journey.")
    since = models.DateTimeField(default=timezone.now)
    resumes_at = models.CharField(max_length=40, blank=True, help_text="Where it stood before the notice.")
    approved_on = models.DateField()
    kinds = ArrayField(models.CharField(max_length=40))
    section = models.CharField(max_length=80, help_text="The empowering section.")
    conditions = models.TextField(blank=True)
    reason = models.TextField(blank=True, help_text="Of the last change of state.")
    notice_on = models.DateField(
        null=True, blank=True, help_text="Day of the notice of a proposed revocation."
    )
    decide_from = models.DateField(
        null=True, blank=True, help_text="The first day on which it may be decided."
    )
    heard_at = models.DateTimeField(null=True, blank=True, help_text="Submissions on the notice came in.")
    heard = models.TextField(blank=True, help_text="What was submitted on the notice.")
    considered_at = models.DateTimeField(null=True, blank=True, help_text="They were considered.")
    confirmed_at = models.DateTimeField(null=True, blank=True, help_text="Last confirmed after a review.")
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(null=True, blank=True)

    read_permission = Permission.APPLICATION_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "organisation"],
                condition=~Q(state__in=OVER),
                name="partner_approval_once",
            ),
            models.CheckConstraint(name="approval_names_its_kind", condition=~Q(kinds=[])),
        ]

    def __str__(self) -> str:
        return f"Approval of {self.organisation.name}"
