"""Statements: one line, one period, agreed by both sides, assessed, approved and paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import Line
from homeward.apps.core.fields import PeriodField, same
from homeward.apps.core.history import tracked, tracked_but
from homeward.apps.core.models import Document
from homeward.apps.placements.models import Placement
from homeward.apps.statements.acquittals import Acquittal as Acquittal  # a model of this app
from homeward.apps.statements.adjustments import Adjustment as Adjustment  # a model of this app

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor
    from homeward.apps.accounts.permissions import Relation


# Documents have a trail of their own: to keep one is no change of what it tells.
PAPERS = ("keeps_papers", "provider_paper", "body_paper")


class Papered(models.Model):
    """What leaves the house as a paper: each side's is kept as it was first drawn, and given out ever after."""

    keeps_papers = models.BooleanField(
        default=False,
        help_text="Its papers are kept. One that was issued before they were is drawn anew each time.",
    )
    provider_paper = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body_paper = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class State(models.TextChoices):
    """Where a statement stands. Moves are in `machine.py`; services make them."""

    DRAFT = "draft", "Draft"
    ISSUED = "issued", "With the provider"
    DISPUTED = "disputed", "Disputed"
    PROVIDER_AGREED = "provider_agreed", "Waiting for the department to agree"
    AGREED = "agreed", "Agreed and locked"
    ASSESSED = "assessed", "Assessed, waiting for approval"
    APPROVED = "approved", "Approved, waiting for payment"
    SENT = "sent", "Sent for payment"
    PAID = "paid", "Paid"


OPEN_STATES = (State.DRAFT, State.ISSUED, State.DISPUTED, State.PROVIDER_AGREED)
LOCKED_STATES = (State.AGREED, State.ASSESSED, State.APPROVED, State.SENT, State.PAID)


@tracked
class Statement(Scoped):
    """The quarter of one line. Figures live in its versions; the newest version is what people talk about."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="statements")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="statements")
    period = PeriodField()
    label = models.CharField(max_length=20, help_text="Such as Q1 2026-27.")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT, db_index=True)
    since = models.DateTimeField(default=timezone.now, help_text="When it came into this state.")
    due_on = models.DateField(null=True, blank=True, help_text="When whoever holds it should have acted.")
    held_by = models.CharField(max_length=20, blank=True, help_text="provider, body, director or finance.")
    uncounted = models.JSONField(
        default=list,
        blank=True,
        help_text="Why a locked quarter cannot be counted from the records as now known.",
    )

    read_permission = Permission.STATEMENT_READ

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="statement_once_per_line_and_night",
                expressions=[(same("line"), "&&"), ("period", "&&")],
                violation_error_message="This line already has a statement for some of these nights.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.label}"

    @property
    def period_word(self) -> str:
        """How its reader calls the period: quarters have labels of their own, months are named."""
        return "quarter" if self.label.startswith("Q") else "month"

    @property
    def is_locked(self) -> bool:
        return self.state in LOCKED_STATES

    @property
    def payment(self) -> Payment | None:
        """The payment that stands: sent or paid. Rejected ones are among `payments`."""
        live = self.payments.exclude(state=Payment.State.REJECTED)
        return live.select_related("batch").first()

    @classmethod
    def narrow(
        cls, found: models.QuerySet[Statement], actor: Actor, relation: Relation
    ) -> models.QuerySet[Statement]:
        """A provider sees a statement from the day it is issued."""
        return found.exclude(state=State.DRAFT, versions__issued_at=None) if actor.is_provider else found


@tracked
class PeriodClose(Scoped):
    """One run of the period close: what was drafted, what was there already, what was left out and why."""

    period = PeriodField()
    label = models.CharField(max_length=20)
    closed_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lines = models.JSONField(default=list, help_text="Each line: its reference, its outcome, and why.")

    read_permission = Permission.PERIOD_CLOSE
    scoped_by_organisation = False

    class Meta:
        ordering = ["-closed_at"]


@tracked_but(*PAPERS)
class Version(Papered, Scoped):
    """What was known and what followed from it: facts, decision, pack. Never edited after it is issued.

    A late version tells what is known of a locked quarter. It is for reading: nobody agrees it, and it never stands
    in the place of the agreed one.
    """

    class Kind(models.TextChoices):
        COUNT = "count", "Counted for agreement"
        LATE = "late", "Later knowledge"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.COUNT)
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    facts = models.JSONField()
    facts_digest = models.CharField(max_length=64)
    decision = models.JSONField()
    decision_digest = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the decision's canonical text."
    )
    pack = models.CharField(max_length=20)
    pack_version = models.CharField(max_length=20)
    pack_digest = models.CharField(max_length=80)
    twin = models.JSONField(
        null=True,
        help_text="The same nights counted in columns: an empty object where all is equal, else what differs.",
    )
    reason = models.TextField(help_text="Why this version was made.")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    # The few figures that lists sort and filter by; read from the decision, never typed.
    actual_nights = models.PositiveIntegerField(default=0)
    contracted_nights = models.PositiveIntegerField(null=True)
    share_percent = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    level = models.CharField(max_length=20, blank=True)

    read_permission = Permission.STATEMENT_READ

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "number"], name="version_number")]
        ordering = ["-number"]

    @classmethod
    def narrow(
        cls, found: models.QuerySet[Version], actor: Actor, relation: Relation
    ) -> models.QuerySet[Version]:
        return found.filter(issued_at__isnull=False) if actor.is_provider else found


@tracked
class Step(Scoped):
    """One move of a statement: who, when, from where to where, and what they said."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="steps")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    move = models.CharField(max_length=40)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=200)
    note = models.TextField(blank=True)

    read_permission = Permission.STATEMENT_READ

    class Meta:
        ordering = ["at", "id"]

    @classmethod
    def narrow(cls, found: models.QuerySet[Step], actor: Actor, relation: Relation) -> models.QuerySet[Step]:
        """A provider reads an assessment's step with the assessment: once approved, and never one sent back."""
        if not actor.is_provider:
            return found
        later = cls._default_manager.filter(statement=OuterRef("statement"), pk__gt=OuterRef("pk"))
        not_final = Exists(later.filter(move="send_back")) | ~Exists(later.filter(move="approve"))
        return found.exclude(move="send_back").exclude(Q(not_final, move="assess"))


