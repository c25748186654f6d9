"""Areas of local authorities and where postcodes lie. A body's own tables: what one body loads moves nobody else's map."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from homeward.apps.accounts.models import Scoped
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.history import tracked


@tracked
class Area(Scoped):
    """The area of one local authority, its neighbours, and its tile on the map."""

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=120)
    name_cy = models.CharField(max_length=120, blank=True, help_text="Its name in Welsh, where it has one.")
    adjoining = ArrayField(
        models.CharField(max_length=12), null=True, blank=True,
        help_text="Codes of the areas that share a border with it; null while nobody has said.",
    )  # fmt: skip
    column = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Tile, counted from the left.")
    row = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Tile, counted from the top.")
    is_own = models.BooleanField(default=False, help_text="The area the body itself is responsible for.")
    source = models.CharField(max_length=200, blank=True)

    read_permission = Permission.HOME_READ
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "code"], name="area_code"),
            models.UniqueConstraint(fields=["body"], condition=Q(is_own=True), name="area_own_once"),
            models.CheckConstraint(
                name="area_whole_tile",
                condition=Q(column=None, row=None) | Q(column__gt=0, row__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def called(self, language: str) -> str:
        """Its name in a language; English where it has no other."""
        return (self.name_cy or self.name) if language == "cy" else self.name


class Postcode(Scoped):
    """Where a postcode lies: a point of the national grid in metres, and the area it is in. Only from files."""

    code = models.CharField(max_length=8, help_text="In capitals with one space, such as QX1 2AB.")
    district = models.CharField(max_length=4, help_text="Its part before the space.")
    easting = models.PositiveIntegerField()
    northing = models.PositiveIntegerField()
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    read_permission = Permission.HOME_READ
    scoped_by_organisation = False

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "code"], name="postcode_once")]
        indexes = [models.Index(fields=["body", "district"])]

    def __str__(self) -> str:
        return self.district
