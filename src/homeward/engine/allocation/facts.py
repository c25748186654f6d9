"""The facts of a panel: who needs a home together, what is free, and how well each fits, as ``match`` scored it."""

from __future__ import annotations

from pydantic import Field

from homeward.engine.facts import Amount, Day, Fact, Name


class UnitFact(Fact):
    """Children to be placed in one home: a child, or siblings together."""

    id: Name = Field(description="Identifier of the referral.")
    children: list[Name] = Field(min_length=1, description="The children.")
    came_on: Day = Field(description="When the referral came; the order of first come, first served.")
    parts: list[list[Name]] = Field(
        default_factory=list,
        description="How they may be split where a recorded reason allows it: every child in one part. Empty: never.",
    )


class FreeHomeFact(Fact):
    """A home with its free places."""

    id: Name = Field(description="Identifier of the home.")
    places: int = Field(ge=0, description="Places free for the panel.")


class FitFact(Fact):
    """How one home fits one unit, or one part of it."""

    unit: Name = Field(description="Identifier of the referral.")
    part: int | None = Field(
        default=None, ge=0, description="Which part, counted from 0; null for all together."
    )
    home: Name = Field(description="Identifier of the home.")
    score: Amount | None = Field(
        default=None, description="Points from 0 to 100, three decimals at most; null when nothing is known."
    )
    excluded_by: list[Name] = Field(
        default_factory=list, description="Codes of what excludes the home; empty when it may be chosen."
    )


class AllocationFacts(Fact):
    """One panel. Pairs of unit and home that are not listed are not considered."""

    on: Day = Field(description="The day of the panel; policy values are taken on it.")
    units: list[UnitFact] = Field(description="Open referrals.")
    homes: list[FreeHomeFact] = Field(description="Homes with free places.")
    fits: list[FitFact] = Field(description="How each home fits each unit.")
    seconds: int = Field(
        default=30,
        ge=1,
        le=600,
        description="How long the solver may take; after it the result may be unproven.",
    )
    alternatives: int = Field(
        default=3, ge=0, le=20, description="How many alternatives to tell for each unit."
    )
