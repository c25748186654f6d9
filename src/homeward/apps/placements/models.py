"""Placements: what happened, night by night, and what should not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from homeward.apps.core.history import tracked
from homeward.apps.providers.models import Home

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor
    from homeward.apps.accounts.permissions import Relation


@tracked
class Placement(Scoped):
    """A child's stay in a home, on a line where one pays for it. Half-open local dates, no clock time."""

    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="placements")
    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="placements")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="placements", null=True, blank=True)
    period = PeriodField()
    placement_type = models.CharField(max_length=60, blank=True)
    end_reason = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=200, blank=True, help_text="File and row, or the person who recorded it.")
    source_key = models.CharField(max_length=80, blank=True, help_text="The source's own key for this stay.")
    breaches = ArrayField(
        models.CharField(max_length=40), default=list, blank=True,
        help_text="What should not have happened, such as over_capacity. Recording is never refused for it.",
    )  # fmt: skip
    recorded_at = models.DateTimeField(default=timezone.now)

    read_permission = Permission.PLACEMENT_READ

    class Meta:
        constraints = [
            # Two carers at once on one line is lawful shared care; twice in one home is an error.
            ExclusionConstraint(
                name="placement_once_per_home_and_line",
                expressions=[(same("child"), "&&"), (same("home"), "&&"), (same("line", nullable=True), "&&"), ("period", "&&")],
                violation_error_message="This child already has a placement in this home on some of these nights.",
            ),
            models.UniqueConstraint(
                fields=["body", "source_key"], condition=~Q(source_key=""), name="placement_source_key"
            ),
        ]
        indexes = [models.Index(fields=["line", "child"])]

    def __str__(self) -> str:
        return f"{self.child.reference} at {self.home.name}"


@tracked
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
    decided_by = models.CharField(max_length=20, choices=DecidedBy, blank=True, help_text="Who decided a hold.")
    period = PeriodField()
    reference = models.CharField(max_length=200, blank=True, help_text="Decision or report this rests on.")
    source = models.CharField(max_length=200, blank=True)

    read_permission = Permission.PLACEMENT_READ

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

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="exceed_requests")
    period = PeriodField()
    extra_places = models.PositiveSmallIntegerField()
    reason = models.TextField()
    state = models.CharField(max_length=12, choices=State, default=State.REQUESTED)
    requested_at = models.DateTimeField(default=timezone.now)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision_reason = models.TextField(blank=True)

    read_permission = Permission.EXCEED_READ

    class Meta:
        constraints = [
            models.CheckConstraint(name="exceed_positive", condition=Q(extra_places__gt=0)),
            models.CheckConstraint(
                name="exceed_decided_pair",
                condition=Q(decided_at=None, decided_by=None) | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]
