"""Facts that loadings rest on: what is contracted, where homes stand, what is recorded of a child."""

from __future__ import annotations

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from homeward.engine.facts import Amount, Dated, Fact, Name

ABORIGINAL = "aboriginal"


class LoadingFact(Dated):
    """The contract loading of one category while it holds (Attachment 5)."""

    category: Name = Field(
        description="aboriginal, or a code of remoteness_classes: what the loading is paid for."
    )
    placements: Amount | None = Field(
        default=None, description='Number of placements the loading is contracted for, as text: "12.0".'
    )
    percent: Amount | None = Field(
        default=None,
        description="The same as percent of the minimum placements; turned into placements with the target"
        " in force.",
    )
    reference: Name | None = Field(default=None, description="The document it rests on.")

    @model_validator(mode="after")
    def _one_measure(self) -> LoadingFact:
        if self.placements is not None and self.percent is not None:
            raise PydanticCustomError("both_measures", "both placements and percent are given")
        if self.placements is None and self.percent is None:
            raise PydanticCustomError("no_measure", "neither placements nor percent is given")
        return self


class RemotenessFact(Dated):
    """The remoteness class of a home's address while it holds."""

    code: Name = Field(
        description="A code of remoteness_classes.", json_schema_extra={"vocabulary": "remoteness_classes"}
    )
    edition: Name | None = Field(
        default=None, description="Edition of the geography the class was read from, e.g. ASGS Edition 3."
    )
    source: str | None = Field(default=None, description="Where the class was read.")


class HomeFact(Fact):
    """A home of one of the placements, with the class of its address over time."""

    id: Name = Field(description="Identifier of the home.")
    remoteness: list[RemotenessFact] = Field(default_factory=list, description="Dated remoteness classes.")


class StatusFact(Dated):
    """What is on record about a child's status, from the day it was recorded until it was replaced."""

    kind: Name = Field(
        description="A code of status_facts.", json_schema_extra={"vocabulary": "status_facts"}
    )
    value: Name = Field(description="One of the values the code list names, e.g. yes, no, not_stated.")
    source: str | None = Field(default=None, description="The record it rests on.")
