"""Restrictions: a decision of two people that a provider, or one home, takes no new placements for a time.

It has a scope (a provider or one home) and binds only it, from 00:00 on its first day to 00:00 on the day it is lifted,
by the body's clock; the day of lifting is free. It ends no placement: each child there gets a review.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import CommissioningBody, Scoped, User
from homeward.apps.accounts.permissions import Permission, Relation
from homeward.apps.children.models import Child
from homeward.apps.core.history import tracked
from homeward.apps.placements.models import Placement
from homeward.apps.providers.models import Home
from homeward.apps.restrictions.reach import binding_bodies

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


@tracked
class Restriction(Scoped):
    """No new placements with a provider (`home` empty) or in one home. Proposed, decided and lifted by two people each."""

    class Kind(models.TextChoices):
        NEW_PLACEMENTS = "new_placements", _("No new placements")

    class Reach(models.TextChoices):
        LOCAL = "local", _("This authority")
        FRAMEWORK = "framework", _("Framework, for every member authority")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        WITHDRAWN = "withdrawn", _("Taken back")
        REFUSED = "refused", _("Refused")
        IMPOSED = "imposed", _("Imposed")
        LIFT_PROPOSED = "lift_proposed", _("Lifting proposed")
        LIFTED = "lifted", _("Lifted")

    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, null=True, blank=True, related_name="restrictions",
        help_text="The one home it binds; empty: every home of the provider.",
    )  # fmt: skip
    reach = models.CharField(max_length=10, choices=Reach, default=Reach.LOCAL)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.NEW_PLACEMENTS)
    cause = models.CharField(max_length=40, help_text="By the pack's list of causes.")
    reason = models.TextField()
    what_lifts = models.TextField(help_text="What must be so before it is lifted.")
    starts_on = models.DateField(help_text="It binds from 00:00 on this day.")
    lifts_on = models.DateField(
        null=True, blank=True, help_text="It binds until 00:00 on this day, which is free."
    )
    state = models.CharField(max_length=14, choices=State, default=State.PROPOSED, db_index=True)
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_from = models.ForeignKey(
        CommissioningBody, on_delete=models.PROTECT, related_name="+",
        help_text="For which body the person acted: a member authority may propose to its consortium.",
    )  # fmt: skip
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision_reason = models.TextField(blank=True)
    lift_on = models.DateField(null=True, blank=True, help_text="The day of lifting somebody proposed.")
    lift_reason = models.TextField(blank=True)
    lift_proposed_at = models.DateTimeField(null=True, blank=True)
    lift_proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    read_permission = Permission.RESTRICTION_READ

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="restriction_has_subject",
                condition=Q(organisation__isnull=False) | Q(home__isnull=False),
            ),
            models.CheckConstraint(
                name="restriction_days", condition=Q(lifts_on=None) | Q(lifts_on__gte=F("starts_on"))
            ),
            models.CheckConstraint(
                name="restriction_decided_pair",
                condition=Q(state="proposed", decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False) & ~Q(state="proposed"),
            ),
            models.CheckConstraint(
                name="restriction_second_person",
                condition=Q(state__in=("proposed", "withdrawn")) | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="restriction_lift_proposed",
                condition=~Q(state__in=("lift_proposed", "lifted"))
                | Q(lift_on__isnull=False, lift_proposed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="restriction_lifted_by_second",
                condition=Q(lifts_on=None, lifted_at=None, lifted_by=None) & ~Q(state="lifted")
                | Q(state="lifted", lifts_on__isnull=False, lifted_at__isnull=False, lifted_by__isnull=False)
                & ~Q(lifted_by=F("lift_proposed_by")),
            ),
            models.UniqueConstraint(
                fields=["body", "organisation", "home", "cause"],
                condition=Q(state__in=("proposed", "imposed", "lift_proposed")),
                nulls_distinct=False,
                name="restriction_once_for_a_cause",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "starts_on"])]

    def __str__(self) -> str:
        return f"Restriction of {self.subject}"

    @property
    def subject(self) -> str:
        """Whom or what it binds, by name."""
        if self.home is not None:
            return self.home.name
        return self.organisation.name if self.organisation else ""

    @property
    def is_decided(self) -> bool:
        """Whether it was imposed, and so binds on the days from its start until it is lifted."""
        return self.state in DECIDED

    def binds_on(self, day: dt.date) -> bool:
        """Whether it stands in the way on a day: on its first day yes, on the day of lifting no longer."""
        return self.is_decided and self.starts_on <= day and (self.lifts_on is None or day < self.lifts_on)

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        """One's own, and those of a consortium one's body belongs to."""
        return Q(body_id__in=binding_bodies(actor.body, actor.today))

    @classmethod
    def narrow(cls, rows: QuerySet[Restriction], actor: Actor, relation: Relation) -> QuerySet[Restriction]:
        """A provider learns of a restriction when it is imposed; a proposal is the authority's own business."""
        return rows.filter(state__in=DECIDED) if relation is Relation.ORGANISATION else rows


