"""The facts of an offer on its way to a placement, and of a search that might be widened."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from homeward.engine.facts import Day, Fact, Name
from homeward.engine.matching.facts import CandidateFact, ReferralFact, coded
from homeward.engine.standing.moments import Moment

Act = Literal["accept", "contract", "start"]


class AgreementFact(Fact):
    """Somebody's recorded agreement."""

    by: Name = Field(description="Who agreed.")
    role: Name = coded("placement_deciders", "In which role, as the pack lists them.")
    at: Moment = Field(description="When.")
    reason: str = Field(default="", description="Why, in words.")


class DecisionFact(AgreementFact):
    """The decision on the placement."""

    outcome: Literal["agreed", "refused"] = Field(description="What was decided.")


class VerbalFact(AgreementFact):
    """An approval given by word of mouth in an emergency: name and time, to be confirmed."""

    recorded_by: Name = Field(description="Who wrote it down.")


class OfferFact(Fact):
    """The offer."""

    id: Name = Field(description="Identifier of the offer.")
    standing: Literal["open", "held", "withdrawn", "rejected", "expired", "accepted"] = Field(
        description="Open before it is accepted; accepted after."
    )
    valid_until: Moment | None = Field(
        default=None, description="The moment from which it no longer holds; null for no limit."
    )
    start_on: Day | None = Field(default=None, description="First night agreed; null for the referral's own.")
    split_reason: str = Field(
        default="",
        description="Why living together is not reasonably practicable, where siblings would be split.",
    )


class CheckFact(Fact):
    """A check before the placement: done, or waived in an emergency."""

    code: Name = coded("pre_placement_checks", "A code of pre_placement_checks.")
    done_on: Day | None = Field(default=None, description="When it was done; null while it is not.")
    waived: AgreementFact | None = Field(default=None, description="Who waived it, when and why.")


class ContractFact(Fact):
    """The individual contract."""

    signed_by_body_at: Moment | None = Field(default=None, description="When the authority signed.")
    signed_by_provider_at: Moment | None = Field(default=None, description="When the provider signed.")


class AcceptFacts(Fact):
    """One offer, and everything recorded towards its acceptance, contract and start."""

    at: Moment = Field(description="The moment of asking.")
    act: Act = Field(description="What is to be done now.")
    referral: ReferralFact = Field(description="What is sought.")
    candidate: CandidateFact = Field(
        description="The home as it stands now, without what it promised to this offer."
    )
    offer: OfferFact = Field(description="The offer.")
    requested_by: Name = Field(description="Who asks for the placement.")
    other_accepted: Name | None = Field(
        default=None, description="Another offer accepted for this referral; null when there is none."
    )
    promised_to: Name | None = Field(
        default=None, description="Another referral the place is promised to; null when there is none."
    )
    decision: DecisionFact | None = Field(default=None, description="The decision on the placement.")
    verbal: VerbalFact | None = Field(default=None, description="A verbal approval in an emergency.")
    non_framework: AgreementFact | None = Field(
        default=None, description="The agreement to use a provider outside the framework."
    )
    out_of_area: AgreementFact | None = Field(
        default=None, description="The approval of a placement out of area."
    )
    at_a_distance: AgreementFact | None = Field(
        default=None, description="The approval of a placement at a distance."
    )
    area_notified_on: Day | None = Field(default=None, description="When the area authority was notified.")
    area_consulted_on: Day | None = Field(default=None, description="When the area authority was consulted.")
    checks: list[CheckFact] = Field(default_factory=list, description="Checks done or waived.")
    contract: ContractFact = Field(default_factory=ContractFact, description="The individual contract.")
    public_holidays: list[Day] = Field(
        default_factory=list, description="Days that are not worked, for deadlines in working days."
    )


class AnswerFact(Fact):
    """What an invited framework provider answered."""

    provider: Name = Field(description="Identifier of the provider.")
    answer: Literal["offered", "declined", "none"] = Field(description="What came; none while nothing has.")
    suitable: bool | None = Field(
        default=None, description="Of an offer: suitable or not; null while not judged."
    )
    reason: str = Field(default="", description="Why it is unsuitable, or why the provider declined.")


class WidenFacts(Fact):
    """A search that might go outside the framework."""

    at: Moment = Field(description="The moment of asking.")
    referral: Name = Field(description="Identifier of the referral.")
    urgency: Name = coded("urgencies", "A code of urgencies.")
    requested_by: Name = Field(description="Who asks to widen the search.")
    in_house_reason: str = Field(
        default="", description="Why no in-house or kin carer is suitable; empty while that was not searched."
    )
    deadline: Moment = Field(description="Until when framework providers may answer.")
    answers: list[AnswerFact] = Field(description="Every framework provider invited, with its answer.")
    agreed: AgreementFact | None = Field(
        default=None, description="The agreement to go outside the framework."
    )
    override: AgreementFact | None = Field(
        default=None, description="The override of the deadline in an emergency, with its reason."
    )
