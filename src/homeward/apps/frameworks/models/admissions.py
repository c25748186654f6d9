"""Providers on a framework, and the company-wide checks they passed or failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.fields import PeriodField
from homeward.apps.core.history import tracked
from homeward.apps.frameworks.models.frameworks import Framework, Lot, of_framework

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


@tracked
class ProcurementCheck(Scoped):
    """One company-wide check of a provider. The newest of its kind counts; none is ever written over."""

    class Result(models.TextChoices):
        PASSED = "passed", _("Passed")
        FAILED = "failed", _("Failed")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="procurement_checks"
    )
    kind = models.CharField(max_length=40, help_text="By the pack's list of admission checks.")
    result = models.CharField(max_length=10, choices=Result)
    checked_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True, help_text="First day on which it no longer holds.")
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.FRAMEWORK_READ

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="check_expires_later",
                condition=Q(expires_on=None) | Q(expires_on__gt=F("checked_on")),
            )
        ]
        indexes = [models.Index(fields=["body", "organisation", "kind", "-checked_on"], name="check_newest")]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.kind}"


@tracked
class Admission(Scoped):
    """One provider on one framework: applied, admitted for a time, or not."""

    class State(models.TextChoices):
        APPLIED = "applied", _("Being checked")
        ADMITTED = "admitted", _("Admitted")
        DECLINED = "declined", _("Not admitted")
        ENDED = "ended", _("Ended")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="framework_admissions"
    )
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="admissions")
    period = PeriodField()
    state = models.CharField(max_length=12, choices=State, default=State.APPLIED, db_index=True)
    reason = models.TextField(blank=True, help_text="Why it was declined or ended.")
    since = models.DateTimeField(default=timezone.now)

    read_permission = Permission.FRAMEWORK_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "organisation"],
                condition=Q(state__in=("applied", "admitted")),
                name="admitted_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.framework}"

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        return of_framework(actor, "framework__")


@tracked
class LotAdmission(Scoped):
    """The lot, and the regions of it, for which a provider is on a framework."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    admission = models.ForeignKey(Admission, on_delete=models.CASCADE, related_name="lots")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="admissions")
    regions = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, help_text="Empty: every region of the lot."
    )

    read_permission = Permission.FRAMEWORK_READ

    class Meta:
        constraints = [models.UniqueConstraint(fields=["admission", "lot"], name="lot_admission_once")]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.lot}"

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        return of_framework(actor, "lot__framework__")
