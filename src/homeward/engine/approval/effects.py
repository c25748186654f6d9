"""What may be done now: placing a child with the partner, paying it. Nothing before approval and a signed agreement."""

from __future__ import annotations

from dataclasses import dataclass

from homeward.engine.approval import deciding
from homeward.engine.approval.accreditation import is_held, level1
from homeward.engine.approval.case import Case, Missing
from homeward.engine.obstacles import Obstacle
from homeward.kernel.jsontypes import JSON

ENDED = ("REVOKED", "RELINQUISHED")


@dataclass(frozen=True)
class Allowed:
    """Whether something may be done, and everything that stands in its way."""

    refusals: tuple[Obstacle, ...]

    @property
    def is_allowed(self) -> bool:
        return not self.refusals

    def to_json(self) -> dict[str, JSON]:
        return {"allowed": self.is_allowed, "refusals": [item.to_json() for item in self.refusals]}


def new_placements(case: Case) -> Allowed:
    """A suspended approval and a lost accreditation stop new placements; those already made are looked at one by one."""
    found = [*_approval(case), *_agreement(case)]
    state = approval_state(case)
    if state == "SUSPENDED":
        found.append(case.obstacle("APPROVAL_SUSPENDED", Missing({"state": state})))
    if not is_held(case):
        found += case.obstacles("LEVEL1_REQUIRED", level1(case))
    return Allowed(tuple(found))


def payments(case: Case) -> Allowed:
    """Payments go on while an approval is suspended, unless a person with authority decides otherwise."""
    return Allowed((*_approval(case), *_agreement(case)))


def approval_state(case: Case) -> str | None:
    """How the approval given stands: of the second journey; None while there is none."""
    if case.journey.name != "approval":
        return case.facts.state
    if case.facts.approval_state is not None:
        return case.facts.approval_state
    return "ACTIVE" if not list(_missing(case)) else None


def _missing(case: Case) -> list[Missing]:
    """An application on its own journey is approved once it has reached that state."""
    states = case.journey.codes
    here = case.facts.left if case.facts.state == "PAUSED" else case.facts.state
    if here in ("DECLINED", "WITHDRAWN") and case.facts.approved_on is None:
        return [Missing({"state": here})]
    if case.journey.name == "approval" and here in states and states.index(here) < states.index("APPROVED"):
        return [Missing({"state": here})]
    if case.journey.name == "approval" and here is None and case.facts.approved_on is None:
        return [Missing({"state": None})]
    return []


def _approval(case: Case) -> list[Obstacle]:
    if case.journey.name == "approval" and case.facts.approval_state is None:
        return case.obstacles("APPROVAL_REQUIRED", _missing(case))
    state = approval_state(case)
    return [case.obstacle("APPROVAL_ENDED", Missing({"state": state}))] if state in ENDED else []


def _agreement(case: Case) -> list[Obstacle]:
    return case.obstacles("AGREEMENT_UNSIGNED", deciding.outcome_agreement(case))
