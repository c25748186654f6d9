"""Returns of the data exchange as programs send and are told them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from pydantic import Field

from homeward.api.shapes.common import Id, Named, Sent, Told
from homeward.apps.exchange.models import DataReturn
from homeward.apps.exchange.writing import rows_in

Value = str | bool | int | list[str] | None
Rows = dict[str, list[dict[str, Value]]]
Month = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", description="Such as 2026-10.")]


class ReturnShape(Told):
    """A care partner's return for a month."""

    id: str = Field(description="Public id.")
    organisation: Named
    agreement: Named | None
    month: str = Field(description="Such as 2026-10.")
    version: int = Field(description="0 until it is submitted.")
    state: str = Field(description="One of trial, submitted, accepted, sent_back, replaced.")
    profile: int = Field(description="Version of the profile; 0 for the one the pack begins with.")
    errors: int
    warnings: int
    sha256: str = Field(description="Of the document as it is downloaded; empty while there are errors.")
    submitted_at: dt.datetime | None
    answered_at: dt.datetime | None
    answer_reason: str = Field(description="Why it was sent back.")


class ReturnProblem(Told):
    """What is wrong, where, and what to do."""

    code: str
    severity: str
    group: str = Field(description="Empty for the return as a whole.")
    row: int | None
    column: str | None
    message: str
    remedy: str


class WholeReturnShape(ReturnShape):
    problems: list[ReturnProblem]
    groups: dict[str, list[dict[str, Any]]] = Field(
        description="Rows by group; empty while there are errors."
    )


class NewReturn(Sent):
    """A month to be tried out."""

    month: Month
    agreement: Id | None = Field(default=None, description="Public id; left out for the partner as a whole.")
    groups: Rows = Field(description="Rows by group, in the columns of the profile.")


class ReturnSubmitted(Sent):
    reason: str = Field(default="", max_length=2000, description="What a later version puts right.")


def return_shape(row: DataReturn) -> ReturnShape:
    return ReturnShape(**_head(row))


def whole_return_shape(row: DataReturn) -> WholeReturnShape:
    keys = ReturnProblem.model_fields
    problems = [ReturnProblem(**{key: p[key] for key in keys}) for p in row.problems]
    return WholeReturnShape(**_head(row), problems=problems, groups=rows_in(row))


def _head(row: DataReturn) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "organisation": Named(id=row.organisation.public_id, name=row.organisation.name),
        "agreement": Named(id=row.agreement.public_id, name=row.agreement.reference) if row.agreement else None,
        "month": row.month_code, "version": row.version, "state": row.state,
        "profile": row.profile.number if row.profile else 0, "errors": row.counts["errors"],
        "warnings": row.counts["warnings"], "sha256": row.digest, "submitted_at": row.submitted_at,
        "answered_at": row.answered_at, "answer_reason": row.answer_reason,
    }  # fmt: skip
