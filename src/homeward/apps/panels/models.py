"""The weekly placement panel: its frozen agenda, what was proposed for all children at once, what people made of it.

What a panel agrees is a recommendation. It promises no place: the decision on each child is taken and signed elsewhere.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.taken_on import TakenOn
from homeward.apps.core.history import tracked
from homeward.apps.core.models import Document
from homeward.apps.providers.models import Home
from homeward.apps.referrals.models import Referral


@tracked
class Panel(Scoped):
    """One meeting of the panel of a body."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Being prepared")
        OPEN = "open", _("Open, the agenda is frozen")
        CLOSED = "closed", _("Closed")
        CANCELLED = "cancelled", _("Cancelled")

    held_on = models.DateField()
    place = models.CharField(max_length=160, blank=True)
    chair = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.PLANNED, db_index=True)
    since = models.DateTimeField(default=timezone.now)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    job = models.CharField(max_length=12, blank=True, help_text="The newest run that works for this panel.")
    summary = models.TextField(blank=True, help_text="What else was said, in a few sentences.")
    totals = models.JSONField(
        default=dict, help_text="Figures of what was agreed, as they stood at the close."
    )
    minutes = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    read_permission = Permission.PANEL_READ
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "held_on"], condition=~Q(state="cancelled"), name="panel_once_a_day"
            ),
            models.UniqueConstraint(fields=["body"], condition=Q(state="open"), name="panel_one_open"),
            models.CheckConstraint(
                name="panel_closed_has_minutes",
                condition=~Q(state="closed") | Q(minutes__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"Panel of {self.held_on:%-d %b %Y}"


@tracked
class Agenda(Scoped):
    """Everything the panel looks at, as it stood when the panel was opened. Written once, never changed."""

    panel = models.OneToOneField(Panel, on_delete=models.CASCADE, related_name="agenda")
    content: Any = models.JSONField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    frozen_at = models.DateTimeField(default=timezone.now)
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.PANEL_READ
    scoped_by_organisation = False

    def __str__(self) -> str:
        return f"Agenda, {self.panel}"


@tracked
class Proposal(Scoped):
    """Homes for all children at once, worked out on the frozen facts. Kept with its facts, so that it can be run again."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    facts: Any = models.JSONField(help_text="The facts of the rule `panel`.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the facts.")
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=40)
    pack_digest = models.CharField(max_length=80)
    result: Any = models.JSONField(help_text="What the rule answered.")
    fits: Any = models.JSONField(
        help_text="Miles, price, warnings and exclusions of each child in each home."
    )
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.PANEL_READ
    scoped_by_organisation = False

    class Meta:
        constraints = [models.UniqueConstraint(fields=["panel", "number"], name="proposal_number")]

    def __str__(self) -> str:
        return f"Proposal {self.number}, {self.panel}"


@tracked
class PanelItem(Scoped):
    """One referral on the agenda, and what the panel made of the proposal for it."""

    class Outcome(models.TextChoices):
        AGREED = "agreed", _("Agreed as proposed")
        CHANGED = "changed", _("Changed")
        REFUSED = "refused", _("Refused, the search goes on")

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="items")
    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="panel_items")
    position = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The proposal the panel had before it.",
    )  # fmt: skip
    places: Any = models.JSONField(
        default=list, blank=True, help_text="Homes recommended, each with its children."
    )
    reason = models.CharField(max_length=400, blank=True, help_text="Why not as proposed. Names no child.")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    read_permission = Permission.PANEL_READ
    scoped_by_organisation = False

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "referral"], name="panel_item_once"),
            models.CheckConstraint(
                name="panel_item_decided_whole",
                condition=Q(outcome="", decided_by=None, decided_at=None)
                | (~Q(outcome="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="panel_item_says_why", condition=Q(outcome__in=["", "agreed"]) | ~Q(reason="")
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.referral}, {self.panel}"


@tracked
class Dissent(Scoped):
    """Somebody who was there and does not share what was decided on one referral."""

    item = models.ForeignKey(PanelItem, on_delete=models.CASCADE, related_name="dissents")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=400, help_text="Names no child.")
    recorded_at = models.DateTimeField(default=timezone.now)

    read_permission = Permission.PANEL_READ
    scoped_by_organisation = False

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "user"], name="dissent_once")]

    def __str__(self) -> str:
        return f"{self.user.name}, {self.item.referral}"


@tracked
class PanelAttendance(Scoped):
    """Somebody who was there, with an account or only by name."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="attendance")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    was_there = models.BooleanField(default=True)

    read_permission = Permission.PANEL_READ
    scoped_by_organisation = False

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "name", "user"], nulls_distinct=False, name="there_once")
        ]

    def __str__(self) -> str:
        return self.name


@tracked
class Interest(Scoped):
    """What binds a person to a provider, or to one of its homes: on a child placed there they do not decide."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="interests")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    firm = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The provider.",
    )
    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="One home only."
    )
    words = models.CharField(max_length=400, help_text="What binds them.")
    declared_at = models.DateTimeField(default=timezone.now)

    read_permission = Permission.PANEL_READ
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="interest_in_one_thing",
                condition=Q(firm=None, home__isnull=False) | Q(firm__isnull=False, home=None),
            ),
            models.UniqueConstraint(
                fields=["panel", "user", "firm", "home"], nulls_distinct=False, name="interest_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}: {self.home.name if self.home else self.firm}"


@tracked
class PanelAction(TakenOn):
    """Something a person took on at a panel. What is not done opens the next panel."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="actions")
    item = models.ForeignKey(
        PanelItem, on_delete=models.PROTECT, null=True, blank=True, related_name="actions"
    )

    read_permission = Permission.PANEL_READ
    scoped_by_organisation = False

    def __str__(self) -> str:
        return f"Action for {self.owner.name}, {self.panel}"
