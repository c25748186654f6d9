"""Agreements: what a provider is contracted to deliver, line by line, at which target and rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission, Relation
from homeward.apps.accounts.scopes import ScopedManager, ScopedQuerySet
from homeward.apps.agreements import outcome_models  # noqa: F401  (its tables are of this app)
from homeward.apps.core.fields import PeriodField, same, same_text
from homeward.apps.core.history import tracked
from homeward.apps.core.models import Document
from homeward.apps.providers.models import Home, Provider

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


class SpecificationQuerySet(ScopedQuerySet):
    """Specifications are the body's own; a provider sees those its lines rest on."""

    def allowed_to(self, actor: Actor, permission: Permission) -> Self:
        if actor.relation(permission) is Relation.ORGANISATION:
            mine = Line.objects.allowed_to(actor, permission).values("specification")
            return self.filter(body_id=actor.body.id, pk__in=mine)
        return super().allowed_to(actor, permission)


class SpecificationManager(ScopedManager.from_queryset(SpecificationQuerySet)):  # type: ignore[misc]
    """Default manager of specifications."""


@tracked
class ServiceSpecification(Scoped):
    """A version of what a kind of service must be. Published versions are never edited."""

    code = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    service_type = models.CharField(max_length=60)
    text = models.TextField(help_text="Roles, responsibilities and requirements; never how they are met.")
    effective_from = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)

    read_permission = Permission.AGREEMENT_READ
    scoped_by_organisation = False
    objects = SpecificationManager()  # type: ignore[misc]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "code", "version"], name="specification_version")
        ]

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"


@tracked
class Agreement(Scoped):
    """An agreement of one body with one provider."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="agreements")
    reference = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    period = PeriodField()

    read_permission = Permission.AGREEMENT_READ

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "reference"], name="agreement_reference")]

    def __str__(self) -> str:
        return self.reference


@tracked
class Line(Scoped):
    """Service type × placement type × method: the thing that has a target and a statement."""

    class Method(models.TextChoices):
        BLOCK = "block", "Block funded with a target"
        PER_NIGHT = "per_night", "Fee for service, per night"
        PER_WEEK = "per_week", "Individual contract, weekly price"
        DYNAMIC = "dynamic", "Dynamic: general support for each child and night"
        FIXED = "fixed", "Fixed: an agreed instalment each month"
        INDIVIDUALISED = "individualised", "Individualised: a rate of one young person"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="lines")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    service_type = models.CharField(max_length=60)
    placement_type = models.CharField(max_length=60, blank=True)
    method = models.CharField(max_length=20, choices=Method, default=Method.BLOCK)
    specification = models.ForeignKey(ServiceSpecification, on_delete=models.PROTECT, null=True, blank=True)
    home = models.ForeignKey(
        Home, on_delete=models.PROTECT, null=True, blank=True, related_name="lines",
        help_text="The one home of a line that buys one home's places.",
    )  # fmt: skip
    cost_code = models.CharField(max_length=40)
    period = PeriodField(help_text="When the line is in force, within the agreement.")

    read_permission = Permission.AGREEMENT_READ

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="line_number")]
        ordering = ["agreement_id", "number"]

    def __str__(self) -> str:
        return f"{self.agreement.reference} line {self.number}"


class Dated(Scoped):
    """A dated row of a line, with the document it rests on."""

    reference = models.CharField(
        max_length=200, help_text="Clause or document, such as Attachment 4, Item 3."
    )
    period = PeriodField()

    class Meta:
        abstract = True


@tracked
class LineTarget(Dated):
    """Minimum placements of a line between two dates."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="targets")
    placements = models.PositiveIntegerField()

    read_permission = Permission.AGREEMENT_READ

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="target_one_at_a_time", expressions=[(same("line"), "&&"), ("period", "&&")],
                violation_error_message="This line already has a target on some of these dates.",
            )
        ]  # fmt: skip


