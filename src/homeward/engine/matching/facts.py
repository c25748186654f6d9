"""The facts of one referral and of the places that might be offered for it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from homeward.engine.facts import Amount, Dated, Day, Fact, Name

Together = Literal["required", "preferred", "none"]
Met = Literal["full", "part", "no"]
Route = Literal["in_house", "framework", "non_framework"]
Admission = Literal["admitted", "other_lot", "suspended", "removed", "not_admitted"]
Impact = Literal["acceptable", "not_acceptable"]


def coded(vocabulary: str, text: str, **more: Any) -> Any:
    return Field(description=text, json_schema_extra={"vocabulary": vocabulary}, **more)


class PointFact(Fact):
    """A point of the national grid, in metres."""

    easting: int = Field(ge=0, le=1_300_000, description="Metres east.")
    northing: int = Field(ge=0, le=1_300_000, description="Metres north.")


class SoughtChildFact(Fact):
    """A child the referral is for; by a pseudonym until shortlisting."""

    id: Name = Field(description="Identifier of the child.")
    born_on: Day = Field(description="Date of birth; ages are taken on the day the place is needed.")
    sex: Literal["M", "F", "U"] | None = Field(default=None, description="M, F or U; null while unknown.")
    with_parent: bool = Field(
        default=False, description="The child of a looked-after parent, placed with that parent."
    )


class NeedFact(Fact):
    """Something a home has to give."""

    code: Name = Field(description="The need, in the body's own words or code.")
    is_essential: bool = Field(
        default=False, description="Without it the home is excluded; otherwise it takes part in the score."
    )


class ReferralFact(Fact):
    """What is sought, for one child or for siblings to be placed together."""

    id: Name = Field(description="Identifier of the referral.")
    start_by: Day = Field(description="First night a place is needed; every value and age is taken on it.")
    urgency: Name = coded("urgencies", "A code of urgencies.")
    children: list[SoughtChildFact] = Field(
        min_length=1, description="The children this referral is to place."
    )
    together: Together = Field(
        default="required", description="Whether siblings of this referral have to live in one home."
    )
    siblings_elsewhere: list[Name] = Field(
        default_factory=list,
        description="Homes in which looked-after siblings live already, a home once for each sibling.",
    )
    types: list[Name] = Field(
        min_length=1,
        description="Kinds of placement sought: codes of placement_types_sought, or the body's own.",
    )
    needs: list[NeedFact] = Field(default_factory=list, description="What the home has to give.")
    avoid: list[Name] = Field(
        default_factory=list, description="Matching exclusions: traits a home or household must not have."
    )
    point: PointFact | None = Field(default=None, description="Where home is; null while unknown.")
    area: Name | None = Field(default=None, description="Code of the responsible authority's area.")
    adjoining_areas: list[Name] | None = Field(
        default=None, description="Areas that adjoin the responsible one; null while unknown."
    )
    max_miles: Amount | None = Field(default=None, description="The child's location limit, in miles.")
    avoid_areas: list[Name] = Field(default_factory=list, description="Areas the child must not live in.")
    keeps_school: bool = Field(default=False, description="Whether there is a school to keep.")
    language: Name | None = Field(
        default=None,
        description="A language the home has to live in, as an ISO code; null when none is needed.",
    )


class OverrideFact(Fact):
    """One person's yes to a placement under a restriction."""

    by: Name = Field(description="Who.")
    role: Name = coded("placement_deciders", "In which role, as the pack lists them.")
    reason: Name = Field(description="Why.")


class RestrictionFact(Dated):
    """A restriction of placements: from 00:00 of ``start`` to 00:00 of ``end``, in the pack's time zone."""

    id: Name = Field(description="Identifier of the restriction.")
    scope: Literal["provider", "home"] = Field(description="What it binds: the provider, or one home only.")
    of: Name = Field(description="Identifier of the provider or home it binds.")
    overrides: list[OverrideFact] = Field(
        default_factory=list, description="Overrides given for this referral; every role the pack asks for."
    )


