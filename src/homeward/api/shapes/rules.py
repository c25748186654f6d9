"""The rules and packs: facts in, decisions out."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import BaseModel, Field, GetJsonSchemaHandler, create_model
from pydantic_core import CoreSchema

from homeward.api.shapes.common import Sent, Told
from homeward.engine.rules import Rule


class PackShape(Told):
    """One jurisdiction's policy."""

    id: str
    title: str
    version: str
    digest: str
    commissioner: str
    currency: str
    languages: list[str]
    coverage: dict[str, str] = Field(description="Area: modelled, values_only or not_modelled.")
    is_own: bool = Field(description="Whether the body of this token works by it.")


class RuleShape(Told):
    """One rule."""

    name: str
    summary: str


class RuleWithFactsShape(RuleShape):
    """One rule, and what it wants to know."""

    facts: dict[str, Any] = Field(description="JSON schema of the facts; coded fields list the pack's codes.")


class DecisionShape(Told):
    """A decision with its working. Nothing is stored."""

    rule: str
    pack: str
    pack_version: str
    pack_digest: str = Field(description="Covers the local layer of the body, where its own policy was used.")
    decision: dict[str, Any] = Field(
        description="Figures, money, flags, the values read with their clauses, and the explanation of every figure."
    )


class _ShownAs:
    """Describes a field by a rule's facts, and leaves checking them to the rule, which names every problem."""

    def __init__(self, facts: type[BaseModel]) -> None:
        self.facts = facts

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return handler(self.facts.__pydantic_core_schema__)


class Deciding(Sent):
    """What every rule is asked with."""

    pack: str = Field(
        default="",
        max_length=20,
        description="Id of a pack. Empty: the body's own policy, local values included.",
    )
    readings: dict[str, str | dict[str, str]] = Field(
        default={}, max_length=50,
        description="Readings and values to switch for this question: path to value, or path to {key: value}.",
    )  # fmt: skip
    facts: dict[str, Any]


def rule_name(rule: Rule) -> str:
    """The rule's name as part of another: `LoadingReview`."""
    return "".join(part.capitalize() for part in re.split(r"\W|_", rule.name))


def asking(rule: Rule) -> type[Deciding]:
    """The body of a question to a rule, described by its facts."""
    name = f"{rule_name(rule)}Question"
    described: Any = Annotated[dict[str, Any], _ShownAs(rule.facts)]
    made: type[Deciding] = create_model(
        name, __base__=Deciding, __doc__=f"A question to the rule {rule.name}.", facts=(described, ...)
    )
    return made
