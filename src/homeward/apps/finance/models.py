"""Files to and from the finance system, providers' invoices, and requests for information."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import Agreement, Line
from homeward.apps.core.fields import PeriodField
from homeward.apps.core.history import tracked
from homeward.apps.statements.models import PaymentBatch, Statement

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor
    from homeward.apps.accounts.permissions import Relation


@tracked
class FileLayout(Scoped):
    """How files to or from the finance system look from a day on. Never edited: a change is a later layout."""

    class Kind(models.TextChoices):
        EXPORT = "export", "Payments we send"
        RESULT = "result", "Answers we read"

    kind = models.CharField(max_length=10, choices=Kind)
    starts_on = models.DateField(help_text="The first day on which it is used.")
    settings = models.JSONField(help_text="Columns and formats; what it may hold is checked by `layouts`.")
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200, help_text="Where the finance system's form is written down.")

    read_permission = Permission.FINANCE_SETUP
    scoped_by_organisation = False

    class Meta:
        ordering = ["-starts_on", "-entered_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} from {self.starts_on.isoformat()}"


class _Departmental(Scoped):
    """Holds several providers' money: no provider sees one."""

    read_permission = Permission.PAYMENT_READ
    scoped_by_organisation = False

    class Meta:
        abstract = True

    @classmethod
    def narrow(
        cls, found: models.QuerySet[_Departmental], actor: Actor, relation: Relation
    ) -> models.QuerySet[_Departmental]:
        return found.none() if actor.is_provider else found


@tracked
class BatchFile(_Departmental):
    """The file of a batch, kept as it left: the same bytes each time it is downloaded."""

    batch = models.ForeignKey(PaymentBatch, on_delete=models.PROTECT, related_name="files")
    number = models.PositiveSmallIntegerField(help_text="1, then 2 when it was made anew.")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    settings = models.JSONField(help_text="The layout it was made by.")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was made anew.")
    exports = models.PositiveIntegerField(default=0, help_text="How many times it was downloaded.")
    exported_at = models.DateTimeField(null=True, blank=True, help_text="When it was last downloaded.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="batch_file_number")]
        ordering = ["-number"]

    def __str__(self) -> str:
        return self.name


@tracked
class ResultFile(_Departmental):
    """An answer of the finance system: what was read, what is wrong with it, and what was recorded of it."""

    class State(models.TextChoices):
        REFUSED = "refused", "Refused whole"
        CHECKED = "checked", "Checked, waiting for a person"
        RECORDED = "recorded", "Recorded"
        WITHDRAWN = "withdrawn", "Withdrawn"

    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, db_index=True, help_text="SHA-256 of the file.")
    settings = models.JSONField(help_text="The layout it was read by.")
    rows = models.JSONField(default=list, help_text="Each row: cells, outcome, problems.")
    problems = models.JSONField(default=list, help_text="Problems of the file as a whole.")
    counts = models.JSONField(default=dict, help_text="Rows by what was found, and what was recorded.")
    state = models.CharField(max_length=10, choices=State)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "digest"], condition=Q(state="recorded"), name="result_file_recorded_once"
            ),
            models.CheckConstraint(
                name="result_file_recorded_pair",
                condition=(Q(state="recorded") & Q(recorded_at__isnull=False, recorded_by__isnull=False))
                | (~Q(state="recorded") & Q(recorded_at=None, recorded_by=None)),
            ),
        ]
        ordering = ["-given_at"]

    def __str__(self) -> str:
        return self.name


@tracked
class Invoice(Scoped):
    """A provider's own figure for one line and quarter, held against the statement."""

    class Kind(models.TextChoices):
        INVOICE = "invoice", "Invoice"
        ACQUITTAL = "acquittal", "Acquittal"

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Waits for the statement"
        MATCHED = "matched", "Matches"
        WITHIN = "within_tolerance", "Within the tolerance"
        DIFFERS = "differs", "Differs"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        MATCHED = "matched", "Matched"
        ACCEPTED = "accepted", "Difference accepted"
        RETURNED = "returned", "Returned to the provider"
        WITHDRAWN = "withdrawn", "Withdrawn"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="invoices")
    period = PeriodField()
    label = models.CharField(max_length=20, help_text="Such as Q1 2026-27.")
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, null=True, blank=True, related_name="invoices"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    number = models.CharField(max_length=60, help_text="As the provider writes it.")
    number_key = models.CharField(
        max_length=60, help_text="The number folded, so that INV-7 and inv 7 are one."
    )
    dated_on = models.DateField(help_text="The date on the invoice.")
    amount = models.DecimalField(max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    note = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, default=Outcome.WAITING, db_index=True)
    match = models.JSONField(
        default=dict, help_text="Ours, theirs, tolerance and what explains the difference."
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, db_index=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    resolution = models.TextField(blank=True, help_text="Why it was accepted, returned or withdrawn.")

    read_permission = Permission.INVOICE_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "organisation", "number_key"], name="invoice_number_once_per_provider"
            ),
            models.CheckConstraint(
                name="invoice_resolved_with_reason",
                condition=Q(state__in=["open", "matched"])
                | (Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(resolution="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def words(self) -> str:
        """Inside a sentence: invoice GR-2026-001."""
        return f"{self.get_kind_display().lower()} {self.number}"


@tracked
class InformationRequest(Scoped):
    """Further financial information asked for in writing, and the provider's answer within its working days."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="information_requests")
    label = models.CharField(max_length=20, help_text="The quarter it is about.")
    text = models.TextField(help_text="What is asked.")
    asked_on = models.DateField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(help_text="The last working day for the answer.")
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reminded_on = models.DateField(null=True, blank=True)

    read_permission = Permission.ACQUITTAL_READ

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="information_answered_pair",
                condition=Q(answered_on=None, answered_by=None, answer="")
                | (Q(answered_on__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            )
        ]

    def __str__(self) -> str:
        return f"Information for {self.agreement.reference} {self.label}"
