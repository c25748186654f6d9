"""What the inspectorate found at a home, or at a provider's registered service, as somebody here read its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.history import tracked
from homeward.apps.providers.models import Home
from homeward.apps.restrictions.reach import binding_bodies, bound_bodies

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


@tracked
class Inspection(Scoped):
    """One report. It is a public fact about a service, so a consortium's is read by its members.

    Of a carer household there is none: its fostering service is inspected, so that report names no home.
    """

    class State(models.TextChoices):
        RECORDED = "recorded", _("Recorded")
        TAKEN_BACK = "taken_back", _("Taken back")

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, related_name="inspections", null=True, blank=True,
        help_text="The home inspected; empty: the provider's registered service.",
    )  # fmt: skip
    regulator = models.CharField(max_length=20, help_text="By the pack's list of inspectorates.")
    inspected_on = models.DateField()
    grade = models.CharField(
        max_length=40, blank=True, help_text="On the regulator's own scale; empty: the report carries none."
    )
    state = models.CharField(max_length=12, choices=State, default=State.RECORDED, db_index=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    note = models.CharField(max_length=400, blank=True, help_text="Why it was taken back.")

    read_permission = Permission.INSPECTION_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "organisation", "home", "regulator", "inspected_on"],
                condition=Q(state="recorded"), nulls_distinct=False, name="inspection_once",
            ),
            models.CheckConstraint(
                name="inspection_of_something", condition=Q(home__isnull=False) | Q(organisation__isnull=False)
            ),
            models.CheckConstraint(
                name="inspection_taken_back_by",
                condition=Q(state="recorded", taken_back_by=None)
                | (Q(state="taken_back", taken_back_by__isnull=False) & ~Q(note="")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Inspection of {self.subject}"

    @property
    def subject(self) -> str:
        """The home or the provider."""
        if self.home is not None:
            return self.home.name
        return self.organisation.name if self.organisation else ""

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        """Of one's own body and the consortia it belongs to; for a provider those of its consortium's members too."""
        if actor.is_provider:
            return Q(body_id__in=bound_bodies(actor.body, actor.today))
        return Q(body_id__in=binding_bodies(actor.body, actor.today))
