"""The shape of a pack's files. Unknown keys are refused; dates are full dates."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

PackStanding = Literal["sourced", "inferred", "placeholder"]
Coverage = Literal["complete", "partial", "values_only", "not_modelled"]


def _full_date(value: object) -> object:
    if value is None or type(value) is date:
        return value
    raise ValueError("write a full date, e.g. 2022-08-03")


FullDate = Annotated[date, BeforeValidator(_full_date)]
Text = Annotated[str, Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, populate_by_name=True)


class ReferenceFile(_Strict):
    source: Text
    clause: Text


class DatedRow(_Strict):
    """One dated value. ``for``: the keys it holds for, where the parameter is keyed."""

    from_: FullDate = Field(alias="from")
    until: FullDate | None = None
    for_: list[Text] | None = Field(default=None, alias="for", min_length=1)
    value: Any
    reference: ReferenceFile
    note: Text | None = None


class ValueRow(DatedRow):
    """A row of a pack's own file."""

    standing: PackStanding


class ParameterFile(_Strict):
    description: Text
    kind: Literal["value", "reading"]
    unit: Text
    keyed_by: Text | None = None
    vocabulary: Text | None = None
    options: dict[str, Text] | None = None
    values: list[ValueRow] = Field(min_length=1)


class CodeRow(_Strict):
    """One code while it is valid. ``also``: other labels it goes by; ``attributes``: facts about the code."""

    code: Text
    from_: FullDate = Field(alias="from")
    until: FullDate | None = None
    labels: dict[str, Text] = Field(min_length=1)
    also: dict[str, list[Text]] = Field(default_factory=dict)
    attributes: dict[str, Any] = Field(default_factory=dict)
    reference: ReferenceFile | None = None
    standing: PackStanding | None = None
    note: Text | None = None


class VocabularyFile(_Strict):
    """A dated code list. Reference and standing hold for every code that does not give its own."""

    description: Text
    edition: Text | None = None
    reference: ReferenceFile
    standing: PackStanding
    note: Text | None = None
    codes: list[CodeRow] = Field(min_length=1)


class StateFile(_Strict):
    """One state of a journey. ``kind``: on the road, may be left out, a loop, set aside, or an end of it."""

    code: Text
    since: FullDate | None = None
    until: FullDate | None = None
    kind: Literal["step", "optional", "loop", "aside", "end"] = "step"
    phase: Text | None = None
    held_by: list[Text] = Field(default_factory=list)
    labels: dict[str, Text] = Field(min_length=1)
    also: dict[str, list[Text]] = Field(default_factory=dict)
    reference: ReferenceFile | None = None
    standing: PackStanding | None = None
    note: Text | None = None


class MoveFile(_Strict):
    """One move. ``from``: states, ANY or NEW; ``to``: a state, or BACK to the one that was left."""

    code: Text
    since: FullDate | None = None
    until: FullDate | None = None
    from_: list[Text] = Field(alias="from", min_length=1)
    to: Text
    who: list[Text] = Field(min_length=1)
    needs: list[Text] = Field(default_factory=list)
    asks: list[Text] = Field(default_factory=list)
    tells: list[Text] = Field(default_factory=list)
    tasks: list[Text] = Field(default_factory=list)
    words: dict[str, Text] = Field(min_length=1)
    also: list[Text] = Field(default_factory=list)
    reference: ReferenceFile | None = None
    standing: PackStanding | None = None
    note: Text | None = None


class WorkflowFile(_Strict):
    """A journey. ``phases``, ``roles``, ``requirements``, ``work``: the code lists its states and moves name.

    Reference, standing and ``since`` hold for every state and move that does not give its own.
    """

    description: Text
    since: FullDate
    until: FullDate | None = None
    start: Text
    phases: Text | None = None
    roles: Text
    requirements: Text
    work: Text
    reference: ReferenceFile
    standing: PackStanding
    note: Text | None = None
    states: list[StateFile] = Field(min_length=1)
    moves: list[MoveFile] = Field(min_length=1)


class SourceFile(_Strict):
    title: Text
    publisher: Text
    edition: Text | None = None
    dated: Text | None = None
    read_on: FullDate | None = None
    extent: Text
    address: Text | None = None
    note: Text | None = None


class AreaCoverage(_Strict):
    state: Coverage
    note: Text


class PackFile(_Strict):
    id: Text
    title: Text
    version: Text
    commissioner: Text
    country: Text
    subdivision: Text | None = None
    time_zone: Text
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    financial_year_first_month: Annotated[int, Field(ge=1, le=12)]
    languages: list[Text] = Field(min_length=1)
    coverage: dict[str, AreaCoverage]
    note: Text | None = None
