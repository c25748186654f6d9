"""Children: who they are, what is recorded about their status and where that came from.

A child's record belongs to one body and is never shared between bodies.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.affiliations import Affiliation
from homeward.apps.accounts.models import Scoped, User
from homeward.apps.accounts.permissions import Permission, Relation
from homeward.apps.accounts.roles import Role
from homeward.apps.core.fields import PeriodField, same, same_text
from homeward.apps.core.folding import fold
from homeward.apps.core.history import tracked, tracked_in_bulk
from homeward.apps.core.ids import random_code

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


def new_reference() -> str:
    return f"C-{random_code(5)}"


@tracked_in_bulk
class Child(Scoped):
    """A child or young person on one body's record. Pages and files name a child by `reference`."""

    reference = models.CharField(max_length=12, default=new_reference)
    client_number = models.CharField(max_length=40, help_text="The body's own record number.")
    given_name = models.CharField(max_length=80, blank=True)
    family_name = models.CharField(max_length=80, blank=True)
    born_on = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=200, blank=True)
    search_key = models.CharField(max_length=300, editable=False, db_index=True)

    read_permission = Permission.CHILD_READ
    child_path = ""
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "reference"], name="child_reference"),
            models.UniqueConstraint(fields=["body", "client_number"], name="child_client_number"),
        ]

    def __str__(self) -> str:
        return self.reference

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = fold(self.given_name, self.family_name, self.reference, self.client_number)
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        return " ".join(p for p in (self.given_name, self.family_name) if p) or self.reference

    @classmethod
    def narrow(
        cls, found: models.QuerySet[Child], actor: Actor, relation: Relation
    ) -> models.QuerySet[Child]:
        """A provider sees a child while that child lives with it, and no longer."""
        if relation is Relation.PARTY_NOW:
            assert actor.organisation is not None
            # `placements` is the reverse of a key in an app above: a name, not an import.
            return found.filter(
                placements__organisation=actor.organisation, placements__period__contains=actor.today
            ).distinct()
        if actor.scope_ids:
            return found.filter(placements__organisation_id__in=actor.scope_ids).distinct()
        return found


@tracked_in_bulk
class StatusFact(Scoped):
    """One recorded fact about a child's status, with the record it rests on. Corrected by a newer row."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=40, help_text="Such as aboriginal or torres_strait_islander.")
    value = models.CharField(max_length=60)
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    read_permission = Permission.CHILD_READ
    child_path = "child"
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["child", "kind"],
                condition=models.Q(superseded_at=None),
                name="status_fact_one_current",
            )
        ]

    @classmethod
    def narrow(
        cls, found: models.QuerySet[StatusFact], actor: Actor, relation: Relation
    ) -> models.QuerySet[StatusFact]:
        """Who may see the child may see the fact."""
        return found.filter(child__in=Child.objects.visible_to(actor))


@tracked_in_bulk
class LegalStatusSpell(Scoped):
    """A legal status between two dates, by the code list of its time."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="legal_statuses")
    code = models.CharField(max_length=10)
    period = PeriodField()
    source = models.CharField(max_length=200, blank=True)

    read_permission = Permission.CHILD_READ
    child_path = "child"
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["child", "code", "period"], name="legal_status_same_spell_once")
        ]

    @classmethod
    def narrow(
        cls, found: models.QuerySet[LegalStatusSpell], actor: Actor, relation: Relation
    ) -> models.QuerySet[LegalStatusSpell]:
        """Who may see the child may see the status."""
        return found.filter(child__in=Child.objects.visible_to(actor))


@tracked
class ChildAffiliation(Affiliation):
    """An iwi, hapū or marae of a child, as the child or somebody for it said. Bodies of Aotearoa alone record it."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="affiliations")

    read_permission = Permission.CHILD_READ
    child_path = "child"
    scoped_by_organisation = False

    class Meta(Affiliation.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.child.reference}"

    @classmethod
    def narrow(
        cls, found: models.QuerySet[ChildAffiliation], actor: Actor, relation: Relation
    ) -> models.QuerySet[ChildAffiliation]:
        """Who may see the child may see it; a provider what stands now."""
        mine = found.filter(child__in=Child.objects.visible_to(actor))
        return mine.filter(ended_at=None) if relation is Relation.PARTY_NOW else mine


@tracked
class CaseWorker(Scoped):
    """Whose case a child is, from one day to another: who sees the child in that role. Nobody else does in it."""

    class Kind(models.TextChoices):
        SOCIAL_WORKER = Role.SOCIAL_WORKER.value, _("Social worker")
        REVIEWING_OFFICER = Role.REVIEWING_OFFICER.value, _("Independent reviewing officer")

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="workers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=Kind)
    start = models.DateField()
    end = models.DateField(null=True, blank=True, help_text="First day it is another's case.")
    independence = models.CharField(
        max_length=200,
        blank=True,
        help_text="Of a reviewing officer: who manages them, outside the case's own team.",
    )
    assigned_at = models.DateTimeField(default=timezone.now)
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True, help_text="Why it ended. Names no child.")

    read_permission = Permission.CHILD_READ
    child_path = "child"
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="case_worker_days", condition=models.Q(end=None) | models.Q(end__gt=models.F("start"))
            ),
            models.UniqueConstraint(
                fields=["child", "role"], condition=models.Q(end=None), name="case_worker_one_now"
            ),
            ExclusionConstraint(
                name="case_worker_one_at_a_time",
                expressions=[
                    (same("child"), "&&"), (same_text("role"), "&&"),
                    (models.Func(models.F("start"), models.F("end"), function="daterange"), "&&"),
                ],
            ),
            models.CheckConstraint(
                name="case_reviewer_independent",
                condition=~models.Q(role="reviewing_officer") | ~models.Q(independence=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_role_display()} of {self.child.reference}"

    @classmethod
    def narrow(
        cls, found: models.QuerySet[CaseWorker], actor: Actor, relation: Relation
    ) -> models.QuerySet[CaseWorker]:
        """Who may see the child may see whose case it is; a provider sees the worker of now."""
        mine = found.filter(child__in=Child.objects.visible_to(actor))
        return mine.filter(cls.on(actor.today)) if relation is Relation.PARTY_NOW else mine

    @staticmethod
    def on(day: dt.date) -> models.Q:
        """Those whose case it is on a day."""
        return models.Q(start__lte=day) & (models.Q(end=None) | models.Q(end__gt=day))

    @property
    def has_ended(self) -> bool:
        return self.end is not None and self.end <= self.body.today

    @property
    def is_to_come(self) -> bool:
        return self.start > self.body.today
