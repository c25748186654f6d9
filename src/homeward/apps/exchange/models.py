"""What care partners hand in each month: the profile that says which fields, and the returns as they came."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission, Relation
from homeward.apps.agreements.models import Agreement
from homeward.apps.core.history import kept_once_published, tracked
from homeward.web.dates import month as month_in_words

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


@tracked
class ExchangeProfile(Scoped):
    """One version of what a return holds: its groups and fields. A published one never changes."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", _("Waiting for a second person")
        PUBLISHED = "published", _("Published")
        DECLINED = "declined", _("Declined")
        TAKEN_BACK = "taken_back", _("Taken back")

    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT, db_index=True)
    since = models.DateTimeField(default=timezone.now, help_text="When it came into this state.")
    content = models.JSONField(help_text="Groups and fields, in order.")
    applies_from = models.DateField(
        null=True, blank=True, help_text="First day of the first month it holds for."
    )
    reason = models.TextField(blank=True, help_text="Why it differs from the version before.")
    drafted_at = models.DateTimeField(default=timezone.now)
    drafted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision_reason = models.TextField(blank=True)

    read_permission = Permission.POLICY_READ
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="exchange_profile_version"),
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(state__in=("draft", "proposed")),
                name="exchange_profile_one_open",
            ),
            models.CheckConstraint(
                name="exchange_profile_second_person",
                condition=~Q(state__in=("published", "declined")) | ~Q(decided_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="exchange_profile_month", condition=~Q(state="published") | Q(applies_from__isnull=False)
            ),
        ]
        triggers = kept_once_published(("published",), "content", "number", "applies_from")

    def __str__(self) -> str:
        return f"Exchange profile {self.number}"

    @classmethod
    def narrow(
        cls, rows: QuerySet[ExchangeProfile], actor: Actor, relation: Relation
    ) -> QuerySet[ExchangeProfile]:
        """What is not in force yet is the business of those who draft and publish."""
        if actor.holds(Permission.EXCHANGE_DRAFT) or actor.holds(Permission.EXCHANGE_PUBLISH):
            return rows
        return rows.filter(state=cls.State.PUBLISHED)


_KEPT = ("submitted", "accepted", "sent_back", "replaced")
_FROZEN = ("document", "digest", "shape", "month", "version", "organisation", "body", "agreement")


def _frozen() -> list[pgtrigger.Protect]:
    """What was submitted stays byte for byte; its state alone moves on."""
    kept, other = pgtrigger.Q(old__state__in=_KEPT), pgtrigger.Q(new__state="trial")
    for field in _FROZEN:
        other |= pgtrigger.Q(**{f"old__{field}__df": pgtrigger.F(f"new__{field}")})
    return [
        pgtrigger.Protect(name="submitted_stays", operation=pgtrigger.Update, condition=kept & other),
        pgtrigger.Protect(name="submitted_is_kept", operation=pgtrigger.Delete, condition=kept),
    ]


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    append_only=True,
    exclude=["document"],
)
class DataReturn(Scoped):
    """A care partner's return for a month: tried out, then submitted as a version that never changes.

    The history holds everything but the rows themselves: those of a trial are not kept, those submitted stand here.
    """

    class State(models.TextChoices):
        TRIAL = "trial", _("Tried out, not submitted")
        LAID_ASIDE = "laid_aside", _("Laid aside")
        SUBMITTED = "submitted", _("Submitted")
        ACCEPTED = "accepted", _("Accepted")
        SENT_BACK = "sent_back", _("Sent back")
        REPLACED = "replaced", _("Replaced by a later version")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="data_returns")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        help_text="Empty: the partner as a whole.",
    )  # fmt: skip
    month = models.DateField(help_text="First day of the month.")
    version = models.PositiveSmallIntegerField(default=0, help_text="0 until it is submitted.")
    state = models.CharField(max_length=12, choices=State, default=State.TRIAL, db_index=True)
    since = models.DateTimeField(default=timezone.now, help_text="When it came into this state.")
    profile = models.ForeignKey(
        ExchangeProfile, on_delete=models.PROTECT, related_name="returns", null=True, blank=True,
        help_text="Empty: the profile as the pack begins it.",
    )  # fmt: skip
    shape = models.JSONField(help_text="Groups and fields as they were then.")
    document = models.TextField(blank=True, help_text="The JSON document; empty where a row has an error.")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the document.")
    files = models.JSONField(default=list, help_text="Name, size and SHA-256 of each file as it was sent.")
    problems = models.JSONField(default=list)
    counts = models.JSONField(default=dict, help_text="Rows of each group, errors and warnings.")
    tried_at = models.DateTimeField(default=timezone.now)
    tried_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True, help_text="What a later version puts right.")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer_reason = models.TextField(blank=True, help_text="Why it was sent back.")

    read_permission = Permission.EXCHANGE_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "organisation", "agreement", "month", "version"],
                condition=Q(version__gt=0), nulls_distinct=False, name="data_return_version",
            ),
            models.UniqueConstraint(
                fields=["body", "organisation", "agreement", "month"],
                condition=Q(state__in=("submitted", "accepted")), nulls_distinct=False, name="data_return_stands_once",
            ),
            models.CheckConstraint(name="data_return_month", condition=Q(month__day=1)),
            models.CheckConstraint(
                name="data_return_submitted",
                condition=Q(state__in=("trial", "laid_aside"), version=0, submitted_by=None)
                | Q(state__in=_KEPT, version__gt=0, submitted_by__isnull=False, submitted_at__isnull=False)
                & ~Q(digest=""),
            ),
        ]  # fmt: skip
        triggers = _frozen()

    def __str__(self) -> str:
        """Names no child. In English, as the trail keeps it."""
        return f"Return of {self.organisation.name}, {self.month:%B %Y}"

    @classmethod
    def narrow(cls, rows: QuerySet[DataReturn], actor: Actor, relation: Relation) -> QuerySet[DataReturn]:
        """A trial is the partner's own; the body sees what was submitted."""
        return rows if relation is Relation.ORGANISATION else rows.filter(state__in=_KEPT)

    @property
    def is_submitted(self) -> bool:
        return self.state in _KEPT

    @property
    def month_words(self) -> str:
        """`October 2026`, in the language of the page."""
        return month_in_words(self.month)

    @property
    def month_code(self) -> str:
        return f"{self.month:%Y-%m}"


def next_month(month: dt.date) -> dt.date:
    """The first day of the month after."""
    return (month + dt.timedelta(days=32)).replace(day=1)
