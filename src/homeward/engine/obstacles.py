"""What stands in the way of a placement: which, with what fact, what would lift it, who can, by what authority.

The codes are those of the pack's vocabulary ``placement_obstacles``, whose attributes say what lifts each and who
can; the reading ``matching.obstacle`` says of each whether it blocks, warns, or is not asked, by which clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from homeward.kernel.jsontypes import JSON, plain
from homeward.kernel.reasons import Reason, ValueUsed
from homeward.policy import Policy

PATH, LIST = "matching.obstacle", "placement_obstacles"
Effect = Literal["blocks", "warns"]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing in the way. ``lift``: code of what would lift it; ``who``: roles that can, as the pack lists them."""

    reason: Reason
    effect: Effect
    lift: str
    who: tuple[str, ...]

    @property
    def code(self) -> str:
        return self.reason.code

    def to_json(self) -> dict[str, JSON]:
        return {**self.reason.to_json(), "effect": self.effect, "lift": self.lift, "who": list(self.who)}


class Effects:
    """What the pack makes of each obstacle on a day."""

    def __init__(self, policy: Policy, on: date, codes: Iterable[str], only_warn: Iterable[str] = ()) -> None:
        self._codes = policy.pack.vocabularies.get(LIST)
        self._on = on
        self._softened = frozenset(only_warn)
        self._values: dict[str, ValueUsed] = {}
        for code in codes:
            used = policy.look_or_none(PATH, on=on, key=code)
            if used is not None and used.value != "not_asked":
                self._values[code] = used

    def __contains__(self, code: str) -> bool:
        return code in self._values

    def effect(self, code: str) -> Effect:
        return "blocks" if self.blocks(code) else "warns"

    def blocks(self, code: str) -> bool:
        used = self._values.get(code)
        return used is not None and used.value == "blocks" and code not in self._softened

    def obstacle(
        self, code: str, inputs: Mapping[str, object], values: Iterable[ValueUsed] = ()
    ) -> Obstacle | None:
        """The obstacle with its facts, or None where the pack does not ask about it."""
        used = self._values.get(code)
        if used is None:
            return None
        told = {name: plain(value) for name, value in inputs.items()}
        reason = Reason(code, told, (used, *values), used.clause)
        lift, who = self._attribute(code, "lift"), self._attribute(code, "who")
        named = tuple(str(role) for role in who) if isinstance(who, (list, tuple)) else ()
        return Obstacle(reason, self.effect(code), str(lift or ""), named)

    def _attribute(self, code: str, name: str) -> JSON:
        return None if self._codes is None else self._codes.attribute(code, name, self._on)
