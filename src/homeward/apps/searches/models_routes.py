"""Other ways a home is found: people telephone, and with leave of the head of service look outside the framework."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.history import tracked
from homeward.apps.providers.models import Home


@tracked
class Call(Scoped):
    """One home telephoned about one search, and what was said. Providers never read it."""

    class Outcome(models.TextChoices):
        OFFERED = "offered", _("Offers it")
        SAID_NO = "said_no", _("Said no")
        NO_ANSWER = "no_answer", _("No answer")

    search = models.ForeignKey("searches.Search", on_delete=models.PROTECT, related_name="calls")
    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome)
    reason = models.CharField(max_length=40, blank=True, help_text="Of a no: by the pack's list.")
    words = models.CharField(max_length=400, blank=True, help_text="Names no child.")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.SEARCH_READ
    child_path = "search__referral__children__child"
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="no_has_reason", condition=~Q(outcome="said_no") | ~Q(reason="") | ~Q(words="")
            )
        ]

    def __str__(self) -> str:
        return f"{self.home.name}: {self.get_outcome_display()}"


@tracked
class Widening(Scoped):
    """The question whether a search may go outside the framework, and the head of service's answer."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for the head of service")
        AGREED = "agreed", _("Agreed")
        REFUSED = "refused", _("Refused")
        TAKEN_BACK = "taken_back", _("Taken back")

    search = models.ForeignKey("searches.Search", on_delete=models.PROTECT, related_name="widenings")
    state = models.CharField(max_length=12, choices=State, default=State.ASKED, db_index=True)
    reason = models.CharField(max_length=400, help_text="Why outside the framework. Names no child.")
    before_deadline = models.BooleanField(
        default=False, help_text="Asks to set the deadline aside, in an emergency."
    )
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_as = models.CharField(max_length=40, blank=True, help_text="In which role.")
    note = models.CharField(max_length=400, blank=True, help_text="What the one who decided wrote.")

    read_permission = Permission.SEARCH_READ
    child_path = "search__referral__children__child"
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["search"], condition=Q(state__in=("asked", "agreed")), name="widened_once"
            ),
            models.CheckConstraint(
                name="widening_decided", condition=~Q(state__in=("agreed", "refused")) | Q(decided_by__isnull=False)
            ),
            models.CheckConstraint(
                name="widening_two_people", condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by"))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Outside the framework: {self.search}"


@tracked
class Evidence(Scoped):
    """One document asked of a provider outside the framework: sent by it, and reviewed by the contract manager."""

    class State(models.TextChoices):
        MISSING = "missing", _("Not yet received")
        RECEIVED = "received", _("To be reviewed")
        ACCEPTED = "accepted", _("In order")
        REJECTED = "rejected", _("Not in order")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="evidence")
    widening = models.ForeignKey(Widening, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=40, help_text="By the pack's list.")
    state = models.CharField(max_length=12, choices=State, default=State.MISSING, db_index=True)
    words = models.CharField(max_length=400, blank=True, help_text="What was received.")
    received_at = models.DateTimeField(null=True, blank=True)
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    note = models.CharField(max_length=400, blank=True, help_text="What the review found.")

    read_permission = Permission.EVIDENCE_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["widening", "organisation", "kind"], name="evidence_once"),
            models.CheckConstraint(
                name="evidence_two_people",
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=models.F("received_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.organisation}"
