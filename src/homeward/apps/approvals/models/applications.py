"""An organisation on its way to becoming a care partner: one application per legal entity and body.

The states, who moves it and what each move needs are the pack's workflow; the record keeps only the code of its state.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.history import tracked

# Two ends without an approval, and the state set aside, as the pack codes them.
ENDED = ("WITHDRAWN", "DECLINED")
PAUSED = "PAUSED"


@tracked
class Application(Scoped):
    """One organisation's way from the first notice of interest to the quality cycle."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    reference = models.CharField(max_length=20, help_text="The body's own number for it.")
    state = models.CharField(max_length=40, db_index=True, help_text="A state of the pack's workflow.")
    since = models.DateTimeField(default=timezone.now)
    logged_at = models.DateTimeField(default=timezone.now)
    logged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    local_office = models.CharField(
        max_length=120, blank=True, help_text="Where the local talks are, in words."
    )
    has_talked = models.BooleanField(
        null=True, help_text="Whether local or regional talks have happened; empty: not said."
    )
    kinds = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="Kinds of approval asked for."
    )
    care_options = models.CharField(max_length=200, blank=True, help_text="Care it means to give, in words.")
    places = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Places it hopes to offer.")
    hoped_for_by = models.DateField(null=True, blank=True)
    joint_asked_at = models.DateTimeField(
        null=True, blank=True, help_text="The partner asked for a joint approach."
    )
    joint_plan = models.TextField(blank=True, help_text="How hub and accreditor plan it together.")
    joint_hub_at = models.DateTimeField(null=True, blank=True, help_text="The hub agreed to plan jointly.")
    joint_accreditor_at = models.DateTimeField(
        null=True, blank=True, help_text="The accreditor agreed to plan jointly."
    )
    submit_by = models.DateField(null=True, blank=True, help_text="Agreed in the conversation.")
    resumes_at = models.CharField(max_length=40, blank=True, help_text="Where a paused application stood.")
    before_end = models.CharField(
        max_length=40, blank=True, help_text="Where it stood before it was withdrawn or declined."
    )

    read_permission = Permission.APPLICATION_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "reference"], name="application_reference"),
            models.UniqueConstraint(
                fields=["body", "organisation"],
                condition=~Q(state__in=ENDED),
                name="application_once_per_entity",
            ),
            models.CheckConstraint(
                name="application_paused_knows_where",
                condition=Q(state=PAUSED) & ~Q(resumes_at="") | ~Q(state=PAUSED) & Q(resumes_at=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.organisation.name}"

    @property
    def is_open(self) -> bool:
        return self.state not in ENDED

    @property
    def newest_decision(self) -> Any | None:
        """What was decided last: approved, a decline proposed, or declined; None before any decision."""
        return self.applicationdecisions.select_related("decided_by").order_by("pk").last()


class OfApplication(Scoped):
    """A record that belongs to an application, and so to its body and organisation."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="%(class)ss")

    read_permission = Permission.APPLICATION_READ

    class Meta:
        abstract = True


@tracked
class AssignedRole(OfApplication):
    """Who does a part of this journey. It begins with the typical set, and is agreed with the partner."""

    part = models.CharField(max_length=20, help_text="A part as the pack's journey names it.")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=200, blank=True, help_text="What was agreed about it.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "part"], name="part_once")]

    def __str__(self) -> str:
        return f"{self.part} of {self.application.reference}"


@tracked
class InterestNotice(OfApplication):
    """Somebody told of an organisation's interest. A second notice of the same legal entity joins the first."""

    part = models.CharField(
        max_length=20, help_text="The part of whoever told: local, hub, accreditor, partner."
    )
    name_given = models.CharField(max_length=200, help_text="How the organisation was called.")
    text = models.TextField(blank=True)
    told_at = models.DateTimeField(default=timezone.now)
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Notice of {self.name_given}"


@tracked
class JourneyStep(OfApplication):
    """One move of the application: from where to where, by whom, when."""

    move = models.CharField(max_length=40)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40)
    part = models.CharField(max_length=20, blank=True, help_text="In which part the person acted.")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    is_inside = models.BooleanField(default=False, help_text="The note stays within the agency.")

    class Meta:
        indexes = [models.Index(fields=["application", "at"])]

    def __str__(self) -> str:
        return f"{self.move} of {self.application.reference}"


@tracked
class DeclaredInterest(OfApplication):
    """Somebody has an interest in the organisation, and so does nothing in its application."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(help_text="What the interest is.")
    declared_at = models.DateTimeField(default=timezone.now)

    read_permission = Permission.ASSESSMENT_READ

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "user"], name="interest_declared_once")]

    def __str__(self) -> str:
        return f"Interest in {self.application.reference}"
