"""The individual contract: what both sides sign for one placement, called off under a framework or standing alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import Agreement, Line
from homeward.apps.children.models import Child
from homeward.apps.core.history import tracked
from homeward.apps.core.models import Document
from homeward.apps.decisions.models.decisions import Decision
from homeward.apps.placements.models import Placement
from homeward.apps.searches.asking import of_the_asking

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor

MONEY: dict[str, Any] = {"max_digits": 9, "decimal_places": 2, "validators": [MinValueValidator(0)]}


@tracked
class Contract(Scoped):
    """The terms as they stand, and the paper drawn from them. A change draws a new paper: signatures do not carry over."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contracts")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="contract")
    reference = models.CharField(max_length=40)
    umbrella = models.CharField(
        max_length=200,
        blank=True,
        help_text="The framework it is called off under; empty: outside any framework.",
    )
    legal_status = models.CharField(max_length=200, help_text="As the referral says it.")
    weekly = models.DecimalField(**MONEY, help_text="A week, for all children together.")
    buys = models.TextField(help_text="What the weekly price buys.")
    care = models.DecimalField(**MONEY, help_text="Of the weekly price, paid by children's services.")
    education = models.DecimalField(**MONEY, default=0, help_text="Of the weekly price, paid by education.")
    health = models.DecimalField(**MONEY, default=0, help_text="Of the weekly price, paid by health.")
    outcomes = models.TextField(help_text="What the placement is to bring about, one a line.")
    notice_days = models.PositiveSmallIntegerField(help_text="Days of notice in a planned ending.")
    notice_is_placeholder = models.BooleanField(default=True, help_text="No source gives the days.")
    absences = models.TextField(help_text="What is paid while a child is away.")
    uplift = models.TextField(help_text="When and how the price is looked at each year.")
    variation = models.TextField(help_text="How it is changed.")
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The paper that both sides sign; the version that stands now.",
    )  # fmt: skip
    drawn_at = models.DateTimeField(default=timezone.now)
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(
        Agreement, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="The agreement its lines stand in once the children live there.",
    )  # fmt: skip

    read_permission = Permission.CONTRACT_READ
    child_path = "decision__search__referral__children__child"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "reference"], name="contract_reference"),
            models.CheckConstraint(
                name="contract_no_part_below_0", condition=Q(care__gte=0, education__gte=0, health__gte=0)
            ),
            models.CheckConstraint(
                name="contract_split_whole", condition=Q(weekly=F("care") + F("education") + F("health"))
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        return of_the_asking(actor)


class OfContract(Scoped):
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.CONTRACT_READ
    child_path = "contract__decision__search__referral__children__child"

    class Meta:
        abstract = True

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        return of_the_asking(actor)


@tracked
class ContractChild(OfContract):
    """One child of the contract: its part of the weekly price, and the line and placement made of it."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="children")
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="contracts")
    weekly = models.DecimalField(**MONEY, help_text="A week, this child's part; the parts make up the whole.")
    line = models.OneToOneField(
        Line, on_delete=models.PROTECT, null=True, blank=True, related_name="contract_child"
    )
    placement = models.OneToOneField(
        Placement, on_delete=models.SET_NULL, null=True, blank=True, related_name="contract_child"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "child"], name="contract_child_once")]

    def __str__(self) -> str:
        return f"{self.contract}: {self.child.reference}"


@tracked
class ExtraCost(OfContract):
    """Something paid above the weekly price, for a time: it has an end date, and is looked at before."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="extras")
    words = models.CharField(max_length=200, help_text="What it is for. Names no child.")
    weekly = models.DecimalField(**MONEY, help_text="A week.")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="First day it is no longer paid.")
    reason = models.CharField(max_length=400)
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(name="extra_ends_after_start", condition=Q(ends_on__gt=F("starts_on")))
        ]

    def __str__(self) -> str:
        return self.words
