"""Facts for one agreement line and one period."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from homeward.engine.facts import Amount, Dated, Day, Fact, Name, SignedAmount
from homeward.engine.loadings.facts import HomeFact, LoadingFact, StatusFact
from homeward.engine.nights.facts import DisallowedFact, PlacementFact

Places = Annotated[int, Field(ge=0)]


class PeriodFact(Fact):
    """The period looked at: its first date and the first date after it."""

    start: Day = Field(description="First date of the period.")
    end: Day = Field(description="First date after the period: 2023-04-01 for January to March 2023.")


class TargetFact(Dated):
    """The minimum number of placements while it holds (Attachment 4, Item 3)."""

    placements: Places = Field(description="Minimum number of placements.")


class RateFact(Dated):
    """A price while it holds."""

    kind: Literal["base_unit_annual", "standard_unit_annual", "per_night", "per_week"] = Field(
        description="base_unit_annual: price of one placement for a year; standard_unit_annual: the"
        " department's approved standard unit rate for a year; per_night: fee for service; per_week: the"
        " weekly price of an individual contract."
    )
    amount: Amount = Field(description='Amount in the pack\'s currency, as text: "24000.00".')


class LineFact(Fact):
    """One line of an agreement: service type, placement type and method, with dated terms."""

    id: Name = Field(description="Identifier of the line.")
    service_type: Name = Field(
        description="A code of service_types.", json_schema_extra={"vocabulary": "service_types"}
    )
    placement_type: Name | None = Field(
        default=None, description="The placement type the line names; shown, not used in counting."
    )
    method: Literal["block", "per_night", "per_week"] = Field(
        description="block: minimum placements; per_night: fee for service; per_week: an individual contract."
    )
    in_force: Dated = Field(description="Dates between which the line is in force.")
    targets: list[TargetFact] = Field(default_factory=list, description="Dated minimum placements.")
    rates: list[RateFact] = Field(default_factory=list, description="Dated prices.")
    loadings: list[LoadingFact] | None = Field(
        default=None,
        description="Dated contract loadings; null while none are configured, an empty list where none are"
        " contracted.",
    )
    overrides: list[dict[str, Any]] = Field(
        default_factory=list,
        description="Policy values this agreement sets for itself:"
        " {path, key?, from, until?, value, reference}.",
    )


class ChildFact(Fact):
    id: Name = Field(description="Identifier of the child.")
    born_on: Day | None = Field(default=None, description="Date of birth.")
    status: list[StatusFact] = Field(default_factory=list, description="What is on record about its status.")


class OtherLineFact(Dated):
    """A stay of one of the children under another line, for overlaps between agreements."""

    line: Name = Field(description="Identifier of the other line.")
    child: Name = Field(description="Identifier of the child.")
    service_type: Name | None = Field(default=None, description="The other line's service type.")
    on_hold: list[Dated] = Field(
        default_factory=list, description="Dates on which the other stay is on hold."
    )


class ExceedApprovalFact(Dated):
    """An approved short-term exceed placement request."""

    places: Places = Field(description="Places approved above the target.")
    reference: Name | None = Field(default=None, description="Reference of the approval.")


class PreviousLevelFact(Fact):
    """The level of an earlier period, for responses to the same level in a row."""

    period: PeriodFact
    level: Name = Field(description="The level that was assessed.")


class AdjustmentFact(Fact):
    """What an earlier, locked quarter of the line turned out to differ by; it is settled in this period."""

    id: Name = Field(description="Identifier of the adjustment.")
    code: Name = Field(description="The money code it belongs to, or nights.")
    from_period: Name = Field(description="The label of the quarter it comes from.")
    nights: int = Field(default=0, description="Nights by which that quarter differs.")
    amount: SignedAmount = Field(description="What moves by rule; below nought where it is recovered.")
    to_decide: SignedAmount = Field(
        default=Decimal(0), description="What moves only when decided: growth above, abatement below nought."
    )
    reason: str = Field(default="", description="Which record changed, in words.")


class UtilisationFacts(Fact):
    """Everything the rule needs to know about one line and one period. Every end is exclusive."""

    period: PeriodFact
    line: LineFact
    placements: list[PlacementFact] = Field(default_factory=list, description="Stays on this line.")
    children: list[ChildFact] = Field(
        default_factory=list, description="The children; needed for birth dates."
    )
    homes: list[HomeFact] = Field(
        default_factory=list, description="The homes, with their remoteness; needed for loadings."
    )
    other_lines: list[OtherLineFact] = Field(
        default_factory=list, description="Stays of these children elsewhere."
    )
    exceed_approvals: list[ExceedApprovalFact] = Field(default_factory=list)
    disallowed: list[DisallowedFact] = Field(
        default_factory=list, description="Nights a validator does not accept."
    )
    previous_levels: list[PreviousLevelFact] = Field(default_factory=list)
    adjustments: list[AdjustmentFact] = Field(
        default_factory=list, description="Differences of locked quarters that this period takes in."
    )
    report_received_on: Day | None = Field(
        default=None, description="Date on which the quarterly placement data report was received."
    )
