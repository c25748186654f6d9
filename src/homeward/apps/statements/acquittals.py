"""The acquittal report of an agreement and a quarter: when it is due, sent and received.

It stands here because the day on which it was received is a fact of the statements of its quarter.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import Agreement
from homeward.apps.core.fields import PeriodField, same
from homeward.apps.core.history import tracked

if TYPE_CHECKING:
    from homeward.apps.agreements.models import Line
    from homeward.kernel.ranges import DateRange


@tracked
class Acquittal(Scoped):
    """What a provider reports of a quarter under one agreement, within the days that the policy gives."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="acquittals")
    period = PeriodField()
    label = models.CharField(max_length=20, help_text="Such as Q1 2026-27.")
    due_on = models.DateField(help_text="The last day on which it is in time.")
    sent_on = models.DateField(null=True, blank=True, help_text="When the provider says it was sent.")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_note = models.CharField(max_length=300, blank=True, help_text="How it was sent, and to whom.")
    received_on = models.DateField(null=True, blank=True, help_text="When the department received it.")
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reminded_on = models.DateField(null=True, blank=True, help_text="When people were last reminded.")
    reminders = models.PositiveSmallIntegerField(default=0, help_text="How many reminders have gone out.")

    read_permission = Permission.ACQUITTAL_READ

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="acquittal_once_per_agreement_and_night",
                expressions=[(same("agreement"), "&&"), ("period", "&&")],
                violation_error_message="This agreement already has an acquittal for some of these nights.",
            ),
            models.CheckConstraint(
                name="acquittal_received_pair",
                condition=Q(received_on=None, received_by=None)
                | Q(received_on__isnull=False, received_by__isnull=False),
            ),
            models.CheckConstraint(
                name="acquittal_received_after_sent",
                condition=Q(received_on=None) | Q(sent_on=None) | Q(received_on__gte=F("sent_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"Acquittal {self.agreement.reference} {self.label}"

    def state_on(self, today: dt.date) -> str:
        """received, sent, overdue or due."""
        if self.received_on:
            return "received"
        if self.sent_on:
            return "sent"
        return "overdue" if self.due_on < today else "due"


def received_on(line: Line, period: DateRange) -> dt.date | None:
    """When the report of a line's quarter was received, or None."""
    found = Acquittal.objects.filter(
        agreement_id=line.agreement_id, period=(period.start, period.end), received_on__isnull=False
    )
    return found.values_list("received_on", flat=True).first()
