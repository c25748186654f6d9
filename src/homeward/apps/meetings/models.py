"""Contract management meetings: why a line missed its target, what was said and decided, who does what by when.

The policy's own step: reasons for missing the target are discussed at the scheduled contract management meeting
(section 4.2).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.taken_on import TakenOn
from homeward.apps.core.fields import PeriodField
from homeward.apps.core.history import tracked
from homeward.apps.statements.models import Statement


class Side(models.TextChoices):
    BODY = "body", "The department"
    PROVIDER = "provider", "The provider"


@tracked
class ShortfallReason(Scoped):
    """One reason why a line missed its target in a quarter, as one side sees it. Replaced by newer rows, never edited."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="shortfall_reasons")
    side = models.CharField(max_length=10, choices=Side)
    code = models.CharField(max_length=40, help_text="By the pack's list of shortfall reasons.")
    nights = models.PositiveIntegerField(
        null=True, blank=True, help_text="Nights it explains; empty: not told."
    )
    text = models.TextField(blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    read_permission = Permission.STATEMENT_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement", "side", "code"], condition=Q(replaced_at=None), name="reason_once_a_side"
            ),
            models.CheckConstraint(name="reason_nights_positive", condition=Q(nights=None) | Q(nights__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.statement}: {self.code}"


@tracked
class Meeting(Scoped):
    """One contract management meeting of the body with one provider about one quarter."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held, the record waits for the provider"
        CONFIRMED = "confirmed", "Held and confirmed"
        CANCELLED = "cancelled", "Cancelled"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="meetings")
    label = models.CharField(max_length=20, help_text="The quarter, such as Q1 2026-27.")
    period = PeriodField()
    held_on = models.DateField()
    place = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED, db_index=True)
    summary = models.TextField(blank=True, help_text="What was said, in a few sentences.")
    lines = models.JSONField(default=list, help_text="The lines as they stood when the meeting was recorded.")
    planned_at = models.DateTimeField(default=timezone.now)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=timezone.now)

    read_permission = Permission.MEETING_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "organisation", "label", "held_on"],
                condition=~Q(state="cancelled"),
                name="meeting_once_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"Meeting with {self.organisation.name}, {self.label}"


@tracked
class Attendee(Scoped):
    """Somebody who was asked to a meeting: with an account or only by name."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendees")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    side = models.CharField(max_length=10, choices=Side)
    was_there = models.BooleanField(default=True)

    read_permission = Permission.MEETING_READ

    class Meta:
        ordering = ["side", "name"]
        constraints = [models.UniqueConstraint(fields=["meeting", "side", "name"], name="attendee_once")]


@tracked
class Decision(Scoped):
    """What a meeting decided, about one line or about all."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="decisions")
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField()
    recorded_at = models.DateTimeField(default=timezone.now)

    read_permission = Permission.MEETING_READ

    class Meta:
        ordering = ["recorded_at", "id"]


@tracked
class Action(TakenOn):
    """Something a person took on at a meeting, by a day. It is a duty until it is done."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="actions")
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    side = models.CharField(max_length=10, choices=Side)

    read_permission = Permission.MEETING_READ

    def __str__(self) -> str:
        return f"Action for {self.owner.name}, {self.meeting.label}"
