"""Facts for ranking the providers of one lot, region and period."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from homeward.engine.facts import Amount, Dated, Day, Fact, Name

Year = Annotated[int, Field(ge=1990, le=2199)]
Overrides = Annotated[
    list[dict[str, Any]],
    Field(
        default_factory=list,
        description="Policy values the framework sets for itself: {path, from, until?, value, reference}.",
    ),
]


class CriterionFact(Fact):
    """One criterion of quality."""

    code: Name = Field(description="Its name in the tender.")
    weight: Amount = Field(description='Percent of quality, as text: "25". All together are 100.')
    reassessed: bool = Field(default=False, description="Whether it is scored anew each year.")
    out_of: Amount = Field(default=Decimal(100), description="The highest score it can have.")


class ScoreFact(Fact):
    criterion: Name = Field(description="The code of a criterion.")
    score: Amount = Field(description="0 up to what the criterion is out of.")


class QualityFact(Fact):
    """A quality score: one total, or a score for each criterion."""

    total: Amount | None = Field(default=None, description="0 to 100; null where criteria are scored.")
    scores: list[ScoreFact] | None = Field(
        default=None, description="A score for each criterion; null where a total is given."
    )


class AnnualFact(QualityFact):
    """The annual score of a year, as it holds now. Per criterion: those scored anew each year."""

    year: Year = Field(description="The calendar year of its snapshot day.")


class PriceFact(Fact):
    weekly: Amount = Field(description='Price of a week, above 0, as text: "900.00".')
    compliant: bool = Field(default=True, description="Whether the price meets the terms of the tender.")
    note: str | None = Field(default=None, description="Why it does not.")


class InspectionFact(Fact):
    """The latest inspection of the service."""

    grade: Name | None = Field(
        default=None,
        description="A code of inspection_grades; absent where the report carries none.",
        json_schema_extra={"vocabulary": "inspection_grades"},
    )
    on: Day = Field(description="The day of the inspection.")


class WaiverFact(Fact):
    """A recorded decision to let somebody through the gateway."""

    role: Name = Field(
        description="A code of waiver_roles.", json_schema_extra={"vocabulary": "waiver_roles"}
    )
    by: Name = Field(description="Who decided it.")
    on: Day = Field(description="The day it was decided.")
    reason: str = Field(description="Why; without a reason it does not hold.")


class AdmissionCheckFact(Fact):
    """One company-wide check."""

    kind: Name = Field(
        description="A code of admission_checks.", json_schema_extra={"vocabulary": "admission_checks"}
    )
    result: Literal["passed", "failed"] = Field(description="What it came to.")
    expires: Day | None = Field(default=None, description="First day on which it no longer holds.")


class BidderFact(Fact):
    """One provider in the lot."""

    id: Name = Field(description="Identifier of the provider.")
    admitted: Dated | None = Field(default=None, description="When it is admitted to the lot.")
    checks: list[AdmissionCheckFact] | None = Field(
        default=None, description="Its company-wide checks; null where they are not looked at here."
    )
    tender: QualityFact | None = Field(default=None, description="Quality as scored at the tender.")
    annual: list[AnnualFact] = Field(default_factory=list, description="Its annual scores, each year once.")
    price: PriceFact | None = Field(default=None, description="Its weekly price in the lot.")
    inspection: InspectionFact | None = Field(default=None, description="Its latest inspection.")
    waiver: WaiverFact | None = Field(default=None, description="The waiver of the gateway, if any.")


class LotFact(Fact):
    id: Name = Field(description="Identifier of the lot.")
    overrides: Overrides


class RankingFacts(Fact):
    """Everything a ranking may depend on."""

    lot: LotFact
    region: Name | None = Field(default=None, description="The region of the lot the ranking is of.")
    period: Dated = Field(description="When the ranking takes effect, and until when.")
    method_on: Day | None = Field(
        default=None, description="The day whose policy values hold; null for the first day of the period."
    )
    criteria: list[CriterionFact] = Field(
        default_factory=list, description="The criteria of quality; empty where only totals are scored."
    )
    bidders: list[BidderFact] = Field(description="Every provider in the lot, in any order.")
