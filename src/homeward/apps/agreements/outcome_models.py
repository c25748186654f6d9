"""What an outcome agreement is made of beside its lines: the care partner's own summary, and the paper both sides sign."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.fields import PeriodField, same
from homeward.apps.core.history import tracked
from homeward.apps.core.models import Document


@tracked
class CareModelSummary(Scoped):
    """One version of how a care partner cares, in its own words. An agreed version is never edited: the next follows it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being written")
        SUBMITTED = "submitted", _("With the hub")
        AGREED = "agreed", _("Agreed")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="care_models")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT, db_index=True)
    since = models.DateTimeField(default=timezone.now, help_text="When it came into this state.")
    template = models.PositiveSmallIntegerField(help_text="Version of the template it is written on.")
    sections = models.JSONField(
        help_text="The template as it was: sections in order, each with its questions."
    )
    answers = models.JSONField(
        default=dict, help_text="By the code of the section, then by that of the question."
    )
    changed = models.TextField(blank=True, help_text="What changed since the version before, and why.")
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of what was submitted; empty while it is written."
    )
    settled_at = models.DateTimeField(null=True, blank=True, help_text="Agreed by the hub.")
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    remark = models.TextField(blank=True, help_text="What the hub said when it agreed or gave it back.")

    read_permission = Permission.AGREEMENT_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "organisation", "number"], name="care_model_number"),
            models.UniqueConstraint(
                fields=["body", "organisation"], condition=~Q(state="agreed"), name="care_model_one_open"
            ),
            models.CheckConstraint(
                name="care_model_agreed_whole",
                condition=~Q(state="agreed") | Q(settled_at__isnull=False, settled_by__isnull=False),
            ),
            models.CheckConstraint(
                name="care_model_submitted_whole", condition=Q(state="draft") | ~Q(digest="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.name}, care model summary, version {self.number}"


@tracked
class AgreementCareModel(Scoped):
    """Which version of the summary an agreement rests on between two dates, with the document that says so."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(
        "agreements.Agreement", on_delete=models.CASCADE, related_name="care_models"
    )
    summary = models.ForeignKey(CareModelSummary, on_delete=models.PROTECT, related_name="used_in")
    reference = models.CharField(max_length=200, help_text="The agreement, or the variation that changed it.")
    period = PeriodField()

    read_permission = Permission.AGREEMENT_READ

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="care_model_one_at_a_time", expressions=[(same("agreement"), "&&"), ("period", "&&")],
                violation_error_message="This agreement already rests on a care model summary on some of these dates.",
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.summary} in {self.agreement}"


@tracked
class AgreementPaper(Scoped):
    """One version of an agreement's paper: drawn up to be signed by both sides, or as it reads after a variation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, related_name="papers")
    number = models.PositiveSmallIntegerField()
    variation = models.ForeignKey(
        "agreements.Variation", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The variation after which it reads so; empty: drawn up to be signed.",
    )  # fmt: skip
    content = models.JSONField(help_text="The text: parts in order, each with its title and lines of text.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the terms it was drawn from.")
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The same as a PDF; of a paper that is to be signed, what both sides sign.",
    )  # fmt: skip
    drawn_at = models.DateTimeField(default=timezone.now)
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_on = models.DateField(null=True, blank=True, help_text="The day on which the second side signed.")

    read_permission = Permission.AGREEMENT_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_paper_number"),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(signed_on__isnull=False), name="agreement_signed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, paper {self.number}"
