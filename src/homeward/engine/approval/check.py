"""Facts that cannot be meant: codes nobody knows, states of no journey, a step nobody can make."""

from __future__ import annotations

from collections.abc import Iterator

from homeward.engine.approval.facts import ApprovalFacts
from homeward.engine.approval.reading import journey_of
from homeward.engine.refusal import Refusal
from homeward.kernel.problems import Problem
from homeward.policy import Pack


def check_facts(facts: ApprovalFacts, pack: Pack) -> None:
    """Raises Refusal with every problem."""
    journey = journey_of(pack, facts.state)
    problems = [*_states(facts, pack), *_codes(facts, pack)]
    moves = {code for move in journey.moves for code in (move.code, *move.also)}
    if facts.move is not None and facts.move not in moves and facts.move not in journey.codes:
        known = ", ".join(sorted(moves))
        problems.append(
            _unknown(
                "move", facts.move, "moves or states of the journey", f"Use one of: {known}; or a state."
            )
        )
    back = {move.code for move in journey.moves if move.goes_back and facts.state in move.sources}
    if facts.move in back and facts.left is None:
        text = "The state that was left is not given."
        problems.append(Problem("left_missing", text, "Give the state to go back to.", column="left"))
    if problems:
        raise Refusal(problems)


def _states(facts: ApprovalFacts, pack: Pack) -> Iterator[Problem]:
    known = {code for journey in pack.workflows.values() for code in journey.codes}
    for column, code in (
        ("state", facts.state),
        ("left", facts.left),
        ("approval_state", facts.approval_state),
        *((f"other_applications.{n}.state", row.state) for n, row in enumerate(facts.other_applications)),
    ):
        if code is not None and code not in known:
            yield _unknown(column, code, "states of the journey", f"Use one of: {', '.join(sorted(known))}.")


def _codes(facts: ApprovalFacts, pack: Pack) -> Iterator[Problem]:
    decision, notice, joint = facts.decision, facts.notice, facts.joint_approach
    wanted: list[tuple[str, str, str | None]] = [
        *(("journey_roles", f"interest_logged.{n}.by", row.by) for n, row in enumerate(facts.interest_logged)),
        ("journey_roles", "by.role", facts.by.role if facts.by else None),
        *(("journey_roles", f"joint_approach.agreed_by.{n}", role) for n, role in enumerate(joint.agreed_by if joint else ())),
        *(
            ("accreditation_statuses", f"accreditations.{n}.status", row.status)
            for n, row in enumerate(facts.accreditations)
        ),
        ("decision_outcomes", "decision.outcome", decision.outcome if decision else None),
        *(("approval_kinds", f"decision.kinds.{n}.kind", row.kind) for n, row in enumerate(decision.kinds if decision else ())),
        *(("approval_kinds", f"notice.kinds.{n}", kind) for n, kind in enumerate(notice.kinds if notice else ())),
    ]  # fmt: skip
    for name, column, code in wanted:
        vocabulary = pack.vocabulary(name)
        if code is not None and not vocabulary.knows(code):
            yield _unknown(column, code, name, f"Use one of: {', '.join(vocabulary.codes)}.")


def _unknown(column: str, value: str, what: str, remedy: str) -> Problem:
    return Problem("unknown_code", f"{value} is none of the {what}.", remedy, column=column, value=value)
