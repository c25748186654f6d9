"""The choice by marks among the offers of one search: opened, marked, published; and the waivers of its gateway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pgtrigger
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission, Relation
from homeward.apps.core.history import kept_once_published, tracked
from homeward.apps.inspections.models import Inspection
from homeward.apps.searches.asking import of_the_asking

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor

KEPT = ("published", "replaced")


@tracked
class Scoring(Scoped):
    """One choice by marks. Once published its facts and what the rule made of them stay as they were.

    It is the authority's own: a provider reads its own marks, in `OfferMark`, when the search is decided.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Marks are given")
        PUBLISHED = "published", _("Published")
        REPLACED = "replaced", _("Replaced by a later one")
        TAKEN_BACK = "taken_back", _("Taken back")

    search = models.ForeignKey("searches.Search", on_delete=models.PROTECT, related_name="scorings")
    number = models.PositiveSmallIntegerField(help_text="1 for the first of its search.")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN, db_index=True)
    since = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=400, blank=True, help_text="Why another, after one was published.")
    opened_at = models.DateTimeField(
        default=timezone.now, help_text="The policy of this day is the method, whenever it is published."
    )
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    facts: Any = models.JSONField(default=dict, blank=True, help_text="What it rests on, as published.")
    result: Any = models.JSONField(default=dict, blank=True, help_text="What the rule made of the facts.")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of facts and result.")
    note = models.CharField(max_length=400, blank=True, help_text="Why it was taken back.")

    read_permission = Permission.SCORING_READ
    child_path = "search__referral__children__child"
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["search", "number"], name="scoring_number"),
            models.UniqueConstraint(fields=["search"], condition=Q(state="open"), name="scoring_one_open"),
            models.UniqueConstraint(
                fields=["search"], condition=Q(state="published"), name="scoring_one_published"
            ),
            models.CheckConstraint(
                name="scoring_published_whole",
                condition=~Q(state__in=("published", "replaced"))
                | Q(published_by__isnull=False, published_at__isnull=False) & ~Q(digest=""),
            ),
        ]
        triggers = kept_once_published(KEPT, "facts", "result", "digest", "published_at")

    def __str__(self) -> str:
        return f"Choice by marks {self.number}, {self.search.referral}"


@tracked
class OfferMark(Scoped):
    """The marks of one offer: given by a person for skills, with a reason; what its provider may read once decided."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offer_marks")
    scoring = models.ForeignKey(Scoring, on_delete=models.CASCADE, related_name="marks")
    offer = models.ForeignKey("searches.Offer", on_delete=models.PROTECT, related_name="marks")
    skills = models.DecimalField(
        max_digits=5, decimal_places=2, null=True, blank=True, help_text="Null: not marked."
    )
    reason = models.CharField(
        max_length=1000, blank=True, help_text="Why these marks; its provider reads it. Names no child."
    )
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    given_as = models.CharField(max_length=40, blank=True, help_text="In which role.")
    own: Any = models.JSONField(
        default=dict, blank=True, help_text="The part of the result that is this offer's alone."
    )

    is_kept = models.BooleanField(default=False, help_text="The choice by marks is published.")

    read_permission = Permission.SCORING_READ
    child_path = "scoring__search__referral__children__child"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scoring", "offer"], name="offer_marked_once"),
            models.CheckConstraint(
                name="marks_have_reason",
                condition=Q(skills=None) | (Q(skills__gte=0, given_by__isnull=False) & ~Q(reason="")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="published_marks_stay",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__is_kept=True),
            ),
        ]

    def __str__(self) -> str:
        return f"Marks for {self.offer.home.name}"

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        return of_the_asking(actor)

    @classmethod
    def narrow(cls, rows: QuerySet[OfferMark], actor: Actor, relation: Relation) -> QuerySet[OfferMark]:
        """A provider reads its own once a home is chosen, and only of what was published last."""
        if relation is not Relation.ORGANISATION:
            return rows
        return rows.filter(scoring__state=Scoring.State.PUBLISHED, scoring__search__chosen__isnull=False)


@tracked
class GatewayWaiver(Scoped):
    """The question whether an offer may be scored in spite of its latest inspection, and the answer."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for an answer")
        GIVEN = "given", _("Waived")
        REFUSED = "refused", _("Refused")
        TAKEN_BACK = "taken_back", _("Taken back")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="gateway_waivers", null=True, blank=True
    )
    offer = models.ForeignKey("searches.Offer", on_delete=models.PROTECT, related_name="gateway_waivers")
    inspection = models.ForeignKey(
        Inspection,
        on_delete=models.PROTECT,
        related_name="waivers",
        help_text="It counts for this report only.",
    )
    state = models.CharField(max_length=12, choices=State, default=State.ASKED, db_index=True)
    reason = models.CharField(max_length=400, help_text="Why it should be scored. Names no child.")
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_as = models.CharField(max_length=40, blank=True, help_text="In which role.")
    note = models.CharField(max_length=400, blank=True, help_text="The reason of whoever decided.")

    read_permission = Permission.SCORING_READ
    child_path = "offer__invitation__search__referral__children__child"
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "inspection"], condition=Q(state__in=("asked", "given")), name="waived_once"
            ),
            models.CheckConstraint(
                name="waiver_decided",
                condition=~Q(state__in=("given", "refused")) | (Q(decided_by__isnull=False) & ~Q(note="")),
            ),
            models.CheckConstraint(
                name="waiver_two_people", condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by"))
            ),
        ]

    def __str__(self) -> str:
        return f"Waiver for {self.offer.home.name}"

    @classmethod
    def narrow(cls, rows: Any, actor: Actor, relation: Relation) -> Any:
        """The authority's own, as everything about a scoring but one's own marks."""
        return rows.none() if relation is Relation.ORGANISATION else rows
