"""What every app leans on: the audit trail, notices, outgoing mail, jobs people can watch.

People, bodies and organisations stand above this app, so they are named here by key and label, without
foreign keys: an event must outlive what it tells of.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from homeward.apps.core.fields import Identified
from homeward.apps.core.history import tracked


class AuditEvent(models.Model):
    """Who did or read what, for whom, when and why. Insert only: the application's role may not change it."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor_label = models.CharField(max_length=200)
    role = models.CharField(max_length=40, blank=True)
    acting_for = models.CharField(max_length=200, blank=True, help_text="Whom a deputy stood in for.")
    body_id = models.BigIntegerField(null=True, db_index=True)
    organisation_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60, help_text="read, or the service's verb.")
    kind = models.CharField(max_length=40, help_text="Kind of thing, such as child or statement.")
    thing = models.CharField(max_length=24, help_text="Public id of the thing.")
    label = models.CharField(
        max_length=200, blank=True, help_text="What the thing is called, without a child's name."
    )
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["thing", "at"])]


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


class DocumentContent(models.Model):
    """The bytes of documents, each kept once in a body. Insert only: the application's role may not change them."""

    body_id = models.BigIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes kept, in hexadecimal.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body_id", "digest"], name="content_once_in_a_body")]

    def __str__(self) -> str:
        return self.digest[:12]


@tracked
class Document(Identified):
    """A document of a thing, such as the scan of a signed agreement. A new version is a new row."""

    body_id = models.BigIntegerField(db_index=True)
    organisation_id = models.BigIntegerField(null=True)
    thing_kind = models.CharField(
        max_length=60, help_text="Model of the thing it belongs to, such as agreements.agreement."
    )
    thing = models.CharField(max_length=24, help_text="Public id of the thing.")
    kind = models.CharField(max_length=40, help_text="What it is, as the thing's app names it.")
    title = models.CharField(max_length=160, help_text="The words of the person who added it.")
    filename = models.CharField(max_length=120, help_text="What it is called when downloaded.")
    media_type = models.CharField(
        max_length=100, help_text="Found in the bytes, never taken from the sender."
    )
    content = models.ForeignKey(DocumentContent, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    received_digest = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of what was sent, before it was cleaned."
    )
    removed = models.JSONField(default=list, help_text="What was taken out of it, in words.")
    is_made = models.BooleanField(default=False, help_text="Written by Homeward itself, not uploaded.")
    number = models.PositiveSmallIntegerField(default=1, help_text="Version.")
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    signed_copy_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="scans",
        help_text="The document whose signed paper this shows.",
    )  # fmt: skip
    paper = models.JSONField(default=dict, help_text="Who signed the paper, for which side, and when.")
    side = models.CharField(
        max_length=20, blank=True, help_text="Who added it: provider or body; empty when Homeward made it."
    )
    added_at = models.DateTimeField(default=timezone.now)
    added_by_id = models.BigIntegerField(db_index=True)
    added_by_label = models.CharField(max_length=200)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_label = models.CharField(max_length=200, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["thing_kind", "thing", "added_at"])]
        constraints = [
            models.CheckConstraint(
                name="document_withdrawn_with_reason",
                condition=models.Q(withdrawn_at=None, withdrawn_reason="")
                | (models.Q(withdrawn_at__isnull=False) & ~models.Q(withdrawn_reason="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"


class Signature(Identified):
    """A person's name under the exact bytes of a document. Insert only, like the trail."""

    class Manner(models.TextChoices):
        SCREEN = "screen", "Signed here"
        PAPER = "paper", "Signed on paper"

    body_id = models.BigIntegerField(db_index=True)
    organisation_id = models.BigIntegerField(null=True, help_text="The provider the person signed for.")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatures")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes that were signed.")
    manner = models.CharField(max_length=10, choices=Manner)
    side = models.CharField(max_length=20, help_text="For whom: provider or body.")
    name = models.CharField(
        max_length=120, help_text="The name as it was typed, or as it stands on the paper."
    )
    capacity = models.CharField(
        max_length=240, help_text="Role, organisation, and whom a deputy stood in for."
    )
    signed_at = models.DateTimeField(default=timezone.now)
    signed_on = models.DateField(help_text="The day, where the body is; on paper the day written there.")
    signer_id = models.BigIntegerField(null=True, help_text="The person, when signed here.")
    proof = models.CharField(max_length=80, blank=True, help_text="How the person showed who they are.")
    scan = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    witness_id = models.BigIntegerField(null=True)
    witness_label = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "side"], name="one_signature_for_a_side"),
            models.CheckConstraint(
                name="paper_has_scan_and_witness",
                condition=models.Q(manner="screen", scan=None, witness_id=None, signer_id__isnull=False)
                | models.Q(manner="paper", scan__isnull=False, witness_id__isnull=False, signer_id=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.capacity}"
