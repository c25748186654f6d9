"""Requests to see what is held about a person, and each thing that was found, with what was decided about it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Scoped, User
from homeward.apps.accounts.permissions import Permission, Relation
from homeward.apps.core.history import tracked
from homeward.apps.privacy.models.about import About, one_subject, reference

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


def new_reference() -> str:
    return reference("PA")


class Channel(models.TextChoices):
    LETTER = "letter", _("Letter")
    MAIL = "mail", _("E-mail")
    PHONE = "phone", _("Telephone")
    PERSON = "person", _("In person")
    FORM = "form", _("Form")


class Capacity(models.TextChoices):
    SELF = "self", _("The person themselves")
    GUARDIAN = "guardian", _("Parent or guardian")
    AGENT = "agent", _("Somebody with their authority, such as a lawyer or advocate")


@tracked
class AccessRequest(About):
    """Somebody asks to see what is held about a person: what was found, what of it was released, and who checked."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        PREPARING = "preparing", _("Being prepared")
        CHECKING = "checking", _("Waiting for a second person")
        CHECKED = "checked", _("Checked")
        RELEASED = "released", _("Released")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Outcome(models.TextChoices):
        FULL = "full", _("Everything is released")
        PART = "part", _("Part is held back")
        REFUSED = "refused", _("All of it is refused")

    OPEN = (State.RECEIVED, State.PREPARING, State.CHECKING, State.CHECKED)

    reference = models.CharField(max_length=12, default=new_reference)
    state = models.CharField(max_length=12, choices=State, default=State.RECEIVED, db_index=True)
    since = models.DateTimeField(default=timezone.now)
    requester = models.CharField(max_length=160)
    capacity = models.CharField(max_length=10, choices=Capacity, default=Capacity.SELF)
    authority = models.CharField(
        max_length=300, blank=True, help_text="What shows that they may ask for the person."
    )
    wording = models.TextField(help_text="What was asked for, in the words of the request.")
    channel = models.CharField(max_length=10, choices=Channel)
    received_on = models.DateField()
    due_on = models.DateField(null=True, blank=True, help_text="Last day for the decision.")
    due_days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Working days counted.")
    due_calendar = models.CharField(max_length=40, blank=True, help_text="Calendar they were counted in.")
    due_standing = models.CharField(max_length=12, blank=True, help_text="How well founded the number is.")
    extended_to = models.DateField(null=True, blank=True)
    extension_reason = models.CharField(max_length=400, blank=True)
    identity_how = models.CharField(max_length=300, blank=True)
    identity_checked_at = models.DateTimeField(null=True, blank=True)
    identity_checked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    gathered_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    ground = models.CharField(max_length=40, blank=True, help_text="Of a refusal of the whole.")
    reasons = models.TextField(blank=True, help_text="Of a refusal of the whole.")
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    prepared_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    checked_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the file that was released.")
    note = models.CharField(max_length=400, blank=True, help_text="Why it was sent back or withdrawn.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "reference"], name="access_request_reference"),
            one_subject("access_request_of_somebody"),
            models.CheckConstraint(
                name="access_request_checked_by_another",
                condition=Q(checked_by=None) | ~Q(checked_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="access_request_released_as_checked",
                condition=~Q(state="released")
                | (Q(checked_by__isnull=False, answered_by__isnull=False) & ~Q(digest="")),
            ),
            models.CheckConstraint(
                name="access_request_refused_with_reasons",
                condition=~Q(state="refused") | (Q(checked_by__isnull=False) & ~Q(reasons="")),
            ),
            models.CheckConstraint(
                name="access_request_extended_with_reason",
                condition=Q(extended_to=None) | ~Q(extension_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Access request {self.reference}"

    @property
    def asked_by(self) -> str:
        return self.asker(self.requester, self.capacity)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def due(self) -> dt.date | None:
        """The day in force: the extended one where there is one."""
        return self.extended_to or self.due_on


@tracked
class HeldItem(Scoped):
    """One thing that is held about the person, as it stood when it was gathered, and what is done with it.

    `released` is what leaves the house; the original text stays inside with the passages that were taken out.
    """

    class Decision(models.TextChoices):
        OPEN = "open", _("To be decided")
        RELEASE = "release", _("Release")
        REDACT = "redact", _("Release without some passages")
        WITHHOLD = "withhold", _("Withhold")

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    section = models.CharField(max_length=80, help_text="Kind of record it stands in.")
    source = models.CharField(
        max_length=200, help_text="Where it was found, and from where that record has it."
    )
    title = models.CharField(max_length=200)
    text = models.TextField()
    names_others = models.BooleanField(
        default=False, help_text="It names somebody else, by what the record links to."
    )
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)
    ground = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    passages = models.JSONField(default=list, help_text="What was taken out; it never leaves the house.")
    released = models.TextField(blank=True, help_text="What leaves the house.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    read_permission = Permission.PRIVACY_READ
    scoped_by_organisation = False

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="held_item_number"),
            models.CheckConstraint(
                name="held_item_held_back_with_ground",
                condition=Q(decision__in=["open", "release"]) | (~Q(ground="") & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Item {self.number} of {self.request}"

    @classmethod
    def narrow(
        cls, found: models.QuerySet[HeldItem], actor: Actor, relation: Relation
    ) -> models.QuerySet[HeldItem]:
        """Who may see the request may see what was gathered for it."""
        return found.filter(request__in=AccessRequest.objects.visible_to(actor))
