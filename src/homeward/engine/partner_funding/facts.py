"""Facts of one care partner and one period. Every end is exclusive; every amount is without GST."""

from __future__ import annotations

from typing import Any

from pydantic import Field, model_validator

from homeward.engine.facts import Amount, Dated, Day, Fact, Name, SignedAmount
from homeward.engine.partner_funding.terms import FundedLineFact

Overrides = list[dict[str, Any]]


class FundedPeriodFact(Fact):
    """The period paid for: its first date and the first date after it."""

    start: Day = Field(description="First date of the period.")
    end: Day = Field(description="First date after the period: 2026-07-01 for June 2026.")


class FundedApprovalFact(Fact):
    """The approval as a care partner under section 396."""

    approved_on: Day | None = Field(
        default=None, description="First day of the approval; null: not approved."
    )
    reference: Name | None = Field(default=None, description="Reference of the letter.")


class FundedAgreementFact(Fact):
    """The outcome agreement."""

    id: Name | None = Field(default=None, description="Identifier of the agreement.")
    signed_on: Day | None = Field(
        default=None, description="The day on which the last side signed; null: not signed."
    )


class AbsenceApprovalFact(Fact):
    """A decision to pay for more nights of an absence than are paid without one."""

    approved_by: Name | None = Field(default=None, description="Who approved it.")
    until: Day | None = Field(
        default=None, description="First night that is no longer paid; null: to the end of the absence."
    )
    reason: str = Field(default="", description="Why.")


class AbsenceFact(Dated):
    """Nights away from the home: one episode. A child missing from care is one kind of it."""

    kind: Name | None = Field(
        default=None,
        description="A code of absence_kinds: approved_absence, missing, hospital, respite; null: not said.",
        json_schema_extra={"vocabulary": "absence_kinds"},
    )
    home_held_open: bool = Field(default=True, description="Whether the home is held open for the child.")
    approval: AbsenceApprovalFact | None = Field(
        default=None, description="The approval of nights beyond those paid without one."
    )


class FundedPlacementFact(Dated):
    """One stay of one child in one home. The night of the last day, the day of departure, is not one of it."""

    id: Name | None = Field(default=None, description="Identifier of the placement, for messages.")
    child: Name = Field(description="Identifier of the child.")
    home: Name | None = Field(default=None, description="Identifier of the home.")
    line: Name | None = Field(
        default=None, description="The line it is paid under; not needed with one line."
    )
    absences: list[AbsenceFact] = Field(
        default_factory=list, description="Absences, missing episodes among them."
    )


class OtherPartnerFact(Dated):
    """Nights of a child that another care partner is paid for."""

    partner: Name = Field(description="The other partner.")
    child: Name = Field(description="Identifier of the child.")


class AdHocFact(Fact):
    """A request for funding outside the rates. Without who approved it, it is listed and not paid."""

    id: Name | None = Field(default=None, description="Identifier of the request.")
    amount: Amount = Field(description="Amount without GST.")
    reason: str = Field(default="", description="What it is for.")
    approved_by: Name | None = Field(default=None, description="Who approved it; null: nobody so far.")
    approved_on: Day | None = Field(default=None, description="When.")


class PropertyFact(Fact):
    """A property-related cost. It names no child; damage points to its incident record."""

    id: Name | None = Field(default=None, description="Identifier of the cost.")
    kind: Name = Field(
        description="A code of property_kinds: rent, compliance, repair, damage.",
        json_schema_extra={"vocabulary": "property_kinds"},
    )
    amount: Amount = Field(description="Amount without GST.")
    evidence: Name | None = Field(
        default=None, description="Reference of the evidence; without it, not paid."
    )
    incident: Name | None = Field(default=None, description="For damage: reference of the incident record.")


class PaymentFact(Fact):
    """What was paid so far for nights and instalments, without GST, ad-hoc requests and property."""

    amount: SignedAmount = Field(description="Amount without GST; below nought where money went back.")
    on: Day | None = Field(default=None, description="The day of payment.")
    line: Name | None = Field(default=None, description="The line it was paid for.")
    reference: Name | None = Field(default=None, description="Reference of the payment.")


class DisputeFact(Fact):
    """A dispute about a calculation. While one is open nothing is recovered."""

    raised_on: Day = Field(description="First day of the dispute.")
    closed_on: Day | None = Field(default=None, description="The day it was settled; null: open.")
    about: str = Field(default="", description="What it is about.")


