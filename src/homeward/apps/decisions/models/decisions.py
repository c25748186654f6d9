"""The decision that one home is the one: asked for by one person, decided by another, accepted, contracted, begun."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission, Relation
from homeward.apps.core.history import tracked
from homeward.apps.searches.asking import of_the_asking
from homeward.apps.searches.models import Offer, Search

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


@tracked
class Decision(Scoped):
    """One offer put to the head of service, and what became of it. A search has one live decision."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for the decision")
        AGREED = "agreed", _("Agreed, not yet accepted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Taken back")
        ACCEPTED = "accepted", _("Offer accepted")
        RETURNED = "returned", _("Back with the head of service")
        CONTRACTED = "contracted", _("Contract signed")
        STARTED = "started", _("Children live there")
        NOTICE = "notice", _("Notice given")
        ENDED = "ended", _("Ended")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="decisions")
    search = models.ForeignKey(Search, on_delete=models.PROTECT, related_name="decisions")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="decisions")
    state = models.CharField(max_length=12, choices=State, default=State.PROPOSED, db_index=True)
    since = models.DateTimeField(default=timezone.now)
    requested_at = models.DateTimeField(default=timezone.now)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(
        blank=True, help_text="Why this one, where a better scored or ranked one is passed over."
    )
    split_reason = models.TextField(
        blank=True,
        help_text="Why living together is not reasonably practicable, where siblings would be split.",
    )
    choice: Any = models.JSONField(
        default=dict, help_text="The comparison as it stood when this was proposed."
    )
    start_on = models.DateField(help_text="First night agreed.")
    ends_on = models.DateField(
        null=True, blank=True, help_text="First night that is no longer intended; null: open."
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    returned_because = models.TextField(blank=True, help_text="Why it went back to the head of service.")
    note = models.TextField(blank=True, help_text="Why it was refused, taken back, or ended.")
    ended_on = models.DateField(null=True, blank=True, help_text="The day the children left.")
    end_reason = models.CharField(max_length=60, blank=True, help_text="By the pack's list.")
    was_planned = models.BooleanField(null=True, blank=True, help_text="Whether the end was planned.")

    read_permission = Permission.DECISION_READ
    child_path = "search__referral__children__child"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["search"], condition=~Q(state__in=("refused", "withdrawn", "ended")),
                name="decision_one_live_a_search",
            ),
            models.CheckConstraint(
                name="decision_days", condition=Q(ends_on=None) | Q(ends_on__gt=F("start_on"))
            ),
            models.CheckConstraint(
                name="decision_end_whole",
                condition=~Q(state="ended") | Q(ended_on__isnull=False, was_planned__isnull=False) & ~Q(end_reason=""),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Decision on {self.search.referral}"

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        return of_the_asking(actor)

    @classmethod
    def narrow(cls, rows: QuerySet[Decision], actor: Actor, relation: Relation) -> QuerySet[Decision]:
        """A provider is told the result: it learns of a decision when its offer is accepted."""
        return rows.filter(accepted_at__isnull=False) if relation is Relation.ORGANISATION else rows

    @property
    def is_promised(self) -> bool:
        """Whether the place is promised to these children and they have not come yet."""
        return self.state in PROMISED

    @property
    def is_live(self) -> bool:
        return self.state not in CLOSED


S = Decision.State
CLOSED = (S.REFUSED, S.WITHDRAWN, S.ENDED)
PROMISED = (S.ACCEPTED, S.RETURNED, S.CONTRACTED)
LIVING = (S.STARTED, S.NOTICE)
HELD = (*PROMISED, *LIVING)  # the place is theirs


class OfDecision(Scoped):
    """Something recorded towards a decision. It is the authority's own: a provider learns the result only."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="%(class)ss")

    read_permission = Permission.DECISION_READ
    child_path = "decision__search__referral__children__child"
    scoped_by_organisation = False

    class Meta:
        abstract = True

    @classmethod
    def narrow(cls, rows: Any, actor: Actor, relation: Relation) -> Any:
        return rows.none() if relation is Relation.ORGANISATION else rows
