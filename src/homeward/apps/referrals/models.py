"""Referrals: a child, or children together, need a home; what the home must be, and what it should be.

Written section by section and saved as it goes, checked by a second person, and kept in versions. Until a home is
shortlisted nobody outside the authority learns who the children are.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.children.models import Child
from homeward.apps.core.history import tracked
from homeward.apps.core.ids import random_code


def new_reference() -> str:
    return f"R-{random_code(4)}"


@tracked
class Referral(Scoped):
    """One need for a home: one child, or children who are placed together."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being written")
        CHECKING = "checking", _("Waits for the quality check")
        READY = "ready", _("Checked, ready for the search")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        PLACED = "placed", _("A home was found")

    reference = models.CharField(max_length=12, default=new_reference)
    urgency = models.CharField(max_length=20, help_text="By the pack's list of urgencies.")
    needed_by = models.DateField(help_text="First night in the new home, at the latest.")
    placement_types = ArrayField(
        models.CharField(max_length=40), default=list, blank=True, help_text="Kinds of placement sought."
    )
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT, db_index=True)
    since = models.DateTimeField(default=timezone.now, help_text="Since when it stands in this state.")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    note = models.TextField(blank=True, help_text="Why it was sent back, opened again or withdrawn.")
    owed_by = models.DateField(
        null=True, blank=True,
        help_text="Begun on the emergency page: the last day for what it left out and for the quality check.",
    )  # fmt: skip
    placed_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Since when the home was found; what an emergency left out may still be owed.",
    )

    read_permission = Permission.REFERRAL_READ
    child_path = "children__child"
    scoped_by_organisation = False

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "reference"], name="referral_reference")]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_owed(self) -> bool:
        """Begun in an emergency, with its quality check to come."""
        return self.owed_by is not None and self.state in (self.State.DRAFT, self.State.CHECKING)


@tracked
class ReferralChild(Scoped):
    """One of the children of a referral, and the letter that stands for the child's name."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="referrals")
    letter = models.CharField(max_length=2, help_text="A for the first child: “Child A”.")

    read_permission = Permission.REFERRAL_READ
    child_path = "referral__children__child"
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "child"], name="referral_child_once"),
            models.UniqueConstraint(fields=["referral", "letter"], name="referral_letter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.referral}: Child {self.letter}"


@tracked
class Need(Scoped):
    """One thing the home must be or should be, in words, with the record it rests on."""

    class Weight(models.TextChoices):
        MUST = "must", _("Must")
        SHOULD = "should", _("Should")

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="needs")
    weight = models.CharField(max_length=6, choices=Weight)
    text = models.CharField(max_length=200)
    source = models.CharField(max_length=200, help_text="The assessment, plan or person it comes from.")
    is_wish = models.BooleanField(default=False, help_text="The child's own wish, in the child's words.")
    position = models.PositiveSmallIntegerField()

    read_permission = Permission.REFERRAL_READ
    child_path = "referral__children__child"
    scoped_by_organisation = False

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "position"], name="need_position")]

    def __str__(self) -> str:
        return self.text


@tracked
class Section(Scoped):
    """What was written in one section. Saved as it goes: not complete is fine until the referral is sent."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="sections")
    code = models.CharField(max_length=20)
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.REFERRAL_READ
    child_path = "referral__children__child"
    scoped_by_organisation = False

    class Meta:
        constraints = [models.UniqueConstraint(fields=["referral", "code"], name="section_once")]

    def __str__(self) -> str:
        return f"{self.referral}: {self.code}"


@tracked
class ReferralVersion(Scoped):
    """A referral as it was sent to the quality check. Never changed: offers answer to the version they read."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content: Any = models.JSONField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    passed_at = models.DateTimeField(null=True, blank=True)

    read_permission = Permission.REFERRAL_READ
    child_path = "referral__children__child"
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["referral", "number"], name="referral_version"),
            models.CheckConstraint(name="referral_version_counts", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.referral}, version {self.number}"
