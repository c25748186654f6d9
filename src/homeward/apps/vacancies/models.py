"""What a home can give now, as whoever runs it says, and on which terms its carers are approved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from homeward.apps.accounts.models import Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.children.models import Child
from homeward.apps.core.fields import PeriodField, same
from homeward.apps.core.history import tracked
from homeward.apps.providers.models import Home
from homeward.apps.restrictions.reach import binding_bodies

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


def of_consortium(actor: Actor) -> Q:
    """Records of one's own body, and of the consortia it belongs to today: their homes are offered to all members."""
    return Q(body_id__in=binding_bodies(actor.body, actor.today))


@tracked
class Vacancy(Scoped):
    """The standing word about one home: places, from when, for whom, and what blocks others. One row a home.

    Whoever promises a place locks this row.
    """

    home = models.OneToOneField(Home, on_delete=models.CASCADE, related_name="vacancy")
    places = models.PositiveSmallIntegerField(help_text="Children who can come, as whoever keeps it says.")
    free_from = models.DateField(null=True, blank=True, help_text="First night they can come; null for now.")
    age_from = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Full years, inclusive.")
    age_to = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Full years, inclusive.")
    types = ArrayField(
        models.CharField(max_length=60), default=list, blank=True,
        help_text="Kinds of placement it can be, by the pack's list; empty while nobody has said.",
    )  # fmt: skip
    languages = ArrayField(
        models.CharField(max_length=3), null=True, blank=True,
        help_text="Languages the home lives in, as ISO codes; null while nobody has said.",
    )  # fmt: skip
    traits = ArrayField(
        models.CharField(max_length=40), null=True, blank=True,
        help_text="What the household is or has, by the pack's list; null while nobody has said.",
    )  # fmt: skip
    conditions = models.CharField(
        max_length=400, blank=True, help_text="What else must hold. Names no child."
    )
    blocked_places = models.PositiveSmallIntegerField(default=0, help_text="Empty, but cannot be given.")
    blocked_because = models.CharField(max_length=40, blank=True, help_text="By the pack's list of reasons.")
    blocked_note = models.CharField(max_length=400, blank=True, help_text="Names no child.")
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.VACANCY_READ

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="vacancy_ages",
                condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from")),
            ),
            models.CheckConstraint(
                name="vacancy_block_has_reason",
                condition=Q(blocked_places=0, blocked_because="")
                | (Q(blocked_places__gt=0) & ~Q(blocked_because="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Vacancy of {self.home.name}"

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        return of_consortium(actor)


@tracked
class ApprovalTerms(Scoped):
    """On which terms the carers of a household are approved, and for which dates."""

    home = models.ForeignKey(Home, on_delete=models.CASCADE, related_name="approval_terms")
    children = models.PositiveSmallIntegerField(help_text="How many children at once.")
    age_from = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Full years, inclusive.")
    age_to = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Full years, inclusive.")
    only_for = models.ForeignKey(
        Child, on_delete=models.PROTECT, related_name="+", null=True, blank=True,
        help_text="Kinship: the child whom the approval names.",
    )  # fmt: skip
    period = PeriodField()
    source = models.CharField(max_length=200, help_text="The decision it rests on.")

    read_permission = Permission.APPROVAL_READ

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="approval_one_at_a_time", expressions=[(same("home"), "&&"), ("period", "&&")],
                violation_error_message="This household already has terms on some of these dates.",
            ),
            models.CheckConstraint(
                name="approval_ages", condition=Q(age_from=None) | Q(age_to=None) | Q(age_to__gte=F("age_from"))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Approval of {self.home.name}"

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        return of_consortium(actor)
