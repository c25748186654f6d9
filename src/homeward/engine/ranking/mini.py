"""The scored choice among offers for one child: gateway, marks for skills, marks for the weekly fee."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from pydantic import Field

from homeward.engine.facts import Amount, Day, Fact, Name, parse_facts
from homeward.engine.ranking.check import check_code, check_gateway, check_once, check_price
from homeward.engine.ranking.decision import method_version, score_json
from homeward.engine.ranking.facts import InspectionFact, Overrides, WaiverFact
from homeward.engine.ranking.gateway import GATEWAY, gateway_reasons
from homeward.engine.ranking.places import Contender, Place, places
from homeward.engine.refusal import Refusal, from_override
from homeward.engine.utilisation.steps import authority_of, step
from homeward.engine.values import Values, read_values
from homeward.kernel.jsontypes import JSON
from homeward.kernel.problems import Problem
from homeward.kernel.reasons import Authority, Explanation, Reason
from homeward.kernel.rounding import shown
from homeward.policy import OverrideRefused, Pack, Policy

MARKS = (
    "mini_competition.gateway",
    "mini_competition.skills_marks",
    "mini_competition.marks_role",
    "mini_competition.fee_marks",
    "mini_competition.fee_points",
    "mini_competition.ties",
    "mini_competition.least_days",
    "mini_competition.shown_decimals",
)


class ScoredOfferFact(Fact):
    """One offer for the child."""

    id: Name = Field(description="Identifier of the offer.")
    skills: Amount | None = Field(default=None, description="Marks given for the skills of the carers.")
    marked_as: Name | None = Field(
        default=None,
        description="In which role the marks were given, a code of marking_roles; absent: not asked.",
        json_schema_extra={"vocabulary": "marking_roles"},
    )
    weekly_fee: Amount | None = Field(default=None, description="The fee of a week, above 0.")
    inspection: InspectionFact | None = Field(
        default=None, description="The latest inspection of its service."
    )
    waiver: WaiverFact | None = Field(default=None, description="The waiver of the gateway, if any.")


class MiniCompetitionFacts(Fact):
    """The offers for one child and the day they are scored on."""

    on: Day = Field(description="The day of scoring; its policy values hold.")
    start_by: Day | None = Field(default=None, description="The day by which the child needs the home.")
    offers: list[ScoredOfferFact] = Field(description="Every offer, in any order.")
    overrides: Overrides


@dataclass(frozen=True)
class ScoredOffer:
    """Marks of one offer and its place."""

    offer: ScoredOfferFact
    skills: Fraction
    weekly: Fraction
    fee: Fraction
    flags: tuple[Reason, ...]
    place: Place = field(default_factory=lambda: Place(0))
    explanation: Explanation | None = None

    @property
    def total(self) -> Fraction:
        return self.skills + self.fee

    def to_json(self, decimals: int) -> dict[str, JSON]:
        return {
            "offer": self.offer.id,
            "rank": self.place.rank,
            "joint_with": list(self.place.joint_with),
            "tied_with": list(self.place.tied_with),
            "settled_by": [("total", "skills", "fee")[key] for key in self.place.settled_by],
            "skills": score_json(self.skills, decimals),
            "fee": {"weekly": shown(self.weekly, 2), **score_json(self.fee, decimals)},
            "total": score_json(self.total, decimals),
            "flags": [flag.to_json() for flag in self.flags],
            "explanations": {} if self.explanation is None else {"total": self.explanation.to_json()},
        }


@dataclass(frozen=True)
class MiniCompetitionDecision:
    """Which offers are scored, with which marks, and which are not, with every reason."""

    on: date
    pack: Pack
    values: Values
    lowest: Fraction | None
    scored: tuple[ScoredOffer, ...]
    not_scored: tuple[tuple[str, tuple[Reason, ...]], ...]
    authority: Authority

    def to_json(self) -> dict[str, JSON]:
        skills = self.values.whole("mini_competition.skills_marks")
        fee = self.values.whole("mini_competition.fee_marks")
        decimals = self.values.whole("mini_competition.shown_decimals")
        return {
            "rule": "mini-competition",
            "pack": {"id": self.pack.id, "version": self.pack.version, "digest": self.pack.digest},
            "on": self.on.isoformat(),
            "method_version": method_version(self.pack, self.on, self.values),
            "out_of": {"skills": skills, "fee": fee, "total": skills + fee},
            "lowest_fee": None if self.lowest is None else shown(self.lowest, 2),
            "scored": [item.to_json(decimals) for item in self.scored],
            "not_scored": [
                {"offer": name, "reasons": [reason.to_json() for reason in reasons]}
                for name, reasons in self.not_scored
            ],
            "values": [used.to_json() for used in self.authority.values],
            "placeholders": [used.path for used in self.authority.values if used.standing == "placeholder"],
        }


def decide_mini_competition(
    facts: MiniCompetitionFacts | Mapping[str, Any], policy: Policy
) -> MiniCompetitionDecision:
    """Score the offers for one child. Raises Refusal with every problem, also where the start is too near."""
    given = parse_facts(MiniCompetitionFacts, facts)
    try:
        own = policy.with_overrides(given.overrides)
    except OverrideRefused as error:
        raise Refusal(from_override(error)) from None
    values = read_values(own, given.on, "", MARKS)
    if values.is_("mini_competition.gateway", "latest_inspection"):
        values = read_values(own, given.on, "", (*MARKS, *GATEWAY))
    problems = _problems(given, values, own.pack)
    if problems:
        raise Refusal(problems)
    scored, not_scored, lowest = _score(given, values)
    explained = [
        replace(item, explanation=_explain(item, lowest or Fraction(0), values, own.pack)) for item in scored
    ]
    return MiniCompetitionDecision(
        on=given.on,
        pack=own.pack,
        values=values,
        lowest=lowest,
        scored=tuple(
            sorted(explained, key=lambda item: (item.place.rank, item.offer.id))
        ),  # joint: any order
        not_scored=tuple(sorted(not_scored, key=lambda item: item[0])),
        authority=own.authority(),
    )


def _problems(facts: MiniCompetitionFacts, values: Values, pack: Pack) -> list[Problem]:
    problems = list(check_once("offers", "offer", [item.id for item in facts.offers]))
    highest = values.whole("mini_competition.skills_marks")
    least = values.whole("mini_competition.least_days")
    if facts.start_by is not None and (facts.start_by - facts.on).days < least:
        problems.append(
            Problem(
                "start_too_near_to_score",
                f"The child needs the home by {facts.start_by}, less than {least} days from {facts.on}.",
                "Choose without marks, and take the decision to panel afterwards.",
                column="start_by",
                value=facts.start_by.isoformat(),
            )
        )
    for index, offer in enumerate(facts.offers):
        if offer.weekly_fee is not None:
            problems += check_price(f"offers.{index}.weekly_fee", offer.weekly_fee)
        problems += check_gateway(f"offers.{index}", offer.inspection, offer.waiver, pack)
        if offer.marked_as is not None:
            problems += check_code(f"offers.{index}.marked_as", "marking_roles", offer.marked_as, pack)
        if offer.skills is not None and offer.skills > highest:
            problems.append(
                Problem(
                    "score_too_high",
                    f"{offer.skills} is above {highest}, the most marks for skills.",
                    "Correct the marks.",
                    column=f"offers.{index}.skills",
                    value=str(offer.skills),
                )
            )
    return problems


def _score(
    facts: MiniCompetitionFacts, values: Values
) -> tuple[list[ScoredOffer], list[tuple[str, tuple[Reason, ...]]], Fraction | None]:
    passed: list[tuple[ScoredOfferFact, tuple[Reason, ...]]] = []
    not_scored = []
    for offer in facts.offers:
        reasons, flags = _standing(offer, values)
        if reasons:
            not_scored.append((offer.id, tuple(reasons)))
        else:
            passed.append((offer, tuple(flags)))
    lowest = min((Fraction(item.weekly_fee) for item, _ in passed if item.weekly_fee), default=None)
    if lowest is None:
        return [], not_scored, None
    most = values.number("mini_competition.fee_marks")
    items = []
    for offer, known in passed:
        weekly = Fraction(offer.weekly_fee or 0)
        items.append(ScoredOffer(offer, Fraction(offer.skills or 0), weekly, most * lowest / weekly, known))
    return _placed(items, values), not_scored, lowest


def _standing(offer: ScoredOfferFact, values: Values) -> tuple[list[Reason], list[Reason]]:
    reasons: list[Reason] = []
    flags: list[Reason] = []
    if values.is_("mini_competition.gateway", "latest_inspection"):
        reasons, flags = gateway_reasons(offer.inspection, offer.waiver, values)
    if offer.skills is None:
        reasons.append(Reason("skills_not_marked"))
    elif offer.marked_as is not None and offer.marked_as not in values.codes("mini_competition.marks_role"):
        reasons.append(Reason("marks_by_another_role", {"role": offer.marked_as}))
    if offer.weekly_fee is None:
        reasons.append(Reason("no_fee"))
    return reasons, flags


def _placed(items: Sequence[ScoredOffer], values: Values) -> list[ScoredOffer]:
    by_rule = values.is_("mini_competition.ties", "skills_then_fee")
    found = places(
        [
            Contender(item.offer.id, (-item.total, -item.skills, item.weekly) if by_rule else (-item.total,))
            for item in items
        ]
    )
    return [replace(item, place=found[item.offer.id]) for item in items]


def _explain(item: ScoredOffer, lowest: Fraction, values: Values, pack: Pack) -> Explanation:
    decimals = values.whole("mini_competition.shown_decimals")
    skills, fee = (values.whole(f"mini_competition.{name}_marks") for name in ("skills", "fee"))
    steps = (
        step("skills_marks", shown(item.skills, decimals), marks=item.skills, out_of=skills),
        step("lowest_price", shown(lowest, 2), weekly=lowest),
        step("own_price", shown(item.weekly, 2), weekly=item.weekly),
        step("fee_marks", shown(item.fee, decimals), marks=item.fee, out_of=fee),
        step("total_marks", shown(item.total, decimals), marks=item.total, out_of=skills + fee),
        step("rank", str(item.place.rank), rank=item.place.rank),
    )
    inputs: dict[str, JSON] = {
        "offer": item.offer.id,
        "total": shown(item.total, decimals),
        "out_of": skills + fee,
        "rank": item.place.rank,
    }
    return Explanation("mini_competition.total", inputs, steps, authority_of(pack, values.used(*MARKS)))
