"""What was given of whom to whom, when, by whom, what for and on which ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import User
from homeward.apps.accounts.permissions import Permission, Relation
from homeward.apps.children.models import Child
from homeward.apps.core.history import tracked
from homeward.apps.privacy.models.about import About, one_subject

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


@tracked
class Disclosure(About):
    """One giving of information to somebody outside. What was recorded wrongly is taken back and stays readable."""

    class State(models.TextChoices):
        RECORDED = "recorded", _("Recorded")
        TAKEN_BACK = "taken_back", _("Taken back")

    class Source(models.TextChoices):
        HAND = "hand", _("Recorded by a person")
        ACCESS = "access", _("Release of an access request")
        FILE = "file", _("File that was sent")

    class Consulted(models.TextChoices):
        YES = "yes", _("Yes, the child’s view was heard")
        NO = "no", _("No")
        NOT_ABOUT = "not_about", _("It is not about a child")

    state = models.CharField(max_length=12, choices=State, default=State.RECORDED)
    what = models.CharField(max_length=400, help_text="What was given, without names.")
    recipient = models.CharField(max_length=200)
    given_on = models.DateField()
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300)
    ground = models.CharField(max_length=40, help_text="By the pack's list of grounds.")
    law = models.CharField(max_length=200, blank=True, help_text="The section, where a law is the ground.")
    consulted = models.CharField(max_length=10, choices=Consulted, default=Consulted.NOT_ABOUT)
    consulted_note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=10, choices=Source, default=Source.HAND)
    source_key = models.CharField(max_length=60, blank=True, help_text="Public id of what it came of.")
    note = models.CharField(max_length=300, blank=True, help_text="Why it was taken back.")

    read_permission = Permission.DISCLOSURE_READ
    child_path = "child"

    class Meta:
        constraints = [
            one_subject("disclosure_of_somebody"),
            models.UniqueConstraint(
                fields=["body", "source", "source_key"], condition=~Q(source_key=""), name="disclosure_once"
            ),
            models.CheckConstraint(
                name="disclosure_taken_back_with_reason", condition=~Q(state="taken_back") | ~Q(note="")
            ),
        ]

    def __str__(self) -> str:
        return f"Disclosure about {self.subject}"

    @classmethod
    def narrow(
        cls, found: models.QuerySet[Disclosure], actor: Actor, relation: Relation
    ) -> models.QuerySet[Disclosure]:
        """What was told of a child is read by who may see the child; of others by whoever keeps the whole log."""
        found = super().narrow(found, actor, relation)
        if not actor.holds(Permission.PRIVACY_READ):
            return found.filter(child__in=Child.objects.visible_to(actor))
        return found
