"""Every answer that is not what was asked for, as application/problem+json (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from pydantic import BaseModel, Field

from homeward.apps.core.refusals import Refused, heading_of, present
from homeward.kernel.problems import Problem as Found

MEDIA_TYPE = "application/problem+json"


class ReasonShape(BaseModel):
    """One reason for a refusal, in words a person can act on."""

    code: str = Field(description="Stable code of the reason; programs may branch on it.")
    title: str = Field(description="The reason in a few words.")
    fact: str = Field(description="What is so.")
    lift: str = Field(description="What would change the answer.")
    who: str = Field(description="Who can do that.")
    authority: str = Field(description="Where the rule is written; empty where it is the house's own.")


class FaultShape(BaseModel):
    """One thing that is wrong with what was sent."""

    where: str = Field(description="body, query, path or header.")
    field: str = Field(description="The field as a path, such as claims.0.reason; empty: the whole.")
    code: str = Field(description="Stable code of the fault.")
    message: str = Field(description="What is wrong, and what to write instead.")


class Problem(BaseModel):
    """What went wrong, all of it at once. Nothing was changed."""

    type: str = Field(description="Address of this kind of problem in the reference.")
    title: str = Field(description="The kind of problem in a few words, or what cannot be done.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="What to know about this occurrence.")
    reasons: list[ReasonShape] = Field(default=[], description="With 409: every reason for the refusal.")
    errors: list[FaultShape] = Field(default=[], description="With 422: everything wrong with what was sent.")
    your_etag: str | None = Field(default=None, description="With 412: the tag you sent.")
    current_etag: str | None = Field(default=None, description="With 412: the tag that stands now.")


@dataclass
class Stopped(Exception):
    """An answer that ends the call here. `slug` names its kind in the reference."""

    status: int
    slug: str
    detail: str
    title: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.status} {self.slug}"


def respond(stopped: Stopped) -> HttpResponse:
    """The answer, in the same bytes for the same problem: it names neither moment nor address."""
    problem = Problem(
        type=f"/api/#problem-{stopped.slug}",
        title=stopped.title or HTTPStatus(stopped.status).phrase,
        status=stopped.status,
        detail=stopped.detail,
        **stopped.more,
    )
    content = json.dumps(problem.model_dump(exclude_none=True), ensure_ascii=False)
    return HttpResponse(
        content, status=stopped.status, content_type=MEDIA_TYPE, headers=dict(stopped.headers)
    )


def unauthorised() -> Stopped:
    return Stopped(
        401, "unauthorised", "Send a token that is in force: Authorization: Bearer hw_…",
        headers={"WWW-Authenticate": 'Bearer realm="Homeward"'},
    )  # fmt: skip


def missing() -> Stopped:
    """What is not there and what may not be seen look the same."""
    return Stopped(404, "not-found", "In the role and scopes of this token there is no such thing.")


def invalid(faults: Iterable[FaultShape]) -> Stopped:
    return Stopped(
        422, "invalid", "Nothing was changed. Each fault names its field.", "What was sent does not fit",
        {"errors": list(faults)},
    )  # fmt: skip


def fault(name: str, code: str, message: str, where: str = "body") -> FaultShape:
    return FaultShape(where=where, field=name, code=code, message=message)


def invalid_field(name: str, code: str, message: str, where: str = "body") -> Stopped:
    return invalid([fault(name, code, message, where)])


def refused(refusal: Refused) -> Stopped:
    """A service's refusal with every reason, each once."""
    said = dict.fromkeys((r.code, present(r)) for r in refusal.reasons)
    reasons = [
        ReasonShape(code=code, title=s.title, fact=s.fact, lift=s.lift, who=s.who, authority=s.authority)
        for code, s in said
    ]
    return Stopped(
        409,
        "refused",
        "Nothing has been changed and nobody has been told.",
        heading_of(refusal),
        {"reasons": reasons},
    )


def faults_of(problems: Iterable[Found], where: str = "body") -> list[FaultShape]:
    """Problems of the house's checks as faults of fields."""
    return [fault(p.column or "", p.code, f"{p.message} {p.remedy}", where) for p in problems]
