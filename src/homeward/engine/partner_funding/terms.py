"""The terms of one line: method, dated rates, additional support, places, what is paid ahead."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from pydantic import Field

from homeward.engine.facts import Amount, Dated, Day, Fact, Name, SignedAmount

Method = Literal["dynamic", "fixed", "individualised"]
RateKind = Literal["general_support", "individual", "instalment"]
KIND_OF: dict[Method, RateKind] = {
    "dynamic": "general_support",
    "fixed": "instalment",
    "individualised": "individual",
}


class FundedRateFact(Dated):
    """A rate while it holds. Without an end it holds until the next one of its kind begins."""

    kind: RateKind | None = Field(
        default=None,
        description="general_support: per child and night (dynamic); individual: per night (individualised);"
        " instalment: of the whole period (fixed). Null: the one of the line's method.",
    )
    amount: Amount = Field(description='Amount without GST, as text: "150.00".')
    notice_on: Day | None = Field(default=None, description="The day on which the partner was told of it.")
    reference: Name | None = Field(default=None, description="Where it was agreed.")


class RenewalFact(Fact):
    """A decision to go on with an additional rate after its review."""

    review_on: Day | None = Field(default=None, description="The next review date.")
    approved_by: Name | None = Field(default=None, description="Who approved it.")
    renewed_on: Day | None = Field(default=None, description="When.")


class AdditionalFact(Dated):
    """An additional support rate of one child. It ends on its review date unless it is renewed."""

    id: Name | None = Field(default=None, description="Identifier, for messages.")
    child: Name = Field(description="Identifier of the child.")
    amount: Amount = Field(description="Amount of a night without GST.")
    reason: str = Field(default="", description="Why, linked to the assessed need. Needed.")
    review_on: Day | None = Field(default=None, description="The review date. Needed.")
    approved_by: Name | None = Field(default=None, description="Who approved it. Needed.")
    notice_on: Day | None = Field(default=None, description="The day on which the partner was told of it.")
    renewals: list[RenewalFact] = Field(default_factory=list, description="Renewals, in any order.")

    @property
    def last_review(self) -> date | None:
        """The review date that counts now: the latest of the rate and its renewals."""
        days = [day for day in (self.review_on, *(r.review_on for r in self.renewals)) if day is not None]
        return max(days, default=None)


class VacancyFact(Dated):
    """A place that stands empty, and why."""

    cause: Name = Field(
        description="A code of vacancy_causes: agency_decision, between_placements, partner_request, repair, other.",
        json_schema_extra={"vocabulary": "vacancy_causes"},
    )
    places: int = Field(default=1, ge=1, description="Number of places.")
    note: str = Field(default="", description="What happened.")


class VariationFact(Fact):
    """An agreed change of a fixed payment for this period."""

    amount: SignedAmount = Field(description="Amount without GST; below nought for less.")
    reason: str = Field(default="", description="Why.")
    reference: Name | None = Field(default=None, description="Where it was agreed.")


class LevelOverrideFact(Fact):
    """A decision to fund individually below the support level it is meant for."""

    reason: str = Field(default="", description="Why. Needed.")
    approved_by: Name | None = Field(default=None, description="Who approved it. Needed.")


class AdviceFact(Fact):
    """Advice of High Needs Services."""

    on: Day | None = Field(default=None, description="The day of the advice.")
    by: Name | None = Field(default=None, description="Who gave it.")
    reference: Name | None = Field(default=None, description="Where it is recorded.")


class CommittedFact(Fact):
    """What is paid ahead of a year: yearly nights × rate × share, in quarterly instalments."""

    yearly_nights: int = Field(ge=0, description="Nights of a whole year.")
    rate: Amount | None = Field(
        default=None, description="Rate of a night; null: the line's rate on the first day of the year."
    )
    start: Day | None = Field(
        default=None, description="First day of the year; null: of the financial year of the period."
    )
    share: Amount | None = Field(default=None, description='Share paid ahead in percent, e.g. "70".')
    months: int | None = Field(default=None, ge=1, le=12, description="Months over which it is paid.")


class FundedLineFact(Fact):
    """One line of an outcome agreement, on one of the three funding models."""

    id: Name = Field(default="1", description="Identifier of the line; needed where there are several.")
    method: Method = Field(
        description="dynamic: a general support rate per child and night, with additional support rates; fixed:"
        " an agreed instalment; individualised: a rate of its own for one young person."
    )
    support_level: Name | None = Field(
        default=None,
        description="A code of support_levels: general, additional, greater, high, very_high.",
        json_schema_extra={"vocabulary": "support_levels"},
    )
    in_force: Dated | None = Field(
        default=None, description="Between which days it holds; null: all the period."
    )
    rates: list[FundedRateFact] = Field(default_factory=list, description="Dated rates.")
    additional_support: list[AdditionalFact] = Field(
        default_factory=list, description="Additional support rates (dynamic)."
    )
    places: int | None = Field(default=None, ge=0, description="Places of a fixed line, for its vacancies.")
    vacancies: list[VacancyFact] = Field(default_factory=list, description="Empty places with their cause.")
    variations: list[VariationFact] = Field(
        default_factory=list, description="Agreed changes of a fixed payment."
    )
    level_override: LevelOverrideFact | None = Field(
        default=None,
        description="Individualised below very_high: the decision. It does not stand for the advice.",
    )
    advice: AdviceFact | None = Field(
        default=None, description="Individualised: the advice of High Needs Services."
    )
    committed: CommittedFact | None = Field(default=None, description="What is paid ahead and reconciled.")
    overrides: list[dict[str, Any]] = Field(
        default_factory=list,
        description="Policy values this line sets for itself: {path, from, until?, value, reference}.",
    )
