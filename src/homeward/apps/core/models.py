"""What every app leans on: the audit trail, notices, outgoing mail, jobs people can watch.

People, bodies and organisations stand above this app, so they are named here by key and label, without
foreign keys: an event must outlive what it tells of.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from homeward.apps.core.fields import Identified


class AuditEvent(models.Model):
    """Who did or read what, for whom, when and why. Insert only: the application's role may not change it."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor_label = models.CharField(max_length=200)
    role = models.CharField(max_length=40, blank=True)
    acting_for = models.CharField(max_length=200, blank=True, help_text="Whom a deputy stood in for.")
    body_id = models.BigIntegerField(null=True, db_index=True)
    organisation_id = models.BigIntegerField(null=True, db_index=True)
    action = models.CharField(max_length=60, help_text="read, or the service's verb.")
    kind = models.CharField(max_length=40, help_text="Kind of thing, such as child or statement.")
    thing = models.CharField(max_length=24, db_index=True, help_text="Public id of the thing.")
    label = models.CharField(
        max_length=200, blank=True, help_text="What the thing is called, without a child's name."
    )
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["kind", "thing", "at"])]


class Notice(Identified):
    """A message in a person's inbox."""

    user_id = models.BigIntegerField(db_index=True)
    body_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user_id", "read_at", "created_at"])]

    def __str__(self) -> str:
        return self.title


class OutgoingMail(Identified):
    """A mail written in the same transaction as the news it carries. Never a child's data."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        FAILED = "failed", "Failed"

    body_id = models.BigIntegerField(null=True)
    to = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.subject


class JobRun(Identified):
    """Long work that a person can watch, leave and come back to."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    user_id = models.BigIntegerField(null=True)
    body_id = models.BigIntegerField(null=True, db_index=True)
    organisation_id = models.BigIntegerField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    error = models.TextField(blank=True)
    result_url = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label
