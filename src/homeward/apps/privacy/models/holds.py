"""Legal holds: what may not be disposed of, whatever the schedule says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Scoped, User
from homeward.apps.accounts.permissions import Permission, Relation
from homeward.apps.children.models import Child
from homeward.apps.core.history import tracked
from homeward.apps.privacy.models.about import children_in_scope

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


@tracked
class LegalHold(Scoped):
    """A hold on a class of records, or on everything about a child. One person asks to lift it, another lifts it."""

    class State(models.TextChoices):
        IN_FORCE = "in_force", _("In force")
        LIFT_PROPOSED = "lift_proposed", _("Lifting waits for a second person")
        LIFTED = "lifted", _("Lifted")

    STANDING = (State.IN_FORCE, State.LIFT_PROPOSED)

    title = models.CharField(max_length=160)
    record_class = models.CharField(max_length=40, blank=True, help_text="Empty: every class.")
    child = models.ForeignKey(
        Child,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="Empty: every child.",
    )
    reason = models.CharField(max_length=400)
    state = models.CharField(max_length=14, choices=State, default=State.IN_FORCE, db_index=True)
    since = models.DateTimeField(default=timezone.now)
    placed_at = models.DateTimeField(default=timezone.now)
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    lift_reason = models.CharField(max_length=400, blank=True)
    lift_proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=400, blank=True, help_text="Why lifting was declined last.")

    read_permission = Permission.PRIVACY_READ
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.CheckConstraint(name="hold_with_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="hold_lifted_by_another",
                condition=Q(state="lifted", lifted_by__isnull=False) & ~Q(lifted_by=F("lift_proposed_by"))
                | (~Q(state="lifted") & Q(lifted_by=None)),
            ),
        ]

    @classmethod
    def narrow(
        cls, found: models.QuerySet[LegalHold], actor: Actor, relation: Relation
    ) -> models.QuerySet[LegalHold]:
        """Who sees some organisations only sees holds on their children, and those that name no child."""
        if not actor.scope_ids:
            return found
        return found.filter(Q(child=None) | Q(child_id__in=children_in_scope(actor)))

    def __str__(self) -> str:
        return f"Legal hold {self.public_id}"
