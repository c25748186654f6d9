"""The rule ``approval``: may this step be made on the journey to an approval, and if not, everything that is missing.

The pack's workflow says which steps there are, who makes them and what they need; each requirement is judged by the
function of its code. A refused step changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from homeward.engine.approval import accreditation, clocks, effects
from homeward.engine.approval.case import Case, Missing
from homeward.engine.approval.check import check_facts
from homeward.engine.approval.decision import Gate, Step
from homeward.engine.approval.facts import ApprovalFacts
from homeward.engine.approval.interest import interest, same_entity, same_name
from homeward.engine.approval.needs import NEEDS
from homeward.engine.approval.reading import read_case
from homeward.engine.facts import parse_facts
from homeward.engine.obstacles import Obstacle
from homeward.kernel.jsontypes import JSON
from homeward.kernel.reasons import ValueUsed
from homeward.policy import Move, Policy

SET_ASIDE = ("PAUSED", "WITHDRAWN")
LEVEL1 = "LEVEL1_REQUIRED"


def decide_gate(facts: ApprovalFacts | Mapping[str, Any], policy: Policy) -> Gate:
    """Whether the step may be made, and what is missing for the ways on. Raises Refusal when facts or values are wrong."""
    given = parse_facts(ApprovalFacts, facts)
    check_facts(given, policy.pack)
    case = read_case(given, policy)
    move, asked = _wished(case), given.move is not None
    refusals, warnings = _judged(case, move, asked)
    alerts, steps = _alerts(case), _ways_on(case)
    merged = same_entity(case) if given.state is None else None
    allowed = asked and not refusals
    to = given.state if not allowed or move is None else _target(case, move)
    if merged is not None and allowed:
        to = merged.state
    return Gate(
        facts=given,
        pack=policy.pack,
        journey=case.journey,
        phase=None if given.state is None else case.journey.phase_of(given.state, given.left),
        move=move,
        to=to,
        refusals=refusals,
        warnings=(*warnings, *(replace(item, effect="warns") for item in alerts)),
        alerts=alerts,
        tells=_told(case, move, allowed, refusals),
        tasks=move.tasks if allowed and move is not None else (),
        next=steps,
        level1_held=accreditation.is_held(case),
        accreditations=tuple(item.to_json() for item in accreditation.records(case)),
        merges_into=None if merged is None else merged.id,
        interest=interest(case),
        new_placements=effects.new_placements(case),
        payments=effects.payments(case),
        touchpoint=clocks.first_touchpoint(case),
        dates=clocks.dates(case, policy),
        kinds=_kinds(case),
        legal_references=_legal(case),
        authority=policy.authority(_rests_on(case, policy, (*refusals, *warnings, *alerts), steps)),
        asked=asked,
    )


def _wished(case: Case) -> Move | None:
    """The move meant by its code or by the state it leads to; from here where one starts here, else any of that name."""
    wish, here = case.facts.move, case.facts.state
    starts = case.journey.beginnings(case.on) if here is None else case.journey.moves_from(here, case.on)
    actor = _role(case)
    meant = [move for move in starts if wish in (move.code, *move.also, _target(case, move))]
    mine = [move for move in meant if actor is None or actor in move.who]
    named = [move for move in case.journey.moves if wish in (move.code, move.to)]
    return next(iter([*mine, *meant, *named]), None)


def _role(case: Case) -> str | None:
    """The role that acts; of an interest that is being logged, the role that logs it."""
    if case.facts.by is not None and case.facts.by.role is not None:
        return case.facts.by.role
    logged = case.facts.interest_logged
    return logged[-1].by if case.facts.state is None and logged else None


def _target(case: Case, move: Move) -> str | None:
    return case.facts.left if move.goes_back else move.to


def _judged(case: Case, move: Move | None, asked: bool) -> tuple[tuple[Obstacle, ...], tuple[Obstacle, ...]]:
    if not asked or move is None:
        return (), ()
    found = _for(case, move)
    here = case.facts.state
    starts = move.begins if here is None else here in move.sources
    if not starts or not move.valid.contains(case.on):
        inputs = {"state": here, "starts_from": list(move.sources)}
        found.insert(0, case.obstacle("NOT_FROM_HERE", Missing(inputs)))
    found += _who(case, move)
    return _split(found)


def _split(found: list[Obstacle]) -> tuple[tuple[Obstacle, ...], tuple[Obstacle, ...]]:
    return tuple(item for item in found if item.effect == "blocks"), tuple(
        item for item in found if item.effect == "warns"
    )


def _for(case: Case, move: Move) -> list[Obstacle]:
    """What the move needs and is not there, and what is only asked for, in the order of the workflow."""
    at = case.of(move)
    needed = [item for code in move.needs for item in at.obstacles(code, NEEDS[code](at))]
    asked = [item for code in move.asks for item in at.obstacles(code, NEEDS[code](at), "warns")]
    return [*needed, *asked]


def _who(case: Case, move: Move) -> list[Obstacle]:
    """The role, and that nobody acts on an organisation in which they have a declared interest."""
    actor, found = case.facts.by, []
    if actor is not None and actor.role is not None and actor.role not in move.who:
        inputs = {"person": actor.person, "role": actor.role, "needed": list(move.who)}
        found.append(case.obstacle("WRONG_ROLE", Missing(inputs)))
    for person in _acting(case, move):
        if person in case.facts.declared_interests:
            found.append(case.obstacle("DECLARED_INTEREST", Missing({"person": person})))
    return found


def _acting(case: Case, move: Move) -> list[str]:
    """Who makes the step, or whose record it rests on where nobody is named."""
    facts = case.facts
    if facts.by is not None:
        return [facts.by.person]
    rests_on = {
        "send_recommendation": facts.recommendation.drafted_by if facts.recommendation else None,
        "endorse": facts.endorsement.by if facts.endorsement else None,
        "advise": facts.advisory_advice.by if facts.advisory_advice else None,
    }
    decided = facts.decision.by if facts.decision and "DCE" in move.who else None
    person = rests_on.get(move.code) or decided
    return [] if person is None else [person]


def _told(case: Case, move: Move | None, allowed: bool, refusals: tuple[Obstacle, ...]) -> tuple[str, ...]:
    """Who hears of it; of a step refused for want of Level 1, those the pack names."""
    if move is None:
        return ()
    if allowed:
        return move.tells
    if any(item.code == LEVEL1 for item in refusals):
        return case.values.codes("approval.refused_gate_tells")
    return ()


def _rests_on(
    case: Case, policy: Policy, found: Sequence[Obstacle], steps: Sequence[Step]
) -> tuple[ValueUsed, ...]:
    """The values that touch the answer, and no others: a placeholder marks only what it touches."""
    on_the_way = [item for step in steps for item in (*step.refusals, *step.warnings)]
    values = [value for item in (*found, *on_the_way) for value in item.reason.values]
    once = {(value.path, value.key): value for value in (*values, *clocks.rests_on(case, policy))}
    return tuple(once.values())


def _ways_on(case: Case) -> tuple[Step, ...]:
    """Every way on from here but pausing and withdrawing, each with what is missing for it."""
    here = case.facts.state
    moves = case.journey.beginnings(case.on) if here is None else case.journey.moves_from(here, case.on)
    steps = []
    for move in moves:
        if move.to not in SET_ASIDE:
            refusals, warnings = _split(_for(case, move))
            steps.append(Step(move, _target(case, move), refusals, warnings))
    return tuple(steps)


def _alerts(case: Case) -> tuple[Obstacle, ...]:
    """What has to be looked at; Level 1 that an approved partner lost blocks, of new placements and of confirmation."""
    found = [case.obstacle(code, item, "warns") for code, item in accreditation.alerts(case)]
    if case.facts.state is None and same_entity(case) is None:
        found += [
            case.obstacle("OTHER_APPLICATION", Missing({"application": other.id}), "warns")
            for other in same_name(case)
        ]
    if effects.approval_state(case) is not None and not accreditation.is_held(case):
        found += case.obstacles(LEVEL1, accreditation.level1(case))
    return tuple(found)


def _kinds(case: Case) -> dict[str, JSON]:
    """Each kind decided on or given notice of, with the section that gives the power and the one it ends under."""
    facts = case.facts
    decided = [] if facts.decision is None else [row.kind for row in facts.decision.kinds]
    noticed = [] if facts.notice is None else facts.notice.kinds
    kinds = case.pack.vocabulary("approval_kinds")
    return {
        kind: {
            "section": kinds.attribute(kind, "section", case.on),
            "ended_under": kinds.attribute(kind, "ended_under", case.on),
        }
        for kind in dict.fromkeys([*decided, *noticed])
    }


def _legal(case: Case) -> dict[str, str]:
    """How a document of the decision's day, else of the day of asking, names the law."""
    given = case.facts.decision
    on = (given.on if given is not None else None) or case.on
    references = case.pack.vocabulary("legal_references")
    return {code: references.label(code, case.pack.languages[0], on) for code in references.codes_on(on)}