DECIDED = (Restriction.State.IMPOSED, Restriction.State.LIFT_PROPOSED, Restriction.State.LIFTED)
STANDING = (Restriction.State.IMPOSED, Restriction.State.LIFT_PROPOSED)
OPEN = (Restriction.State.PROPOSED, *STANDING)


@tracked
class RestrictionReview(Scoped):
    """Somebody looks at one child's placement because a restriction was imposed. It belongs to the child's body."""

    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="reviews")
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="+")
    is_urgent = models.BooleanField(default=False, help_text="A visit without delay: the cause asks for it.")
    due_on = models.DateField()
    raised_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    visited_on = models.DateField(null=True, blank=True)
    found = models.TextField(blank=True, help_text="What was found, and what follows for the child.")

    read_permission = Permission.RESTRICTION_REVIEW

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["restriction", "placement"], name="review_once"),
            models.CheckConstraint(
                name="review_done_pair",
                condition=Q(done_at=None, done_by=None, found="")
                | Q(done_at__isnull=False, done_by__isnull=False) & ~Q(found=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Review of {self.placement}"


@tracked
class RestrictionOverride(Scoped):
    """One child may come all the same (a sibling joining), because head of service and consortium both agreed.

    It names the child by a reference only; the consortium, which sees no child's file, agrees by it.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Waiting")
        AGREED = "agreed", _("Agreed by both")
        REFUSED = "refused", _("Refused")

    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="overrides")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reference = models.CharField(max_length=40, help_text="Of the child or of the referral; never a name.")
    reason = models.TextField()
    consortium = models.ForeignKey(CommissioningBody, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    service_at = models.DateTimeField(null=True, blank=True)
    service_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    consortium_at = models.DateTimeField(null=True, blank=True)
    consortium_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refusal_reason = models.TextField(blank=True)

    read_permission = Permission.RESTRICTION_READ

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="override_agreed_by_both",
                condition=~Q(state="agreed") | Q(service_by__isnull=False, consortium_by__isnull=False),
            ),
            models.CheckConstraint(
                name="override_of_three_people",
                condition=(Q(service_by=None) | ~Q(service_by=F("asked_by")))
                & (Q(consortium_by=None) | ~Q(consortium_by=F("asked_by")))
                & (Q(service_by=None) | Q(consortium_by=None) | ~Q(service_by=F("consortium_by"))),
            ),
            models.UniqueConstraint(
                fields=["restriction", "body", "reference"],
                condition=~Q(state="refused"),
                name="override_once_for_a_child",
            ),
        ]

    def __str__(self) -> str:
        return f"Override for {self.reference}"

    @property
    def is_valid(self) -> bool:
        return self.state == self.State.AGREED

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        """The body's own; and those its consortium is to agree to."""
        return Q(body_id=actor.body.id) | Q(consortium_id=actor.body.id)

    @classmethod
    def narrow(
        cls, rows: QuerySet[RestrictionOverride], actor: Actor, relation: Relation
    ) -> QuerySet[RestrictionOverride]:
        """It is about a child who is not with the provider yet."""
        return rows.none() if relation is Relation.ORGANISATION else rows
