"""Matters taken up a ladder: raised by either side, moved up with a reason, paused with a reason, settled.

The `stream` says what a matter is about, so that quality and relationship can climb the same ladder.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import Line
from homeward.apps.core.history import tracked


@tracked
class Escalation(Scoped):
    """One matter between a body and a care partner, and the step of the ladder it stands on."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        SETTLED = "settled", _("Settled")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(
        Line, on_delete=models.PROTECT, null=True, blank=True, related_name="escalations"
    )
    stream = models.CharField(max_length=20, help_text="By the pack's escalation_streams.")
    title = models.CharField(max_length=160)
    about = models.TextField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN, db_index=True)
    since = models.DateTimeField(default=timezone.now, help_text="When it came into this state or step.")
    step = models.CharField(max_length=40, help_text="By the pack's escalation_steps.")
    step_since = models.DateField(help_text="The day it came to this step; its days count from the next.")
    raised_at = models.DateTimeField(default=timezone.now)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_side = models.CharField(max_length=10, help_text="body or provider.")
    outcome = models.TextField(blank=True, help_text="How it was settled, or why it was withdrawn.")
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    read_permission = Permission.FUNDING_READ

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="escalation_closed_with_words",
                condition=Q(state="open", closed_by=None) | (Q(closed_by__isnull=False) & ~Q(outcome="")),
            )
        ]

    def __str__(self) -> str:
        return self.title


class _OfEscalation(Scoped):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    read_permission = Permission.FUNDING_READ

    class Meta:
        abstract = True


@tracked
class EscalationStep(_OfEscalation):
    """A matter moved up a step, with why."""

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="steps")
    left = models.CharField(max_length=40)
    reached = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")


@tracked
class EscalationPause(_OfEscalation):
    """Days on which the clock of a matter stands still, with why."""

    escalation = models.ForeignKey(Escalation, on_delete=models.PROTECT, related_name="pauses")
    start = models.DateField(help_text="First day not counted.")
    end = models.DateField(
        null=True, blank=True, help_text="First day counted again; empty: it stands still."
    )
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["escalation"], condition=Q(end=None), name="escalation_paused_once"
            ),
            models.CheckConstraint(
                name="escalation_pause_ended_pair",
                condition=Q(end=None, ended_by=None) | Q(end__isnull=False, ended_by__isnull=False),
            ),
        ]


@tracked
class Redirection(Scoped):
    """Somebody was sent to the report of concern, because a child may be at risk. Nothing of what they had to say is kept."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    stream = models.CharField(max_length=20)
    redirected_at = models.DateTimeField(default=timezone.now)
    redirected_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.AUDIT_READ

    def __str__(self) -> str:
        return "Sent to the report of concern"
