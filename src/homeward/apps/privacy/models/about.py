"""Whom a record of this app is about: a child, a person who signs in, somebody named in records, or a group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Scoped, User
from homeward.apps.accounts.permissions import Permission, Relation
from homeward.apps.children.models import Child
from homeward.apps.core.ids import random_code

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


class Whom(models.TextChoices):
    CHILD = "child", _("A child or young person")
    PERSON = "person", _("Somebody who signs in here")
    CONTACT = "contact", _("Somebody named in records")
    GROUP = "group", _("Several people at once")


def one_subject(name: str) -> models.CheckConstraint:
    """Exactly what `whom` says is there, and nothing else."""
    alone = {
        Whom.CHILD: Q(child__isnull=False, person=None, contact=""),
        Whom.PERSON: Q(child=None, person__isnull=False, contact=""),
        Whom.CONTACT: Q(child=None, person=None) & ~Q(contact=""),
        Whom.GROUP: Q(child=None, person=None) & ~Q(contact=""),
    }
    condition = Q()
    for whom, rule in alone.items():
        condition |= Q(whom=whom.value) & rule
    return models.CheckConstraint(name=name, condition=condition)


def people_of(actor: Actor) -> set[int]:
    """Keys of who acts: the person and, for a deputy, whom they stand in for."""
    principal = actor.membership.deputy_for
    return {actor.user.pk} | ({principal.user_id} if principal else set())


def children_in_scope(actor: Actor) -> QuerySet[Any]:
    """Keys of the children who live or lived with the organisations an actor's membership is for."""
    placed = Child.objects.filter(body=actor.body, placements__organisation_id__in=actor.scope_ids)
    return placed.values("pk")


class About(Scoped):
    """A record of the body about somebody. Its words never hold a child's name: a child is told by reference."""

    whom = models.CharField(max_length=10, choices=Whom)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    contact = models.CharField(
        max_length=200, blank=True, help_text="Who is named in records, or which group in words."
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.PRIVACY_READ
    scoped_by_organisation = False

    class Meta:
        abstract = True

    @classmethod
    def narrow(cls, found: Any, actor: Actor, relation: Relation) -> Any:
        """Whom it is about does not see it here, nor does who stands in for them: another person deals with it.

        Who sees some organisations only sees what is about children who live or lived with them.
        """
        found = found.exclude(person_id__in=people_of(actor))
        return found.filter(child_id__in=children_in_scope(actor)) if actor.scope_ids else found

    def asker(self, requester: str, capacity: str) -> str:
        """Who asks, for lists and logs: a child who asks for itself is not named there."""
        return str(_("The child itself")) if self.child_id and capacity == "self" else requester

    @property
    def subject(self) -> str:
        """Whom it is about, in words that name no child."""
        if self.child is not None:
            return self.child.reference
        return self.person.name if self.person is not None else self.contact


def reference(letters: str) -> str:
    """`PA-7KQ2M`: random, so that it says nothing of how many there are."""
    return f"{letters}-{random_code(5)}"