@tracked
class Dispute(Scoped):
    """What a provider says is wrong with one placement of an issued version, and what was answered."""

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="disputes")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="disputes")
    placement = models.ForeignKey(
        Placement, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    child_reference = models.CharField(max_length=12)
    reason = models.TextField()
    claimed_start = models.DateField(null=True, blank=True)
    claimed_end = models.DateField(null=True, blank=True, help_text="Exclusive.")
    raised_at = models.DateTimeField(default=timezone.now)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answer_text = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    read_permission = Permission.STATEMENT_READ

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="dispute_answered_pair",
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
            )
        ]


@tracked
class Disallowance(Scoped):
    """Nights a validator set aside, with the reason: footnote 1 of table 1 keeps inclusions under review."""

    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, related_name="disallowances")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="+")
    period = PeriodField()
    reason = models.TextField()
    decided_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    read_permission = Permission.STATEMENT_READ


@tracked_but(*PAPERS)
class Assessment(Papered, Scoped):
    """The formal assessment of an agreed statement: response, factors considered, money decided."""

    statement = models.OneToOneField(Statement, on_delete=models.CASCADE, related_name="assessment")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=20)
    responses = ArrayField(
        models.CharField(max_length=60),
        default=list,
        help_text="By the pack's response matrix, or as decided.",
    )
    factors = models.JSONField(default=list, help_text="Each factor considered and what was found.")
    abatement_amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    abatement_reason = models.TextField(blank=True)
    growth_amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    growth_reason = models.TextField(blank=True)
    loading_abatements = models.JSONField(
        default=list, blank=True, help_text="Each loading category abated: the amount and why."
    )
    loading_abatements_amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    adjustments = models.JSONField(
        default=list,
        blank=True,
        help_text="Of earlier quarters, what was put up for decision and what was decided.",
    )
    adjustments_amount = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    payable_amount = models.DecimalField(max_digits=14, decimal_places=2)
    assessed_at = models.DateTimeField(default=timezone.now)
    assessed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    read_permission = Permission.STATEMENT_READ

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="assessor_is_not_approver", condition=~Q(assessed_by=F("approved_by"))
            ),
            models.CheckConstraint(name="abatement_not_negative", condition=Q(abatement_amount__gte=0)),
        ]

    @classmethod
    def narrow(
        cls, found: models.QuerySet[Assessment], actor: Actor, relation: Relation
    ) -> models.QuerySet[Assessment]:
        """A provider reads an assessment once it is approved: until then it is a proposal."""
        return found.exclude(approved_at=None) if actor.is_provider else found


