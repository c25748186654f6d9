"""Placements: what happened, night by night, and what should not have."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import Line
from homeward.apps.children.models import Child
from homeward.apps.core.fields import PeriodField, same
from homeward.apps.core.history import tracked, tracked_in_bulk
from homeward.apps.core.periods import from_db
from homeward.apps.providers.models import Home
from homeward.kernel.problems import Problem
from homeward.kernel.ranges import DateRange


@tracked_in_bulk
class Placement(Scoped):
    """A child's stay in a home, on a line where one pays for it. Half-open local dates, no clock time."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="placements")
    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="placements")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="placements", null=True, blank=True)
    period = PeriodField()
    placement_type = models.CharField(max_length=60, blank=True)
    end_reason = models.CharField(max_length=60, blank=True)
    source = models.CharField(
        max_length=200, blank=True, help_text="File and row, or the person who recorded it."
    )
    source_key = models.CharField(max_length=80, blank=True, help_text="The source's own key for this stay.")
    breaches = ArrayField(
        models.CharField(max_length=40), default=list, blank=True,
        help_text="What should not have happened, such as over_capacity. Recording is never refused for it.",
    )  # fmt: skip
    breaches_noted = ArrayField(
        models.CharField(max_length=40), default=list, blank=True,
        help_text="The breaches somebody has looked into; a new one asks again.",
    )  # fmt: skip
    breach_note = models.TextField(blank=True, help_text="What was found or done about the breaches.")
    same_day_on = models.DateField(
        null=True,
        blank=True,
        help_text="The day of a stay that began and ended on one day: kept, without a night.",
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    read_permission = Permission.PLACEMENT_READ
    child_path = "child"
    warnings: list[Problem]  # what the service that wrote it found worth telling; not stored

    class Meta:
        constraints = [
            # An empty range forgets its day, so a stay without a night says it beside the range.
            models.CheckConstraint(
                name="placement_same_day",
                condition=Q(period__isempty=True, same_day_on__isnull=False)
                | Q(period__isempty=False, same_day_on=None),
            ),
            # Two carers at once on one line is lawful shared care; twice in one home is an error.
            ExclusionConstraint(
                name="placement_once_per_home_and_line",
                expressions=[
                    (same("child"), "&&"),
                    (same("home"), "&&"),
                    (same("line", nullable=True), "&&"),
                    ("period", "&&"),
                ],
                violation_error_message="This child already has a placement in this home on some of "
                "these nights.",
            ),
            models.UniqueConstraint(
                fields=["body", "source_key"], condition=~Q(source_key=""), name="placement_source_key"
            ),
        ]
        indexes = [models.Index(fields=["line", "child"])]

    def __str__(self) -> str:
        return f"{self.child.reference} at {self.home.name}"

    @property
    def stay(self) -> DateRange:
        """The period with its days even where it covers no night."""
        if self.same_day_on is not None:
            return DateRange(self.same_day_on, self.same_day_on)
        return from_db(self.period)

    @property
    def open_breaches(self) -> list[str]:
        """Breaches nobody has looked into yet."""
        return [code for code in self.breaches if code not in self.breaches_noted]


@tracked_in_bulk
class Spell(Scoped):
    """Something that was so during part of a placement."""

    class Kind(models.TextChoices):
        HOLD = "hold", "On hold"
        MISSING = "missing", "Missing"
        ABSENT = "absent", "Absent, whereabouts known"
        SHARED_CARE = "shared_care", "Shared care"
        CARE_TYPE = "care_type", "Care type"

    class DecidedBy(models.TextChoices):
        BODY = "dcp", "The department"
        PROVIDER = "provider", "The provider"

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="spells")
    kind = models.CharField(max_length=20, choices=Kind)
    code = models.CharField(max_length=60, blank=True, help_text="The care type, by the pack's code list.")
    decided_by = models.CharField(
        max_length=20, choices=DecidedBy, blank=True, help_text="Who decided a hold."
    )
    period = PeriodField()
    reference = models.CharField(max_length=200, blank=True, help_text="Decision or report this rests on.")
    source = models.CharField(max_length=200, blank=True)

    read_permission = Permission.PLACEMENT_READ
    child_path = "placement__child"
    warnings: list[Problem]  # what the service that wrote it found worth telling; not stored

    class Meta:
        constraints = [
            models.CheckConstraint(name="hold_has_decider", condition=~Q(kind="hold") | ~Q(decided_by="")),
            models.CheckConstraint(name="care_type_has_code", condition=~Q(kind="care_type") | ~Q(code="")),
            models.CheckConstraint(name="spell_not_empty", condition=Q(period__isempty=False)),
        ]


@tracked
class ExceedRequest(Scoped):
    """A short-term request to exceed a residential line's target: dates, extra places, decision."""

    class State(models.TextChoices):
        REQUESTED = "requested", "Waiting for a decision"
        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class Side(models.TextChoices):
        BODY = "body", "The department"
        PROVIDER = "provider", "The provider"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="exceed_requests")
    period = PeriodField()
    extra_places = models.PositiveSmallIntegerField()
    reason = models.TextField()
    state = models.CharField(max_length=12, choices=State, default=State.REQUESTED)
    requested_at = models.DateTimeField(default=timezone.now)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    requested_side = models.CharField(max_length=10, choices=Side, default=Side.BODY)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision_reason = models.TextField(blank=True)

    read_permission = Permission.EXCEED_READ

    class Meta:
        constraints = [
            models.CheckConstraint(name="exceed_positive", condition=Q(extra_places__gt=0)),
            models.CheckConstraint(
                name="exceed_decided_pair",
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Request to exceed, {self.line}"
