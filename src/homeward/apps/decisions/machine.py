"""The way of a decision. The guards that need the law ask the rule `may-accept` over the recorded facts, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.machines import Guard, Machine, Move
from homeward.apps.decisions.facts import ask
from homeward.apps.decisions.models import Agreed, Decision
from homeward.apps.decisions.models.decisions import PROMISED
from homeward.apps.decisions.obstacles import reasons_of
from homeward.engine.standing.facts import Act
from homeward.engine.standing.may_accept import RESTRICTIONS
from homeward.kernel.reasons import Reason

S = Decision.State
WHO = ("requester_decides", "decider_not_entitled")  # who decides, whatever else is missing


def refusals(decision: Decision, act: Act) -> list[Reason]:
    """Every reason of the rule against an act now."""
    return reasons_of(decision, ask(decision, act).refusals)


def rule(act: Act) -> Guard:
    def guard(decision: Decision, by: Actor, **_: object) -> Sequence[Reason]:
        return refusals(decision, act)

    return guard


def against(given: Agreed, act: Act, codes: Collection[str]) -> list[Reason]:
    """What the rule would say of an agreement if it were recorded, of these kinds only."""
    found = ask(given.decision, act, given=given)
    mine = [
        item
        for item in (*found.refusals, *found.warnings)
        if item.code in codes and item.reason.inputs.get("approval", given.kind) in (given.kind, "placement")
    ]
    return reasons_of(given.decision, mine)


def a_yes(decision: Decision, by: Actor, kind: str = Agreed.Kind.PLACEMENT, **more: Any) -> Agreed:
    """An agreement of a person as they act now, not yet recorded."""
    return Agreed(
        body=decision.body,
        decision=decision,
        kind=kind,
        by=by.user,
        role=by.role,
        recorded_by=by.user,
        **more,
    )


def entitled_to_decide(decision: Decision, by: Actor, **_: object) -> Sequence[Reason]:
    """Another person than the one who asked, in a role that decides."""
    return against(a_yes(decision, by), "accept", WHO)


def not_restricted(decision: Decision, by: Actor, **_: object) -> Sequence[Reason]:
    """What went back for a restriction comes on only when the restriction is lifted, or overridden for these children."""
    return against(a_yes(decision, by), "contract", (*WHO, *RESTRICTIONS))


def reason_given(decision: Decision, by: Actor, *, reason: str = "", **_: object) -> Sequence[Reason]:
    return [] if reason.strip() else [Reason("decision.reason_missing", {"field": "reason"})]


def a_party(decision: Decision, by: Actor, **_: object) -> Sequence[Reason]:
    """Either side of the contract ends it: who signs for a side, or keeps placements for the authority."""
    if by.holds(P.CONTRACT_SIGN) or by.holds(P.DECISION_CARRY_OUT):
        return []
    return [Reason("machine.role", {"words": "give notice", "role": by.role.label})]


def _move(
    name: str, sources: tuple[S, ...], target: S, permission: P, words: str, *guards: Callable[..., Any]
) -> Move:
    return Move(name, sources, target, permission, words, guards)


MACHINE = Machine(
    "decision",
    {s.value: str(s.label) for s in S},
    (
        _move("agree", (S.PROPOSED,), S.AGREED, P.DECISION_DECIDE, "agree to this placement", entitled_to_decide),
        _move("refuse", (S.PROPOSED, S.AGREED, S.RETURNED), S.REFUSED, P.DECISION_DECIDE, "refuse this placement",
              entitled_to_decide, reason_given),
        _move("withdraw", (S.PROPOSED, S.AGREED), S.WITHDRAWN, P.DECISION_PROPOSE, "take this proposal back", reason_given),
        _move("let_go", PROMISED, S.WITHDRAWN, P.DECISION_CARRY_OUT, "let this home go", reason_given),
        _move("accept", (S.PROPOSED, S.AGREED), S.ACCEPTED, P.DECISION_CARRY_OUT, "accept this offer", rule("accept")),
        _move("agree_again", (S.RETURNED,), S.ACCEPTED, P.DECISION_DECIDE, "agree to this placement again", not_restricted),
        _move("contract", (S.ACCEPTED,), S.CONTRACTED, P.CONTRACT_SIGN, "sign this contract", rule("contract")),
        _move("start", (S.ACCEPTED, S.CONTRACTED), S.STARTED, P.DECISION_CARRY_OUT, "begin this placement", rule("start")),
        _move("give_notice", (S.STARTED,), S.NOTICE, P.DECISION_READ, "give notice", a_party),
        _move("take_notice_back", (S.NOTICE,), S.STARTED, P.DECISION_CARRY_OUT, "take notice back", reason_given),
        _move("end", (S.STARTED, S.NOTICE), S.ENDED, P.DECISION_CARRY_OUT, "end this placement"),
    ),
)  # fmt: skip
