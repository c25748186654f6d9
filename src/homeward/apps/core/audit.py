"""The trail: one event for each change and each reading of a child's record, in the same transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from homeward.apps.core.bulk import copy_in
from homeward.apps.core.models import AuditEvent

_COLUMNS = (
    "at", "actor_id", "actor_label", "role", "acting_for", "body_id", "organisation_id", "action", "kind", "thing",
    "label", "reason", "detail",
)  # fmt: skip


def _event(
    by: Any, action: str, thing: Any, reason: str, organisation_id: int | None, detail: dict[str, Any]
) -> AuditEvent:
    return AuditEvent(
        actor_id=by.user.pk, actor_label=by.label, role=by.role, acting_for=by.acting_for, body_id=by.body.pk,
        organisation_id=organisation_id or getattr(thing, "organisation_id", None), action=action,
        kind=type(thing).__name__.lower(), thing=thing.public_id, label=str(thing)[:200], reason=reason, detail=detail,
    )  # fmt: skip


def record(
    by: Any, action: str, thing: Any, *, reason: str = "", organisation_id: int | None = None, **detail: Any
) -> None:
    """Write one event. `by` is an Actor; `thing` has `public_id`, and its `str()` must hold no child's name."""
    _event(by, action, thing, reason, organisation_id, detail).save()


def record_read(by: Any, thing: Any, **detail: Any) -> None:
    """Reading a child's record is an event too: no event, no page."""
    record(by, "read", thing, **detail)


def record_reads(by: Any, things: Iterable[Any], **detail: Any) -> None:
    """The readings that a list makes: one event for each record, each once, in one statement."""
    once = {thing.pk: thing for thing in things}
    AuditEvent.objects.bulk_create(_event(by, "read", thing, "", None, detail) for thing in once.values())


def trail_of(thing: Any) -> Any:
    """Events of one thing, newest first."""
    return AuditEvent.objects.filter(kind=type(thing).__name__.lower(), thing=thing.public_id).order_by(
        "-at", "-id"
    )


def record_each(
    by: Any, action: str, told: Iterable[tuple[Any, dict[str, Any]]], *, reason: str = "", **detail: Any
) -> None:
    """One event for each thing with what is told of it alone, written together."""
    said, now = json.JSONEncoder(ensure_ascii=False).encode, timezone.now()
    who = (now, by.user.pk, by.label, by.role, by.acting_for, by.body.pk)
    rows = [
        (*who, getattr(thing, "organisation_id", None), action, type(thing).__name__.lower(), thing.public_id,
         str(thing)[:200], reason, said({**detail, **own}))
        for thing, own in told
    ]  # fmt: skip
    if rows:  # as plain rows, because a file brings a million of them
        copy_in(AuditEvent._meta.db_table, _COLUMNS, rows)


def record_many(by: Any, action: str, things: Iterable[Any], *, reason: str = "", **detail: Any) -> None:
    """One event for each thing, written together: what a file brought in stands in each record's own trail."""
    record_each(by, action, ((thing, {}) for thing in things), reason=reason, **detail)
