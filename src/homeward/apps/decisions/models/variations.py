"""What both sides change in a contract while children live under it: a new price from a day on, or the yearly uplift."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import User
from homeward.apps.core.history import tracked
from homeward.apps.core.models import Document
from homeward.apps.decisions.models.contracts import MONEY, Contract, OfContract


@tracked
class ContractVariation(OfContract):
    """New terms of a contract from a day on, without end. They hold once everybody has signed whose signature the
    contract needs; what was agreed for that day or a later one is replaced by them, or by another contract."""

    class Kind(models.TextChoices):
        VARIATION = "variation", _("Variation")
        UPLIFT = "uplift", _("Yearly uplift")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Waits for signatures")
        IN_FORCE = "in_force", _("Agreed")
        REPLACED = "replaced", _("Replaced")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="variations")
    number = models.PositiveSmallIntegerField(help_text="Counts within the contract.")
    kind = models.CharField(max_length=10, choices=Kind)
    effective_on = models.DateField(help_text="The first night the new terms hold.")
    weekly = models.DecimalField(**MONEY, help_text="A week, for all children together.")
    care = models.DecimalField(**MONEY, help_text="Of it, paid by children's services.")
    education = models.DecimalField(**MONEY, default=0, help_text="Of it, paid by education.")
    health = models.DecimalField(**MONEY, default=0, help_text="Of it, paid by health.")
    buys = models.TextField(help_text="What the weekly price buys from then on.")
    reason = models.CharField(max_length=400)
    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="The paper that is signed."
    )  # fmt: skip
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    since = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="contract_variation_number"),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(state="proposed"), name="contract_variation_open_once"
            ),
            models.UniqueConstraint(
                fields=["contract", "effective_on"], condition=Q(state="in_force"), name="contract_variation_day_once"
            ),
            models.CheckConstraint(
                name="contract_variation_no_part_below_0", condition=Q(care__gte=0, education__gte=0, health__gte=0)
            ),
            models.CheckConstraint(
                name="contract_variation_split_whole", condition=Q(weekly=F("care") + F("education") + F("health"))
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Variation {self.number} of contract {self.contract.reference}"