@tracked
class LineRate(Dated):
    """A price of a line between two dates: the yearly base unit, or the price of a night or a week."""

    class Kind(models.TextChoices):
        BASE_UNIT_ANNUAL = "base_unit_annual", "Base unit, a year"
        STANDARD_UNIT_ANNUAL = "standard_unit_annual", "Department's approved standard unit, a year"
        PER_NIGHT = "per_night", "Per night"
        PER_WEEK = "per_week", "Per week"
        GENERAL_SUPPORT = "general_support", "General support, per child and night"
        INSTALMENT = "instalment", "Instalment, per month"
        INDIVIDUAL = "individual", "Individual rate, per night"

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="rates")
    kind = models.CharField(max_length=20, choices=Kind)
    amount = models.DecimalField(max_digits=14, decimal_places=4, validators=[MinValueValidator(0)])
    notice_on = models.DateField(
        null=True, blank=True, help_text="The day on which the provider was told of it, where that decides."
    )
    is_placeholder = models.BooleanField(
        default=False, help_text="No source gives this price; it is invented."
    )

    read_permission = Permission.AGREEMENT_READ

    class Meta:
        # One constraint a kind: the embedded database cannot put a text into an exclusion constraint.
        constraints = [
            ExclusionConstraint(
                name=f"rate_{kind}_one_at_a_time", condition=Q(kind=kind),
                expressions=[(same("line"), "&&"), ("period", "&&")],
                violation_error_message="This line already has such a rate on some of these dates.",
            )
            for kind in (
                "base_unit_annual", "standard_unit_annual", "per_night", "per_week",
                "general_support", "instalment", "individual",
            )
        ]  # fmt: skip


# Which prices a line has, by how it is funded; the first is the one its payment rests on.
KINDS_OF_METHOD: dict[str, tuple[LineRate.Kind, ...]] = {
    Line.Method.BLOCK: (LineRate.Kind.BASE_UNIT_ANNUAL, LineRate.Kind.STANDARD_UNIT_ANNUAL),
    Line.Method.PER_NIGHT: (LineRate.Kind.PER_NIGHT,),
    Line.Method.PER_WEEK: (LineRate.Kind.PER_WEEK,),
    Line.Method.DYNAMIC: (LineRate.Kind.GENERAL_SUPPORT,),
    Line.Method.FIXED: (LineRate.Kind.INSTALMENT,),
    Line.Method.INDIVIDUALISED: (LineRate.Kind.INDIVIDUAL,),
}
# The three funding models of a care partner (partnered care, "Funding").
PARTNERED: tuple[Line.Method, ...] = (Line.Method.DYNAMIC, Line.Method.FIXED, Line.Method.INDIVIDUALISED)


@tracked
class LineLoading(Dated):
    """The contract loading of one category between two dates: placements, or a percentage of the target."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="loadings")
    category = models.CharField(
        max_length=40, help_text="aboriginal, or a remoteness class of the jurisdiction."
    )
    placements = models.DecimalField(
        max_digits=10, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    percent = models.DecimalField(
        max_digits=7, decimal_places=4, null=True, blank=True, validators=[MinValueValidator(0)],
        help_text="Of the minimum placements; turned into placements with the target of each night.",
    )  # fmt: skip

    read_permission = Permission.AGREEMENT_READ

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="loading_one_at_a_time",
                expressions=[(same("line"), "&&"), (same_text("category"), "&&"), ("period", "&&")],
                violation_error_message="This line already has such a loading on some of these dates.",
            ),
            models.CheckConstraint(
                name="loading_one_measure", condition=Q(placements=None) ^ Q(percent=None)
            ),
        ]


@tracked
class LineOverride(Dated):
    """A pack value replaced for one line, with its reference. The explanation names it."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="overrides")
    parameter = models.CharField(max_length=100)
    key = models.CharField(max_length=60, blank=True)
    value = models.JSONField()

    read_permission = Permission.AGREEMENT_READ


@tracked
class Variation(Scoped):
    """A change to an agreement from a day on. Its terms hold once both sides have signed its document."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "Proposed, waiting for both sides"
        PROVIDER_SIGNED = "provider_signed", "Signed by the provider"
        BODY_SIGNED = "body_signed", "Signed by the department"
        IN_FORCE = "in_force", "Signed by both sides"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="variations")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=State, default=State.PROPOSED, db_index=True)
    since = models.DateTimeField(default=timezone.now, help_text="When it came into this state.")
    effective_on = models.DateField()
    reason = models.TextField()
    reference = models.CharField(max_length=200)
    changes = models.JSONField(
        default=list,
        help_text="Each change: kind, line, category, before, after, and what it takes the place of.",
    )
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The paper that both sides sign; the version that stands now.",
    )  # fmt: skip
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_reason = models.TextField(blank=True, help_text="Why it was declined or withdrawn.")

    read_permission = Permission.AGREEMENT_READ

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "number"], name="variation_number")]

    def __str__(self) -> str:
        return f"{self.agreement.reference} variation {self.number}"
