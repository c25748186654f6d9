"""What a care partner's line is funded for beside its rates: support on top, requests, property, what is reconciled.

Amounts are in the body's currency, without goods and services tax. Periods are half-open ranges of local days.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import Line
from homeward.apps.children.models import Child
from homeward.apps.core.fields import PeriodField, same
from homeward.apps.core.history import tracked
from homeward.apps.core.models import Document
from homeward.apps.funding import escalation_models  # noqa: F401  (its tables are of this app)
from homeward.apps.placements.models import Placement


class Side(models.TextChoices):
    """Who brought something in."""

    BODY = "body", _("The agency")
    PROVIDER = "provider", _("The partner")


class Asked(models.TextChoices):
    """Where something stands that one person asks for and another decides."""

    REQUESTED = "requested", _("Waiting for a decision")
    APPROVED = "approved", _("Approved")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def _money(**more: Any) -> Any:
    return models.DecimalField(max_digits=14, decimal_places=2, **more)


def _decided_pair(name: str) -> models.CheckConstraint:
    """What was approved or declined says by whom and when, and nobody decides what they asked for themselves."""
    return models.CheckConstraint(
        name=name,
        condition=Q(state__in=("requested", "withdrawn"), decided_at=None, decided_by=None)
        | (Q(state__in=("approved", "declined"), decided_at__isnull=False) & ~Q(decided_by=F("asked_by"))),
    )


class FundedScoped(Scoped):
    """A record of one line of a care partner, read by whoever reads its funding."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="%(class)ss")

    read_permission = Permission.FUNDING_READ

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{str(self._meta.verbose_name).capitalize()} of {self.line}"


class Decided(FundedScoped):
    """Something one person asks for and another decides, with a reason."""

    state = models.CharField(max_length=12, choices=Asked, default=Asked.REQUESTED, db_index=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_side = models.CharField(max_length=10, choices=Side, default=Side.BODY)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision_reason = models.TextField(blank=True)

    class Meta:
        abstract = True


@tracked
class FundedTerms(FundedScoped):
    """The terms of one line on the three funding models ("Funding": dynamic, fixed, individualised)."""

    line = models.OneToOneField(Line, on_delete=models.PROTECT, related_name="funded")
    support_level = models.CharField(max_length=20, blank=True, help_text="By the pack's support_levels.")
    places = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Places of a fixed line.")
    advice_on = models.DateField(null=True, blank=True, help_text="Day of the advice of High Needs Services.")
    advice_by = models.CharField(max_length=120, blank=True)
    advice_reference = models.CharField(max_length=200, blank=True)
    below_level_reason = models.TextField(
        blank=True, help_text="Why it is funded individually below the level that is meant for it."
    )
    below_level_asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    below_level_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    yearly_nights = models.PositiveIntegerField(
        null=True, blank=True, help_text="Nights of a year of which a share is paid ahead; empty: nothing is."
    )
    ahead_rate = _money(
        null=True, blank=True, help_text="Rate of a night; empty: the line's on the year's first day."
    )
    ahead_share = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
        help_text="Share paid ahead in percent; empty: the pack's.",
    )  # fmt: skip
    ahead_months = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)],
        help_text="Months over which it is paid; empty: the pack's.",
    )  # fmt: skip


@tracked
class AdditionalRate(Decided):
    """An additional support rate of one child, with its need, review date and approver."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+")
    period = PeriodField()
    amount = _money(validators=[MinValueValidator(0)], help_text="Of a night.")
    reason = models.TextField(help_text="Why, linked to the assessed need.")
    review_on = models.DateField(help_text="It ends on this day unless it is renewed.")
    notice_on = models.DateField(help_text="The day on which the partner was told of it.")

    child_path = "child"

    class Meta:
        constraints = [
            _decided_pair("additional_rate_decided"),
            ExclusionConstraint(
                name="additional_rate_once_a_night",
                expressions=[(same("line"), "&&"), (same("child"), "&&"), ("period", "&&")],
                condition=Q(state="approved"),
                violation_error_message="This child already has an additional rate on some of these nights.",
            ),
        ]


@tracked
class Renewal(FundedScoped):
    """A decision to go on with an additional rate after its review."""

    rate = models.ForeignKey(AdditionalRate, on_delete=models.PROTECT, related_name="renewals")
    review_on = models.DateField(help_text="The next review.")
    renewed_on = models.DateField()
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    child_path = "rate__child"


@tracked
class EmptyPlace(FundedScoped):
    """Places that stand empty, and why. One that the agency's decision caused asks for a funding request."""

    period = PeriodField()
    places = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1)])
    cause = models.CharField(max_length=40, help_text="By the pack's vacancy_causes.")
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")