class CountedFact(Fact):
    """What was counted elsewhere, such as an earlier period: an amount, or nights and the rate of a night."""

    label: Name | None = Field(default=None, description="Which period, for the working.")
    nights: int | None = Field(default=None, ge=0, description="Nights paid for.")
    rate: Amount | None = Field(default=None, description="Rate of a night.")
    amount: Amount | None = Field(default=None, description="Amount without GST; else nights × rate.")


class SettledFact(Fact):
    """What was decided of an earlier balance. Repurposed and recovered money counts as paid no longer."""

    outcome: Name = Field(
        description="A code of reconciliation_outcomes.",
        json_schema_extra={"vocabulary": "reconciliation_outcomes"},
    )
    amount: Amount = Field(description="Amount without GST. Not given as a payment below nought as well.")
    on: Day | None = Field(default=None, description="The day of the decision.")


class ReconciliationFact(Fact):
    """Actual nights × rate since a day, against what was paid. Give it where money was paid ahead."""

    since: Day | None = Field(
        default=None,
        description="First day looked at; null: the first day of the period. Stays since then count.",
    )
    apart: bool = Field(
        default=False,
        description="True: the nights of this period are paid by themselves, and the balance is of earlier periods alone;"
        " not for a line that is paid ahead.",
    )
    counted: list[CountedFact] = Field(
        default_factory=list,
        description="What was counted already: earlier periods, or nights whose stays are not among these facts.",
    )
    settled: list[SettledFact] = Field(
        default_factory=list, description="What was decided of earlier balances below nought."
    )
    outcome: Name | None = Field(
        default=None,
        description="What is decided of a balance below nought, a code of reconciliation_outcomes:"
        " carry_forward, repurpose, recover; null: nothing decided.",
        json_schema_extra={"vocabulary": "reconciliation_outcomes"},
    )
    reason: str = Field(default="", description="Why that outcome.")
    effect_on_children: str = Field(default="", description="What it means for the children.")
    partner_response: str = Field(default="", description="What the partner says to it.")


class PoolFact(Fact):
    """What the partner used of the money, as it reports it: general support may be used across its children."""

    amount: Amount = Field(description="Amount used, without GST.")
    what: str = Field(default="", description="What it was used for.")


class FundingFacts(Fact):
    """Everything the rule needs to know about one care partner and one period."""

    period: FundedPeriodFact
    on: Day | None = Field(
        default=None, description="The day of the calculation; null: the first day after the period."
    )
    partner: Name | None = Field(default=None, description="The care partner.")
    approval: FundedApprovalFact | None = Field(
        default=None,
        description="Null: not approved. Left out: not asked; an amount is worked out and flagged.",
    )
    agreement: FundedAgreementFact | None = Field(
        default=None,
        description="Null: none is signed. Left out: not asked; an amount is worked out and flagged.",
    )
    lines: list[FundedLineFact] = Field(
        min_length=1, description="Lines of the agreement. `line: {…}` is one of them."
    )
    placements: list[FundedPlacementFact] = Field(default_factory=list, description="Stays.")
    other_partners: list[OtherPartnerFact] = Field(
        default_factory=list, description="Nights of these children that other care partners are paid for."
    )
    ad_hoc: list[AdHocFact] = Field(default_factory=list, description="Ad-hoc requests.")
    property: list[PropertyFact] = Field(default_factory=list, description="Property-related costs.")
    payments: list[PaymentFact] = Field(default_factory=list, description="Paid so far.")
    disputes: list[DisputeFact] = Field(default_factory=list, description="Disputes, open and settled.")
    reconciliation: ReconciliationFact | None = Field(
        default=None, description="Give it to set actual nights against what was paid."
    )
    used: list[PoolFact] = Field(default_factory=list, description="What the partner reports as used.")
    overrides: Overrides = Field(
        default_factory=list,
        description="Policy values the agreement sets for itself: {path, from, until?, value, reference}.",
    )

    @model_validator(mode="before")
    @classmethod
    def _one_line(cls, data: Any) -> Any:
        """``line: {…}`` reads as ``lines: [{…}]``."""
        if not isinstance(data, dict) or "line" not in data:
            return data
        rest = {key: value for key, value in data.items() if key != "line"}
        if data["line"] is None:
            return rest
        if rest.get("lines") is not None:
            raise ValueError("give line for one line or lines for several, not both")
        return {**rest, "lines": [data["line"]]}
