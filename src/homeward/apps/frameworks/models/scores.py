"""What a lot is scored by, the scores of the tender and of each year, and weekly prices. Only the keeper reads them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission, Relation
from homeward.apps.core.fields import PeriodField, same, same_text
from homeward.apps.core.history import tracked
from homeward.apps.frameworks.models.admissions import LotAdmission
from homeward.apps.frameworks.models.frameworks import Lot

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


class KeptByTheBody(Scoped):
    """Working papers of the keeper. A provider reads its own scores from the ranking that was opened to it."""

    read_permission = Permission.SCORE_READ

    class Meta:
        abstract = True

    @classmethod
    def narrow(cls, rows: QuerySet[Scoped], actor: Actor, relation: Relation) -> QuerySet[Scoped]:
        return rows if relation is Relation.BODY else rows.none()


@tracked
class Criterion(KeptByTheBody):
    """One criterion of quality in a lot. The weights of a lot are 100 together."""

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="criteria")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    weight = models.DecimalField(max_digits=5, decimal_places=2, help_text="Percent of quality.")
    out_of = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal(100))
    is_reassessed = models.BooleanField(default=False, help_text="Whether it is scored anew each year.")

    scoped_by_organisation = False

    class Meta:
        ordering = ["lot", "number"]
        constraints = [
            models.UniqueConstraint(fields=["lot", "number"], name="criterion_number"),
            models.CheckConstraint(name="criterion_weight", condition=Q(weight__gt=0, weight__lte=100)),
            models.CheckConstraint(name="criterion_out_of", condition=Q(out_of__gt=0)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        """How the rule names it."""
        return f"q{self.number}"


@tracked
class Assessment(KeptByTheBody):
    """The quality of one provider in one lot, as assessed at the tender or in a year, with the moderation note."""

    class Stage(models.TextChoices):
        TENDER = "tender", _("At the tender")
        ANNUAL = "annual", _("Of a year")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    lot_admission = models.ForeignKey(LotAdmission, on_delete=models.PROTECT, related_name="assessments")
    stage = models.CharField(max_length=10, choices=Stage)
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Calendar year of the snapshot; empty at the tender."
    )
    note = models.TextField(blank=True, help_text="Moderation note. The provider reads it.")
    scored_at = models.DateTimeField(default=timezone.now)
    scored_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["lot_admission", "stage", "year"], nulls_distinct=False, name="assessed_once"
            ),
            models.CheckConstraint(
                name="assessment_year",
                condition=Q(stage="tender", year=None) | Q(stage="annual", year__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        when = self.year or "tender"
        return f"{self.lot_admission}, {when}"


@tracked
class Score(KeptByTheBody):
    """The score of one criterion in an assessment."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    value = models.DecimalField(max_digits=5, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="scored_once"),
            models.CheckConstraint(name="score_not_negative", condition=Q(value__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"


@tracked
class Price(KeptByTheBody):
    """The weekly price of a provider in a lot for a period, for one region or for all of the lot."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    lot_admission = models.ForeignKey(LotAdmission, on_delete=models.PROTECT, related_name="prices")
    region = models.CharField(max_length=60, blank=True, help_text="Empty: every region.")
    period = PeriodField()
    weekly = models.DecimalField(max_digits=9, decimal_places=2, help_text="In the body's currency.")
    is_compliant = models.BooleanField(default=True, help_text="Whether it meets the terms of the tender.")
    note = models.TextField(blank=True)
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="price_one_at_a_time",
                expressions=[
                    (same("lot_admission"), "&&"),
                    (same_text("region"), "&&"),
                    ("period", "&&"),
                ],
                violation_error_message="There is a price on some of these days already.",
            ),
            models.CheckConstraint(name="price_above_zero", condition=Q(weekly__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.lot_admission}: {self.weekly}"
