"""What a child's coming would mean for the children who already live in a home, as its manager assesses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.history import tracked
from homeward.apps.providers.models import Home
from homeward.apps.searches.asking import of_the_asking

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


@tracked
class ImpactAssessment(Scoped):
    """One home's answer for one search. It belongs to the placing authority; of providers only the home's own reads it.

    It names no child: the authority of the children sought for reads it, that of the children there may be another.
    """

    class Outcome(models.TextChoices):
        ACCEPTABLE = "acceptable", _("Acceptable for those who live there")
        NOT_ACCEPTABLE = "not_acceptable", _("Not acceptable for those who live there")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="impact_assessments", null=True, blank=True
    )
    search = models.ForeignKey("searches.Search", on_delete=models.PROTECT, related_name="impact_assessments")
    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="impact_assessments")
    outcome = models.CharField(max_length=16, choices=Outcome)
    children_there = models.PositiveSmallIntegerField(help_text="How many lived there when it was assessed.")
    words = models.CharField(max_length=1000, help_text="What it would mean for them. Names no child.")
    measures = models.CharField(
        max_length=1000, blank=True, help_text="What would be done so that it goes well. Names no child."
    )
    assessed_at = models.DateTimeField(default=timezone.now)
    assessed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.IMPACT_READ
    child_path = "search__referral__children__child"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["search", "home"], name="impact_assessed_once"),
            models.CheckConstraint(name="impact_has_words", condition=~Q(words="")),
        ]

    def __str__(self) -> str:
        return f"Impact on those who live at {self.home.name}"

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        return of_the_asking(actor)
