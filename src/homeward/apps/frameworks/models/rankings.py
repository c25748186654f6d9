"""Rankings: drafted, opened to providers, published and from then on as they are; and what providers ask about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pgtrigger
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission, Relation
from homeward.apps.core.fields import PeriodField
from homeward.apps.core.history import kept_once_published, tracked
from homeward.apps.frameworks.models.frameworks import Lot, of_framework

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor

KEPT = ("published", "replaced")


@tracked
class Ranking(Scoped):
    """One version of the ranking of a lot in a region for a period.

    What a published version says never changes: a score put right makes another version, and this one stays readable.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPENED = "opened", _("Open to providers’ queries")
        PUBLISHED = "published", _("Published")
        REPLACED = "replaced", _("Replaced by a later version")
        DISCARDED = "discarded", _("Discarded")

    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="rankings")
    region = models.CharField(max_length=60, blank=True)
    period = PeriodField()
    number = models.PositiveSmallIntegerField(
        help_text="Version of the ranking of this lot, region and period."
    )
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT, db_index=True)
    facts = models.JSONField(help_text="What the rule was given.")
    facts_digest = models.CharField(max_length=80)
    result = models.JSONField(help_text="What the rule answered, with the working of every point.")
    digest = models.CharField(max_length=80, help_text="SHA-256 of facts and result.")
    names = models.JSONField(default=dict, help_text="Names of the providers and criteria, as they were.")
    pack = models.CharField(max_length=20)
    pack_version = models.CharField(max_length=40)
    reason = models.TextField(
        blank=True, help_text="Why another version was made, or why this one was discarded."
    )
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    query_until = models.DateField(null=True, blank=True, help_text="Last day on which a provider may query.")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    read_permission = Permission.FRAMEWORK_READ
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lot", "region", "period", "number"], name="ranking_version"),
            models.UniqueConstraint(
                fields=["lot", "region", "period"],
                condition=Q(state="published"),
                name="ranking_in_force_once",
            ),
            models.UniqueConstraint(
                fields=["lot", "region", "period"],
                condition=Q(state__in=("draft", "opened")),
                name="ranking_open_once",
            ),
            models.CheckConstraint(
                name="ranking_second_person",
                condition=Q(published_by=None) | ~Q(published_by=F("made_by")),
            ),
            models.CheckConstraint(
                name="ranking_published_pair",
                condition=Q(state__in=KEPT, published_at__isnull=False, published_by__isnull=False)
                | ~Q(state__in=KEPT) & Q(published_at=None, published_by=None),
            ),
        ]
        triggers = kept_once_published(KEPT, "facts", "result", "digest", "names", "period", "published_at")

    def __str__(self) -> str:
        where = f", {self.region}" if self.region else ""
        return f"{self.lot.title}{where}, version {self.number}"

    @property
    def is_kept(self) -> bool:
        """Whether it was published, and says the same for ever."""
        return self.state in KEPT

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        return of_framework(actor, "lot__framework__")

    @classmethod
    def narrow(cls, rows: QuerySet[Ranking], actor: Actor, relation: Relation) -> QuerySet[Ranking]:
        """What is not published is the business of the keeper's own people who read scores."""
        if actor.relation(Permission.SCORE_READ) is Relation.BODY:
            return rows.filter(Q(body_id=actor.body.id) | Q(state__in=KEPT))
        return rows.filter(state__in=KEPT)


@tracked
class RankedPlace(Scoped):
    """What one ranking says of one provider: all that the provider itself may read of it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ranking = models.ForeignKey(Ranking, on_delete=models.CASCADE, related_name="places")
    rank = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: not ranked.")
    own = models.JSONField(help_text="The provider's own scores, notes, price and working.")
    is_kept = models.BooleanField(default=False, help_text="The ranking is published.")

    read_permission = Permission.SCORE_READ

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ranking", "organisation"], name="ranked_once")]
        triggers = [
            pgtrigger.Protect(
                name="published_place_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__is_kept=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.ranking}"

    @classmethod
    def narrow(cls, rows: QuerySet[RankedPlace], actor: Actor, relation: Relation) -> QuerySet[RankedPlace]:
        """A provider reads its own from the day the ranking is opened to it."""
        if relation is Relation.BODY:
            return rows
        return rows.filter(ranking__state__in=(Ranking.State.OPENED, *KEPT))


@tracked
class ScoreQuery(Scoped):
    """A provider's question about its own scores, and the keeper's answer."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        ANSWERED = "answered", _("Answered")
        WITHDRAWN = "withdrawn", _("Taken back")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ranking = models.ForeignKey(Ranking, on_delete=models.PROTECT, related_name="queries")
    about = models.CharField(max_length=20, help_text="A criterion, price, or all of it.")
    text = models.TextField()
    state = models.CharField(max_length=12, choices=State, default=State.OPEN, db_index=True)
    asked_at = models.DateTimeField(default=timezone.now)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(help_text="Last day for the answer.")
    answer = models.TextField(blank=True)
    is_upheld = models.BooleanField(null=True, blank=True, help_text="Whether the score is put right.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    read_permission = Permission.SCORE_READ

    class Meta:
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="query_answered_pair",
                condition=Q(state="answered", answered_at__isnull=False, is_upheld__isnull=False)
                & ~Q(answer="")
                | ~Q(state="answered") & Q(answered_at=None, is_upheld=None, answer=""),
            )
        ]

    def __str__(self) -> str:
        return f"Query of {self.organisation}, {self.ranking}"

    @property
    def about_words(self) -> str:
        """What it is about, as the ranking names it."""
        fixed: dict[str, Any] = {"all": "The scores as a whole", "price": "The weekly price"}
        return str(fixed.get(self.about) or self.ranking.names["criteria"].get(self.about, self.about))
