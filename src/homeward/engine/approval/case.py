"""One application as a rule sees it: its facts, the day, the journey, the pack's settings, and what was found missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from homeward.engine.approval.facts import ApprovalFacts
from homeward.engine.calendars import WorkingDays
from homeward.engine.obstacles import Effect, Obstacle
from homeward.engine.values import Values
from homeward.kernel.jsontypes import JSON, plain
from homeward.kernel.reasons import Reason, ValueUsed
from homeward.policy import Move, Pack, Workflow

Inputs = Mapping[str, object]
AREA = "approval"


@dataclass(frozen=True)
class Missing:
    """One thing a requirement finds missing, with its facts; ``soft``: it is said, and does not stand in the way."""

    inputs: Inputs = field(default_factory=dict)
    values: tuple[ValueUsed, ...] = ()
    soft: bool = False


@dataclass(frozen=True)
class Case:
    """``move`` is the one looked at; ``approved``: whether the journey has come as far as the approval."""

    facts: ApprovalFacts
    pack: Pack
    values: Values
    days: WorkingDays
    journey: Workflow
    move: Move | None = None

    @property
    def on(self) -> date:
        return self.facts.on

    def by_then(self, day: date | None) -> bool:
        """Whether something dated has happened by the day of asking; without a date it has not."""
        return day is not None and day <= self.on

    def of(self, move: Move) -> Case:
        return replace(self, move=move)

    def used(self, *names: str) -> tuple[ValueUsed, ...]:
        return self.values.used(*(f"{AREA}.{name}" for name in names))

    def is_(self, name: str, option: str) -> bool:
        return self.values.is_(f"{AREA}.{name}", option)

    def whole(self, name: str) -> int:
        return self.values.whole(f"{AREA}.{name}")

    def obstacle(self, code: str, found: Missing, effect: Effect = "blocks") -> Obstacle:
        """What is missing as an obstacle: what would lift it and who can, as the pack lists them, and its clause."""
        row = self.pack.vocabulary(self.journey.requirements).row(code, self.on)
        told: dict[str, JSON] = {name: plain(value) for name, value in found.inputs.items()}
        reason = Reason(code, told, found.values, None if row is None else row.clause)
        attributes = {} if row is None else row.attributes
        lift, who = attributes.get("lift"), attributes.get("who")
        named = tuple(str(role) for role in who) if isinstance(who, list) else ()
        return Obstacle(reason, "warns" if found.soft else effect, str(lift or ""), named)

    def obstacles(self, code: str, found: Iterable[Missing], effect: Effect = "blocks") -> list[Obstacle]:
        return [self.obstacle(code, item, effect) for item in found]
