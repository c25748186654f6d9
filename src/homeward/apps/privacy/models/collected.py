"""Information about a person that came from somebody else, and that the person was told of it, or why not."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import User
from homeward.apps.core.history import tracked
from homeward.apps.privacy.models.about import About, one_subject


@tracked
class IndirectCollection(About):
    """One receipt of information from another agency, on or after the day from which people are to be told of it."""

    class State(models.TextChoices):
        TO_SORT = "to_sort", _("Where it came from is to be said")
        OPEN = "open", _("The person is to be told")
        TOLD = "told", _("The person was told")
        EXCEPTED = "excepted", _("Not told: an exception")
        OWN = "own", _("Not from another agency")

    class Source(models.TextChoices):
        HAND = "hand", _("Recorded by a person")
        FILE = "file", _("File that was loaded")

    state = models.CharField(max_length=10, choices=State, default=State.OPEN, db_index=True)
    since = models.DateTimeField(default=timezone.now)
    agency = models.CharField(max_length=200, blank=True, help_text="From whom it came.")
    what = models.CharField(max_length=400, help_text="What was received, without names.")
    received_on = models.DateField()
    source = models.CharField(max_length=10, choices=Source, default=Source.HAND)
    source_key = models.CharField(max_length=60, blank=True, help_text="Public id of the file's import.")
    told_points = ArrayField(
        models.CharField(max_length=30), default=list, help_text="What the person was told of."
    )
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=300, blank=True)
    exception = models.CharField(max_length=40, blank=True, help_text="By the pack's list of exceptions.")
    reason = models.CharField(max_length=400, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_subject("collection_of_somebody"),
            models.UniqueConstraint(
                fields=["body", "source_key"], condition=~Q(source_key=""), name="collection_once"
            ),
            models.CheckConstraint(
                name="collection_told_on_a_day", condition=~Q(state="told") | Q(told_on__isnull=False)
            ),
            models.CheckConstraint(
                name="collection_excepted_with_ground",
                condition=~Q(state="excepted") | (~Q(exception="") & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Received from {self.agency}" if self.agency else "Received in a file"
