"""Providers as one body knows them, and their homes."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q

from homeward.apps.accounts.affiliations import Affiliation
from homeward.apps.accounts.models import Organisation, Scoped
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.fields import PeriodField, same
from homeward.apps.core.folding import fold
from homeward.apps.core.history import tracked, tracked_in_bulk
from homeward.apps.geography.models import Area


@tracked
class Provider(Scoped):
    """A provider organisation as one body deals with it: its reference, contact, and since when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="providers")
    reference = models.CharField(max_length=40, help_text="The body's own number for this provider.")
    contact_name = models.CharField(max_length=120, blank=True)
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    registration = models.CharField(
        max_length=40, blank=True,
        help_text="Number under which the inspectorate has registered its service; empty: not on record.",
    )  # fmt: skip
    is_in_house = models.BooleanField(
        default=False, help_text="The body's own service: its carers and homes are searched first."
    )

    read_permission = Permission.PROVIDER_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "organisation"], name="provider_once_per_body"),
            models.UniqueConstraint(fields=["body", "reference"], name="provider_reference"),
        ]

    def __str__(self) -> str:
        return self.organisation.name


@tracked_in_bulk
class Home(Scoped):
    """Where a child lives: a carer household or a residential home."""

    class Kind(models.TextChoices):
        CARER_HOUSEHOLD = "carer_household", "Carer household"
        RESIDENTIAL_HOME = "residential_home", "Residential home"
        OTHER = "other", "Other"

    provider = models.ForeignKey(
        Provider, on_delete=models.PROTECT, related_name="homes", null=True, blank=True
    )
    reference = models.CharField(max_length=40, help_text="The number by which files name this home.")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=20, choices=Kind)
    places = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Empty: not known.")
    urn = models.CharField(
        max_length=20,
        blank=True,
        help_text="Unique reference number of the registration, where there is one.",
    )
    postcode_digest = models.CharField(
        max_length=64,
        blank=True,
        help_text="Keyed hash of a postcode, when a file names the home by nothing else.",
    )
    is_verified = models.BooleanField(
        default=True, help_text="False while nobody has confirmed what a file told."
    )
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True, help_text="First day without the home.")
    search_key = models.CharField(max_length=300, editable=False, db_index=True)

    read_permission = Permission.HOME_READ

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "reference"], name="home_reference"),
            models.CheckConstraint(
                name="home_dates",
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=models.F("opened_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = fold(self.name, self.reference, self.urn)
        super().save(*args, **kwargs)


@tracked_in_bulk
class HomeRemoteness(Scoped):
    """The remoteness class of a home's address, and the edition of the classification it was read from."""

    home = models.ForeignKey(Home, on_delete=models.CASCADE, related_name="remoteness")
    code = models.CharField(max_length=10)
    edition = models.CharField(max_length=40, help_text="Edition of the geography, such as ASGS Edition 3.")
    period = PeriodField()
    source = models.CharField(max_length=200, blank=True)

    read_permission = Permission.HOME_READ

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="remoteness_one_at_a_time", expressions=[(same("home"), "&&"), ("period", "&&")],
                violation_error_message="This home already has a remoteness class on some of these dates.",
            )
        ]  # fmt: skip


@tracked
class HomePlace(Scoped):
    """Where a home is, and since when: by its postcode, or by hand. What is not known is empty, never 0.

    The postcode of a carer household says where children live: pages show it to those who keep the home.
    """

    home = models.ForeignKey(Home, on_delete=models.CASCADE, related_name="whereabouts")
    postcode = models.CharField(max_length=8, blank=True)
    easting = models.PositiveIntegerField(null=True, blank=True, help_text="Metres of the national grid.")
    northing = models.PositiveIntegerField(null=True, blank=True, help_text="Metres of the national grid.")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    period = PeriodField()
    source = models.CharField(max_length=200)

    read_permission = Permission.HOME_READ

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="home_place_one_at_a_time", expressions=[(same("home"), "&&"), ("period", "&&")],
                violation_error_message="This home already has a place on some of these dates.",
            ),
            models.CheckConstraint(
                name="home_place_whole_point",
                condition=Q(easting=None, northing=None) | Q(easting__isnull=False, northing__isnull=False),
            ),
        ]  # fmt: skip

    @property
    def district(self) -> str:
        """The part of the postcode that may be told: its district."""
        return self.postcode.split()[0] if self.postcode else ""


@tracked
class OrganisationAffiliation(Affiliation):
    """An iwi, hapū or marae of an organisation, applicant or partner, as it describes itself to one body."""

    read_permission = Permission.APPLICATION_READ

    class Meta(Affiliation.Meta):
        abstract = False
        constraints = [
            *Affiliation.Meta.constraints,
            models.CheckConstraint(
                name="organisation_affiliation_whose", condition=models.Q(organisation__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.organisation.name if self.organisation else ''}"
