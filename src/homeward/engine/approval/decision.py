"""What the rule answers: may the step be made, everything that is missing, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from homeward.engine.approval.clocks import Touchpoint
from homeward.engine.approval.effects import Allowed
from homeward.engine.approval.facts import ApprovalFacts
from homeward.engine.obstacles import Obstacle
from homeward.kernel.jsontypes import JSON, plain
from homeward.kernel.reasons import Authority
from homeward.policy import Move, Pack, Workflow


@dataclass(frozen=True)
class Step:
    """One way on: where it leads and what stands in its way. Who would make it is not asked."""

    move: Move
    to: str | None
    refusals: tuple[Obstacle, ...]
    warnings: tuple[Obstacle, ...]

    @property
    def is_allowed(self) -> bool:
        return not self.refusals

    def to_json(self) -> dict[str, JSON]:
        return {
            "move": self.move.code,
            "to": self.to,
            "who": list(self.move.who),
            "allowed": self.is_allowed,
            "missing": [item.code for item in self.refusals],
            "refusals": [item.to_json() for item in self.refusals],
            "warnings": [item.to_json() for item in self.warnings],
        }


@dataclass(frozen=True)
class Gate:
    """``allowed``: whether the step may be made; None when none was asked about. ``to``: the state afterwards.

    ``alerts``: what has to be looked at whatever step is wished for; a lost accreditation of an approved partner
    blocks new placements. They stand among the ``warnings`` of the step too.

    A refused step changes nothing: ``to`` is then the state it stands in. ``code`` names the gate that refused;
    ``next``: the ways on from here; ``merges_into``: the application of the same legal entity that is there already.
    """

    facts: ApprovalFacts
    pack: Pack
    journey: Workflow
    phase: str | None
    move: Move | None
    to: str | None
    refusals: tuple[Obstacle, ...]
    warnings: tuple[Obstacle, ...]
    alerts: tuple[Obstacle, ...]
    tells: tuple[str, ...]
    tasks: tuple[str, ...]
    next: tuple[Step, ...]
    level1_held: bool
    accreditations: tuple[Mapping[str, JSON], ...]
    merges_into: str | None
    interest: Mapping[str, JSON]
    new_placements: Allowed
    payments: Allowed
    touchpoint: Touchpoint | None
    dates: Mapping[str, JSON]
    kinds: Mapping[str, JSON]
    legal_references: Mapping[str, str]
    authority: Authority
    asked: bool = field(default=True)

    @property
    def on(self) -> date:
        return self.facts.on

    @property
    def is_allowed(self) -> bool | None:
        return not self.refusals if self.asked else None

    @property
    def code(self) -> str | None:
        codes = [item.code for item in self.refusals]
        return "LEVEL1_REQUIRED" if "LEVEL1_REQUIRED" in codes else next(iter(codes), None)

    def to_json(self) -> dict[str, JSON]:
        return {
            "rule": "approval",
            "pack": {"id": self.pack.id, "version": self.pack.version, "digest": self.pack.digest},
            "application": self.facts.application,
            "journey": self.journey.name,
            "on": plain(self.on),
            "state": self.facts.state,
            "phase": self.phase,
            "move": None if self.move is None else self.move.code,
            "allowed": self.is_allowed,
            "to": self.to,
            "code": self.code,
            "missing": [item.code for item in self.refusals],
            "refusals": [item.to_json() for item in self.refusals],
            "warnings": [item.to_json() for item in self.warnings],
            "alerts": [item.to_json() for item in self.alerts],
            "tells": list(self.tells),
            "tasks": list(self.tasks),
            "next": [step.to_json() for step in self.next],
            "level1": {"held": self.level1_held, "records": [dict(row) for row in self.accreditations]},
            "merges_into": self.merges_into,
            "interest": dict(self.interest),
            "new_placements": self.new_placements.to_json(),
            "payments": self.payments.to_json(),
            "dates": dict(self.dates),
            "kinds": dict(self.kinds),
            "legal_references": dict(self.legal_references),
            "authority": self.authority.to_json(),
        }
