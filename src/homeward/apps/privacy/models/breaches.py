"""Breaches: what came to where it does not belong, whom it concerns, what was done, and who was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Scoped, User
from homeward.apps.accounts.permissions import Permission, Relation
from homeward.apps.core.history import tracked
from homeward.apps.privacy.models.about import reference

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


def new_reference() -> str:
    return reference("PB")


@tracked
class Breach(Scoped):
    """A suspected breach. Anybody reports it; the privacy officer decides whether serious harm is likely."""

    class State(models.TextChoices):
        REPORTED = "reported", _("Reported")
        NOTIFIABLE = "notifiable", _("Serious harm is likely")
        NOT_NOTIFIABLE = "not_notifiable", _("Serious harm is not likely")
        CLOSED = "closed", _("Closed")

    OPEN = (State.REPORTED, State.NOTIFIABLE, State.NOT_NOTIFIABLE)

    reference = models.CharField(max_length=12, default=new_reference)
    state = models.CharField(max_length=16, choices=State, default=State.REPORTED, db_index=True)
    since = models.DateTimeField(default=timezone.now)
    discovered_at = models.DateTimeField()
    target_at = models.DateTimeField(null=True, blank=True, help_text="Aimed at for notice; never a limit.")
    what = models.TextField(help_text="What happened, without names of children.")
    affected = models.CharField(
        max_length=400, blank=True, help_text="Who is affected, without names of children."
    )
    affected_count = models.PositiveIntegerField(null=True, blank=True)
    contained = models.CharField(max_length=400, blank=True, help_text="What was done to contain it.")
    contained_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(default=timezone.now)
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    harm_reasons = models.TextField(blank=True, help_text="Why serious harm is likely, or is not.")
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    not_told_reason = models.CharField(
        max_length=400, blank=True, help_text="Why the people affected were not told."
    )
    learned = models.TextField(blank=True, help_text="What was changed so that it does not happen again.")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    read_permission = Permission.BREACH_READ
    scoped_by_organisation = False

    class Meta:
        verbose_name_plural = "breaches"
        constraints = [
            models.UniqueConstraint(fields=["body", "reference"], name="breach_reference"),
            models.CheckConstraint(
                name="breach_judged_with_reasons",
                condition=Q(state="reported") | (~Q(harm_reasons="") & Q(judged_by__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"Breach {self.reference}"

    @property
    def target_hours(self) -> int:
        """Elapsed hours from the discovery to what is aimed at, as the pack had them; 0 where it aims at none."""
        return round((self.target_at - self.discovered_at).total_seconds() / 3600) if self.target_at else 0

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN


@tracked
class BreachNotice(Scoped):
    """That the Commissioner, or the people affected, were told of a breach. Never changed: a further one is added."""

    class Told(models.TextChoices):
        COMMISSIONER = "commissioner", _("The Commissioner, or who supervises the law")
        PEOPLE = "people", _("The people affected")

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="notices")
    told = models.CharField(max_length=14, choices=Told)
    given_at = models.DateTimeField()
    how = models.CharField(max_length=200)
    words = models.TextField(blank=True, help_text="What was said, without names of children.")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.BREACH_READ
    scoped_by_organisation = False

    def __str__(self) -> str:
        return f"Notice about {self.breach}"

    @classmethod
    def narrow(
        cls, found: models.QuerySet[BreachNotice], actor: Actor, relation: Relation
    ) -> models.QuerySet[BreachNotice]:
        """Who may see the breach may see its notices."""
        return found.filter(breach__in=Breach.objects.visible_to(actor))