@tracked
class AbsenceApproval(FundedScoped):
    """Nights of one absence that are paid beyond those paid without a decision."""

    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, related_name="absence_approvals")
    period = PeriodField(help_text="The nights of the absence it is about.")
    until = models.DateField(null=True, blank=True, help_text="First night not paid; empty: to its end.")
    reason = models.TextField()
    approved_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    child_path = "placement__child"


@tracked
class FundingRequest(Decided):
    """An ad-hoc request for money outside the rates. Approved, it is paid with the month it belongs to."""

    amount = _money(validators=[MinValueValidator(0)])
    reason = models.TextField()
    belongs_on = models.DateField(help_text="A day of the month it is paid with.")
    empty_place = models.ForeignKey(
        EmptyPlace, on_delete=models.PROTECT, null=True, blank=True, related_name="requests"
    )
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [_decided_pair("funding_request_decided")]


@tracked
class PropertyCost(FundedScoped):
    """A property-related cost with its evidence. It names no child; damage points to its incident record."""

    kind = models.CharField(max_length=20, help_text="By the pack's property_kinds.")
    amount = _money(validators=[MinValueValidator(0)])
    what = models.TextField()
    belongs_on = models.DateField(help_text="A day of the month it is paid with.")
    incident = models.CharField(max_length=120, blank=True, help_text="For damage: the incident record.")
    evidence = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)


@tracked
class InstalmentChange(FundedScoped):
    """An agreed change of one month's fixed payment; below nought for less."""

    amount = _money()
    belongs_on = models.DateField(help_text="A day of the month it changes.")
    reason = models.TextField()
    reference = models.CharField(max_length=200, help_text="Where both sides agreed it.")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")


@tracked
class PoolUse(FundedScoped):
    """What the partner used of its general support in a month, as it reports it: it may be used across its children."""

    period = PeriodField(help_text="The month.")
    amount = _money(validators=[MinValueValidator(0)])
    what = models.TextField()
    reported_at = models.DateTimeField(default=timezone.now)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")


@tracked
class Reconciliation(FundedScoped):
    """Actual nights set against what was paid, at the end of a month: what is decided of a balance below nought."""

    class Outcome(models.TextChoices):
        CARRY_FORWARD = "carry_forward", _("Carried forward")
        REPURPOSE = "repurpose", _("Used for something else")
        RECOVER = "recover", _("Recovered")

    period = PeriodField(help_text="The month at whose end it is made.")
    since = models.DateField(help_text="First day looked at.")
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_because = models.TextField(blank=True)
    opened_by_itself = models.BooleanField(
        default=False,
        help_text="By the calendar or a late record: nobody asked for it, so anybody with the right decides.",
    )
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    reason = models.TextField(blank=True)
    effect_on_children = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    partner_response = models.TextField(blank=True)
    responded_at = models.DateTimeField(null=True, blank=True)
    responded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_amount = _money(
        null=True,
        blank=True,
        help_text="What was recovered or used otherwise, once both sides agreed the month.",
    )

    def was_asked_by(self, user: User) -> bool:
        """Whether this person opened it; who did does not decide it."""
        return not self.opened_by_itself and self.opened_by_id == user.pk

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="reconciliation_once_a_month",
                expressions=[(same("line"), "&&"), ("period", "&&")],
                violation_error_message="This month is being reconciled already.",
            ),
        ]


@tracked
class FundingDispute(FundedScoped):
    """The partner disputes a calculation. While one is open, nothing is recovered."""

    reconciliation = models.ForeignKey(Reconciliation, on_delete=models.PROTECT, related_name="disputes")
    about = models.TextField()
    raised_at = models.DateTimeField(default=timezone.now)
    raised_on = models.DateField()
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="funding_dispute_closed_pair",
                condition=Q(closed_on=None, closed_by=None)
                | Q(closed_on__isnull=False, closed_by__isnull=False),
            )
        ]
