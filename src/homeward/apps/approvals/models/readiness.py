"""Preparation and readiness: what is there already, the conversation, the template and what the partner answers."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.approvals.models.applications import Application, OfApplication
from homeward.apps.core.history import tracked


@tracked
class LocalProvision(Scoped):
    """What is provided locally already and who was spoken to: considered before a new partner is approved."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="local_provision")
    there_already = models.TextField(help_text="What is already provided in the local area.")
    spoken_to = models.TextField(help_text="Which stakeholders were spoken to.")
    with_whanau = models.TextField(
        help_text="How tamariki Māori are to be with whānau, hapū and iwi wherever possible."
    )
    figures = models.JSONField(default=list, help_text="Partners, homes and places on record that day.")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.APPLICATION_READ

    def __str__(self) -> str:
        return f"Local provision for {self.application.reference}"


@tracked
class BecomingConversation(Scoped):
    """The first conversation of hub and partner, in its three parts, with the day to hand the template in."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="conversation")
    held_on = models.DateField()
    whakawhanaungatanga = models.BooleanField(default=False)
    familiarisation = models.BooleanField(default=False)
    practice_run = models.BooleanField(default=False)
    partner_knows = models.BooleanField(
        default=False, help_text="What quality assurance is, what to collect, and who helps."
    )
    people = models.TextField(blank=True, help_text="Who took part.")
    notes = models.TextField(blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.APPLICATION_READ

    def __str__(self) -> str:
        return f"Conversation of {self.application.reference}"


@tracked
class ReadinessTemplate(Scoped):
    """One version of a template of the body: that of readiness, or that of the care model summary."""

    class Kind(models.TextChoices):
        READINESS = "readiness", _("Readiness template")
        CARE_MODEL = "care_model", _("Template of the care model summary")

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.READINESS)
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(help_text="Sections in order, each with its code, title and questions.")
    is_placeholder = models.BooleanField(
        default=False, help_text="Its questions come from no published template."
    )
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)

    read_permission = Permission.APPLICATION_READ
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "kind", "number"], name="template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, version {self.number}"


@tracked
class ReadinessAnswer(OfApplication):
    """What the partner says in one section of the template, and its own view of how ready it is."""

    section = models.CharField(max_length=40, help_text="Code of the section: context, or a quality domain.")
    template = models.ForeignKey(ReadinessTemplate, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict, help_text="By the code of the question.")
    at_visit = models.BooleanField(default=False, help_text="Evidence is to be shown at the visit.")
    gap = models.TextField(blank=True, help_text="What is not yet in place, and what is done about it.")
    gap_owner = models.CharField(max_length=120, blank=True)
    gap_by = models.DateField(null=True, blank=True)
    own_view = models.CharField(max_length=40, blank=True, help_text="The partner's own view, as a code.")
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "section"], name="readiness_section_once")
        ]

    def __str__(self) -> str:
        return f"{self.section} of {self.application.reference}"


@tracked
class Submission(OfApplication):
    """The template as it was handed in: frozen, with its digest. What follows it is kept beside it."""

    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="submission_number"),
        ]

    def __str__(self) -> str:
        return f"Template of {self.application.reference}, handed in {self.number}"
