"""Requests to correct what is held about a person, and the statement that stays with a record that was not changed."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import User
from homeward.apps.core.history import tracked
from homeward.apps.privacy.models.about import About, one_subject, reference
from homeward.apps.privacy.models.requests import Capacity, Channel


def new_reference() -> str:
    return reference("PC")


@tracked
class Correction(About):
    """Somebody says that a record is wrong. Another person than who took it down decides."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        AGREED = "agreed", _("To be corrected")
        CORRECTED = "corrected", _("Corrected")
        REFUSED = "refused", _("Not corrected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    OPEN = (State.RECEIVED, State.AGREED)

    reference = models.CharField(max_length=12, default=new_reference)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED, db_index=True)
    since = models.DateTimeField(default=timezone.now)
    requester = models.CharField(max_length=160)
    capacity = models.CharField(max_length=10, choices=Capacity, default=Capacity.SELF)
    channel = models.CharField(max_length=10, choices=Channel)
    received_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    what = models.CharField(max_length=300, help_text="Which record, and what in it is wrong.")
    wanted = models.TextField(help_text="What it should say, by the person who asks.")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reasons = models.TextField(blank=True)
    change_event = models.BigIntegerField(
        null=True, blank=True, help_text="Event of the trail that corrected it."
    )
    change_words = models.CharField(max_length=300, blank=True, help_text="That change in words.")
    statement = models.TextField(blank=True, help_text="Statement of correction, in the person's own words.")
    statement_at = models.DateTimeField(null=True, blank=True)
    statement_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=400, blank=True, help_text="Why it was withdrawn.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "reference"], name="correction_reference"),
            one_subject("correction_of_somebody"),
            models.CheckConstraint(
                name="correction_decided_by_another",
                condition=Q(decided_by=None) | ~Q(decided_by=F("recorded_by")),
            ),
            models.CheckConstraint(
                name="correction_refused_with_reasons", condition=~Q(state="refused") | ~Q(reasons="")
            ),
            models.CheckConstraint(
                name="correction_linked_to_its_change",
                condition=~Q(state="corrected") | Q(change_event__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Request for correction {self.reference}"

    @property
    def asked_by(self) -> str:
        return self.asker(self.requester, self.capacity)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def due(self) -> dt.date | None:
        return self.due_on