class ApprovalFact(Fact):
    """The terms on which a carer is approved."""

    children_most: int = Field(ge=0, description="How many children at once.")
    children_now: int = Field(ge=0, description="How many are placed there already.")
    age_low: int | None = Field(default=None, ge=0, description="Youngest age in full years.")
    age_high: int | None = Field(default=None, ge=0, description="Oldest age in full years, inclusive.")
    only_for: list[Name] | None = Field(
        default=None, description="Kinship: the children the approval names; null when it names none."
    )


class CandidateFact(Fact):
    """A home with places that might be offered. What is not known is left out, never guessed."""

    id: Name = Field(description="Identifier of the vacancy.")
    home: Name = Field(description="Identifier of the home.")
    provider: Name = Field(
        description="Identifier of the provider; the body's own service for in-house carers."
    )
    route: Route = Field(description="The step of the search it belongs to.")
    service_type: Name = coded("service_types", "A code of service_types.")
    types: list[Name] = Field(
        min_length=1, description="Kinds of placement it can be, of those a referral seeks."
    )
    places: int = Field(ge=0, description="Places vacant in the home that nobody has been promised.")
    available_from: Day | None = Field(default=None, description="First night they are free; null for now.")
    confirmed_on: Day | None = Field(default=None, description="When a manager last confirmed the vacancy.")
    blocked: Name | None = Field(default=None, description="Why the place is blocked; null when it is not.")
    age_low: int | None = Field(
        default=None, ge=0, description="Youngest age of the registration, full years."
    )
    age_high: int | None = Field(default=None, ge=0, description="Oldest age of the registration, inclusive.")
    sexes: list[Literal["M", "F", "U"]] | None = Field(
        default=None, description="Sexes the home is registered for; null for any."
    )
    approval: ApprovalFact | None = Field(
        default=None, description="A carer's approval; null for a children's home."
    )
    admission: Admission | None = Field(
        default=None, description="The provider's standing in the lot; needed on the framework route."
    )
    restrictions: list[RestrictionFact] = Field(
        default_factory=list, description="Restrictions of the provider or the home."
    )
    is_registered: bool = Field(
        default=False, description="Whether the home's registration with the inspectorate is on record."
    )
    point: PointFact | None = Field(default=None, description="Where the home is; null while unknown.")
    area: Name | None = Field(
        default=None, description="Code of the area the home is in; null while unknown."
    )
    meets: dict[Name, Met] = Field(
        default_factory=dict, description="For each need what the home gives; a need left out is unknown."
    )
    traits: list[Name] | None = Field(
        default=None,
        description="What the household is or has, for matching exclusions; null while not asked.",
    )
    school: Met | None = Field(
        default=None,
        description="Whether the school is kept: full, part (with travel) or no; null while unknown.",
    )
    languages: list[Name] | None = Field(
        default=None, description="Languages the home lives in; null while unknown."
    )
    quality: Amount | None = Field(default=None, description="The provider's quality score, 0 to 100.")
    weekly_price: Amount | None = Field(default=None, description="Price a week for each child.")
    comparable_price: Amount | None = Field(
        default=None, description="What comparable placements cost a week; null while there are none."
    )
    rank: int | None = Field(
        default=None, ge=1, description="The provider's rank in the lot; breaks ties only."
    )
    children_there: int = Field(default=0, ge=0, description="Children living there already.")
    impact: Impact | None = Field(
        default=None, description="The manager's assessment of the impact on them; null while missing."
    )


class ChoiceFact(Fact):
    """The place somebody proposes to choose."""

    candidate: Name = Field(description="Identifier of the vacancy chosen.")
    reason: str = Field(
        default="", description="Why, where a better ranked or better scored one is passed over."
    )


class MatchFacts(Fact):
    """One referral and the places that might be offered for it."""

    referral: ReferralFact = Field(description="What is sought.")
    candidates: list[CandidateFact] = Field(description="The places to look at, in any order.")
    on: Day = Field(description="The day of looking: restrictions and confirmed vacancies are taken on it.")
    purpose: Literal["search", "decision"] = Field(
        default="decision",
        description="In a search what a home still owes is a warning; before a decision it excludes.",
    )
    choice: ChoiceFact | None = Field(
        default=None, description="A choice to be checked; null to compare only."
    )
