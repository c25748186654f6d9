"""The rules by name, for the command line, scenarios and the interface for programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from homeward.engine.facts import Fact
from homeward.engine.utilisation import UtilisationFacts, check_abatement, decide
from homeward.kernel.jsontypes import JSON
from homeward.kernel.reasons import Reason
from homeward.policy import Policy


class Decision(Protocol):
    def to_json(self) -> dict[str, JSON]: ...


@dataclass(frozen=True)
class Rule:
    """A rule: the facts it takes, how it decides, and what can be asked of its decision afterwards."""

    name: str
    summary: str
    facts: type[Fact]
    decide: Callable[[Any, Policy], Decision]
    asks: Mapping[str, Callable[[Any, Any], list[Reason]]] = field(default_factory=dict)

    def schema(self) -> dict[str, Any]:
        """The JSON schema of the facts."""
        return {"title": f"Facts of the rule {self.name}", **self.facts.model_json_schema()}


RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            "utilisation",
            "placements and spells of one line and period: nights, share, level, growth, limit, flags",
            UtilisationFacts,
            decide,
            {"abatement": check_abatement},
        ),
    )
}
