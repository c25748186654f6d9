"""What operations share when they read: the visible thing or 404, its tag, and the trail of readings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange as StoredRange
from django.http import HttpRequest
from pydantic import BaseModel

from homeward.api import problems
from homeward.api.door import call_of
from homeward.api.problems import Stopped
from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.children.models import Child
from homeward.apps.core import audit

_TAG = re.compile(r'"[0-9a-f]{1,198}"')
M = TypeVar("M", bound=models.Model)
S = TypeVar("S", bound=BaseModel)


def actor_in(request: HttpRequest) -> Actor:
    """Who acts: the token's membership, narrowed to its scopes."""
    return call_of(request).actor


def the_one(rows: models.QuerySet[M], public_id: str) -> M:
    """The row of a visible set, or 404: hidden looks exactly like missing."""
    try:
        return rows.get(public_id=public_id)
    except ObjectDoesNotExist:
        raise problems.missing() from None


def allowed(model: type[M], actor: Actor, permission: Permission) -> models.QuerySet[M]:
    """The records on which the token holds `permission`."""
    found: models.QuerySet[M] = model._default_manager.allowed_to(actor, permission)  # type: ignore[attr-defined]
    return found


def record_children(request: HttpRequest, children: Iterable[Child], **detail: Any) -> None:
    """The readings that an answer makes: written before it leaves, in its transaction."""
    call = call_of(request)
    seen = list(children)
    audit.record_reads(call.actor, seen, api=True, **detail)
    call.children |= {child.public_id for child in seen}


def tagged(request: HttpRequest, shape: S) -> S:
    """Give the answer its ETag: the digest of what it says."""
    call_of(request).etag = tag_of(shape)
    return shape


def tag_of(shape: BaseModel) -> str:
    return f'"{sha256(shape.model_dump_json().encode()).hexdigest()[:32]}"'


def made_at(request: HttpRequest, address: str) -> None:
    """Where a new thing stands, for the Location of the answer."""
    call_of(request).location = address


def check_match(request: HttpRequest, shape: BaseModel) -> None:
    """Stop with 412 when the caller read another state of the thing than stands now."""
    yours, current = request.headers.get("If-Match"), tag_of(shape)
    if yours is not None and not _TAG.fullmatch(yours):
        message = 'A tag is what ETag gave you, with its quotation marks: "9f2c…".'
        raise problems.invalid_field("If-Match", "tag", message, "header")
    if yours is not None and yours != current:
        detail = (
            "It has changed since you read it. Read it again, and send what is still needed with its new tag."
        )
        raise Stopped(
            412, "changed-meanwhile", detail, "It has changed since you read it",
            {"your_etag": yours[:200], "current_etag": current},
        )  # fmt: skip


def bounds(stored: StoredRange | Any) -> dict[str, Any]:
    """First day and exclusive end of a stored range."""
    return {"start": stored.lower, "end": stored.upper}
