"""Values a body entered itself: who says so, from which document, who confirmed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from homeward.apps.accounts.models import Scoped, User
from homeward.apps.accounts.permissions import Permission, Relation
from homeward.apps.core.fields import PeriodField
from homeward.apps.core.history import tracked

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


@tracked
class LocalValue(Scoped):
    """One value of a policy parameter, from a day on, or the word that such a value no longer holds.

    A confirmed row never changes and is never deleted. What is wrong in one is put right by another: a newer value,
    or a row that `withdraws` it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PROPOSED = "proposed", "Waiting for a second person"
        CONFIRMED = "confirmed", "Confirmed"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Taken back"

    path = models.CharField(max_length=80, help_text="The parameter, such as utilisation.levels.")
    keys = ArrayField(
        models.CharField(max_length=60),
        default=list,
        blank=True,
        help_text="Those it holds for, where keyed.",
    )
    value = models.JSONField(null=True, blank=True, help_text="Empty in a row that withdraws another.")
    period = PeriodField()
    source_title = models.CharField(max_length=200, blank=True)
    source_clause = models.CharField(max_length=200, blank=True)
    source_read_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    withdraws = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawals"
    )
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    entered_at = models.DateTimeField(default=timezone.now)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision_reason = models.TextField(blank=True)

    read_permission = Permission.POLICY_READ
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="local_value_decided_pair",
                condition=Q(state__in=("draft", "proposed"), decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(state__in=("draft", "proposed")),
            ),
            models.CheckConstraint(
                name="local_value_second_person",
                condition=~Q(state__in=("confirmed", "declined")) | ~Q(decided_by=F("entered_by")),
            ),
            models.CheckConstraint(
                name="local_value_or_withdrawal",
                condition=Q(withdraws=None, value__isnull=False)
                | Q(withdraws__isnull=False, value__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["withdraws"],
                condition=Q(state__in=("proposed", "confirmed")),
                name="local_value_withdrawn_once",
            ),
        ]
        indexes = [models.Index(fields=["body", "state", "decided_at"], name="local_value_known")]
        triggers = [
            pgtrigger.Protect(
                name="confirmed_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__state="confirmed"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.path}, no longer this value" if self.withdraws_id else self.path

    @classmethod
    def narrow(cls, rows: QuerySet[LocalValue], actor: Actor, relation: Relation) -> QuerySet[LocalValue]:
        """What is not in force yet is the business of those who enter and confirm."""
        if actor.holds(Permission.POLICY_PROPOSE):
            return rows
        if actor.holds(Permission.POLICY_CONFIRM):
            return rows.exclude(state=cls.State.DRAFT)
        return rows.filter(state=cls.State.CONFIRMED)
