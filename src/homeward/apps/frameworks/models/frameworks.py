"""A framework, its lots, and the authorities that may use it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from homeward.apps.accounts.models import CommissioningBody, Scoped
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.fields import PeriodField, same
from homeward.apps.core.history import tracked

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


@tracked
class Framework(Scoped):
    """A framework of providers that a consortium keeps for several authorities, or an authority for itself."""

    reference = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    service_type = models.CharField(max_length=40, help_text="By the pack's list of service types.")
    period = PeriodField()
    note = models.TextField(blank=True)

    read_permission = Permission.FRAMEWORK_READ
    scoped_by_organisation = False

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "reference"], name="framework_reference")]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        return of_framework(actor)


@tracked
class FrameworkAccess(Scoped):
    """Another body that may use a framework: it reads who is admitted, and the published rankings."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="access")
    authority = models.ForeignKey(
        CommissioningBody, on_delete=models.PROTECT, related_name="framework_access"
    )
    period = PeriodField()

    read_permission = Permission.FRAMEWORK_READ
    scoped_by_organisation = False

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="access_once_at_a_time",
                expressions=[(same("framework"), "&&"), (same("authority"), "&&"), ("period", "&&")],
                violation_error_message="This authority has access on some of these days already.",
            ),
            models.CheckConstraint(name="access_of_another_body", condition=~Q(body=F("authority"))),
        ]

    def __str__(self) -> str:
        return f"{self.authority}, {self.framework}"

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        """Who else uses a framework is the business of its keeper; an authority sees its own line."""
        return Q(body_id=actor.body.id) | Q(authority_id=actor.body.id)


def usable_by(body: CommissioningBody, on: dt.date, path: str = "") -> Q:
    """A body's own frameworks, and those it has access to on a day.

    `path` leads from the record to its framework, such as `lot__framework__`.
    """
    with_access = FrameworkAccess.objects.filter(authority_id=body.pk, period__contains=on).values(
        "framework"
    )
    return Q(body_id=body.pk) | Q(**{f"{path}pk__in": with_access})


def usable_frameworks(body: CommissioningBody, on: dt.date) -> list[Framework]:
    """The frameworks in force that a body may use on a day: its own, and those it has access to."""
    found = Framework.objects.filter(usable_by(body, on), period__contains=on)
    return list(found.select_related("body").order_by("pk"))


def of_framework(actor: Actor, path: str = "") -> Q:
    """Records of the frameworks the actor's body may use today."""
    return usable_by(actor.body, actor.today, path)


@tracked
class Lot(Scoped):
    """A part of a framework that is ranked by itself: which placements, in which regions, when."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="lots")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    placement_types = ArrayField(
        models.CharField(max_length=40), default=list, help_text="By the pack's list of kinds of placement."
    )
    regions = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, help_text="Empty: ranked as one region."
    )
    period = PeriodField()

    read_permission = Permission.FRAMEWORK_READ
    scoped_by_organisation = False

    class Meta:
        ordering = ["framework", "number"]
        constraints = [models.UniqueConstraint(fields=["framework", "number"], name="lot_number")]

    def __str__(self) -> str:
        return f"Lot {self.number}: {self.title}"

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        return of_framework(actor, "framework__")

    @property
    def ranked_regions(self) -> list[str]:
        """The regions that are ranked, each by itself; one without a name where the lot has none."""
        return list(self.regions) or [""]