@tracked
class PaymentBatch(Scoped):
    """Payments sent together: a unique number, a count and a control total."""

    number = models.CharField(max_length=24, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    count = models.PositiveIntegerField()
    control_total = models.DecimalField(max_digits=16, decimal_places=2)
    currency = models.CharField(max_length=3)

    def __str__(self) -> str:
        return self.number

    read_permission = Permission.PAYMENT_READ
    scoped_by_organisation = False

    @classmethod
    def narrow(
        cls, found: models.QuerySet[PaymentBatch], actor: Actor, relation: Relation
    ) -> models.QuerySet[PaymentBatch]:
        """A batch holds several providers' money: no provider sees one."""
        return found.none() if actor.is_provider else found


@tracked
class Payment(Scoped):
    """What was sent to be paid for one statement, under the line's cost code; below zero it is a credit.

    `public_id` is the reference by which the finance system names it. A statement has one payment that stands;
    a rejected one stays on record and makes room for the next.
    """

    class State(models.TextChoices):
        SENT = "sent", "Sent"
        PAID = "paid", "Paid"
        REJECTED = "rejected", "Rejected"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(PaymentBatch, on_delete=models.PROTECT, related_name="payments")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="payments")
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    cost_code = models.CharField(max_length=40)
    breakdown = models.JSONField(default=list, help_text="Money lines as assessed; they sum to the amount.")
    state = models.CharField(max_length=10, choices=State, default=State.SENT, db_index=True)
    settled_on = models.DateField(
        null=True, blank=True, help_text="When the finance system paid or rejected it."
    )
    settled_at = models.DateTimeField(null=True, blank=True, help_text="When that was recorded here.")
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True, help_text="Why the finance system rejected it.")

    read_permission = Permission.PAYMENT_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["statement"], condition=~Q(state="rejected"), name="payment_one_that_stands"
            ),
            models.CheckConstraint(
                name="payment_settled_pair",
                condition=Q(state="sent", settled_on=None, settled_at=None, settled_by=None)
                | (~Q(state="sent") & Q(settled_on__isnull=False, settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="payment_rejected_with_reason", condition=~Q(state="rejected", reason="")
            ),
        ]

    @property
    def is_credit(self) -> bool:
        return self.amount < 0


@tracked
class LoadingReview(Scoped):
    """The yearly review of one line's contract loadings (section 4.5.2): what year-to-date data propose, and what
    became of it. Only a signed variation changes what is contracted."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="loading_reviews")
    year = models.CharField(
        max_length=9, help_text="The financial year whose data it rests on, such as 2025-26."
    )
    period = PeriodField(help_text="The window of the data.")
    effective_on = models.DateField(help_text="The day from which a changed loading is meant to hold.")
    facts = models.JSONField()
    facts_digest = models.CharField(max_length=64)
    decision = models.JSONField()
    pack_version = models.CharField(max_length=40)
    pack_digest = models.CharField(max_length=80)
    changes = models.PositiveSmallIntegerField(help_text="Categories the data propose to change.")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField(null=True, blank=True)
    kept_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kept_reason = models.TextField(blank=True, help_text="Why the contract loadings stay as they are.")

    read_permission = Permission.STATEMENT_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "year"], name="loading_review_once_a_year"),
            models.CheckConstraint(
                name="loading_review_kept_pair",
                condition=Q(kept_at=None, kept_by=None) | Q(kept_at__isnull=False, kept_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Loading review {self.year}, {self.line}"

    @property
    def reference(self) -> str:
        """By which a variation says that it follows from this review."""
        return f"Yearly review of loadings {self.year}"

    @classmethod
    def narrow(
        cls, found: models.QuerySet[LoadingReview], actor: Actor, relation: Relation
    ) -> models.QuerySet[LoadingReview]:
        """A proposal within the department: the provider reads the variation that follows from it."""
        return found.none() if actor.is_provider else found
